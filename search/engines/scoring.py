"""The score of an entry, the same on every engine, and which words of a query it asks for.

It is BM25F over title and text as Lucene computes it for `combined_fields` (one-byte lengths and all), so that an
engine on Lucene and one without it put the same entry first; on top stand steps for what BM25 does not see:

    score = sum over words t of  2.2 * idf(t) * tf / (tf + 1.2 * (0.7 + 0.3 * D / average))
          + 10 * (words / words of the title itself, at most 1) if the title has all words
          + 10 if there are numbers (18/2016) among the words and the title has them all
          + the bonuses of its lemmas and the boosts of its facets
          + 8 if one passage has all words  + 4 if they are near each other there  + 2 if they are so in these forms

and where entries with most of the words are found, the last line is

          + 8 * the number of words in the passage that has most of them

    idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5)),  n of N entries with the word (N: those with any);
    tf = 5 * title + text;
    D = b(5 * b(length of title) + b(length of text)),  b: to Lucene's byte and back;  average: of 5 * title + text

The text of an entry is its title and all passages, and the title counts as a passage for the steps. A word with
several lemmas counts as the best of them. Near: all within ten tokens. Where one phrase demands all words, the last
three steps are left out, since every entry would have them; so they are where a passage is preferred.
A long law is no worse an answer than a short note, so length weighs less than usual (b = 0.3 for 0.75).
BM25: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009).

The steps were measured on 400 queries each from news texts, mean reciprocal rank for two words as the text has them
and in other forms: 0.77 and 0.76 without steps, 0.86 and 0.83 with the first, 0.90 and 0.87 with near lemmas, 0.92 and
0.87 with all; near exact forms alone gives 0.93 and 0.83.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log
from typing import Final

from search.engines.base import Word
from serbian.stopwords import STOPWORDS

TITLE_WEIGHT: Final = 5
TITLE_STEP: Final = 10
PASSAGE_STEP: Final = 8
COVER_STEP: Final = 8
SCATTERED: Final = 3
"""So many words must stand together in some entry that has all of them, else those with most of them count too."""
NEAR_STEP: Final = 4
NEAR_FORMS_STEP: Final = 2
PREFERRED: Final = 100
"""How many words a preferred lemma outweighs when a hit's passages are chosen."""
NEAR: Final = 8  # tokens between the first and the last of the words, others of the words among them

K1: Final = 1.2
B: Final = 0.3
_FREE = 24  # lengths that a byte keeps exactly


def to_byte(length: int) -> int:
    """Return a length of at least 0 as the byte that Lucene keeps of it (`SmallFloat.intToByte4`)."""
    if length < _FREE:
        return length
    rest = length - _FREE
    shift = rest.bit_length() - 4
    return _FREE + (rest if shift < 0 else (rest >> shift) & 7 | (shift + 1) << 3)


def from_byte(byte: int) -> int:
    """Return the length that a byte of `to_byte` stands for (`SmallFloat.byte4ToInt`), up to an eighth less."""
    if byte < _FREE:
        return byte
    bits, shift = (byte - _FREE) & 7, ((byte - _FREE) >> 3) - 1
    return _FREE + (bits if shift < 0 else (bits | 8) << shift)


def length_byte(title: int, text: int) -> int:
    """Return the byte of an entry's length; `title` and `text` are numbers of lemmas, the text's with the title's."""
    return to_byte(TITLE_WEIGHT * from_byte(to_byte(title)) + from_byte(to_byte(text)))


def norms(average: float) -> list[float]:
    """Return what is added to tf below the line, by an entry's `length_byte`.

    `average` is that of 5 * title + text in lemmas.
    """
    return [K1 * (1 - B + B * from_byte(byte) / max(average, 1)) for byte in range(256)]


def weight(entries: int, having: int) -> float:
    """Return what a lemma that `having` of `entries` have weighs: its idf, times k1 + 1."""
    return (K1 + 1) * log(1 + (entries - having + 0.5) / (having + 0.5))


def sought(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words that are asked for: each once, function words only if there are no others."""
    once: dict[tuple[str, ...], Word] = {}
    for word in words:
        once.setdefault(word.lemmas, word)
    return tuple(word for word in once.values() if word.exact not in STOPWORDS) or tuple(once.values())


def numbers(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words that are numbers of acts and gazettes: what has one for a name is what is looked for."""
    return tuple(word for word in words if "/" in word.exact)


def thresholds(words: int) -> tuple[int, ...]:
    """Return how many of the words (at least one) an entry must have: the first number that finds anything counts.

    All of them; else at least half of them; else any.
    """
    return tuple(dict.fromkeys((words, ceil(words / 2), 1)))
