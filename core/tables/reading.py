"""From the bytes of a file to its sheets, and to the one whose columns are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.tables.headings import Table
from core.tables.lines import MAX_BYTES, Line, TableError
from core.tables.separated import read_separated
from core.tables.workbooks import OLE, read_workbook, refuse_old_workbook

OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def read_sheets(content: bytes) -> list[list[Line]]:
    """Read the lines of each sheet; a text has one. Raises `TableError`."""
    if len(content) > MAX_BYTES:
        raise TableError("too_big", limit=MAX_BYTES // 1024 // 1024)
    if not content.strip():
        raise TableError("empty")
    if content.startswith(OLE):
        refuse_old_workbook(content)
    if content.startswith(OTHERS) or content.lstrip()[:1] == b"<":
        raise TableError("not_a_table")
    if content.startswith(b"PK"):
        return read_workbook(content)
    return [read_separated(content)]


def first_table(sheets: Sequence[list[Line]], read: Callable[[list[Line]], Table]) -> Table:
    """The first sheet that `read` takes for a table; if it takes none, say what is wrong with the first."""
    refusals = []
    for lines in sheets:
        try:
            return read(lines)
        except TableError as error:
            refusals.append(error)
    raise refusals[0]
