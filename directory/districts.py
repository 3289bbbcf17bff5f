"""Local governments by district, and what a district's page says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.names import in_order

if TYPE_CHECKING:
    from directory.models import Appointment, District, LocalGovernment, Seat


def by_district(units: list[LocalGovernment]) -> list[dict[str, Any]]:
    """Group units by district, in Serbian order of the districts, with the number of vacant seats."""
    groups: dict[District, list[LocalGovernment]] = {}
    for unit in units:
        groups.setdefault(unit.district, []).append(unit)
    return [
        {"district": district, "units": groups[district], **count_seats(groups[district])}
        for district in in_order(groups)
    ]


def count_seats(units: list[LocalGovernment]) -> dict[str, int]:
    """Count units, seats, and seats that are held and vacant; expects `with_seats()`."""
    seats = seats_of(units)
    vacant = sum(1 for seat in seats if seat.holder is None)
    return {
        "unit_count": len(units),
        "seat_count": len(seats),
        "vacant_count": vacant,
        "held_count": len(seats) - vacant,
    }


def about_district(units: list[LocalGovernment]) -> dict[str, Any]:
    """What the page of a district shows of its units, in their order; expects `with_seats()`.

    `vacancies` are seats, `representatives` today's appointments of those who have an account, and `addresses` their
    e-mail addresses, each once.
    """
    holders = [seat.holder for seat in seats_of(units)]
    representatives = [holder for holder in holders if holder and holder.person.is_active]
    return {
        "vacancies": [seat for seat in seats_of(units) if not seat.holder],
        "representatives": representatives,
        "addresses": addresses(representatives),
        **count_seats(units),
    }


def seats_of(units: list[LocalGovernment]) -> list[Seat]:
    """The seats of units, unit by unit."""
    return [seat for unit in units for seat in unit.seats.all()]


def addresses(appointments: list[Appointment]) -> list[str]:
    """The e-mail addresses of people, each once, in their order."""
    return list(dict.fromkeys(row.person.email for row in appointments if row.person.email))
