"""The register as plain rows in Python, and what follows from them, worked out in the most obvious way.

Nothing here asks the product: the property test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

MEMBERS = "Svi članovi"
GROUP_OF_SEAT = {"ict": "IKT", "general_administration": "Opšta uprava"}


@dataclass(frozen=True)
class Row:
    """An appointment."""

    seat: int
    person: int
    start: date
    end: date | None
    act: str = ""

    def covers(self, day: date) -> bool:
        """Whether the day is one of it."""
        return self.start <= day and (self.end is None or day <= self.end)

    def meets(self, other: Row) -> bool:
        """Whether the two share a day."""
        return self.start <= (other.end or date.max) and other.start <= (self.end or date.max)


@dataclass(frozen=True)
class Unit:
    """A local government."""

    name: str
    kind: str
    district: int
    begins: date | None = None
    ends: date | None = None

    def exists(self, day: date) -> bool:
        """Whether it exists on the day."""
        return (self.begins or date.min) <= day <= (self.ends or date.max)


@dataclass(frozen=True)
class Place:
    """A seat."""

    unit: int
    kind: str


@dataclass(frozen=True)
class Stay:
    """A colleague's or guest's time; a colleague has a unit."""

    person: int
    start: date
    end: date | None
    unit: int | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is one of it."""
        return self.start <= day <= (self.end or date.max)


@dataclass(frozen=True)
class Party:
    """A working group."""

    name: str
    by_rule: bool = False
    seat_kinds: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    districts: frozenset[int] = frozenset()
    seats: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    closed: bool = False


@dataclass
class Register:
    """All rows, by their ids in the database."""

    districts: dict[int, str] = field(default_factory=dict)  # full names
    units: dict[int, Unit] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    colleagues: list[Stay] = field(default_factory=list)
    guests: list[Stay] = field(default_factory=list)
    roles: dict[int, set[str]] = field(default_factory=dict)  # names of groups
    parties: dict[int, Party] = field(default_factory=dict)

    def faults(self, row: Row, besides: int | None = None) -> set[str]:
        """Why a row cannot stand, as names of the services' refusals."""
        unit, found = self.unit_of(row.seat), set()
        if row.end and row.end < row.start:
            found.add("EndBeforeStart")
        if not unit.exists(row.start) or (row.end and row.end > (unit.ends or date.max)):
            found.add("SeatGone")
        if any(other.seat == row.seat and other.meets(row) for pk, other in self.rows.items() if pk != besides):
            found.add("SeatTaken")
        return found

    def unit_of(self, seat: int) -> Unit:
        """The local government of a seat."""
        return self.units[self.places[seat].unit]

    def holders(self, seat: int, day: date) -> list[int]:
        """Who holds a seat on a day: nobody, or one, or what must not be."""
        if not self.unit_of(seat).exists(day):
            return []
        return [row.person for row in self.rows.values() if row.seat == seat and row.covers(day)]

    def seats_held(self, person: int, day: date) -> set[int]:
        """The seats that a person holds on a day."""
        return {seat for seat in self.places if person in self.holders(seat, day)}

    def is_colleague(self, person: int, day: date) -> bool:
        """Whether a person reads as a colleague."""
        return any(
            stay.person == person and stay.covers(day) and self.units[stay.unit or 0].exists(day)
            for stay in self.colleagues
        )

    def is_guest(self, person: int, day: date) -> bool:
        """Whether a person is a guest."""
        return any(stay.person == person and stay.covers(day) for stay in self.guests)

    def is_member(self, person: int, day: date) -> bool:
        """Whether a person reads what every member reads."""
        return bool(self.seats_held(person, day) or self.is_colleague(person, day) or self.roles.get(person))

    def in_party(self, party: Party, seat: int) -> bool:
        """Whether a seat is in a working group."""
        place, unit = self.places[seat], self.unit_of(seat)
        fits = (
            (not party.seat_kinds or place.kind in party.seat_kinds)
            and (not party.kinds or unit.kind in party.kinds)
            and (not party.districts or unit.district in party.districts)
        )
        return not party.closed and ((party.by_rule and fits) or seat in party.seats)

    def groups(self, person: int, day: date) -> set[str]:
        """The names of all groups that a person is in on a day."""
        seats = self.seats_held(person, day)
        found = set(self.roles.get(person, ()))
        if seats or self.is_colleague(person, day):
            found.add(MEMBERS)
        for seat in seats:
            found |= {GROUP_OF_SEAT[self.places[seat].kind], self.districts[self.unit_of(seat).district]}
        is_anything = self.is_member(person, day) or self.is_guest(person, day)
        for party in self.parties.values():
            by_hand = person in party.people and is_anything and not party.closed
            if by_hand or any(self.in_party(party, seat) for seat in seats):
                found.add(party.name)
        return found

    def end_unit(self, unit: int, last: date) -> dict[int, tuple[Row, Row]]:
        """End a local government with a day, and its appointments; return the rows before and after, by id."""
        changed = {}
        for pk, row in self.rows.items():
            if self.places[row.seat].unit == unit and (row.end is None or row.end > last):
                changed[pk] = (row, replace(row, end=last))
        self.rows |= {pk: after for pk, (_before, after) in changed.items()}
        self.units[unit] = replace(self.units[unit], ends=last)
        return changed


def facts(row: Row, kind: str, names: dict[int, str]) -> dict[str, Any]:
    """A row as the record must say it."""
    return {
        "seat": kind,
        "person": names[row.person],
        "starts_on": str(row.start),
        "ends_on": str(row.end or ""),
        "act_number": row.act,
        "act_date": "",
        "act_document": "",
    }
