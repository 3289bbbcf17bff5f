"""Who is in which group of the register on a day; Django's groups of the same names are a copy of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Value

from accounts.models import RoleGrant
from core.registry import Entitlement
from directory.enums import SeatKind
from directory.models import Appointment, Colleague, District, Guest, WorkingGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

ALL_MEMBERS: Final = "Svi članovi"
COLLEAGUE, GUEST, ROLE = range(3)


@dataclass(frozen=True)
class Rule:
    """A working group's rule; an empty list is every one."""

    seat_kinds: frozenset[str]
    kinds: frozenset[str]
    districts: frozenset[int]

    def takes(self, seat: dict[str, Any]) -> bool:
        """Whether the holder of a seat is in the group."""
        return all(
            not wanted or seat[column] in wanted
            for column, wanted in (
                ("seat__kind", self.seat_kinds),
                ("seat__local_government__kind", self.kinds),
                ("seat__local_government__district", self.districts),
            )
        )


@dataclass
class Standing:
    """What a person is in the register on a day."""

    seats: list[dict[str, Any]] = field(default_factory=list)
    is_colleague: bool = False
    is_guest: bool = False
    has_role: bool = False

    @property
    def is_member(self) -> bool:
        """Whether the register lets the person read what every member may read; roles say it for themselves."""
        return bool(self.seats) or self.is_colleague

    @property
    def own_groups(self) -> set[str]:
        """The groups that come with seats and membership."""
        groups = {ALL_MEMBERS} if self.is_member else set()
        for seat in self.seats:
            groups.add(SeatKind(seat["seat__kind"]).group_name)
            groups.add(District(name=seat["seat__local_government__district__name"]).full_name)
        return groups


def entitlement_of(user: User, on: date) -> Entitlement:
    """What the register entitles a person to on the day: two queries, three for whoever is in it."""
    return entitlements_on(on, [user.pk]).get(user.pk, Entitlement())


def entitlements_on(on: date, people: Collection[int] | None = None) -> dict[int, Entitlement]:
    """What the register entitles these people to on the day (everybody, if none are named), by their ids."""
    standings = standings_on(on, people)
    if not standings:
        return {}
    groups = defaultdict(set, {person: standing.own_groups for person, standing in standings.items()})
    by_rule = rules() if any(standing.seats for standing in standings.values()) else {}
    for name, rule in by_rule.items():
        for person, standing in standings.items():
            if any(rule.takes(seat) for seat in standing.seats):
                groups[person].add(name)
    holders = {seat["seat"]: person for person, standing in standings.items() for seat in standing.seats}
    for name, seat, person in chosen_by_hand(holders, standings):
        found = holders.get(seat) if seat else person
        if found in standings:
            groups[found].add(name)
    return {
        person: Entitlement(member=standing.is_member, groups=frozenset(groups[person]), guest=standing.is_guest)
        for person, standing in standings.items()
    }


def standings_on(on: date, people: Collection[int] | None) -> dict[int, Standing]:
    """What people are on the day, for those who are anything (two queries, one where all who are asked of hold seats).

    Of such a holder nobody asks whether he or she is anything else, too.
    """
    found: dict[int, Standing] = defaultdict(Standing)
    place = "seat__local_government"
    held = of(people, Appointment.objects.of_active(on).in_force_on(on).filter(person__is_active=True))
    columns = ("person", "seat", "seat__kind", f"{place}__kind", f"{place}__district", f"{place}__district__name")
    for row in held.values(*columns):
        found[row["person"]].seats.append(row)
    if people is not None and found.keys() >= set(people):
        return found
    colleagues = of(people, Colleague.objects.current_on(on).filter(person__is_active=True))
    guests = of(people, Guest.objects.current_on(on).filter(person__is_active=True))
    roles = of(people, RoleGrant.objects.filter(user__is_active=True), "user")
    others = (
        colleagues.order_by()
        .values_list("person", Value(COLLEAGUE))
        .union(
            guests.order_by().values_list("person", Value(GUEST)), roles.order_by().values_list("user", Value(ROLE))
        )
    )
    for person, what in others:
        name = {COLLEAGUE: "is_colleague", GUEST: "is_guest", ROLE: "has_role"}[what]
        setattr(found[person], name, True)
    return found


def of(people: Collection[int] | None, rows: QuerySet, column: str = "person") -> QuerySet:
    """Keep the rows of these people, or all."""
    return rows if people is None else rows.filter(**{f"{column}__in": people})


def rules() -> dict[str, Rule]:
    """The rules of the open working groups that have one, by the name of the group (one query)."""
    rows = WorkingGroup.objects.open().filter(is_by_rule=True)
    districts: dict[tuple, set[int]] = defaultdict(set)
    for name, seat_kinds, kinds, district in rows.values_list(
        "name", "rule_seat_kinds", "rule_kinds", "rule_districts"
    ):
        districts[name, frozenset(seat_kinds), frozenset(kinds)] |= {district} if district else set()
    return {
        name: Rule(seat_kinds, kinds, frozenset(chosen)) for (name, seat_kinds, kinds), chosen in districts.items()
    }


def chosen_by_hand(seats: Collection[int], people: Collection[int]) -> QuerySet:
    """The name of an open group, and a seat or a person (the other is 0) in it by hand (one query)."""
    groups = WorkingGroup.objects.open().order_by()
    of_seats = groups.filter(seats__in=seats).values_list("name", "seats", Value(0))
    of_people = groups.filter(people__in=people).values_list("name", Value(0), "people")
    return of_seats.union(of_people)


def register_group_names() -> set[str]:
    """The names of all groups that the register keeps: seats, members, districts, working groups."""
    districts = {district.full_name for district in District.objects.all()}
    working = set(WorkingGroup.objects.values_list("name", flat=True))
    return {ALL_MEMBERS, *(kind.group_name for kind in SeatKind), *districts, *working}
