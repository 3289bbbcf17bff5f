"""Whether a person can be given a seat as a row says, and who is replaced by it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from directory.importing.holdings import Holding
from directory.importing.outcomes import problem
from directory.importing.register import Register
from directory.importing.table_of_people import Named, TableOfPeople
from directory.models import Appointment, Seat

Problems = dict[str, ValidationError]


def replaced_by(holding: Holding, register: Register, today: date) -> Appointment | None:
    """The one appointment that ends because this one begins.

    Only one that has not ended, began before, and that no past appointment of a table would cut short.
    """
    if holding.seat is None or holding.starts_on is None:
        return None
    if holding.ends_on and holding.ends_on < today:
        return None
    others = register.in_the_way(holding.seat, holding.starts_on, holding.ends_on)
    if len(others) != 1 or others[0].starts_on >= holding.starts_on or others[0].has_ended:
        return None
    return others[0]


def check_holding(holding: Holding, table: TableOfPeople, row: Named, *, today: date, has_start: bool) -> Problems:
    """What speaks against a row whose cells are right, by column."""
    if holding.seat is None or holding.starts_on is None:
        return {}
    found = check_days(holding.seat, holding.starts_on, holding.ends_on)
    if holding.person is None:
        return found | check_invitation(holding, table, row)
    if holding.appointment is None and not has_start and holding.ends_on and holding.ends_on < today:
        return {"starts_on": problem("start_missing")}
    if holding.appointment is None:
        holding.replaces = replaced_by(holding, table.register, today)
    if found or holding.replaces:
        return found
    others = table.register.in_the_way(holding.seat, holding.starts_on, holding.ends_on, besides=holding.appointment)
    return {"seat": seat_taken(others[0])} if others else {}


def check_days(seat: Seat, start: date, end: date | None) -> Problems:
    """Days in their order, on which the local government exists."""
    unit = seat.local_government
    if end and end < start:
        return {"ends_on": problem("end_before_start", start=start.isoformat())}
    first, last = unit.exists_from, unit.exists_until
    if first and start < first:
        return {"local_government": problem("unit_not_yet", units=[unit.pk], day=start.isoformat())}
    if last and last < (end or start):
        return {"local_government": problem("unit_gone", units=[unit.pk], day=last.isoformat())}
    return {}


def check_invitation(holding: Holding, table: TableOfPeople, row: Named) -> Problems:
    """What an invitation needs: a name, no last day, no other seat for the same address, and a seat to be given."""
    found = check_seat_to_give(holding, table.register, row.email)
    for name in ("first_name", "last_name"):
        if not getattr(holding, name):
            found[name] = problem("name_missing")
    if holding.ends_on:
        found["ends_on"] = problem("end_without_account")
    others = [other.row for other in table.by_email[row.email] if other is not row]
    elsewhere = table.register.invitations.get(row.email)
    if others:
        found["email"] = problem("two_seats_without_account", rows=others)
    elif elsewhere and holding.seat and elsewhere.seat_id != holding.seat.pk:
        found["email"] = problem("invited_elsewhere", units=[table.unit_of_seat(elsewhere.seat_id)])
    return found


def check_seat_to_give(holding: Holding, register: Register, email: str) -> Problems:
    """A seat to which nobody else is invited, and on which at most the one is who holds it before the first day."""
    if holding.seat is None or holding.starts_on is None:
        return {}
    invited = register.invited.get(holding.seat.pk, "")
    if invited and invited.lower() != email:
        return {"seat": problem("seat_invited", email=invited)}
    others = register.in_the_way(holding.seat, holding.starts_on, None)
    later = [other for other in others if other.starts_on >= holding.starts_on]
    return {"seat": seat_taken(later[0])} if later else {}


def seat_taken(appointment: Appointment) -> ValidationError:
    """Who is in the way, and when."""
    end = appointment.ends_on.isoformat() if appointment.ends_on else ""
    code = "seat_taken_until" if end else "seat_taken"
    return problem(code, person=str(appointment.person), start=appointment.starts_on.isoformat(), end=end)
