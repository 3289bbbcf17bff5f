"""Tables as people save them, for tests of the import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from directory.enums import SeatKind
from tests import factories

HEADS = ["JLS", "Mesto", "Ime", "Prezime", "E-mail", "Radno mesto", "Telefon", "Broj akta", "Datum akta", "Od", "Do"]


def xlsx(*rows: Sequence[Any], heads: Sequence[Any] = HEADS) -> bytes:
    """A workbook with headings and rows."""
    book = Workbook()
    for row in [heads, *rows]:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(*rows: Sequence[Any], heads: Sequence[Any] = HEADS, separator: str = ";", encoding: str = "utf-8") -> bytes:
    """A text table."""
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in [heads, *rows]]
    return "\r\n".join([*lines, ""]).encode(encoding)


def new_representatives(units: int) -> list[list[Any]]:
    """Make local governments without representatives, and a row for a new one of each of their seats."""
    rows: list[list[Any]] = []
    for place in range(units):
        unit = factories.local_government(f"Selo Šljivovo {place}")
        for kind, written in ((SeatKind.GENERAL_ADMINISTRATION, "Opšta uprava"), (SeatKind.ICT, "ИКТ")):
            factories.seat(unit, kind)
            person = factories.person(last_name=f"Šćekić {len(rows)}", email=f"p{len(rows)}@selo.test")
            facts = [person.first_name, person.last_name, person.email, "inženjer", "011/555-0123", "02-1", "", ""]
            rows.append([unit.name, written, *facts])
    return rows


def uploaded(content: bytes, name: str = "predstavnici.xlsx") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content)
