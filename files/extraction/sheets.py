"""XLSX, XLS and ODS by sheet: the rows that have something, their cells with a line between."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache, reduce
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from files.extraction.archives import check
from files.extraction.blocks import HEADING
from files.extraction.interface import Extractor, Limits, RefusedError, Unit
from files.extraction.text import cleaned, one_line

CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*\s)?r="([A-Z]{1,3})(\d{1,7})"')
AREA = 20_000_000  # cells; their places take 32 bytes each
CELL_LIMIT = "Cell limit"  # what calamine says of an ODS in which too many cells are repeated
PANIC = "PanicException"  # of Rust: no `Exception`, and in no module that could be imported


class SheetsExtractor(Extractor):
    """One unit a sheet that is shown and has text; its name is the label."""

    def extract(self, path: str) -> Iterator[Unit]:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                check(archive, "xl/workbook.xml")
                check_areas(archive)
        yield from sheet_units(path, self.limits)


def check_areas(archive: zipfile.ZipFile) -> None:
    """Raise `RefusedError` for a sheet whose cells lie so far apart that the area between them fills the memory.

    Calamine keeps a place for every cell of it.
    """
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            places = CELL.findall(archive.read(name))
            rows_used = {int(row) for _, row in places}
            columns = {column_number(letters) for letters, _ in places}
            if places and (extent(rows_used) * extent(columns)) > AREA:
                raise RefusedError("memory")


def extent(numbers: set[int]) -> int:
    """How many numbers lie between the least and the greatest, both counted."""
    return max(numbers) - min(numbers) + 1


@cache
def column_number(letters: bytes) -> int:
    """The number of a column: 1 for A, 28 for AB."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def sheet_units(path: str, limits: Limits) -> Iterator[Unit]:
    """The units of a workbook. Raises `RefusedError`, for a file that makes calamine panic too."""
    try:
        book = CalamineWorkbook.from_path(path)
        for number, sheet in enumerate(book.sheets_metadata, 1):
            if sheet.visible == SheetVisibleEnum.Visible:
                lines = list(rows(book.get_sheet_by_index(number - 1), limits))
                if text := cleaned("\n".join(lines)):
                    yield Unit(number, text, one_line(sheet.name)[:HEADING], "heading")
    except PasswordError as error:
        raise RefusedError("password") from error
    except CalamineError as error:
        raise RefusedError("memory" if CELL_LIMIT in str(error) else "damaged") from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise RefusedError("damaged") from error


def rows(sheet: Any, limits: Limits) -> Iterator[str]:
    """The rows of a sheet as lines. Raises `RefusedError` for one that says more than it may."""
    characters = 0
    for row in sheet.iter_rows():
        line = " | ".join(filter(None, (written(cell) for cell in row if cell != "")))
        characters += len(line)
        if characters > limits.characters:
            raise RefusedError("characters")
        if line:
            yield line


def written(cell: Any) -> str:
    """A cell as people here write it: `1,5`, `1. 3. 2026.`, `8:30`."""
    if isinstance(cell, bool):
        return "da" if cell else "ne"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
    if isinstance(cell, datetime):
        day = written(cell.date())
        return day if cell.time() == time() else f"{day} {written(cell.time())}"
    if isinstance(cell, date):
        return f"{cell.day}. {cell.month}. {cell.year}."
    if isinstance(cell, time):
        return f"{cell.hour}:{cell.minute:02}"
    return one_line(str(cell))
