"""PDF, page by page, by PDFium. Its raw interface: the comfortable one takes twice as long to import."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2_raw as pdfium

from files.extraction.interface import Extractor, RefusedError, Unit
from files.extraction.text import cleaned, joined

CLOSED = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
TAIL = 4096  # bytes at the end in which a whole file has its end mark


class PdfExtractor(Extractor):
    """One unit a page that has text."""

    without_text = "no_text_layer"

    def extract(self, path: str) -> Iterator[Unit]:
        document = opened(path)
        self.page_count = pdfium.FPDF_GetPageCount(document)
        if self.page_count > self.limits.pages:
            raise RefusedError("pages")
        with_text = 0
        for number in range(1, self.page_count + 1):
            if text := cleaned(joined(page_text(document, number - 1).replace("\r\n", "\n"))):
                with_text += 1
                yield Unit(number, text)
        if not self.page_count or (with_text < self.page_count and not is_whole(path)):
            raise RefusedError("damaged")


def opened(path: str) -> Any:
    """Open a file. Raises `RefusedError` for one that needs a password or cannot be repaired."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadDocument(os.fsencode(path), None)
    if not document:
        raise RefusedError("password" if pdfium.FPDF_GetLastError() in CLOSED else "damaged")
    return document


def page_text(document: Any, index: int) -> str:
    """The text of a page. Raises `RefusedError` for a page that cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise RefusedError("damaged")
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        length = pdfium.FPDFText_CountChars(text_page)
        if length <= 0:
            return ""
        buffer = (ctypes.c_ushort * (2 * length + 2))()
        written = pdfium.FPDFText_GetText(text_page, 0, length, buffer)
        return bytes(memoryview(buffer)[: written - 1]).decode("utf-16-le", errors="ignore")
    finally:
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def is_whole(path: str) -> bool:
    """Whether the end of the file is there, and not cut off."""
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.rfind(b"%%EOF", max(0, len(content) - TAIL)) >= 0
