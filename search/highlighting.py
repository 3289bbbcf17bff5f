"""The words of a query marked in a text, in the script and spelling of the text.

Made with the analysis that the index is made with, so what was found is what is marked. The HTML is put together from
escaped pieces of the text; only the tags between them are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import accumulate, chain, pairwise
from typing import Final, NamedTuple

from django.utils.safestring import SafeString

from search.queries import Phrase, Query
from serbian.analysis import find_words, has_words, having, meaning
from serbian.stopwords import STOPWORDS

ELLIPSIS: Final = "…"
_BLANKS = re.compile(r"\s+")
_LAST_BLANKS = re.compile(r"\s+\S*\Z")
# What may stand inside a mark, between two of its words, and two of a phrase: marks never go over the end of a line.
_INSIDES = (re.compile(r"[^\S\r\n]*+-?+[^\S\r\n]*+"), re.compile(r"[^\r\n]*"))


class Mark(NamedTuple):
    """What is marked: from where to where in the text, and which of the query's words and phrases stand there."""

    start: int
    end: int
    found: frozenset[int]


Numbers = dict[int, set[int]]
"""The numbers of the query's words and phrases that stand at a hit, by its place; none for function words."""


class Meaning(NamedTuple):
    """What a word of a text is to a query: its token, and the numbers of the query's words that it is a form of."""

    form: str
    numbers: frozenset[int]
    is_marked: bool  # by itself: it stands for a word of the query, if only for a function word (no numbers)


class Hit(NamedTuple):
    """A word of a text that means something to a query: where it stands, and what it is."""

    start: int
    end: int
    meaning: Meaning


class Meanings(dict[str, tuple[Hit, ...]]):
    """What pieces of texts, without blanks inside, are to a query: those that it has met and that mean something."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        content = [word for word in query.words if word.exact not in STOPWORDS]
        self.forms = {form for phrase in query.phrases for form in phrase}
        self.numbers: dict[str, set[int]] = {}
        for number, word in enumerate(query.words):
            counts = word in content or not (content or query.phrases)
            for lemma in chain(word.lemmas, *(part for other in word.others for part in other)):
                self.numbers.setdefault(lemma, set()).update({number} if counts else ())
        self.sought = self.forms | self.numbers.keys()
        self.met: set[str] = set()

    def meet(self, pieces: Iterable[str]) -> None:
        """Learn what these pieces mean."""
        new = set(pieces) - self.met
        for piece in having(new, self.sought):
            self[piece] = tuple(self.hits(piece))
        self.met |= new

    def hits(self, piece: str) -> Iterator[Hit]:
        """The words of a piece that mean something, and where they stand in it."""
        for word in find_words(piece):
            form, lemmas = meaning(word[0])
            known = [self.numbers[lemma] for lemma in lemmas if lemma in self.numbers]
            if known or form in self.forms:
                yield Hit(word.start(), word.end(), Meaning(form, frozenset().union(*known), bool(known)))


class Highlighter:
    """Marks what one query looks for, in as many texts as one likes."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.meanings = Meanings(query)

    def highlight(self, text: str) -> SafeString:
        """Return the whole ``text`` as HTML with ``<mark>`` around what the query looks for.

        Words are marked in all their forms; words of a phrase where they stand one after the other; function words
        (``o``, ``u``, ``i``) between other marked words only, unless the query has nothing else. Neighbours are one
        mark.
        """
        return SafeString(_html(text, 0, len(text), self.marks(text)))

    def snippet(self, text: str, length: int = 260) -> SafeString:
        """Return the best part of ``text``, at most ``length`` characters of it, as HTML like that of ``highlight``.

        The best part has the most different words and phrases of the query; of equal ones it is the first. Without any
        of them it is the beginning. It is cut between words, with ``…`` where something is left out.
        """
        found = self.marks(text)
        begin, end = _window(text, found, length)
        html = _html(text, begin, end, found)
        return SafeString(f"{ELLIPSIS if begin else ''}{html}{ELLIPSIS if end < len(text) else ''}")

    def marks(self, text: str) -> list[Mark]:
        """Return what is marked in ``text``, in order and without overlaps.

        ``Mark.found`` numbers the query's words from 0, and its phrases after them.
        """
        if self.query.is_empty or not (hits := self._hits(text)):
            return []
        numbers = {place: set(hit.meaning.numbers) for place, hit in enumerate(hits) if hit.meaning.is_marked}
        joined = _add_phrases(text, numbers, hits, self.query)
        made = (_mark(run, hits, numbers) for run in _runs(text, hits, numbers, joined))
        return [mark for mark in made if mark]

    def _hits(self, text: str) -> list[Hit]:
        """The words of a text that mean something, in order: no word goes over a blank or the end of a line."""
        pieces = text.replace("\n", " ").replace("\t", " ").split(" ")
        meanings = self.meanings
        meanings.meet(pieces)
        places = [place for place, piece in enumerate(pieces) if piece in meanings]
        if not places:
            return []
        ends = list(accumulate(map(len, pieces)))  # without the blanks before each
        hits = []
        for place in places:
            piece = pieces[place]
            begin = ends[place] - len(piece) + place
            hits += [Hit(begin + start, begin + end, meaning) for start, end, meaning in meanings[piece]]
        return hits


def highlight(text: str, query: Query) -> SafeString:
    """Return the whole ``text`` as `Highlighter.highlight` does."""
    return _highlighter(query).highlight(text)


def snippet(text: str, query: Query, length: int = 260) -> SafeString:
    """Return the best part of ``text`` as `Highlighter.snippet` does."""
    return _highlighter(query).snippet(text, length)


def marks(text: str, query: Query) -> list[Mark]:
    """Return what is marked in ``text`` as `Highlighter.marks` does."""
    return _highlighter(query).marks(text)


@lru_cache(maxsize=16)
def _highlighter(query: Query) -> Highlighter:
    return Highlighter(query)


def _add_phrases(text: str, numbers: Numbers, hits: Sequence[Hit], query: Query) -> set[int]:
    """Add the words of phrases that stand here; return the places of hits after which a phrase goes on."""
    joined: set[int] = set()
    for number, phrase in enumerate(query.phrases, start=len(query.words)):
        for start in range(len(hits) - len(phrase) + 1):
            places = range(start, start + len(phrase))
            if _is_phrase(text, [hits[place] for place in places], phrase):
                joined.update(places[:-1])
                for place in places:
                    numbers.setdefault(place, set()).add(number)
    return joined


def _is_phrase(text: str, hits: Sequence[Hit], phrase: Phrase) -> bool:
    """Whether these hits are the words of a phrase, without any other word between them."""
    if any(hit.meaning.form != form for hit, form in zip(hits, phrase, strict=True)):
        return False
    return not any(has_words(text, hit.end, following.start) for hit, following in pairwise(hits))


def _runs(text: str, hits: Sequence[Hit], numbers: Numbers, joined: set[int]) -> Iterator[list[int]]:
    """The hits that follow each other without a sign or the end of a line between them: those of one mark."""
    run: list[int] = []
    for place in sorted(numbers):
        if run and not _INSIDES[run[-1] in joined].fullmatch(text, hits[run[-1]].end, hits[place].start):
            yield run
            run = []
        run.append(place)
    yield run


def _mark(run: list[int], hits: Sequence[Hit], numbers: Numbers) -> Mark | None:
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


def _html(text: str, begin: int, end: int, found: Iterable[Mark]) -> str:
    """The part of ``text`` as HTML; marks are cut at its borders."""
    pieces, at = [], begin
    for mark in found:
        if mark.start < end and mark.end > begin:
            start, stop = max(mark.start, at), min(mark.end, end)
            pieces.append(f"{escape(text[at:start])}<mark>{escape(text[start:stop])}</mark>")
            at = stop
    return "".join([*pieces, escape(text[at:end])])
