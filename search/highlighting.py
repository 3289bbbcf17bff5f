"""The words of a query marked in a text, in the script and spelling of the text.

Made with the analysis that the index is made with, so what was found is what is marked. The HTML is put together from
escaped pieces of the text; only the tags between them are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.queries import Phrase, Query
from serbian.analysis import Token, lemmas, tokens
from serbian.stopwords import STOPWORDS

ELLIPSIS: Final = "…"
_BLANKS = re.compile(r"\s+")
_LAST_BLANKS = re.compile(r"\s+\S*\Z")
# What may stand inside a mark, between two of its words: marks never go over the end of a line.
_INSIDE = re.compile(r"[^\S\r\n]*-?[^\S\r\n]*")
_INSIDE_PHRASE = re.compile(r"[^\r\n]*")


class Mark(NamedTuple):
    """What is marked: from where to where in the text, and which of the query's words and phrases stand there."""

    start: int
    end: int
    found: frozenset[int]


Hits = dict[int, set[int]]
"""What tokens are, by their position: the numbers of the words and phrases of the query; none for function words."""


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
    return format_html("{}{}{}", ELLIPSIS if begin else "", html, ELLIPSIS if end < len(text) else "")


def marks(text: str, query: Query) -> list[Mark]:
    """Return what is marked in ``text``, in order and without overlaps.

    ``Mark.found`` numbers the query's words from 0, and its phrases after them.
    """
    if query.is_empty:
        return []
    read = tokens(text)
    hits = _word_hits(read, query)
    joined = _add_phrase_hits(hits, read, query) if query.phrases else set()
    return [mark for run in _runs(hits) for mark in _run_marks(text, read, run, hits, joined)]


def _word_hits(read: list[Token], query: Query) -> Hits:
    only_weak = not query.phrases and all(word.exact in STOPWORDS for word in query.words)
    wanted: dict[str, set[int]] = {}
    for number, word in enumerate(query.words):
        for lemma in word.lemmas:
            found = wanted.setdefault(lemma, set())
            if only_weak or word.exact not in STOPWORDS:
                found.add(number)
    hits: Hits = {}
    for position, token in enumerate(read):
        for lemma in lemmas(token.text):
            if lemma in wanted:
                hits.setdefault(position, set()).update(wanted[lemma])
    return hits


def _add_phrase_hits(hits: Hits, read: list[Token], query: Query) -> set[int]:
    """Add the tokens of phrases; return the positions of those after which a phrase goes on."""
    forms = [token.text for token in read]
    joined: set[int] = set()
    for number, phrase in enumerate(query.phrases, start=len(query.words)):
        for start in _occurrences(forms, phrase):
            positions = range(start, start + len(phrase))
            joined.update(positions[:-1])
            for position in positions:
                hits.setdefault(position, set()).add(number)
    return joined


def _occurrences(forms: list[str], phrase: Phrase) -> Iterator[int]:
    first, length = phrase[0], len(phrase)
    for position, form in enumerate(forms):
        if form == first and tuple(forms[position : position + length]) == phrase:
            yield position


def _runs(hits: Hits) -> Iterator[list[int]]:
    """The positions of hits that follow each other, without function words at either end."""
    run: list[int] = []
    for position in sorted(hits):
        if run and position != run[-1] + 1:
            yield from _trimmed(run, hits)
            run = []
        run.append(position)
    yield from _trimmed(run, hits)


def _trimmed(run: list[int], hits: Hits) -> Iterator[list[int]]:
    strong = [index for index, position in enumerate(run) if hits[position]]
    if strong:
        yield run[strong[0] : strong[-1] + 1]


def _run_marks(text: str, read: list[Token], run: list[int], hits: Hits, joined: set[int]) -> Iterator[Mark]:
    """The marks of hits that follow each other: one, unless a sign or the end of a line stands between them."""
    first = run[0]
    for position, following in pairwise([*run, -1]):
        inside = _INSIDE_PHRASE if position in joined else _INSIDE
        if following >= 0 and inside.fullmatch(text, read[position].end, read[following].start):
            continue
        found = frozenset(number for at in range(first, position + 1) for number in hits[at])
        yield Mark(read[first].start, read[position].end, found)
        first = following


def _window(text: str, found: list[Mark], length: int) -> tuple[int, int]:
    """Where the best part begins and ends."""
    if len(text) <= length:
        return 0, len(text)
    first, last = _best(found, length)
    before = max(0, length - (last - first)) // 3
    begin = _after_blank(text, max(0, min(first - before, len(text) - length)), first)
    return begin, _before_blank(text, min(len(text), begin + length), last)


def _best(found: list[Mark], length: int) -> tuple[int, int]:
    """The span of the marks within ``length`` characters that have the most of the query between them."""
    best, most = (0, 0), 0
    for index, mark in enumerate(found):
        together: set[int] = set()
        for other in found[index:]:
            if other is not mark and other.end - mark.start > length:
                break
            together |= other.found
            if len(together) > most:
                best, most = (mark.start, other.end), len(together)
    return best


def _after_blank(text: str, begin: int, limit: int) -> int:
    """The start of the first whole word from ``begin`` on, at most ``limit``."""
    if begin == 0:
        return 0
    blanks = _BLANKS.search(text, begin - 1, limit)
    return blanks.end() if blanks else limit


def _before_blank(text: str, end: int, limit: int) -> int:
    """The end of the last whole word before ``end``, at least ``limit``; ``end`` if there is no blank at all."""
    if end == len(text):
        return end
    blanks = _LAST_BLANKS.search(text, min(limit, end), end + 1)
    return blanks.start() if blanks else min(limit, end) or end


def _html(text: str, begin: int, end: int, found: Iterable[Mark]) -> SafeString:
    """The part of ``text`` as HTML; marks are cut at its borders."""
    pieces, at = [], begin
    for mark in found:
        if mark.start < end and mark.end > begin:
            start, stop = max(mark.start, at), min(mark.end, end)
            pieces.append((text[at:start], text[start:stop]))
            at = stop
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:end])
