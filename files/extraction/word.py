"""DOCX by heading: the parts of the ZIP that hold text, never the whole unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from files.extraction.archives import check
from files.extraction.blocks import Block, units
from files.extraction.interface import Extractor, Unit
from files.extraction.word_xml import Body, Notes, Styles
from files.extraction.xml_parts import read

BODY = "word/document.xml"


class WordExtractor(Extractor):
    """One unit a heading; headings that nothing stands between make one, as a caption and its article do."""

    def extract(self, path: str) -> Iterator[Unit]:
        with zipfile.ZipFile(path) as archive:
            check(archive, BODY)
            yield from units(blocks(archive))


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
