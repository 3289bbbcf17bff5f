"""The text of a document as the suggestions look at it: its beginning and its end, folded, with the way back.

Patterns are written once, in small bald Latin letters (`serbian.folding`), and what they find is given back as it
stands in the text, in its own script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

from serbian.folding import fold
from serbian.look_alikes import repair_look_alikes
from serbian.script import compose

HEAD: Final = 60_000
"""Characters that are looked at from the beginning of a document, and as many from its end."""
QUOTE: Final = 160
"""Characters of the piece of text that a suggestion quotes."""

_LETTER = "(?:[^\\W\\d_]|[LlNn][Jj]|[Dd][Žž])"
_SPACED = re.compile(rf"(?<!\S){_LETTER}(?: {_LETTER}){{3,}}(?!\S)")
_ARTICLE = re.compile(r"^[^\S\n]*clan[^\S\n]+(\d+)[a-z]?[^\S\n]*\.?[^\S\n]*$", re.MULTILINE)
_BASIS = re.compile(r"\bna osnovu\b")
VERB: Final = re.compile(
    r"\b(?:donosi|donosim|donose|donela je|doneo je|donelo je|je donela|je doneo|je donelo|doneli su|usvaja"
    r"|usvojila je|usvojilo je|usvojio je|je usvojila|je usvojilo|je usvojio|izdaje|izdajem|propisuje|propisujem"
    r"|utvrdila je|utvrdio je|utvrdilo je|je utvrdila|je utvrdio|je utvrdilo|daje|zakljucuju)\b"
)
_LONGEST_BASIS: Final = 3000
_PREAMBLES: Final = 20


class UnitOfText(Protocol):
    """What is needed of `files.models.TextUnit`."""

    @property
    def number(self) -> int: ...
    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Suggestion:
    """A value and the place that it comes from: the number and heading of the text unit, and a piece of its text.

    The unit 0 is the name of the file.
    """

    value: Any
    unit: int
    heading: str
    quote: str


class Place(NamedTuple):
    """Where a unit begins in the text."""

    start: int
    number: int
    heading: str


@dataclass(frozen=True)
class Source:
    """The text, its folded form, and for each folded character where it comes from."""

    text: str
    places: list[Place]
    folded: str = field(init=False)
    origins: list[int] = field(init=False)

    def __post_init__(self) -> None:
        folded, origins = [], []
        for at, sign in enumerate(self.text):
            key = folded_sign(sign)
            folded.append(key)
            origins += [at] * len(key)
        object.__setattr__(self, "folded", "".join(folded))
        object.__setattr__(self, "origins", [*origins, len(self.text)])

    @classmethod
    def of(cls, units: Iterable[UnitOfText]) -> Source:
        """Put the units together, in their order, without the middle of a long text."""
        parts, places, length = [], [], 0
        for unit in shortened(units):
            places.append(Place(length, unit.number, unit.heading))
            text = _SPACED.sub(lambda match: match[0].replace(" ", ""), repair_look_alikes(compose(unit.text)))
            parts.append(text)
            length += len(text) + 1
        return cls("\n".join(parts), places)

    def original(self, start: int, end: int) -> str:
        """What stands in the text between two places of its folded form, on one line."""
        return " ".join(self.text[self.origins[start] : self.origins[end]].split())

    def line(self, at: int) -> tuple[int, int]:
        """Where the line around a place of the folded text begins and ends."""
        start = self.folded.rfind("\n", 0, at) + 1
        end = self.folded.find("\n", at)
        return start, len(self.folded) if end < 0 else end

    def suggest(self, value: Any, start: int, end: int) -> Suggestion:
        """A suggestion that comes from a piece of the folded text."""
        place = self.places[max(0, bisect_right(self.places, self.origins[start], key=lambda one: one.start) - 1)]
        quote = self.original(start, end)
        if len(quote) > QUOTE:
            quote = quote[: QUOTE - 1].rpartition(" ")[0] + "…"
        return Suggestion(value, place.number, place.heading, quote)

    @cached_property
    def articles(self) -> list[int]:
        """Where the headings of articles stand."""
        return [match.start() for match in _ARTICLE.finditer(self.folded)]

    @property
    def body(self) -> int:
        """Where the first article begins; the end of the text when there is none."""
        return self.articles[0] if self.articles else len(self.folded)

    @property
    def tail(self) -> int:
        """Where the last article begins; the beginning of the text when there is none."""
        return self.articles[-1] if self.articles else 0

    @cached_property
    def preambles(self) -> list[tuple[int, int]]:
        """From "Na osnovu" to the end of the verb, each: what is cited there are other acts."""
        found = []
        for match in islice(_BASIS.finditer(self.folded, 0, self.body), _PREAMBLES):
            limit = min(match.end() + _LONGEST_BASIS, self.body)
            verb = VERB.search(self.folded, match.end(), limit)
            found.append((match.start(), verb.end() if verb else limit))
        return found

    def is_cited(self, at: int) -> bool:
        """Whether a place is in a preamble."""
        return any(start <= at < end for start, end in self.preambles)

    def is_outside_articles(self, at: int) -> bool:
        """Whether a place is before the first article or after the heading of the last one, and in no preamble."""
        return (at < self.body or at > self.tail) and not self.is_cited(at)


def shortened(units: Iterable[UnitOfText]) -> Iterator[UnitOfText]:
    """The units, those of a long text without its middle; the end of a unit that is too long for itself is kept."""
    listed = list(units)
    total = sum(len(unit.text) for unit in listed)
    before = 0
    for unit in listed:
        after = total - before - len(unit.text)
        start, end = max(0, HEAD - before), max(0, HEAD - after)  # what of it belongs to the head, and to the tail
        before += len(unit.text)
        if start + end >= len(unit.text):
            yield unit
        elif start or end:
            yield Cut(unit.number, unit.heading, unit.text[:start] + "\n" + unit.text[len(unit.text) - end :])


class Cut(NamedTuple):
    """A unit without its middle."""

    number: int
    heading: str
    text: str


@lru_cache(maxsize=4096)
def folded_sign(sign: str) -> str:
    """A character folded."""
    return fold(sign)
