"""Texts as search reads them: words in one spelling, where they stand, and what they are forms of.

A text is analysed in two columns. The exact one has a token a word: both scripts, capitals and missing diacritics
meet in it. The lemma one has the lemmas of the same words, so that the forms of one word meet too. Texts, queries and
the words that a result marks all go through this module: what matches is what is marked.

In tokens only ``a-z``, ``0-9`` and, between digits, ``/`` occur.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from serbian.folding import fold
from serbian.lemmas import find_lemmas
from serbian.look_alikes import repair_word

MAX_TOKEN: Final = 64
"""Characters of a token that are kept: what is longer is no word, and engines refuse very long terms."""

# Digits, and letters of Latin and Cyrillic of which something remains when they are folded; other signs separate.
_LETTERS = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u01c4-\u01dc\u01e2-\u01ed\u01f0\u01f4\u01f5\u01f8-\u021b\u0226-\u0233"
    r"\u1e00-\u1e99\u1e9e\u1ea0-\u1ef9\u0400-\u045f\u0462\u0463\u0490\u0491\u2160-\u217f\ufb00-\ufb06"
    r"\uff21-\uff3a\uff41-\uff5a"
)
_SIGN = rf"[0-9\uff10-\uff19{_LETTERS}]"
_MARKS = r"\u0300-\u036f"
# Signs inside a word that nobody sees: soft hyphen, spaces and joiners without width, marks of direction, selectors.
_UNSEEN = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_LATER = f"[{_SIGN[1:-1]}{_MARKS}]"  # what follows the first sign of a word
_WORD = re.compile(
    rf"[0-9]+(?:/[0-9]+)+(?!{_SIGN})"  # 18/2016
    rf"|(?:[eE\u0435\u0415][-\u2010\u2011](?={_SIGN}{{2}}))?+"  # e-uprava, whose first letter is a word's part
    rf"{_SIGN}{_LATER}*+(?:[{_UNSEEN}]++{_LATER}++)*+",
)
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]+")
_NOT_IN_TOKENS = re.compile("[^a-z0-9/]+")
# Letters of other languages that folding leaves as they are.
_OTHER_LETTERS = str.maketrans("ðħıĸŋǥŧſǝ", "dhikngtse") | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
_FORMS_KEPT = 1 << 17
_PIECES_KEPT = 1 << 16
_TOKENS_KEPT = 1 << 14
_LEMMAS_KEPT = 200_000


class Token(NamedTuple):
    """A word or number: its folded exact form, and from where to where it stands in the original text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Analysis:
    """The two columns of a text, tokens separated by one blank, in the order of the text.

    ``exact`` has one token a word, so positions count; ``lemma`` has all lemmas of every word.
    """

    exact: str
    lemma: str


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words and numbers of ``text`` as they are written, for those who need few tokens of long texts.

    Numbers joined by slashes are one (``18/2016``), so is a number with letters (``32a``). An ``e`` before a hyphen
    belongs to its word, so that ``e-uprava``, ``eUprava`` and ``е-управа`` are one. Everything but digits and the
    letters of Latin and Cyrillic separates, raised and lowered digits and fractions too.
    """
    return _WORD.finditer(text)


def has_words(text: str, start: int, end: int) -> bool:
    """Return whether a word or number, or a part of one, stands in ``text[start:end]``."""
    return _WORD.search(text, start, end) is not None


def tokens(text: str) -> list[Token]:
    """Return the words and numbers of ``text`` in order; offsets count the characters of ``text`` as it is."""
    return [Token(exact_form(match[0]), match.start(), match.end()) for match in find_words(text)]


def exact_form(word: str) -> str:
    """Return one word, as ``find_words`` finds it, as a token.

    Letters of the other script that only look right are repaired by the rest of the word, then it is folded:
    ``exact_form("Cрбије") == exact_form("Србије") == exact_form("SRBIJE") == "srbije"``.
    """
    return _exact_form(word[: 2 * MAX_TOKEN])


@lru_cache(maxsize=_FORMS_KEPT)
def meaning(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the token of one word, as ``find_words`` finds it, and the token's lemmas."""
    form = _exact_form(word[: 2 * MAX_TOKEN])
    return form, lemmas(form)


def having(pieces: Iterable[str], keys: set[str]) -> list[str]:
    """Return those of the ``pieces`` in which a word has one of ``keys``, tokens or lemmas, for its token or lemma.

    Pieces are what stands between two blanks. The keys of each are worked out once in a process, but of long ones.
    """
    return [
        piece
        for piece in pieces
        if not keys.isdisjoint(_keys_once(piece) if len(piece) <= MAX_TOKEN else _keys(piece))
    ]


def _keys(piece: str) -> tuple[str, ...]:
    found = [meaning(word) for word in _WORD.findall(piece)]
    return tuple(dict.fromkeys(key for form, found_lemmas in found for key in (form, *found_lemmas)))


_keys_once = lru_cache(maxsize=_PIECES_KEPT)(_keys)


@lru_cache(maxsize=_TOKENS_KEPT)
def _exact_form(word: str) -> str:
    if word.isascii():
        return word.replace("-", "").lower()[:MAX_TOKEN]
    seen = unicodedata.normalize("NFKC", _UNSEEN_SIGNS.sub("", word))
    return _NOT_IN_TOKENS.sub("", fold(repair_word(seen)).translate(_OTHER_LETTERS))[:MAX_TOKEN]


@lru_cache(maxsize=_LEMMAS_KEPT)
def lemmas(word: str) -> tuple[str, ...]:
    """Return the lemmas of ``word``, a token, folded like it; at least one. Numbers are their own lemma.

    ``odluci``, ``odluke`` and ``odluka`` meet in ``odluka``, ``rjesenja`` and ``resenju`` in ``resenje``; see
    ``serbian.lemmas``. The first call in a process reads the dictionary.
    """
    return find_lemmas(word) if word.isalpha() else (word,)


def analyse(text: str) -> Analysis:
    """Return the two columns of ``text`` that an engine indexes."""
    found = [meaning(word) for word in _WORD.findall(text)]
    lemma = " ".join([lemma for _form, found_lemmas in found for lemma in found_lemmas])
    return Analysis(exact=" ".join([form for form, _lemmas in found]), lemma=lemma)
