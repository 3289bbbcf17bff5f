"""The lemmas of a word: by the dictionary, by what it is made of, and by its endings if nothing else is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from serbian.dictionary import NOMINAL, Reading, dictionary, likely
from serbian.stems import stem
from serbian.stopwords import STOPWORDS

ABBREVIATIONS: Final = {
    "br": "broj",
    "cl": "clan",
    "sl": "sluzben",
    "st": "stav",
    "str": "strana",
    "tac": "tacka",
    "tel": "telefon",
    "ul": "ulica",
}
"""What stands before a point in citations and addresses, folded, and the lemma of the word it is short for.

Only those that are short for one word: ``st. 2`` is a paragraph in every act, ``dr`` may be many things.
"""

_FIRST_PARTS: Final = (
    "agro", "anti", "auto", "bio", "e", "eko", "elektro", "evro", "foto", "geo", "hidro", "info", "inter", "kiber",
    "kontra", "makro", "mega", "meta", "mikro", "mini", "multi", "nad", "ne", "neo", "pod", "post", "pred", "pseudo",
    "re", "sajber", "samo", "sub", "super", "tele", "trans", "video", "vice",
)  # fmt: skip
_SHORTEST_REST: Final = 4
_D = re.compile("d(?!j)")


def find_lemmas(word: str) -> tuple[str, ...]:
    """Return the lemmas of ``word``, both folded, at least one; the likeliest kind first, then by the alphabet.

    A word has several lemmas where it can be a form of several words: ``odluci`` is of ``odluka`` and ``odluciti``.
    Ijekavian words have the ekavian lemma, passive participles the verb's. What no dictionary explains has its stem.
    """
    if word in ABBREVIATIONS:
        return (ABBREVIATIONS[word],)
    found = dictionary().readings(word)
    if word in STOPWORDS and Reading(word, "f") in found:
        return (word,)
    found = likely(found or _superlative(word) or list(_compound(word)) or list(_with_dj(word)))
    return tuple(dict.fromkeys(reading.lemma for reading in found)) or (stem(word),)


def is_known(word: str) -> bool:
    """Return whether the dictionary explains ``word``, folded, without guessing by its ending."""
    return word in ABBREVIATIONS or bool(dictionary().readings(word) or _superlative(word) or list(_compound(word)))


def _superlative(word: str) -> list[Reading]:
    """``najstarijih`` as a form of ``star``."""
    if not word.startswith("naj"):
        return []
    return [reading for reading in dictionary().readings(word[3:]) if reading.kind in "ac"]


def _compound(word: str) -> Iterator[Reading]:
    """``neuskladjenost`` and ``metaregistra`` as forms of words that are inflected like their last part."""
    if not word.startswith(_FIRST_PARTS):
        return
    for first in _FIRST_PARTS:
        rest = word.removeprefix(first)
        if _SHORTEST_REST <= len(rest) < len(word):
            for lemma, kind in dictionary().readings(rest):
                if kind in NOMINAL:
                    yield Reading(first + lemma, kind)


def _with_dj(word: str) -> Iterator[Reading]:
    """``gradanin``, typed with d for đ, as a form of ``gradjanin``."""
    for spot in _D.finditer(word):
        yield from dictionary().readings(f"{word[: spot.end()]}j{word[spot.end() :]}")
