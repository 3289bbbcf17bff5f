"""Sort keys in the order of the Serbian alphabets."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from serbian.alphabet import CYRILLIC_ORDER, LATIN_ORDER
from serbian.digraphs import letter_to_cyrillic, letters
from serbian.look_alikes import CYRILLIC
from serbian.script import compose, to_latin
from serbian.units import Script

SortKey = tuple[tuple[tuple[int, int], ...], str]

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[\s\-–—/_]+")
_GAP, _NUMBER, _LETTER, _OTHER = range(4)
_LATIN_RANK: Final = {letter: rank for rank, letter in enumerate(LATIN_ORDER)}
_CYRILLIC_RANK: Final = {letter: rank for rank, letter in enumerate(CYRILLIC_ORDER)}


def sort_key(text: str, script: Script = "latin") -> SortKey:
    """Return a key that puts texts in the order of the alphabet of ``script``, whichever script they are written in.

    Latin: … C Č Ć D Dž Đ … L Lj … N Nj … S Š … Z Ž, with digraphs as one letter. Cyrillic: azbuka; Latin letters that
    have no Cyrillic come after it. Case, accents of other languages and punctuation only break ties, a space or
    hyphen comes before every letter (``Novi Sad`` before ``Novine``), and numbers go by value (``čl. 9`` before
    ``čl. 12``). Keys of one script can be compared with each other, not with those of the other one.
    """
    composed = compose(text)
    ranks = [pair for token in _TOKEN.findall(composed.lower()) for pair in _ranks(token, script)]
    while ranks and ranks[-1][0] == _GAP:
        ranks.pop()
    return tuple(ranks), composed


def _ranks(token: str, script: Script) -> list[tuple[int, int]]:
    if token.isdecimal():
        return [(_NUMBER, int(token))]
    if not token[0].isalpha():
        return [(_GAP, 0)]
    latin = to_latin(token) if CYRILLIC.search(token) else token
    if script == "latin":
        return [_rank(letter, _LATIN_RANK) for letter in letters(latin)]
    parts = token if latin is not token else map(letter_to_cyrillic, letters(latin))
    return [_rank(letter, _CYRILLIC_RANK) for letter in parts]


def _rank(letter: str, ranks: dict[str, int]) -> tuple[int, int]:
    found = ranks.get(letter)
    if found is None:
        found = ranks.get(unicodedata.normalize("NFD", letter)[0])
    return (_OTHER, ord(letter[0])) if found is None else (_LETTER, found)
