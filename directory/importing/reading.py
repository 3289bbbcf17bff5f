"""From the bytes of a file to a table of one of our kinds."""

from __future__ import annotations

from functools import partial

from core.tables.headings import Table, read_headings
from core.tables.lines import Line, TableError
from core.tables.reading import first_table, read_sheets
from directory.enums import TableKind
from directory.importing.headings import HEADINGS, REQUIRED


def read_table(content: bytes, kind: TableKind) -> Table:
    """Read an uploaded table; what the file is called does not matter. Raises `TableError`."""
    return first_table(read_sheets(content), partial(read_sheet, kind=kind))


def read_sheet(lines: list[Line], kind: TableKind) -> Table:
    """Read a sheet as a table of a kind. Raises `TableError`."""
    table = read_headings(lines, HEADINGS[kind], REQUIRED[kind])
    if list(table.columns) == ["local_government"]:
        raise TableError("nothing_to_change")
    return table
