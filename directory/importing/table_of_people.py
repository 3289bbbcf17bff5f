"""The rows of the table of representatives before anything is compared: whom and what each names."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from directory.importing.columns import EmailCell
from directory.importing.holdings import OF_PERSON
from directory.importing.local_governments import unit_of
from directory.importing.outcomes import problem
from directory.importing.register import Register
from directory.importing.spelling import seat_kind
from directory.models import LocalGovernment, Seat
from serbian.folding import fold

Problems = dict[str, ValidationError]


@dataclass
class Named:
    """What a row names."""

    row: int
    cells: dict[str, str]
    email: str
    unit: LocalGovernment | None
    unit_trouble: ValidationError | None
    seat: Seat | None
    person: User | None


def email_of(cells: dict[str, str]) -> str:
    """The address of a row, or nothing if it is none."""
    with suppress(ValueError):
        return EmailCell().clean(cells["email"])
    return ""


class TableOfPeople:
    """All rows with what they name, and what stands in two of them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        emails = {email for row in rows if (email := email_of(row["cells"]))}
        self.register = Register(emails)
        self.rows = [self.named(row) for row in rows]
        self.by_seat: dict[int, list[Named]] = defaultdict(list)
        self.by_email: dict[str, list[Named]] = defaultdict(list)
        for row in self.rows:
            if row.seat:
                self.by_seat[row.seat.pk].append(row)
            if row.email:
                self.by_email[row.email].append(row)

    def named(self, row: dict[str, Any]) -> Named:
        """Find out what a row names."""
        cells = row["cells"]
        unit, trouble = unit_of(self.register.gazetteer, cells["local_government"])
        kind, email = seat_kind(cells["seat"]), email_of(cells)
        seat = self.register.seats.get((unit.pk, kind)) if unit and kind else None
        return Named(row["row"], cells, email, unit, trouble, seat, self.register.people.get(email))

    def unit_of_seat(self, seat_id: int) -> int:
        """The id of the local government that a seat belongs to."""
        return next(unit for (unit, _kind), seat in self.register.seats.items() if seat.pk == seat_id)

    def problems_of(self, row: Named) -> Problems:
        """What is wrong with what a row names."""
        found = {"local_government": row.unit_trouble} if row.unit_trouble else {}
        return found | self.seat_problems(row) | self.email_problems(row) | self.person_problems(row)

    def seat_problems(self, row: Named) -> Problems:
        """A seat that is none, or stands in two rows."""
        written = row.cells["seat"]
        if not written or not seat_kind(written):
            return {"seat": problem("seat_unknown" if written else "seat_empty")}
        others = [other.row for other in self.by_seat[row.seat.pk] if other is not row] if row.seat else []
        return {"seat": problem("seat_twice", rows=others)} if others else {}

    def email_problems(self, row: Named) -> Problems:
        """An address that is missing, or another person's."""
        if not row.cells["email"]:
            return {"email": problem("email_empty")}
        others = [other.row for other in self.by_email[row.email] if other is not row and not same_name(other, row)]
        if others:
            return {"email": problem("email_twice", rows=others)}
        if row.person is None:
            return {}
        if not row.person.is_active:
            return {"email": problem("account_closed")}
        names = {"first_name": row.person.first_name, "last_name": row.person.last_name}
        if all(row.cells.get(name) and not is_alike(row.cells[name], old) for name, old in names.items()):
            return {"email": problem("other_person", person=row.person.get_full_name())}
        return {}

    def person_problems(self, row: Named) -> Problems:
        """Rows about one person that say different things."""
        found = {}
        for other in self.by_email[row.email] if row.email else ():
            for name in OF_PERSON[2:]:
                one, two = row.cells.get(name, ""), other.cells.get(name, "")
                if other is not row and one and two and not is_alike(one, two):
                    found[name] = problem("person_differs", rows=[other.row])
        return found


def is_alike(one: str, two: str) -> bool:
    """Whether two texts differ in spelling only."""
    return fold(one).split() == fold(two).split()


def same_name(one: Named, two: Named) -> bool:
    """Whether two rows name one person."""
    return all(is_alike(one.cells.get(name, ""), two.cells.get(name, "")) for name in OF_PERSON[:2])
