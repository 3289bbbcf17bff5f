"""A month as a calendar shows it: whole weeks from Monday."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from events.models import MeetingPage

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass
class Event:
    """A meeting on one day of the grid: with its time on the day when it starts, without one on those that follow."""

    title: str
    url: str
    start: datetime | None
    cancelled: bool = False


@dataclass
class Day:
    """A cell of the grid; `outside` is of the month before or after."""

    date: date
    outside: bool
    today: bool
    events: list[Event]


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str, today: date) -> Month:
        """Read `2026-11`; anything else is the month of today."""
        year, _, number = text.partition("-")
        if (
            year.isdecimal()
            and number.isdecimal()
            and FIRST_YEAR <= int(year) <= LAST_YEAR
            and int(number) in range(1, 13)
        ):
            return cls(int(year), int(number))
        return cls(today.year, today.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    def moved(self, months: int) -> Month:
        """The month so many months later."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment of the grid and the first one after it, in local time."""
        days = [day for week in self.dates() for day in week]
        return local_midnight(days[0]), local_midnight(days[-1] + timedelta(days=1))

    def dates(self) -> list[list[date]]:
        """The weeks of the grid, Monday first."""
        return calendar.Calendar(firstweekday=0).monthdatescalendar(self.year, self.number)

    def weeks(self, meetings: Iterable[MeetingPage], today: date) -> list[list[Day]]:
        """The grid with each meeting on each of its days."""
        listed = list(meetings)
        return [
            [Day(day, day.month != self.number, day == today, events_on(day, listed)) for day in week]
            for week in self.dates()
        ]


def events_on(day: date, meetings: list[MeetingPage]) -> list[Event]:
    """The meetings of a day as the grid shows them."""
    return [
        Event(one.title, one.url, one.starts_at if timezone.localdate(one.starts_at) == day else None)
        for one in meetings
        if one.is_on(day)
    ]


def local_midnight(day: date) -> datetime:
    """The first moment of a day in local time."""
    return timezone.make_aware(datetime.combine(day, time.min))
