"""Days as people write them in tables."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from serbian.dates import month_name
from serbian.folding import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t][\d:.]+)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\s*\.?(?:\s*(?:godine|god\.?|g\.?))?")
_WORDS = re.compile(r"(\d{1,2})\s*\.?\s*([a-z]+)\s*(\d{4})\s*\.?(?:\s*(?:godine|god\.?|g\.?))?")
_SERIAL = re.compile(r"\d{5}")
EPOCH: Final = date(1899, 12, 30)  # day 0 of the spreadsheets' calendar
YEARS: Final = range(1990, 2101)
_MONTHS = {fold(month_name(number))[:3]: number for number in range(1, 13)}


def read_day(text: str, years: range = YEARS) -> date:
    """Read `1.3.2024`, `01. 03. 2024.`, `1/3/2024` (day first), `1. mart 2024`, `2024-03-01`, a spreadsheet's number.

    Raises `ValueError` when it is none of these, no day of the calendar, or of none of the years.
    """
    words = fold(text.strip())
    if match := _ISO.fullmatch(words):
        day = date(*map(int, match.groups()))
    elif match := _NUMBERS.fullmatch(words):
        number, month, year = map(int, match.groups())
        day = date(year, month, number)
    elif match := _WORDS.fullmatch(words):
        day = date(int(match[3]), month_of(match[2]), int(match[1]))
    elif _SERIAL.fullmatch(words):
        day = EPOCH + timedelta(days=int(words))
    else:
        raise ValueError(text)
    if day.year not in years:
        raise ValueError(text)
    return day


def month_of(word: str) -> int:
    """The number of a month by its name in any case, or its first three letters. Raises `ValueError`."""
    number = _MONTHS.get(word[:3])
    name = fold(month_name(number)) if number else ""
    if not number or not (word == name[:3] or word.startswith(name.removesuffix("ar"))):
        raise ValueError(word)
    return number
