"""The empty table to download: headings, and one row that shows how it is filled in."""

from __future__ import annotations

import io
from typing import Final

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.styles import Font

from core.names import interface_script
from directory.enums import SeatKind, TableKind
from directory.importing.headings import HEADINGS
from directory.importing.sentences import column
from serbian.script import transliterate

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXAMPLES: Final = {
    "local_government": "Zemun (Beograd)",
    "first_name": "Jelena",
    "last_name": "Marković",
    "email": "jelena.markovic@primer.rs",
    "position": "načelnica odeljenja",
    "phone": "011/555-0123",
    "act_number": "02-15/2026",
    "act_date": "1.3.2026.",
    "starts_on": "15.3.2026.",
    "ends_on": "",
    "website": "https://www.primer.rs",
    "gazette": "Službeni list grada Beograda",
    "gazette_url": "https://www.primer.rs/sluzbeni-list",
}
AS_WRITTEN: Final = frozenset({"email", "website", "gazette_url"})


def template_file(kind: TableKind) -> bytes:
    """An XLSX file with the headings of a kind of table, in the reader's script, and an example."""
    book = Workbook()
    sheet = book.active
    sheet.title = gettext("Table")
    names = list(HEADINGS[kind])
    sheet.append([column(name) for name in names])
    sheet.append([example(name) for name in names])
    for cell, name in zip(sheet[1], names, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = max(14, len(column(name)) + 4, len(example(name)) + 2)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def example(name: str) -> str:
    """What stands in the example's cell."""
    if name == "seat":
        return str(SeatKind.ICT.label)
    text = EXAMPLES[name]
    return text if name in AS_WRITTEN else transliterate(text, interface_script())
