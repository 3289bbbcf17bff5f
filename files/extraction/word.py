"""DOCX by heading: the parts of the ZIP that hold text, never the whole unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from files.extraction.interface import Extractor, RefusedError, Unit
from files.extraction.text import cleaned, one_line
from files.extraction.word_xml import Block, Body, Notes, Part, Styles

BODY = "word/document.xml"
ENTRIES = 10_000
UNPACKED = 1 << 30  # bytes of all parts, pictures too
UNPACKED_TEXT = 200 << 20  # bytes of the parts that are read
RATIO = 200  # of unpacked to packed; Word's own XML comes to about 20
ENCRYPTED = 1  # a bit of an entry's flags
SMALL = 20 << 20  # bytes unpacked, below which any ratio will do
HEADING = 255  # characters of a heading that are kept as a label


class WordExtractor(Extractor):
    """One unit a heading; headings that nothing stands between make one, as a caption and its article do."""

    def extract(self, path: str) -> Iterator[Unit]:
        with zipfile.ZipFile(path) as archive:
            check(archive)
            yield from units(blocks(archive))


def check(archive: zipfile.ZipFile) -> None:
    """Look at the list of a ZIP before anything is unpacked; what is read later is never longer than it says here.

    Raises `RefusedError` for one without a body and for one that would grow too large.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    read = sum(entry.file_size for entry in entries if entry.filename.startswith("word/") and is_xml(entry.filename))
    if len(entries) > ENTRIES or unpacked > UNPACKED or read > UNPACKED_TEXT:
        raise RefusedError("unpacked")
    if unpacked > SMALL and unpacked > RATIO * packed:
        raise RefusedError("unpacked")
    if BODY not in archive.namelist():
        raise RefusedError("not_its_type")
    if archive.getinfo(BODY).flag_bits & ENCRYPTED:
        raise RefusedError("password")


def is_xml(name: str) -> bool:
    """Whether a part of this name is read."""
    return name.endswith(".xml")


def blocks(archive: zipfile.ZipFile) -> Iterator[Block]:
    """The paragraphs and rows of the body in order, with notes where they are referred to."""
    styles = Styles()
    notes: dict[str, str] = {}
    read(archive, "word/styles.xml", styles)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        part = Notes()
        read(archive, name, part)
        notes |= part.texts
    body = Body(styles, notes)
    with archive.open(BODY) as file:
        for _ in body.feed(file):
            yield from body.blocks
            body.blocks.clear()


def read(archive: zipfile.ZipFile, name: str, part: Part) -> None:
    """Read a part that need not be there."""
    if name in archive.namelist():
        with archive.open(name) as file:
            for _ in part.feed(file):
                pass


def units(found: Iterable[Block]) -> Iterator[Unit]:
    """Cut the blocks at the headings."""
    number = 1
    headings: list[Block] = []
    body: list[str] = []
    for block in found:
        if block.level is None:
            body.append(block.text)
            continue
        if body or (headings and block.level <= (headings[-1].level or 0)):
            yield unit(number, headings, body)
            number += 1
            headings, body = [], []
        headings.append(block)
    if headings or body:
        yield unit(number, headings, body)


def unit(number: int, headings: list[Block], body: list[str]) -> Unit:
    """A unit: its headings as its label, and in its text too."""
    text = cleaned("\n".join([*(heading.text for heading in headings), *body]))
    label = one_line(" · ".join(heading.text for heading in headings))
    return Unit(number, text, label[:HEADING], "heading" if headings else "text")
