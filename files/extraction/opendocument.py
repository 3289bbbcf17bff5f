"""ODT by heading, ODP by slide, ODS by sheet (OASIS OpenDocument 1.3, ISO/IEC 26300)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from files.extraction.archives import check
from files.extraction.blocks import Block, units
from files.extraction.interface import Extractor, RefusedError, Unit
from files.extraction.opendocument_xml import Content, Manifest
from files.extraction.slides import slide_units
from files.extraction.xml_parts import read

CONTENT, KIND = "content.xml", "application/vnd.oasis.opendocument."
LONGEST_KIND = 80  # bytes
TEXTS = {"text", "text-web", "text-master"}


class OpenDocumentExtractor(Extractor):
    """One unit a heading of a text, a slide of a presentation, a sheet of a spreadsheet."""

    def extract(self, path: str) -> Iterator[Unit]:
        with zipfile.ZipFile(path) as archive:
            check(archive, CONTENT)
            manifest = Manifest()
            read(archive, "META-INF/manifest.xml", manifest)
            if manifest.is_encrypted:
                raise RefusedError("password")
            kind = kind_of(archive)
            if kind == "presentation":
                yield from slide_units(self, slides(archive))
                return
            if kind in TEXTS:
                yield from units(blocks(archive))
                return
        if kind != "spreadsheet":
            raise RefusedError("format")
        from files.extraction.sheets import sheet_units

        yield from sheet_units(path, self.limits)


def kind_of(archive: zipfile.ZipFile) -> str:
    """`text`, `presentation`, `spreadsheet` or another: what the file says of itself, templates alike."""
    with archive.open("mimetype") as file:
        said = file.read(LONGEST_KIND).decode("ascii", errors="replace").strip()
    return said.removeprefix(KIND).removesuffix("-template")


def blocks(archive: zipfile.ZipFile) -> Iterator[Block]:
    """The paragraphs and rows of a text in order."""
    content = Content()
    with archive.open(CONTENT) as file:
        for _ in content.feed(file):
            yield from content.blocks
            content.blocks.clear()


def slides(archive: zipfile.ZipFile) -> Iterator[tuple[str, list[str]]]:
    """The title and the lines of each slide."""
    content = Content()
    with archive.open(CONTENT) as file:
        for _ in content.feed(file):
            yield from content.slides
            content.slides.clear()
