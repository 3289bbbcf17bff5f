"""PDF, page by page, by PDFium. Its raw interface: the comfortable one takes twice as long to import."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2_raw as pdfium

from files.extraction.interface import WHOLE, Extractor, Place, RefusedError, Unit
from files.extraction.text import cleaned, joined

Box = tuple[int, int, int, int]
CLOSED = {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
TAIL = 4096  # bytes at the end in which a whole file has its end mark


class PdfExtractor(Extractor):
    """One unit a page that has text."""

    without_text = "no_text_layer"
    has_pictures = True

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


def page_words(document: Any, index: int) -> list[Place]:
    """The words of a page with their boxes, in the order of its text. Raises `RefusedError`."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise RefusedError("damaged")
    text_page = pdfium.FPDFText_LoadPage(page)
    words: list[Place] = []
    letters: list[tuple[str, Box]] = []
    for number in range(pdfium.FPDFText_CountChars(text_page)):
        letter = chr(pdfium.FPDFText_GetUnicode(text_page, number))
        if letter.isspace() or letter == "\0":
            words += word_of(letters)
            letters = []
        else:
            letters.append((letter, box(page, text_page, number)))
    return words + word_of(letters)


def box(page: Any, text_page: Any, number: int) -> Box:
    """The box of a letter: left, top, right, bottom on a page of `WHOLE` by `WHOLE`, turned as it is shown."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, number, left, right, bottom, top)
    corners = []
    for x, y in ((left.value, top.value), (right.value, bottom.value)):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (first, second), (third, fourth) = corners
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def word_of(letters: list[tuple[str, Box]]) -> list[Place]:
    """The word that letters make: one box for those on a line; a word that a line breaks is two."""
    words: list[list[tuple[str, Box]]] = []
    for letter in letters:
        if words and is_beside(words[-1][-1][1], letter[1]):
            words[-1].append(letter)
        else:
            words.append([letter])
    return [
        Place(
            "".join(letter for letter, _box in word),
            min(box[0] for _letter, box in word),
            min(box[1] for _letter, box in word),
            max(box[2] for _letter, box in word),
            max(box[3] for _letter, box in word),
        )
        for word in words
    ]


def is_beside(first: Box, second: Box) -> bool:
    """Whether a letter stands on the same line as the one before it, in whatever direction lines go."""
    return min(first[3], second[3]) > max(first[1], second[1]) or min(first[2], second[2]) > max(first[0], second[0])


def is_whole(path: str) -> bool:
    """Whether the end of the file is there, and not cut off."""
    with Path(path).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.rfind(b"%%EOF", max(0, len(content) - TAIL)) >= 0
