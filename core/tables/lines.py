"""What every file is read into, and why a file cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.spreadsheets import FORMULA_SIGNS

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 2000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 1000
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\ufeff\ud800-\udfff]")


class TableError(Exception):
    """A file that is no table we can import; `code` is a key of `sentences.FILE_TROUBLES`, with its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Line:
    """A row of a file that has something in it, with its number as a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def clean(text: str) -> str:
    """The text of a cell: composed, without signs that nobody sees, with single spaces, not endless.

    The apostrophe that our own tables put before what looks like a formula goes.
    """
    text = _SPACE.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", text))).strip()[:MAX_CELL]
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def lines_of(rows: Iterable[Sequence[str]]) -> list[Line]:
    """Keep the rows that have something in them. Raises `TableError` when they are too many, or none."""
    found = []
    for number, row in enumerate(rows, 1):
        cells = tuple(clean(cell) for cell in row[:MAX_COLUMNS])
        if any(cells):
            found.append(Line(number, cells))
        if len(found) > MAX_ROWS + 10:  # headings and what stands above them
            raise TableError("too_many_rows", limit=MAX_ROWS)
    if not found:
        raise TableError("empty")
    return found
