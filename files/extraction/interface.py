"""What an extractor is, and how a file's way to text can end. The child process imports this: keep it small."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

# Why a file has no text, and the state that this puts it into.
STATE_OF_REASON = {
    "no_text_layer": "needs_ocr",
    "no_ocr": "needs_ocr",
    "empty_file": "empty",
    "no_text": "empty",
    "password": "locked",
    "damaged": "corrupt",
    "not_its_type": "corrupt",
    "missing": "corrupt",
    "gave_up": "corrupt",
    "memory": "too_big",
    "time": "too_big",
    "pages": "too_big",
    "characters": "too_big",
    "unpacked": "too_big",
    "format": "unsupported",
}


class Unit(NamedTuple):
    """A piece of a file's text: a page of a PDF, what stands under a heading of a Word file, or the whole text."""

    number: int
    text: str
    heading: str = ""
    source: str = "text"


WHOLE = 10_000  # what a page is wide and high where places on it are told


class Place(NamedTuple):
    """A word and the box that it stands in, in ten-thousandths of the page's width and height from its upper left."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: float = 100.0  # percent


class Limits(NamedTuple):
    """What one file may cost: megabytes of memory, seconds of processor time, pages, and characters of text."""

    memory_mb: int = 1500
    seconds: int = 120
    pages: int = 10_000
    characters: int = 20_000_000


class RefusedError(Exception):
    """The file has no text for a reason of `STATE_OF_REASON`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Extractor(ABC):
    """Reads the text of one family of formats."""

    without_text: ClassVar[str] = "no_text"  # the reason when no unit comes out
    has_pictures: ClassVar[bool] = False  # whether a page without text can be drawn, and read in its picture

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.page_count: int | None = None

    @abstractmethod
    def extract(self, path: str) -> Iterator[Unit]:
        """Yield the units that have text, in order. Raises `RefusedError`; any other error means a damaged file."""
