"""Dates, times and numbers as Serbian offices write them, in both scripts.

A date is ``23. novembar 2026.`` on its own and ``23. novembra 2026.`` in a sentence; hours and minutes stand with a
full stop, ranges with an en dash and no spaces: ``10.00–13.30``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from serbian.script import to_cyrillic
from serbian.units import Script

_MONTHS = (
    "januar", "februar", "mart", "april", "maj", "jun",
    "jul", "avgust", "septembar", "oktobar", "novembar", "decembar",
)  # fmt: skip
_MONTHS_OF = tuple(name.removesuffix("ar") + "ra" if name.endswith("bar") else name + "a" for name in _MONTHS)
_WEEKDAYS = ("ponedeljak", "utorak", "sreda", "četvrtak", "petak", "subota", "nedelja")

NO_BREAK_SPACE = "\u00a0"
_MONTH = "(?:" + "|".join((*_MONTHS, *_MONTHS_OF, *map(to_cyrillic, _MONTHS), *map(to_cyrillic, _MONTHS_OF))) + ")"
_BOUND = re.compile(
    r"(?<![^\W_])(?:"
    r"[aiouskAIOUSKаиоускАИОУСК]"  # one-letter conjunctions and prepositions
    r"|(?:čl|st|tač|br|str|god|čл|чл|ст|тач|бр|стр|год)\.(?=[ ][\dIVX])"  # čl. 5, br. 18/2016
    r"|[\d.,/–-]*\d(?=[ ][^\W_])"  # 170 jedinica
    r"|[\d.,/–-]*\d\.(?=[ ](?:\d|[a-zčćžšđ\u0430-\u045f]))"  # 23. novembar, but not the end of a sentence
    rf"|{_MONTH}(?=[ ]\d)"  # novembar 2026.
    r")[ ]"
)


def long_date(
    day: date, script: Script = "latin", *, weekday: bool = False, year: bool = True, in_sentence: bool = False
) -> str:
    """Return ``23. novembar 2026.``; with ``weekday`` ``ponedeljak, 23. novembar 2026.``; without ``year`` no year.

    ``in_sentence`` puts the month in the genitive: ``do 23. novembra 2026.``
    """
    months = _MONTHS_OF if in_sentence else _MONTHS
    text = f"{day.day}. {months[day.month - 1]}"
    if year:
        text += f" {day.year}."
    if weekday:
        text = f"{weekday_name(day)}, {text}"
    return text if script == "latin" else to_cyrillic(text)


def long_date_range(first: date, last: date, script: Script = "latin") -> str:
    """Return the days from ``first`` to ``last``, both included, without saying anything twice.

    ``28–29. novembar 2026.``, ``28. novembar – 3. decembar 2026.``, and one date if they are the same.

    Raises:
        ValueError: if ``last`` is before ``first``.
    """
    if last < first:
        msg = f"The last day {last} is before the first day {first}."
        raise ValueError(msg)
    end = long_date(last, script)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{long_date(first, script, year=first.year != last.year)} – {end}"


def weekday_name(day: date, script: Script = "latin") -> str:
    """Return the name of the day of the week, ``ponedeljak``."""
    name = _WEEKDAYS[day.weekday()]
    return name if script == "latin" else to_cyrillic(name)


def month_name(month: int, script: Script = "latin") -> str:
    """Return the name of a month, 1 to 12, in the nominative.

    Raises:
        ValueError: for any other number.
    """
    if month not in range(1, 13):
        msg = f"There is no month {month}."
        raise ValueError(msg)
    return _MONTHS[month - 1] if script == "latin" else to_cyrillic(_MONTHS[month - 1])


def clock(moment: time | datetime) -> str:
    """Return ``9.30`` or ``10.00``: hours without a leading zero, a full stop, two digits of minutes.

    A ``datetime`` serves as well; the time is shown as it is, so convert it to local time before.
    """
    return f"{moment.hour}.{moment.minute:02d}"


def clock_range(start: time | datetime, end: time | datetime | None) -> str:
    """Return ``10.00–13.30``, or the start alone if there is no end."""
    return clock(start) if end is None else f"{clock(start)}–{clock(end)}"


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a noun after ``number``: 1, 21, 101 ``akt``; 2, 23 ``akta``; 5, 11, 112 ``akata``."""
    last, last_two = abs(number) % 10, abs(number) % 100
    if last_two in range(11, 15):
        return many
    if last == 1:
        return one
    return few if last in range(2, 5) else many


def bind(text: str) -> str:
    """Return plain ``text`` with no-break spaces where a line must not end.

    After one-letter words, between a number and the word it counts (``170 jedinica``, ``14. sastanak``), inside dates
    (``23. novembar 2026.``) and after abbreviations before a number (``čl. 5``). A number at the end of a sentence is
    not bound. Other spaces stay, and text that is bound already comes back the same.
    """
    return _BOUND.sub(lambda match: match[0][:-1] + NO_BREAK_SPACE, text)
