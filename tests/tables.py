"""Tables as people save them, for tests of the import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

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


def uploaded(content: bytes, name: str = "predstavnici.xlsx") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content)
