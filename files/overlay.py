"""What was looked for on the picture of a page: the boxes of the words that are marked in its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from files.extraction.interface import Place
from search.services import found_in
from serbian.old_fonts import Repair

HYPHENS = "-‐\u00ad\ufffe\x02"


class Box(NamedTuple):
    """A box to be drawn, in ten-thousandths of the page."""

    left: int
    top: int
    width: int
    height: int


def marked_boxes(words: Sequence[Place], looked_for: str) -> list[list[Box]]:
    """The boxes of each mark, in the order of the text: one or several words, on one line or two."""
    if not words or not looked_for:
        return []
    text, spans = located(words)
    return [
        [box_of(word) for (start, end), word in zip(spans, words, strict=True) if start < to and end > begin]
        for begin, to in found_in(Repair()(text), looked_for)
    ]


def located(words: Sequence[Place]) -> tuple[str, list[tuple[int, int]]]:
    """The words as one text, those that a line breaks put together, and from where to where each stands in it."""
    text = ""
    spans: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if place and goes_on(words[place - 1], word):
            text = text[:-1]
            spans[-1] = (spans[-1][0], len(text))
        elif text:
            text += " "
        spans.append((len(text), len(text) + len(word.text)))
        text += word.text
    return text, spans


def goes_on(first: Place, second: Place) -> bool:
    """Whether the first piece ends in a hyphen at the end of its line and the second one goes on with its word."""
    is_below = second.top >= first.bottom or second.left < first.left
    return len(first.text) > 2 and first.text[-1] in HYPHENS and second.text[:1].islower() and is_below  # noqa: PLR2004


def box_of(word: Place) -> Box:
    """The box of a word."""
    return Box(word.left, word.top, word.right - word.left, word.bottom - word.top)
