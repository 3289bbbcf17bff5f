"""For any local government and day: the two holders, or nobody, as a reading of every row says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.enums import SeatKind
from directory.models import Appointment, LocalGovernment, Seat
from directory.querysets import holders_on
from tests import factories

FIRST = date(2024, 1, 1)
LENGTH = 40  # days of the period in which everything happens

# Appointments to one seat as days of gap and of tenure, one after another; the last may have no end.
tenures = st.tuples(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=4), st.booleans())
units = st.tuples(
    tenures, tenures, st.one_of(st.none(), st.integers(0, LENGTH)), st.one_of(st.none(), st.integers(0, LENGTH))
)


def day(number: int) -> date:
    """A day of the period."""
    return FIRST + timedelta(days=number)


def rows_of(seat: Seat, tenures: Any, people: list[Any]) -> list[Appointment]:
    """The rows that a list of tenures stands for."""
    lengths, is_open = tenures
    rows, start = [], 0
    for place, (gap, length) in enumerate(lengths):
        start += gap
        is_last = is_open and place == len(lengths) - 1
        end = None if is_last else day(start + length)
        rows.append(Appointment(seat=seat, person=people[place], starts_on=day(start), ends_on=end))
        start += length + 1
    return rows


def read_by_hand(unit: LocalGovernment, on: date) -> dict[str, int | None]:
    """Who holds each seat on a day, by looking at every row of the table."""
    held: dict[str, int | None] = dict.fromkeys(SeatKind.values)
    if (unit.exists_from and on < unit.exists_from) or (unit.exists_until and unit.exists_until < on):
        return held
    for row in Appointment.objects.select_related("seat"):
        last = row.ends_on or date.max
        if row.seat.local_government_id == unit.pk and row.starts_on <= on <= last:
            assert held[row.seat.kind] is None
            held[row.seat.kind] = row.person_id
    return held


@pytest.fixture
def register(db: None) -> tuple[list[LocalGovernment], list[Any]]:
    """Two local governments and some people."""
    return [factories.local_government() for _number in range(2)], [factories.person() for _number in range(4)]


@settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(chosen=st.tuples(units, units))
def test_the_holders_of_any_day_are_those_of_the_rows(register: Any, chosen: Any) -> None:
    places, people = register
    with transaction.atomic():
        for unit, (general, ict, begins, ends) in zip(places, chosen, strict=True):
            days = sorted(number for number in (begins, ends) if number is not None)
            unit.exists_from = day(days[0]) if begins is not None else None
            unit.exists_until = day(days[-1]) if ends is not None else None
            unit.save()
            for kind, tenure in zip(SeatKind.values, (general, ict), strict=True):
                Appointment.objects.bulk_create(rows_of(unit.seats.get(kind=kind), tenure, people))
        for unit in places:
            for number in range(-1, LENGTH + 20, 3):
                found = {kind: row and row.person_id for kind, row in holders_on(unit, day(number)).items()}
                assert found == read_by_hand(unit, day(number)), day(number)
        transaction.set_rollback(True)


def test_each_day_at_the_edge_of_an_appointment(register: Any) -> None:
    (unit, _other), (first, second, *_others) = register
    seat = unit.seats.get(kind=SeatKind.ICT)
    factories.appointment(first, seat, start=-10, end=-5)
    factories.appointment(second, seat, start=-4, end=-4)
    holders = {number: holders_on(unit, factories.day(number))[SeatKind.ICT] for number in (-11, -10, -5, -4, -3)}
    assert {number: row and row.person for number, row in holders.items()} == {
        -11: None,
        -10: first,
        -5: first,
        -4: second,
        -3: None,
    }
    assert holders_on(unit, factories.day(-4))[SeatKind.GENERAL_ADMINISTRATION] is None
