"""From the bytes of a file to a table whose columns are known."""

from __future__ import annotations

from collections.abc import Sequence

from directory.enums import TableKind
from directory.importing.headings import Table, read_headings
from directory.importing.separated import read_separated
from directory.importing.tables import MAX_BYTES, Line, TableError
from directory.importing.workbooks import OLE, read_workbook, refuse_old_workbook

OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def read_table(content: bytes, kind: TableKind) -> Table:
    """Read an uploaded table; what the file is called does not matter. Raises `TableError`."""
    if len(content) > MAX_BYTES:
        raise TableError("too_big", limit=MAX_BYTES // 1024 // 1024)
    if not content.strip():
        raise TableError("empty")
    if content.startswith(OLE):
        refuse_old_workbook(content)
    if content.startswith(OTHERS) or content.lstrip()[:1] == b"<":
        raise TableError("not_a_table")
    if content.startswith(b"PK"):
        return first_table(read_workbook(content), kind)
    return read_headings(read_separated(content), kind)


def first_table(sheets: Sequence[list[Line]], kind: TableKind) -> Table:
    """The first sheet that is such a table; if none is, say what is wrong with the first."""
    refusals = []
    for lines in sheets:
        try:
            return read_headings(lines, kind)
        except TableError as error:
            refusals.append(error)
    raise refusals[0]
