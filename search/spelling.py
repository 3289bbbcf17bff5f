"""Other spellings of a word that nobody has written: what the person may have meant.

One slip of the fingers is undone: a letter too few, too many, wrong, or two swapped, or a blank that is missing
(Damerau, A technique for computer detection and correction of spelling errors, 1964: four in five errors are one of
these). What counts as a word is what stands in the entries that the reader may see, so nothing else shows through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import Final

from search.engines.base import Column, Engine, Word
from serbian.analysis import lemmas
from serbian.lemmas import is_known
from serbian.stopwords import STOPWORDS

SHORTEST: Final = 4
"""Letters of a word that is corrected: of a shorter one there are too many neighbours."""
LONGEST: Final = 24
MOST_WORDS: Final = 4
"""Words of a query that are corrected."""
MOST_SPELLINGS: Final = 3
"""Spellings of a word that are tried."""


def unknown_words(engine: Engine, words: Sequence[Word], audiences: frozenset[int]) -> list[Word]:
    """Return the words that are none, as far as they can be corrected.

    The dictionary does not know them, and they stand so in no entry of these audiences. That a lemma of theirs does
    says nothing: it was guessed by their ending.
    """
    possible = [word for word in words if is_correctable(word.exact) and not is_known(word.exact)]
    written = known(engine, {word.exact for word in possible}, "exact", audiences)
    return [word for word in possible if word.exact not in written][:MOST_WORDS]


def known(engine: Engine, tokens: set[str], column: Column, audiences: frozenset[int]) -> dict[str, int]:
    """In how many entries tokens stand; without a request where there are none."""
    return engine.known(tokens, column=column, audiences=audiences) if tokens else {}


def is_correctable(form: str) -> bool:
    """Whether a form is a word of letters, neither short nor longer than words are."""
    return form.isalpha() and SHORTEST <= len(form) <= LONGEST


def spellings(engine: Engine, words: Sequence[Word], audiences: frozenset[int]) -> dict[str, list[str]]:
    """Return what each word may be instead, the likeliest first: one form, or two with a blank between.

    Only forms that stand in entries of these audiences are in it, or where there are none, words of the dictionary
    that stand there in another form; words without any are left out.
    """
    near = {word.exact: set(neighbours(word.exact)) for word in words}
    halves = {word.exact: list(splits(word.exact)) for word in words}
    parts = {part for pairs in halves.values() for pair in pairs for part in pair}
    there = known(engine, parts.union(*near.values()), "exact", audiences)
    others = other_forms(
        engine, set().union(*(forms for forms in near.values() if not forms & there.keys())), audiences
    )
    counts = others | there
    found = {
        form: [
            *sorted(counts.keys() & near[form], key=lambda other: (likelihood(form, other), -counts[other], other)),
            *(" ".join(pair) for pair in halves[form] if set(pair) <= there.keys() and not set(pair) <= STOPWORDS),
        ][:MOST_SPELLINGS]
        for form in near
    }
    return {form: instead for form, instead in found.items() if instead}


def other_forms(engine: Engine, forms: set[str], audiences: frozenset[int]) -> dict[str, int]:
    """Those of the forms that are words of the dictionary and stand in these entries in any form, with how many."""
    words = {form: lemmas(form) for form in forms if is_known(form)}
    there = known(engine, {lemma for found in words.values() for lemma in found}, "lemma", audiences)
    counts = {form: max(there.get(lemma, 0) for lemma in found) for form, found in words.items()}
    return {form: count for form, count in counts.items() if count}


def neighbours(form: str) -> Iterator[str]:
    """Yield the forms that are one slip away."""
    for at in range(len(form) + 1):
        before, after = form[:at], form[at:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
        yield from (before + letter + after for letter in ascii_lowercase)


def splits(form: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a form in two words."""
    for at in range(2, len(form) - 1):
        yield form[:at], form[at:]


def likelihood(form: str, other: str) -> int:
    """Return 0 for slips that leave all letters there (swapped, doubled), 1 for others, 2 where the first changes."""
    if form[0] != other[0]:
        return 2
    return int(not (sorted(form) == sorted(other) or set(form) == set(other)))


def replaced(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with these parts (from, to, what stands there instead) replaced."""
    pieces, at = [], 0
    for start, end, instead in sorted(places):
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])
