"""Texts as search reads them: words in one spelling, where they stand, and what they are forms of.

A text is analysed in two columns. The exact one has a token a word: both scripts, capitals and missing diacritics
meet in it. The lemma one has the lemmas of the same words, so that the forms of one word meet too. Texts, queries and
the words that a result marks all go through this module: what matches is what is marked.

In tokens only ``a-z``, ``0-9`` and, between digits, ``/`` occur.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import Stemmer

from serbian.folding import fold
from serbian.look_alikes import repair_word

MAX_TOKEN: Final = 64
"""Characters of a token that are kept: what is longer is no word, and engines refuse very long terms."""

# Signs inside a word that nobody sees: soft hyphen, spaces and joiners without width, marks of direction, selectors.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
# Raised and lowered digits and fractions are no part of the word or number before them (a note after a word).
_SIGN = r"[^\W_²³¹¼½¾\u2070-\u209f\u2150-\u215f]"
_WORD = rf"{_SIGN}(?:[{_UNSEEN}]*(?:{_SIGN}|[\u0300-\u036f]))*"
_NUMBERS = rf"[0-9]+(?:/[0-9]+)+(?!{_SIGN})"
_TOKEN = re.compile(f"{_NUMBERS}|{_WORD}")
_UNSEEN_SIGNS = re.compile(f"[{_UNSEEN}]+")
_NOT_IN_TOKENS = re.compile("[^a-z0-9/]+")
_FORMS_KEPT = 1 << 17
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


def tokens(text: str) -> list[Token]:
    """Return the words and numbers of ``text`` in order; offsets count the characters of ``text`` as it is.

    Numbers joined by slashes are one token (``18/2016``), so is a number with letters (``32a``); everything else that
    is no letter or digit separates. Letters that cannot be written in Latin (Greek, Arabic) are left out.
    """
    found = [Token(exact_form(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    return found if text.isascii() else [token for token in found if token.text]


def exact_form(word: str) -> str:
    """Return one word as a token; empty if nothing of it can be written in Latin.

    Letters of the other script that only look right are repaired by the rest of the word, then it is folded:
    ``exact_form("Cрбије") == exact_form("Србије") == exact_form("SRBIJE") == "srbije"``.
    """
    return _exact_form(word[: 2 * MAX_TOKEN])


@lru_cache(maxsize=_FORMS_KEPT)
def _exact_form(word: str) -> str:
    if word.isascii():
        return word.lower()[:MAX_TOKEN]
    seen = unicodedata.normalize("NFKC", _UNSEEN_SIGNS.sub("", word))
    return _NOT_IN_TOKENS.sub("", fold(repair_word(seen)))[:MAX_TOKEN]


@lru_cache(maxsize=_LEMMAS_KEPT)
def lemmas(word: str) -> tuple[str, ...]:
    """Return the lemmas of ``word``, a token, folded like it; at least one. Numbers are their own lemma.

    A lemma is a stem of the Serbian stemmer of Snowball for now: ``uredbom`` and ``uredbe`` meet in ``uredb``. The
    stemmer expects diacritics and gives them back, hence the folding on both sides of it.
    """
    if not word.isalpha():
        return (word,)
    return (fold(_stemmer().stemWord(word)) or word,)


def analyse(text: str) -> Analysis:
    """Return the two columns of ``text`` that an engine indexes."""
    words = [form for form in map(exact_form, _TOKEN.findall(text)) if form]
    return Analysis(exact=" ".join(words), lemma=" ".join([lemma for word in words for lemma in lemmas(word)]))


_of_thread = threading.local()


def _stemmer() -> Stemmer.Stemmer:
    """The stemmer of this thread: one must not be used by two at the same time."""
    if not hasattr(_of_thread, "stemmer"):
        _of_thread.stemmer = Stemmer.Stemmer("serbian", 0)
    return _of_thread.stemmer
