"""The words of a query marked in a text, in the script and spelling of the text.

Made with the analysis that the index is made with, so what was found is what is marked. The HTML is put together from
escaped pieces of the text; only the tags between them are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from search.queries import Query
from serbian.analysis import find_words, meaning
from serbian.stopwords import STOPWORDS

ELLIPSIS: Final = "…"
_BLANKS = re.compile(r"\s+")
_LAST_BLANKS = re.compile(r"\s+\S*\Z")
# What may stand inside a mark, between two of its words: marks never go over the end of a line.
_INSIDE = re.compile(r"[^\S\r\n]*+-?+[^\S\r\n]*+")
_INSIDE_PHRASE = re.compile(r"[^\r\n]*")


class Mark(NamedTuple):
    """What is marked: from where to where in the text, and which of the query's words and phrases stand there."""

    start: int
    end: int
    found: frozenset[int]


Numbers = dict[int, set[int]]
"""The numbers of the query's words and phrases that stand at a position (of words); none for function words."""


class Meaning(NamedTuple):
    """What a word of a text is to a query: its token, and the numbers of the query's words that it is a form of."""

    form: str
    numbers: frozenset[int]
    is_marked: bool  # by itself: it stands for a word of the query, if only for a function word (no numbers)


class Meanings(dict[str, Meaning | None]):
    """What words of texts are to a query, by the word as it is written; worked out when a word is first met."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        content = [word for word in query.words if word.exact not in STOPWORDS]
        self.forms = {form for phrase in query.phrases for form in phrase}
        self.numbers: dict[str, set[int]] = {}
        for number, word in enumerate(query.words):
            counts = word in content or not (content or query.phrases)
            for lemma in chain(word.lemmas, *(part for other in word.others for part in other)):
                self.numbers.setdefault(lemma, set()).update({number} if counts else ())

    def __missing__(self, written: str) -> Meaning | None:
        form, lemmas = meaning(written)
        known = [self.numbers[lemma] for lemma in lemmas if lemma in self.numbers]
        found = Meaning(form, frozenset().union(*known), bool(known)) if known or form in self.forms else None
        self[written] = found
        return found


class Hit(NamedTuple):
    """A word of a text that means something to a query: where it stands, and what it is."""

    start: int
    end: int
    meaning: Meaning


def highlight(text: str, query: Query) -> SafeString:
    """Return the whole ``text`` as HTML with ``<mark>`` around what ``query`` looks for.

    Words are marked in all their forms; words of a phrase where they stand one after the other; function words (``o``,
    ``u``, ``i``) between other marked words only, unless the query has nothing else. Neighbours are one mark.
    """
    return _html(text, 0, len(text), marks(text, query))


def snippet(text: str, query: Query, length: int = 260) -> SafeString:
    """Return the best part of ``text``, at most ``length`` characters of it, as HTML like that of ``highlight``.

    The best part has the most different words and phrases of the query; of equal ones it is the first. Without any of
    them it is the beginning. It is cut between words, with ``…`` where something is left out.
    """
    found = marks(text, query)
    begin, end = _window(text, found, length)
    html = _html(text, begin, end, found)
    return SafeString(f"{ELLIPSIS if begin else ''}{html}{ELLIPSIS if end < len(text) else ''}")


def marks(text: str, query: Query) -> list[Mark]:
    """Return what is marked in ``text``, in order and without overlaps.

    ``Mark.found`` numbers the query's words from 0, and its phrases after them.
    """
    if query.is_empty:
        return []
    meanings, hits = _meanings(query), {}
    for place, word in enumerate(find_words(text)):
        if found := meanings[word[0]]:
            hits[place] = Hit(word.start(), word.end(), found)
    if not hits:
        return []
    numbers = {position: set(hit.meaning.numbers) for position, hit in hits.items() if hit.meaning.is_marked}
    joined = _add_phrases(numbers, hits, query)
    made = (_mark(run, hits, numbers) for run in _runs(text, hits, numbers, joined))
    return [mark for mark in made if mark]


@lru_cache(maxsize=16)
def _meanings(query: Query) -> Meanings:
    return Meanings(query)


def _add_phrases(numbers: Numbers, hits: dict[int, Hit], query: Query) -> set[int]:
    """Add the words of phrases that stand here; return the positions after which a phrase goes on."""
    joined: set[int] = set()
    for number, phrase in enumerate(query.phrases, start=len(query.words)):
        for start in hits:
            places = range(start, start + len(phrase))
            if all(at in hits and hits[at].meaning.form == form for at, form in zip(places, phrase, strict=True)):
                joined.update(places[:-1])
                for at in places:
                    numbers.setdefault(at, set()).add(number)
    return joined


def _runs(text: str, hits: dict[int, Hit], numbers: Numbers, joined: set[int]) -> Iterator[list[int]]:
    """The positions that follow each other without a sign or the end of a line between them: those of one mark."""
    run: list[int] = []
    for position in sorted(numbers):
        if run and not (position == run[-1] + 1 and _are_neighbours(text, hits, run[-1], joined)):
            yield run
            run = []
        run.append(position)
    yield run


def _are_neighbours(text: str, hits: dict[int, Hit], position: int, joined: set[int]) -> bool:
    inside = _INSIDE_PHRASE if position in joined else _INSIDE
    return inside.fullmatch(text, hits[position].end, hits[position + 1].start) is not None


def _mark(run: list[int], hits: dict[int, Hit], numbers: Numbers) -> Mark | None:
    """The mark of a run, without function words at either end; None if it has nothing else."""
    content = [position for position in run if numbers[position]]
    if not content:
        return None
    found = frozenset().union(*(numbers[position] for position in content))
    return Mark(hits[content[0]].start, hits[content[-1]].end, found)


def _window(text: str, found: list[Mark], length: int) -> tuple[int, int]:
    """Where the best part begins and ends: a third of what is left of ``length`` stands before the marks."""
    if len(text) <= length:
        return 0, len(text)
    first, last = _best(found, length)
    before = max(0, length - (last - first)) // 3
    begin = _after_blank(text, max(0, min(first - before, len(text) - length)), first)
    if begin + length >= len(text):
        return begin, len(text)
    return begin, _before_blank(text, begin, begin + length, last)


def _best(found: list[Mark], length: int) -> tuple[int, int]:
    """The span of the marks within ``length`` characters that have the most of the query between them."""
    best, most = (0, 0), 0
    for index, mark in enumerate(found):
        together: set[int] = set()
        for following in range(index, len(found)):
            other = found[following]
            if other is not mark and other.end - mark.start > length:
                break
            together |= other.found
            if len(together) > most:
                best, most = (mark.start, other.end), len(together)
    return best


def _after_blank(text: str, begin: int, first: int) -> int:
    """The start of the first whole word from ``begin`` on, but not after ``first``, where a mark starts."""
    if begin == 0:
        return 0
    blanks = _BLANKS.search(text, begin - 1, first)
    return blanks.end() if blanks else first


def _before_blank(text: str, begin: int, end: int, last: int) -> int:
    """The end of the last whole word up to ``end``, but not before ``last``, where a mark ends, if that is inside."""
    kept = last if begin < last <= end else begin
    blanks = _LAST_BLANKS.search(text, kept, end + 1)
    cut = blanks.start() if blanks else kept
    return cut if cut > begin else end


def _html(text: str, begin: int, end: int, found: Iterable[Mark]) -> SafeString:
    """The part of ``text`` as HTML; marks are cut at its borders."""
    pieces, at = [], begin
    for mark in found:
        if mark.start < end and mark.end > begin:
            start, stop = max(mark.start, at), min(mark.end, end)
            pieces.append(f"{escape(text[at:start])}<mark>{escape(text[start:stop])}</mark>")
            at = stop
    return SafeString("".join([*pieces, escape(text[at:end])]))
