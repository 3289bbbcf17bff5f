"""What is written in any spelling: both scripts, with or without diacritics, in any order of the words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from directory.enums import SeatKind
from directory.models import LocalGovernment
from serbian.folding import fold
from serbian.look_alikes import repair_look_alikes
from serbian.script import to_latin

_APART = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+|[–—,;/()\[\]]+")
_GAP = re.compile(r"[^a-z0-9]+")
_PREFIX = re.compile(r"^(?:(?:gradska|gradske) opstin[ae] |opstin[ae] |grad[a]? |go |g o |so |jls )+(?=\S)")
SUGGESTIONS: Final = 3
SUGGESTED_FOR: Final = 200  # unknown names; comparing is slow, and a table with more is another table
ICT_WORDS = ("ikt", "ict", "it", "informaticar", "informatika", "informatike", "informatiku")


def plain(name: str) -> str:
    """A name in small bald Latin letters, without the words that say what kind of unit it is."""
    words = _GAP.sub(" ", fold(repair_look_alikes(name))).strip()
    return _PREFIX.sub("", words) or words


def key(text: str) -> str:
    """What a cell says, part by part: `Beograd – GO Zemun` and `Beograd (Zemun)` become the same words."""
    return " ".join(part for part in (plain(piece) for piece in _APART.split(text)) if part)


def spellings(name: str) -> set[str]:
    """The plain forms of a name; bald writers make d of đ, others dj."""
    return {plain(name), plain(name.replace("đ", "d").replace("Đ", "D"))}


class Gazetteer:
    """The local governments by all their names. Former names lead to those that had them."""

    def __init__(self, units: Iterable[LocalGovernment], former: Iterable[tuple[int, str]] = ()) -> None:
        self.units = {unit.pk: unit for unit in units}
        self.by_key: dict[str, set[int]] = defaultdict(set)
        self.unknown = 0
        for unit in self.units.values():
            self.add(unit, unit.name)
        for pk, name in former:
            for form in spellings(name):
                if form not in self.by_key:
                    self.by_key[form].add(pk)

    def add(self, unit: LocalGovernment, name: str) -> None:
        """Take in a name, of a city municipality also with its city before and behind it."""
        for form in spellings(name):
            self.by_key[form].add(unit.pk)
            for city in spellings(unit.parent.name) if unit.parent else ():
                self.by_key[f"{city} {form}"].add(unit.pk)
                self.by_key[f"{form} {city}"].add(unit.pk)

    def find(self, text: str) -> list[LocalGovernment]:
        """The local governments of this name; those that exist today before those that do not any more."""
        found = [self.units[pk] for pk in self.by_key.get(key(text), ())]
        return [unit for unit in found if unit.exists] or found

    def suggest(self, text: str) -> list[int]:
        """The ids of the few whose names are nearest."""
        self.unknown += 1
        if self.unknown > SUGGESTED_FOR:
            return []
        near = get_close_matches(key(text), self.by_key, n=SUGGESTIONS, cutoff=0.65)
        return list(dict.fromkeys(pk for form in near for pk in sorted(self.by_key[form])))[:SUGGESTIONS]


def seat_kind(text: str) -> SeatKind | None:
    """The kind of seat that is meant, if it is one of the two."""
    words = _GAP.sub(" ", fold(repair_look_alikes(text))).split()
    is_ict = any(word in ICT_WORDS or word.startswith(("informacion", "informatic")) for word in words)
    is_general = any(word.startswith(("opst", "general")) for word in words) or words == ["uprava"]
    if is_ict == is_general:
        return None
    return SeatKind.ICT if is_ict else SeatKind.GENERAL_ADMINISTRATION


def is_same(old: str, new: str) -> bool:
    """Whether two texts say the same: in another script, in other capitals, or without the diacritics that were there.

    Diacritics that were missing are news: `Petrovic` may become `Petrović`, never the other way round.
    """
    before, after = (" ".join(to_latin(repair_look_alikes(text)).casefold().split()) for text in (old, new))
    return before == after or (after.isascii() and after in {fold(before), fold(before.replace("đ", "d"))})
