"""Local governments and people as entries of the search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from core.services import open_audience
from directory.models import Appointment, DirectoryPage, LocalGovernment
from search.registry import EntryContent, PassageText

if TYPE_CHECKING:
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
        """Their names in both scripts, kind, district and region."""
        audience, address = open_audience(), addresses()
        units = LocalGovernment.objects.active().filter(pk__in=ids).select_related("district", "parent")
        return {
            unit.pk: EntryContent(
                kind="local_government",
                title=unit.full_name,
                names=(unit.name,),
                url=address("local_government", unit.slug),
                audience_id=audience,
                passages=(PassageText(describe(unit), address("local_government", unit.slug)),),
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
        """Their names, positions and seats, and what they may be asked about."""
        audience, address = open_audience(), addresses()
        held = today().filter(person__in=ids).select_related("person__profile", "seat__local_government__parent")
        return {
            row.person_id: EntryContent(
                kind="person",
                title=row.person.get_full_name(),
                url=address("person", row.person_id),
                audience_id=audience,
                passages=(PassageText(introduce(row), address("person", row.person_id)),),
                facts={"seat": f"{row.seat.local_government.full_name}"},
            )
            for row in held
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
    return f"{unit.full_name}{parent}, {unit.district.name} okrug, {unit.district.region}"


def introduce(row: Appointment) -> str:
    """A person in words that people look for."""
    profile = getattr(row.person, "profile", None)
    said = [profile.position, profile.department, profile.ask_me_about] if profile else []
    return ", ".join(part for part in [row.seat.local_government.full_name, *said] if part)
