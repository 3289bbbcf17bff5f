"""How well lemmas unite the forms of a word and keep words apart, measured on words with their forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Final

from serbian.analysis import analyse
from serbian.script import to_cyrillic, to_latin

_BALD: Final = str.maketrans(dict(zip("čćšžČĆŠŽ", "ccszCCSZ", strict=True)) | {"đ": "dj", "Đ": "Dj"})


def to_bald(text: str) -> str:
    """Return ``text`` in Latin as it is typed without diacritics; đ is dj."""
    return to_latin(text).translate(_BALD)


SPELLINGS: Final[dict[str, Callable[[str], str]]] = {"latin": to_latin, "cyrillic": to_cyrillic, "bald": to_bald}


@dataclass(frozen=True)
class Inflected:
    """A word and some of its forms, as they are written."""

    lemma: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What was measured. Shares are from 0 to 1, of the pairs of two forms of a word that share a lemma.

    ``across``: of the pairs of which the forms are in two spellings. ``wrong_merges``: pairs of different words that
    share a lemma though they share no form.
    """

    pairs: int
    latin: float
    cyrillic: float
    bald: float
    across: float
    wrong_merges: int


@dataclass(frozen=True)
class Analysed:
    """The lemmas of each form of a word, in each spelling, and the folded forms."""

    word: Inflected
    lemmas: dict[str, list[frozenset[str]]]
    folded: frozenset[str]

    @property
    def all_lemmas(self) -> set[str]:
        """All lemmas of all forms in all spellings."""
        return set().union(*(found for forms in self.lemmas.values() for found in forms))


def analysed(word: Inflected) -> Analysed:
    """Return what search makes of ``word``."""
    return Analysed(
        word,
        {
            name: [frozenset(analyse(spell(form)).lemma.split()) for form in word.forms]
            for name, spell in SPELLINGS.items()
        },
        frozenset(analyse(form).exact for form in word.forms),
    )


def measure(words: Iterable[Inflected]) -> Score:
    """Measure lemmas on ``words``; of a share without a pair nothing is wrong, so it is 1."""
    found = [analysed(word) for word in words]
    within = {name: [met for word in found for met in _meetings(word, name, name)] for name in SPELLINGS}
    across = [
        met for word in found for one, other in permutations(SPELLINGS, 2) for met in _meetings(word, one, other)
    ]
    return Score(
        pairs=len(within["latin"]),
        **{name: _share(met) for name, met in within.items()},
        across=_share(across),
        wrong_merges=len(wrong_merges(found)),
    )


def wrong_merges(words: Sequence[Analysed]) -> list[tuple[Analysed, Analysed]]:
    """Return the pairs of different words that share a lemma and no form."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        for lemma in word.all_lemmas:
            owners[lemma].append(number)
    pairs = sorted({pair for numbers in owners.values() for pair in combinations(numbers, 2)})
    return [(words[one], words[other]) for one, other in pairs if _are_different(words[one], words[other])]


def missed(words: Sequence[Analysed]) -> list[tuple[str, str, str]]:
    """Return the pairs of forms that do not meet in Latin, each with its lemma."""
    return [
        (word.word.lemma, *pair)
        for word in words
        for pair, met in zip(combinations(word.word.forms, 2), _meetings(word, "latin", "latin"), strict=True)
        if not met
    ]


def _meetings(word: Analysed, one: str, other: str) -> list[bool]:
    return [
        not first.isdisjoint(second)
        for place, first in enumerate(word.lemmas[one])
        for second in word.lemmas[other][place + 1 :]
    ]


def _are_different(one: Analysed, other: Analysed) -> bool:
    return one.word.lemma != other.word.lemma and one.folded.isdisjoint(other.folded)


def _share(met: list[bool]) -> float:
    return sum(met) / len(met) if met else 1.0
