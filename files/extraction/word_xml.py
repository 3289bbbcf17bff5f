"""The XML parts of a DOCX: styles, notes and the blocks of the body (ISO/IEC 29500-1)."""

from __future__ import annotations

import re

from files.extraction.blocks import ARTICLE_LEVEL, TITLE_LEVEL, Block, block
from files.extraction.text import one_line
from files.extraction.xml_parts import Part, value

CONTENTS = -2  # a line of the table of contents: the headings stand again where they belong
HEADING_NAME = re.compile(r"heading ([1-9])")
# What stands in a document beside the text that Word shows: removed and moved text, and what older versions show.
SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


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
        elif (level := self.level(paragraph)) != CONTENTS:
            self.blocks.append(block(text, level))

    def level(self, paragraph: Paragraph) -> int | None:
        """The level of a heading: the paragraph's own, or its style's."""
        if paragraph.outline is not None and paragraph.outline < ARTICLE_LEVEL:
            return paragraph.outline
        return self.styles.level(paragraph.style)

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
