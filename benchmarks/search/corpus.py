"""A corpus as large as one likes, the same at every run: sentences of the demo's acts, and a long tail of rare words.

An entry takes its sentences from two or three of the demo's texts, so that the words of a subject stand in some of the
entries and not in all. Every tenth word is one of 100,000 invented ones, frequent as Zipf's law has it.
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

TEXTS = Path(__file__).resolve().parents[2] / "home" / "demo" / "texts"
TAIL = 100_000  # invented words
WORDS = 130  # in a passage
EVERY = 10  # how many words there are for one of the tail
SHORTEST = 4  # words in a sentence
SYLLABLES = [first + vowel + last for first in "bdgklmnprstvz" for vowel in "aeiou" for last in ("", "l", "n", "r")]
SENTENCE_END = re.compile(r"(?<=[.;:])\s+|\n+")


class CorpusEntry(NamedTuple):
    """An entry: its title and the texts of its passages."""

    title: str
    passages: list[str]


def sentences() -> list[list[str]]:
    """The sentences of each text of the demo, but the shortest."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    return [[part for part in SENTENCE_END.split(text) if len(part.split()) >= SHORTEST] for text in texts]


def invented(number: int) -> str:
    """The invented word of this number."""
    word = ""
    while number or not word:
        number, syllable = divmod(number, len(SYLLABLES))
        word += SYLLABLES[syllable]
    return "zu" + word


def corpus(entries: int, passages: int) -> Iterator[CorpusEntry]:
    """Yield so many entries, with so many passages in all."""
    source = random.Random(f"{entries} {passages}")  # noqa: S311 - a corpus, no secret
    texts = sentences()
    weights = list(accumulate(1 / rank for rank in range(1, TAIL + 1)))
    tail = [invented(number) for number in range(TAIL)]
    for number in range(entries):
        chosen = [part for text in source.sample(texts, source.choice([2, 3])) for part in text]
        count = passages * (number + 1) // entries - passages * number // entries
        title = " ".join([*source.choice(chosen).split()[:6], tail[source.randrange(TAIL)]])
        yield CorpusEntry(title, [passage(source, chosen, tail, weights) for _ in range(count)])


def passage(source: random.Random, chosen: list[str], tail: list[str], weights: list[float]) -> str:
    """A text of about `WORDS` words."""
    parts: list[str] = []
    length = 0
    while length < WORDS:
        part = source.choice(chosen)
        rare = [tail[bisect(weights, source.random() * weights[-1])] for _ in range(part.count(" ") // EVERY + 1)]
        parts += [part, *rare]
        length += part.count(" ") + 1 + len(rare)
    return " ".join(parts)
