"""PPTX by slide (ISO/IEC 29500-1), and what slides of every format have in common."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator

from files.extraction.archives import check
from files.extraction.blocks import HEADING
from files.extraction.interface import Extractor, RefusedError, Unit
from files.extraction.text import cleaned, one_line
from files.extraction.xml_parts import Part, read, value

PRESENTATION = "ppt/presentation.xml"
TITLES = {"title", "ctrTitle"}
EVERY_SLIDE = {"dt", "ftr", "hdr", "sldNum"}  # what stands on every slide: date, footer, header, number


class SlidesExtractor(Extractor):
    """One unit a slide that has text."""

    def extract(self, path: str) -> Iterator[Unit]:
        with zipfile.ZipFile(path) as archive:
            check(archive, PRESENTATION)
            yield from slide_units(self, slides(archive))


def slide_units(extractor: Extractor, found: Iterable[tuple[str, list[str]]]) -> Iterator[Unit]:
    """A unit a slide that has text, by its number; its title is the label. Raises `RefusedError` for too many."""
    extractor.page_count = 0
    for number, (title, lines) in enumerate(found, 1):
        if number > extractor.limits.pages:
            raise RefusedError("pages")
        extractor.page_count = number
        if text := cleaned("\n".join(lines)):
            yield Unit(number, text, one_line(title)[:HEADING], "heading" if title else "text")


def slides(archive: zipfile.ZipFile) -> Iterator[tuple[str, list[str]]]:
    """The title and the lines of each slide, in the order in which they are shown.

    Raises `RefusedError` when one is not in the archive.
    """
    order, places = Order(), Places()
    read(archive, PRESENTATION, order)
    read(archive, "ppt/_rels/presentation.xml.rels", places)
    parts = set(archive.namelist())
    for number in order.slides:
        name = posixpath.normpath(posixpath.join("ppt", places.targets.get(number, "")))
        if name not in parts:
            raise RefusedError("damaged")
        slide = Slide()
        read(archive, name, slide)
        yield " ".join(slide.title), slide.lines


class Order(Part):
    """The slides of a presentation by the ids of their places."""

    def __init__(self) -> None:
        super().__init__()
        self.slides: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sldId":
            self.slides.append(
                next((text for key, text in attributes.items() if key.endswith("relationships id")), "")
            )


class Places(Part):
    """In which part each thing that a presentation refers to is."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[value(attributes, "Id")] = value(attributes, "Target").lstrip("/").removeprefix("ppt/")


class Slide(Part):
    """The title and the lines of a slide."""

    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self.lines: list[str] = []
        self.kind = ""
        self.reads = False
        self.parts: list[str] | None = None
        self.cells: list[str] | None = None
        self.row: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"sp", "graphicFrame"}:
            self.kind = ""
        elif name == "ph":
            self.kind = value(attributes, "type")
        elif name == "tr":
            self.row = []
        elif name == "tc":
            self.cells = []
        elif name == "p":
            self.parts = []
        elif name == "t":
            self.reads = True
        elif name in {"br", "tab"} and self.parts is not None:
            self.parts.append("\n" if name == "br" else "\t")

    def end(self, name: str) -> None:
        if name == "t":
            self.reads = False
        elif name == "p" and self.parts is not None:
            self.place(one_line("".join(self.parts)))
            self.parts = None
        elif name == "tc" and self.cells is not None:
            if self.row is not None:
                self.row.append(" ".join(self.cells))
            self.cells = None
        elif name == "tr" and self.row is not None:
            self.place(" | ".join(filter(None, self.row)))
            self.row = None

    def data(self, text: str) -> None:
        if self.reads and self.parts is not None:
            self.parts.append(text)

    def place(self, text: str) -> None:
        """Put a paragraph or a row where it belongs."""
        if not text or self.kind in EVERY_SLIDE:
            return
        if self.cells is not None:
            self.cells.append(text)
            return
        self.lines.append(text)
        if self.kind in TITLES:
            self.title.append(text)
