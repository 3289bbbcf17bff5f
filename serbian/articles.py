"""The articles of a legal text: where they begin, and the pieces between.

Serbian regulations number their articles on a line of its own, ``Član 32.`` or ``Члан 32.``, by section 32 of the
Uniform Methodological Rules for Drafting Regulations (Sl. glasnik RS 21/2010), mostly with a title on the line before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from serbian.folding import fold

LONGEST: Final = 3_000
"""Characters of a piece; a longer article is cut at the end of a line, or where there is none, between words."""
TITLE: Final = 120
"""Characters of a line that can be the title of the article after it."""

_HEADING = re.compile(
    r"^[^\S\n]*(?:č|c|ч)(?:lan|лан)[^\S\n]+(\d+[^\W\d_]?)[^\S\n]*\.?[^\S\n]*$", re.IGNORECASE | re.MULTILINE
)
_TITLE = re.compile(r"(?:^|\n)([^\n]*\w[^\n]*[^\s.;:,])[^\S\n]*\n\s*\Z")


class Piece(NamedTuple):
    """A part of a text: the characters from ``start`` to ``end``, and the number of the article that they belong to.

    The number is as it is written but folded (``32``, ``32a``); empty before the first article. ``is_heading`` says
    whether the piece begins with the article's own heading, or goes on with it.
    """

    start: int
    end: int
    article: str
    is_heading: bool


def pieces(text: str, article: str = "") -> Iterator[Piece]:
    """Yield the pieces of ``text`` in order; together they are the whole text, and a text without articles is one.

    ``article`` is the number of the article that goes on where the text begins, as on the next page of a file.
    """
    start, heading = 0, False
    for match in _HEADING.finditer(text):
        begin = max(start, _title_start(text, match.start()))
        yield from _cut(text, start, begin, article, is_heading=heading)
        start, article, heading = begin, fold(match[1]), True
    yield from _cut(text, start, len(text), article, is_heading=heading)


def _title_start(text: str, heading: int) -> int:
    """Where the title before a heading begins: a short line from a capital to no sign; else the heading itself."""
    before = text[max(0, heading - 2 * TITLE) : heading]
    match = _TITLE.search(before)
    if not match or len(match[1]) > TITLE or not match[1].lstrip()[0].isupper() or _HEADING.match(match[1]):
        return heading
    return heading - len(before) + match.start(1)


def _cut(text: str, start: int, end: int, article: str, *, is_heading: bool) -> Iterator[Piece]:
    """A piece, in parts of at most `LONGEST` characters; nothing for blanks alone, unless they are the whole text."""
    while end - start > LONGEST:
        middle = _end_of_line(text, start, start + LONGEST)
        yield Piece(start, middle, article, is_heading)
        start, is_heading = middle, False
    if start < end:
        yield Piece(start, end, article, is_heading)


def _end_of_line(text: str, start: int, end: int) -> int:
    """Where the last line, else the last word, ends before ``end``, in the second half; else ``end``."""
    for sign in ("\n", " "):
        found = text.rfind(sign, start + LONGEST // 2, end)
        if found >= 0:
            return found + 1
    return end
