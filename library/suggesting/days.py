"""Dates in the text of an act: when it was adopted and from when it is in force."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from library.suggesting.source import VERB, Source, Suggestion

_MONTHS: Final = (
    "januar", "februar", "mart", "april", "maj", "jun",
    "jul", "avgust", "septembar", "oktobar", "novembar", "decembar",
)  # fmt: skip
_NUMBER_OF = {name: number for number, name in enumerate(_MONTHS, 1)}
_NUMBER_OF |= {
    form: number for name, number in list(_NUMBER_OF.items()) for form in (name + "a", name.removesuffix("ar") + "ra")
}
_ROMAN = {name: number for number, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}  # noqa: SIM905
MONTHS: Final = tuple(_NUMBER_OF)
DATE: Final = (
    r"(?P<day>\d{1,2})\s*\.\s*(?:(?P<month>\d{1,2})\s*\.|(?P<name>"
    + "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
    + r")\b|(?P<roman>[ivx]{1,4})\b\s*\.?)\s*(?P<year>\d{4})(?!\d)\.?(?:\s*(?:god\.|godine))?"
)
_SESSION = re.compile(rf"\bsednic\w+(?:(?!\bclan).){{0,160}}?{DATE}", re.DOTALL)
_PLACE = re.compile(
    rf"^[^\S\n]*(?:u(?: \w+){{1,3}}\s*,?\s*(?:dana\s*:?\s*)?|dana\s*:?\s*|datum\s*:?\s*)[^\S\n]*{DATE}[^\S\n]*$",
    re.MULTILINE,
)
_WITH_NUMBER = re.compile(
    rf"^[^\S\n]*(?:(?:\d+|[ivx]+) )?br(?:oj|\.)?\W*[\divx/. -]+,?\s*(?:od |dana:? |datum:? |u \w+,? )?{DATE}[^\S\n]*$",
    re.MULTILINE,
)
_BEFORE_VERB = re.compile(rf"{DATE}\W*(?={VERB.pattern})")
_FORCE = re.compile(
    r"\bov(?:aj|a|o|e)\s+(?:\w+\s+){1,4}?stupa(?:ju)?\s+na\s+snagu\s+(?P<when>.{3,200}?)(?:\.(?=\s|$)(?!\s*\w+ra\b)|\Z)",
    re.DOTALL,
)
_ORDINALS = {
    "narednog": 1, "sledeceg": 1, "prvog": 1, "drugog": 2, "treceg": 3, "cetvrtog": 4, "petog": 5, "sestog": 6,
    "sedmog": 7, "osmog": 8, "devetog": 9, "desetog": 10, "petnaestog": 15, "tridesetog": 30, "osam": 8,
    "petnaest": 15,
}  # fmt: skip
_AFTER_DAYS = re.compile(
    r"(?P<count>\w+|\d+\.?)\s+dana\s+(?:od|po|nakon)\s+(?:dana\s+)?(?P<what>objavljivanj|donosenj)\w*"
)
_ON_THE_DAY = re.compile(r"(?:danom|na dan|od dana|dana)\s+(?P<what>objavljivanj|donosenj|usvajanj)\w*")
_EXPLICIT = re.compile(rf"(?:dana\s+|od\s+|dana,\s+)?{DATE}")


def day_of(match: re.Match[str]) -> date | None:
    """The day that was found; nothing when there is no such day."""
    month = int(match["month"] or 0) or _NUMBER_OF.get(match["name"] or "") or _ROMAN.get(match["roman"] or "") or 0
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None  # noqa: PLR2004


def adopted_on(source: Source, *, is_law: bool) -> Suggestion | None:
    """When the act was adopted: at a session, or on the day beside its place or number.

    What stands below the proclamation of a law is the day of the proclamation.
    """
    for pattern in (_SESSION, _BEFORE_VERB):
        for match in pattern.finditer(source.folded, 0, source.body):
            if day := day_of(match):
                return source.suggest(day, match.start(), match.end())
    if is_law:
        return None
    placed = [match for pattern in (_PLACE, _WITH_NUMBER) for match in pattern.finditer(source.folded)]
    placed = [match for match in placed if source.is_outside_articles(match.start())]
    placed.sort(key=lambda match: (match.start() < source.tail, match.start()))
    days = [(match, day) for match in placed if (day := day_of(match))]
    return source.suggest(days[0][1], days[0][0].start(), days[0][0].end()) if days else None


def in_force_from(source: Source, *, published: date | None, adopted: date | None) -> Suggestion | None:
    """From when the act is in force, if that is said or can be computed; nothing when the text says several things."""
    found = [match for match in _FORCE.finditer(source.folded) if not source.is_cited(match.start())]
    days = {day_in(match["when"], published, adopted) for match in found}
    if len(days) != 1 or None in days:
        return None
    return source.suggest(days.pop(), found[0].start(), found[0].end())


def day_in(when: str, published: date | None, adopted: date | None) -> date | None:
    """The day that is meant by what follows "stupa na snagu"."""
    if match := _EXPLICIT.match(when):
        return day_of(match)
    if match := _AFTER_DAYS.match(when):
        count = _ORDINALS.get(match["count"]) or (
            int(match["count"].rstrip(".")) if match["count"][0].isdigit() else 0
        )
        start = published if match["what"] == "objavljivanj" else adopted
        return start + timedelta(days=count) if start and 0 < count < 400 else None  # noqa: PLR2004
    if match := _ON_THE_DAY.match(when):
        return published if match["what"] == "objavljivanj" else adopted
    return None
