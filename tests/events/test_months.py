from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from events.months import Month
from tests import factories

TODAY = date(2026, 11, 23)
HERE = timezone.get_default_timezone()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12", Month(2026, 12)),
        ("2026-1", Month(2026, 1)),
        ("2000-01", Month(2000, 1)),
        ("2100-12", Month(2100, 12)),
        ("1999-12", Month(2026, 11)),
        ("2101-01", Month(2026, 11)),
        ("2026-13", Month(2026, 11)),
        ("2026-0", Month(2026, 11)),
        ("2026", Month(2026, 11)),
        ("-5", Month(2026, 11)),
        ("новембар", Month(2026, 11)),
        ("²⁰²⁶-¹", Month(2026, 11)),
        ("", Month(2026, 11)),
    ],
)
def test_a_month_is_read_from_the_address(text, expected):
    assert Month.parse(text, TODAY) == expected


def test_months_go_over_the_year():
    assert Month(2026, 12).moved(1) == Month(2027, 1)
    assert Month(2026, 1).moved(-1) == Month(2025, 12)
    assert str(Month(2026, 1)) == "2026-01"


def test_the_grid_is_of_whole_weeks_from_monday():
    weeks = Month(2026, 11).weeks([], TODAY)
    days = [day for week in weeks for day in week]
    assert days[0].date == date(2026, 10, 26)
    assert days[-1].date == date(2026, 12, 6)
    assert all(week[0].date.weekday() == 0 and len(week) == 7 for week in weeks)
    assert [day.date for day in days if day.today] == [TODAY]
    assert [day.date.day for day in days if not day.outside] == list(range(1, 31))


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=HERE)


def test_a_meeting_of_two_days_stands_on_both_with_its_time_on_the_first(db):
    meeting = factories.meeting_page(title="Obuka", starts_at=at(27, 9), ends_at=at(28, 14))
    days = {day.date.day: day for week in Month(2026, 11).weeks([meeting], TODAY) for day in week if not day.outside}
    assert [(event.title, event.start) for event in days[27].events] == [("Obuka", meeting.starts_at)]
    assert [(event.title, event.start) for event in days[28].events] == [("Obuka", None)]
    assert not days[26].events
    assert not days[29].events


def test_days_are_those_of_local_time(db):
    """Half past midnight in Belgrade is still the day before in UTC."""
    start = datetime(2026, 11, 12, 0, 30, tzinfo=HERE)
    meeting = factories.meeting_page(starts_at=start, ends_at=start.replace(hour=2))
    assert meeting.is_on(date(2026, 11, 12))
    assert not meeting.is_on(date(2026, 11, 11))
    found = type(meeting).objects.between(*Month(2026, 11).bounds())
    assert list(found) == [meeting]


def test_the_bounds_of_the_grid_take_in_what_is_held_in_part(db):
    model = type(factories.meeting_page(title="Pre", starts_at=at(25, 9, 10), ends_at=at(25, 20, 10)))
    factories.meeting_page(title="Preko", starts_at=at(25, 9, 10), ends_at=at(26, 10, 10))
    factories.meeting_page(title="Posle", starts_at=at(7, 0, 12), ends_at=at(7, 2, 12))
    found = model.objects.between(*Month(2026, 11).bounds())
    assert [meeting.title for meeting in found] == ["Preko"]
