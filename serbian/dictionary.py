"""Which words a form is a form of, by the dictionary in ``data/dictionary.txt``, which ``bin/build-lemmas`` makes.

All words in it are folded. It has three parts, with an empty line after the first and the second:

- Paradigms, a line each, numbered from 0: what makes the lemma of a stem (an ending, a slash, how many letters are
  taken off first), then the endings by the kind of the forms they make. A hyphen is the empty ending. With the
  paradigm ``zac/0 nsca,scu,zac`` the stem ``obra`` is ``obrazac``, a noun.
- Stems, a line for all that take the same paradigms: their numbers, then the stems.
- Lemmas that another one stands for: ijekavian ones, passive participles (``usvojen usvojiti``), a few others.

Kinds: n noun, a adjective, f not inflected, c comparative, v verb, w verb in a form that looks like a case of a noun,
p name, r rare form (vocative, imperative, aorist, imperfect), o possessive made of a name or person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

PATH: Final = Path(__file__).with_name("data") / "dictionary.txt"

NOMINAL: Final = frozenset("nafc")
_CLOSENESS: Final = {"n": 0, "a": 0, "f": 0, "c": 0, "v": 1, "w": 2, "p": 2, "r": 3, "o": 4}
# By the closest kind that is found, how far others still count beside it.
_STILL_COUNTS: Final = (1, 2, 2, 3, 4)


class Reading(NamedTuple):
    """One way to understand a form: the word it is a form of, folded, and the kind of form."""

    lemma: str
    kind: str


class Paradigm(NamedTuple):
    """How a lemma is made of a stem."""

    ending: str
    strip: int


class Dictionary:
    """The dictionary in memory: about 40 MB, read in about 0.1 s."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.paradigms: list[Paradigm] = []
        self.endings: dict[str, dict[int, str]] = {}
        self.stems: dict[str, int] = {}
        self.sets: list[tuple[int, ...]] = []
        self.united: dict[str, str] = {}
        rows = iter(lines)
        for number, row in enumerate(_part(rows)):
            self._add_paradigm(number, row)
        for number, row in enumerate(_part(rows)):
            paradigms, *stems = row.split()
            self.sets.append(tuple(map(int, paradigms.split(","))))
            self.stems.update(dict.fromkeys(stems, number))
        for row in _part(rows):
            lemma, _, other = row.partition(" ")
            self.united[lemma] = other
        self.longest = max(map(len, self.endings), default=0)

    def _add_paradigm(self, number: int, row: str) -> None:
        lemma, *kinds = row.split()
        ending, _, strip = lemma.partition("/")
        self.paradigms.append(Paradigm(_ending(ending), int(strip)))
        for kind in kinds:
            for form in kind[1:].split(","):
                self.endings.setdefault(_ending(form), {})[number] = kind[0]

    def readings(self, form: str) -> list[Reading]:
        """Return all ways to understand ``form`` (folded); none if the dictionary does not know it."""
        found = []
        for cut in range(max(0, len(form) - self.longest), len(form) + 1):
            kinds = self.endings.get(form[cut:])
            if kinds is None or (number := self.stems.get(form[:cut])) is None:
                continue
            found += [
                Reading(self._lemma(form[:cut], paradigm), kinds[paradigm])
                for paradigm in self.sets[number]
                if paradigm in kinds
            ]
        return found

    def _lemma(self, stem: str, number: int) -> str:
        ending, strip = self.paradigms[number]
        lemma = (stem[:-strip] if strip else stem) + ending
        return self.united.get(lemma, lemma)


def likely(readings: Iterable[Reading]) -> list[Reading]:
    """Leave out what is rare beside what is common.

    Nouns, adjectives and words that are not inflected go first. Verbs count beside them; names, and verbs in a form
    like a noun's, only where none of them is found; rare forms, and what is derived from names, only where nothing
    else is. The result is sorted: the likeliest kinds first, then by lemma.
    """
    found = sorted((_CLOSENESS[reading.kind], reading) for reading in set(readings))
    return [reading for closeness, reading in found if closeness <= _STILL_COUNTS[found[0][0]]]


@cache
def dictionary() -> Dictionary:
    """Return the dictionary, which the first call reads."""
    return Dictionary(PATH.read_text(encoding="utf-8").split("\n"))


def _part(rows: Iterator[str]) -> Iterator[str]:
    for row in rows:
        if not row:
            return
        yield row


def _ending(written: str) -> str:
    return "" if written == "-" else written
