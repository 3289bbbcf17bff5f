"""Who is in a working group on a day: its seats, their holders, and people chosen by hand; saved or only typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.registry import entitlements
from directory.enums import Kind, SeatKind
from directory.groups import Rule, Standing, standings_on
from directory.models import Colleague, Guest, Seat, WorkingGroup
from directory.querysets import existing_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.registry import AnyUser
    from directory.querysets import SeatQuerySet

SEATS_OF: dict[str, Promise] = {
    "": _("holders of both seats"),
    SeatKind.GENERAL_ADMINISTRATION: _("holders of the general administration seats"),
    SeatKind.ICT: _("holders of the ICT seats"),
}
IN_KINDS: dict[str, Promise] = {
    Kind.CITY: _("in cities"),
    Kind.MUNICIPALITY: _("in municipalities"),
    Kind.CITY_MUNICIPALITY: _("in city municipalities"),
}


@dataclass(frozen=True)
class Composition:
    """What a working group is made of: a rule or none, seats and people (ids) chosen by hand."""

    rule: Rule | None = None
    seats: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def takes(self, person: int, standing: Standing) -> bool:
        """Whether a person of this standing is in the group."""
        if person in self.people:
            return True
        return any(seat["seat"] in self.seats or (self.rule and self.rule.takes(seat)) for seat in standing.seats)

    def people_on(self, on: date) -> list[int]:
        """The ids of all who are in it on the day (two queries)."""
        return [person for person, standing in standings_on(on, None).items() if self.takes(person, standing)]

    def seats_on(self, on: date) -> SeatQuerySet:
        """The seats in it that exist on the day, held or vacant."""
        wanted = Q(pk__in=self.seats)
        if self.rule:
            by_rule = Q()
            for lookup, chosen in (
                ("kind__in", self.rule.seat_kinds),
                ("local_government__kind__in", self.rule.kinds),
                ("local_government__district__in", self.rule.districts),
            ):
                by_rule &= Q(**{lookup: chosen}) if chosen else Q()
            wanted = wanted | by_rule if by_rule else Q()
        return Seat.objects.filter(existing_on(on, "local_government__")).filter(wanted)


NOBODY = Composition()


def composition_of(group: WorkingGroup) -> Composition:
    """What a saved group is made of; a closed one is made of nothing (three queries at most)."""
    if group.is_closed:
        return NOBODY
    return Composition(
        rule=rule_of(group, group.rule_districts.values_list("pk", flat=True)) if group.is_by_rule else None,
        seats=frozenset(group.seats.values_list("pk", flat=True)),
        people=frozenset(group.people.values_list("pk", flat=True)),
    )


def rule_of(group: WorkingGroup, districts: Iterable[int]) -> Rule:
    """The rule of a group, saved or not, with these districts."""
    return Rule(frozenset(group.rule_seat_kinds), frozenset(group.rule_kinds), frozenset(districts))


def people_of(group: WorkingGroup, on: date | None = None) -> QuerySet[User]:
    """The people who are in a working group on the day, today unless told: holders of its seats, and those by hand."""
    return User.objects.filter(pk__in=composition_of(group).people_on(on or timezone.localdate()))


def seats_of(group: WorkingGroup, on: date | None = None) -> SeatQuerySet:
    """The seats in a working group that exist on the day, today unless told, held or vacant."""
    return composition_of(group).seats_on(on or timezone.localdate())


def in_words(group: WorkingGroup, districts: Iterable[Any] | None = None) -> str:
    """The rule as a sentence says it: holders of the ICT seats in cities, Moravički okrug."""
    if not group.is_by_rule:
        return ""
    seats = SEATS_OF[group.rule_seat_kinds[0] if len(group.rule_seat_kinds) == 1 else ""]
    kinds = [str(text) for kind, text in IN_KINDS.items() if kind in group.rule_kinds]
    chosen = group.rule_districts.all() if districts is None else districts
    names = [district.full_name for district in chosen]
    return ", ".join(filter(None, [f"{seats} {joined(kinds)}".strip(), *names]))


def joined(texts: list[str]) -> str:
    """The texts as a list of a sentence."""
    *first, last = texts or [""]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def chosen_people(people: Collection[int], on: date) -> list[dict[str, Any]]:
    """Those of the people who are anything in the register on the day, each with what: for the list of a group.

    A row has `person`, `seats` (their ids), and `colleague` or `guest` where the person is one (five queries).
    """
    standings = standings_on(on, people) if people else {}
    if not standings:
        return []
    found = User.objects.filter(pk__in=standings).select_related("profile")
    colleagues = {row.person_id: row for row in current_rows(Colleague.objects.select_related(UNIT), found, on)}
    guests = {row.person_id: row for row in current_rows(Guest.objects.all(), found, on)}
    return [
        {
            "person": person,
            "seats": {seat["seat"] for seat in standings[person.pk].seats},
            "colleague": colleagues.get(person.pk),
            "guest": guests.get(person.pk),
        }
        for person in found
    ]


UNIT = "local_government__parent"


def current_rows(rows: Any, people: QuerySet[User], on: date) -> Any:
    """The rows of people without a seat that count on the day."""
    return rows.filter(person__in=[person.pk for person in people]).current_on(on)


def groups_of_person(person: AnyUser) -> QuerySet[WorkingGroup]:
    """The open working groups that a person is in today, by what entitles him or her."""
    return WorkingGroup.objects.open().filter(name__in=entitlements.of(person).groups)


def groups_of_seats(seats: Collection[Seat]) -> list[WorkingGroup]:
    """The open working groups that any of these seats is in, by rule or by hand; needs their local government."""
    rows = [
        {
            "seat": seat.pk,
            "seat__kind": seat.kind,
            "seat__local_government__kind": seat.local_government.kind,
            "seat__local_government__district": seat.local_government.district_id,
        }
        for seat in seats
        if seat.local_government.exists
    ]
    groups = WorkingGroup.objects.open().prefetch_related("rule_districts")
    by_hand = set(groups.filter(seats__in=seats).values_list("pk", flat=True)) if rows else set()
    return [
        group
        for group in groups
        if rows
        and (
            group.pk in by_hand
            or (group.is_by_rule and any(map(rule_of(group, ids(group.rule_districts.all())).takes, rows)))
        )
    ]


def ids(rows: Iterable[Any]) -> list[int]:
    """The primary keys of the rows."""
    return [row.pk for row in rows]
