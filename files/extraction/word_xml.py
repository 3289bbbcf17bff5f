"""The XML parts of a DOCX, read as a stream: styles, notes and the blocks of the body (ISO/IEC 29500-1).

A part with a document type is refused: Office writes none, and entities are how small files grow large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple
from xml.parsers import expat

from files.extraction.interface import RefusedError
from files.extraction.text import one_line

PIECE = 1 << 16
TITLE_LEVEL = -1
ARTICLE_LEVEL = 9  # below all headings that Word has
CONTENTS = -2  # a line of the table of contents: the headings stand again where they belong
ARTICLE = re.compile(r"(?:Član|Члан|ČLAN|ЧЛАН)\s+\d{1,4}\s?[a-zа-џčćžšđ]?\s?\.?")
HEADING_NAME = re.compile(r"heading ([1-9])")
# What stands in a document beside the text that Word shows: removed and moved text, and what older versions show.
SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Block(NamedTuple):
    """A paragraph or a row of a table; `level` is that of a heading (the title's is -1), None for other text."""

    text: str
    level: int | None = None


class Part:
    """A reader of one part: subclasses say what to do at the start and the end of an element by its local name."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = lambda name, attributes: self.start(local(name), attributes)
        self.parser.EndElementHandler = lambda name: self.end(local(name))
        self.parser.CharacterDataHandler = self.data

    def feed(self, file: IO[bytes]) -> Iterator[None]:
        """Read the part piece by piece, and stop after each. Raises `ExpatError`."""
        while piece := file.read(PIECE):
            self.parser.Parse(piece, False)  # noqa: FBT003
            yield
        self.parser.Parse(b"", True)  # noqa: FBT003
        yield

    def refuse(self, *_: object) -> None:
        """Refuse a document type."""
        raise RefusedError("damaged")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Characters between tags."""


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition(" ")[2]


def value(attributes: dict[str, str], wanted: str = "val") -> str:
    """The value of an attribute by its local name, or nothing."""
    return next((text for name, text in attributes.items() if local(name) == wanted), "")


class Styles(Part):
    """The styles that make a paragraph a heading, a title, or a line of the table of contents."""

    def __init__(self) -> None:
        super().__init__()
        self.based_on: dict[str, str] = {}
        self.own: dict[str, int] = {}
        self.style = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            self.style = value(attributes, "styleId")
        elif self.style and name == "name":
            self.read_name(value(attributes).lower())
        elif self.style and name == "basedOn":
            self.based_on[self.style] = value(attributes)
        elif self.style and name == "outlineLvl":
            self.own.setdefault(self.style, outline_level(attributes))

    def end(self, name: str) -> None:
        if name == "style":
            self.style = ""

    def read_name(self, name: str) -> None:
        """Take up a style by its name, which stands in English whatever the language of Word."""
        if match := HEADING_NAME.fullmatch(name):
            self.own[self.style] = int(match[1]) - 1
        elif name == "title":
            self.own[self.style] = TITLE_LEVEL
        elif name.startswith("toc "):
            self.own[self.style] = CONTENTS

    def level(self, style: str) -> int | None:
        """The level of a style or of the first one that it is based on; None for plain text."""
        seen = set()
        while style and style not in seen:
            if style in self.own:
                found = self.own[style]
                return None if found >= ARTICLE_LEVEL else found
            seen.add(style)
            style = self.based_on.get(style, "")
        return None


def outline_level(attributes: dict[str, str]) -> int:
    """The outline level of a style or paragraph: 0 to 8, and 9 for body text."""
    text = value(attributes)
    return int(text) if text.isdecimal() else ARTICLE_LEVEL


class Paragraph:
    """A paragraph while it is read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.boxes: list[str] = []  # the paragraphs of text boxes that hang on it
        self.style = ""
        self.outline: int | None = None

    @property
    def text(self) -> str:
        """The lines of the paragraph, then those of its boxes."""
        lines = "".join(self.parts).split("\n") + self.boxes
        return "\n".join(filter(None, map(one_line, lines)))


class Body(Part):
    """The blocks of the body, or the texts of notes: whatever has paragraphs."""

    def __init__(self, styles: Styles | None = None, notes: dict[str, str] | None = None) -> None:
        super().__init__()
        self.styles = styles or Styles()
        self.notes = notes or {}
        self.blocks: list[Block] = []
        self.skipped = 0
        self.reads = False
        self.paragraphs: list[Paragraph] = []
        self.cells: list[list[str]] = []  # of each open cell, its paragraphs
        self.rows: list[list[str]] = []  # of each open row, its cells

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped or name in SKIPPED:
            self.skipped += 1
        elif name == "p":
            self.paragraphs.append(Paragraph())
        elif name == "tr":
            self.rows.append([])
        elif name == "tc":
            self.cells.append([])
        elif self.paragraphs:
            self.inside(self.paragraphs[-1], name, attributes)

    def inside(self, paragraph: Paragraph, name: str, attributes: dict[str, str]) -> None:
        """Something begins in a paragraph."""
        if name == "t":
            self.reads = True
        elif name in SIGNS:
            paragraph.parts.append(SIGNS[name])
        elif name == "pStyle":
            paragraph.style = value(attributes)
        elif name == "outlineLvl":
            paragraph.outline = outline_level(attributes)
        elif name in {"footnoteReference", "endnoteReference"}:
            note = self.notes.get(name[: -len("Reference")] + value(attributes, "id"))
            paragraph.parts.append(f" [{note}]" if note else "")

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif name == "t":
            self.reads = False
        elif name == "p" and self.paragraphs:
            self.place(self.paragraphs.pop())
        elif name == "tc" and self.cells:
            self.end_cell(" ".join(self.cells.pop()))
        elif name == "tr" and self.rows:
            self.end_row(" | ".join(filter(None, self.rows.pop())))

    def data(self, text: str) -> None:
        if self.reads and not self.skipped and self.paragraphs:
            self.paragraphs[-1].parts.append(text)

    def place(self, paragraph: Paragraph) -> None:
        """Put a paragraph where it belongs: to the one that its box hangs on, into its cell, or among the blocks."""
        text = paragraph.text
        if not text:
            return
        if self.paragraphs:
            self.paragraphs[-1].boxes.append(text)
        elif self.cells:
            self.cells[-1].append(one_line(text))
        elif (level := self.level(paragraph, text)) != CONTENTS:
            self.blocks.append(Block(text, level))

    def level(self, paragraph: Paragraph, text: str) -> int | None:
        """The level of a heading: the paragraph's own, its style's, or that of the number of an article."""
        if paragraph.outline is not None and paragraph.outline < ARTICLE_LEVEL:
            return paragraph.outline
        level = self.styles.level(paragraph.style)
        return ARTICLE_LEVEL if level is None and ARTICLE.fullmatch(text) else level

    def end_cell(self, text: str) -> None:
        """Add a cell to its row."""
        if self.rows:
            self.rows[-1].append(text)

    def end_row(self, text: str) -> None:
        """Add a row to the cell that its table stands in, or to the blocks."""
        if self.cells:
            self.cells[-1].append(text)
        elif text:
            self.blocks.append(Block(text))


class Notes(Body):
    """The texts of footnotes or endnotes by kind and number: `footnote2`."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"footnote", "endnote"}:
            self.key = name + value(attributes, "id")
        super().start(name, attributes)

    def end(self, name: str) -> None:
        super().end(name)
        if name in {"footnote", "endnote"}:
            self.texts[self.key] = " ".join(block.text for block in self.blocks)
            self.blocks.clear()
