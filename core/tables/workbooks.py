"""Tables as workbooks: XLSX, read cell by cell, and what only looks like one."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook

from core.tables.lines import MAX_COLUMNS, MAX_ROWS, Line, TableError, lines_of

MAX_UNPACKED: Final = 30 * 1024 * 1024
MAX_PARTS: Final = 500
MAX_SHEETS: Final = 10
LAST_ROW: Final = 100_000  # one cell far below makes all rows above it
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def refuse_old_workbook(content: bytes) -> None:
    """Say why a compound file cannot be read: an XLSX with a password is one, and so is an old XLS."""
    raise TableError("password" if ENCRYPTED in content else "old_excel")


def read_workbook(content: bytes) -> list[list[Line]]:
    """Read the sheets of an XLSX that have something in them, formulas as their last values. Raises `TableError`."""
    check_package(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not know and we do not need: styles, validations
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return sheets_of(book)
            finally:
                book.close()
        except TableError:
            raise
        except Exception as error:  # whatever a broken part makes openpyxl or the XML parser raise
            raise TableError("broken") from error


def check_package(content: bytes) -> None:
    """Look into the package before anything is unpacked. Raises `TableError`.

    A part is never unpacked beyond the size that the package declares for it, so the declared sizes bound the memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise TableError("broken") from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise TableError("password")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableError("too_big_inside")
    if "xl/workbook.xml" not in names:
        raise TableError("other_package")


def sheets_of(book: Any) -> list[list[Line]]:
    """The lines of each sheet; empty ones are left out unless there is nothing else."""
    found, refusal = [], TableError("empty")
    for sheet in book.worksheets[:MAX_SHEETS]:
        try:
            found.append(lines_of(rows_of(sheet)))
        except TableError as error:
            if error.code != "empty":
                raise
    if not found:
        raise refusal
    return found


def rows_of(sheet: Any) -> Iterator[list[str]]:
    """The rows of a sheet as text. The size that a sheet says it has is not believed."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        if number > LAST_ROW:
            raise TableError("too_many_rows", limit=MAX_ROWS)
        yield [as_text(value) for value in row] if any(value is not None for value in row) else []


def as_text(value: Any) -> str:
    """A value as text: days in ISO 8601, whole numbers without a point, nothing for an error of a formula."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return "" if text in {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"} else text
