"""Local governments and people as entries of the search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from core.services import open_audience
from directory.enums import SeatKind
from directory.models import Appointment, DirectoryPage, LocalGovernment, Profile
from search.registry import EntryContent, PassageText

if TYPE_CHECKING:
    from core.models import Topic
    from core.registry import AnyUser
    from directory.querysets import AppointmentQuerySet


def addresses() -> Callable[..., str]:
    """What gives the address of a view of the directory, or nothing when none is published; one query for all."""
    page = DirectoryPage.objects.live().first()

    def address(name: str, *args: object) -> str:
        return page.url + page.reverse_subpage(name, args=args) if page else ""

    return address


class LocalGovernmentSource:
    """Local governments that exist today."""

    label = "directory.localgovernment"

    def ids(self) -> Iterable[int]:
        """All that exist."""
        return LocalGovernment.objects.active().values_list("pk", flat=True)

    def load(self, ids: Collection[int]) -> dict[int, EntryContent]:
        """Their names in both scripts, kind, district and region, and the names that are no more."""
        audience, address = open_audience(), addresses()
        units = LocalGovernment.objects.active().filter(pk__in=ids).select_related("district", "parent")
        units = units.prefetch_related("former_names", "origins__predecessor__former_names")
        return {
            unit.pk: EntryContent(
                kind="local_government",
                title=unit.full_name,
                names=(unit.name, *earlier_names(unit)),
                url=address("local_government", unit.slug),
                audience_id=audience,
                passages=(PassageText(describe(unit), address("local_government", unit.slug)),),
                facets={"district": (unit.district.slug,)},
                facts={"place": place(unit)},
            )
            for unit in units
        }

    def visible(self, ids: Collection[int], user: AnyUser) -> set[int]:
        """Those that this person may see today."""
        units = LocalGovernment.objects.visible_to(user).active()
        return set(units.filter(pk__in=ids).values_list("pk", flat=True))


class PersonSource:
    """People who hold a seat today."""

    label = "accounts.user"

    def ids(self) -> Iterable[int]:
        """All who hold a seat."""
        return set(today().values_list("person", flat=True))

    def load(self, ids: Collection[int]) -> dict[int, EntryContent]:
        """Their names, positions and seats, what they know and what they may be asked about: four queries."""
        audience, address = open_audience(), addresses()
        held = today().filter(person__in=ids).order_by("person", "starts_on", "pk")
        rows = held.select_related(
            "person__profile", "seat__local_government__parent", "seat__local_government__district"
        ).prefetch_related("person__profile__topics", "person__profile__software")
        with override(settings.LANGUAGE_CODE):
            return {
                person: person_entry(list(seats), audience, address("person", person))
                for person, seats in groupby(rows, key=lambda row: row.person_id)
            }

    def visible(self, ids: Collection[int], user: AnyUser) -> set[int]:
        """Those that this person may see today, and who hold a seat today."""
        rows = Appointment.objects.visible_to(user).of_active().in_force_on(timezone.localdate())
        return set(rows.filter(person__in=ids).values_list("person", flat=True))


def today() -> AppointmentQuerySet:
    """Today's appointments of people whose accounts are active."""
    current = Appointment.objects.of_active().in_force_on(timezone.localdate())
    return current.filter(person__is_active=True)


def place(unit: LocalGovernment) -> str:
    """Where a local government lies: its city, else its district."""
    return unit.parent.full_name if unit.parent else unit.district.full_name


def describe(unit: LocalGovernment) -> str:
    """A local government in words that people look for."""
    parent = f", Grad {unit.parent.name}" if unit.parent else ""
    earlier = earlier_names(unit)
    was = f"; ranije: {', '.join(earlier)}" if earlier else ""
    return f"{unit.full_name}{parent}, {unit.district.name} okrug, {unit.district.region}{was}"


def earlier_names(unit: LocalGovernment) -> list[str]:
    """The names that it had, and those of what it came from and is gone, each once."""
    gone = [row.predecessor for row in unit.origins.all() if not row.predecessor.exists]
    names = [former.name for former in unit.former_names.all()]
    for predecessor in gone:
        names += [predecessor.name, *(former.name for former in predecessor.former_names.all())]
    return [name for name in dict.fromkeys(names) if name != unit.name]


def person_entry(rows: list[Appointment], audience: int, url: str) -> EntryContent:
    """The entry of a person with these seats: a passage for each, then what the person knows."""
    person = rows[0].person
    profile = getattr(person, "profile", None)
    topics = list(profile.topics.all()) if profile else []
    seats = [row.seat for row in rows]
    texts = [*map(introduce, rows), *knowledge(profile, topics)]
    return EntryContent(
        kind="person",
        title=person.get_full_name(),
        url=url,
        audience_id=audience,
        passages=tuple(PassageText(text, url) for text in texts),
        facets={
            "district": tuple(dict.fromkeys(seat.local_government.district.slug for seat in seats)),
            "seat": tuple(dict.fromkeys(seat.kind for seat in seats)),
            "topic": tuple(topic.slug for topic in topics),
        },
        facts={"seat": "; ".join(f"{seat.local_government.full_name}, {seat.get_kind_display()}" for seat in seats)},
    )


def introduce(row: Appointment) -> str:
    """A seat of a person in words that people look for."""
    unit, profile = row.seat.local_government, getattr(row.person, "profile", None)
    said = [profile.position, profile.department] if profile else []
    parts = [unit.full_name, SEAT_WORDS[SeatKind(row.seat.kind)], *said, unit.district.full_name]
    return ", ".join(part for part in parts if part)


SEAT_WORDS: Final = {  # as people here ask for them, whatever the language of the reader
    SeatKind.GENERAL_ADMINISTRATION: "predstavnik za opštu upravu",
    SeatKind.ICT: "predstavnik za IKT",
}


def knowledge(profile: Profile | None, topics: list[Topic]) -> list[str]:
    """What a person knows, and may be asked about, if that is said."""
    if profile is None:
        return []
    names = [topic.name for topic in topics] + [row.name for row in profile.software.all()]
    return [text for text in (", ".join(names), profile.ask_me_about) if text]
