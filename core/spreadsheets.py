"""Tables that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read the text of a cell as a formula (OWASP, CSV injection)."""
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATE_FORMAT: Final = 'd.m.yyyy"."'
A4: Final = 9  # in the list of paper sizes of Office Open XML
NARROWEST, WIDEST = 10, 48  # characters in a column


def cell(value: object) -> object:
    """A value as a spreadsheet may have it: text that would be a formula gets an apostrophe before it."""
    value = str(value) if isinstance(value, Promise) else value
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def csv_response(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV file to be saved under a name: UTF-8 with a mark and semicolons, as spreadsheets here expect it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([cell(str(head)) for head in heads])
    writer.writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    return to_be_saved(response, name)


def xlsx_response(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """An XLSX file to be saved under a name: the heads stay in sight and on every printed page, dates are dates.

    Text stays text: nothing is a formula, and no apostrophe is needed.
    """
    table = [[str(head) for head in heads], *rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name.rsplit(".", 1)[0])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, width in enumerate(widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for place, row in enumerate(table):
        sheet.append([xlsx_cell(sheet, value, is_head=place == 0) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(table)}"
    file = io.BytesIO()
    book.save(file)
    return to_be_saved(HttpResponse(file.getvalue(), content_type=XLSX_TYPE), name)


def xlsx_cell(sheet: Any, value: object, *, is_head: bool) -> Any:
    """A value as a cell of an XLSX file: text is marked as text, whatever it begins with."""
    if isinstance(value, str | Promise):
        value = str(value)
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        made.data_type = "s"
        made.quotePrefix = cell(value) != value  # or a spreadsheet would read it anew when somebody edits it
    else:
        made = WriteOnlyCell(sheet, value)
    if is_head:
        made.font = Font(bold=True)
    elif isinstance(value, date):
        made.number_format = DATE_FORMAT
    return made


def widths(table: Sequence[Sequence[object]]) -> Iterator[int]:
    """The width of each column in characters, by its longest value and within limits."""
    for column in zip(*table, strict=True):
        longest = max(len(str(value)) for value in column if value is not None)
        yield max(NARROWEST, min(WIDEST, longest + 2))


def to_be_saved(response: HttpResponse, name: str) -> HttpResponse:
    """Have a browser save the file under a name, and keep no copy on the way."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
