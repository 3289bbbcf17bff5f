"""The XML parts of OpenDocument files: the manifest, and the blocks and slides of the content."""

from __future__ import annotations

from files.extraction.blocks import TITLE_LEVEL, Block, block
from files.extraction.text import one_line
from files.extraction.xml_parts import Part, value

# What stands in a file beside the text that is shown: deletions, remarks, tables of contents, the speaker's notes.
SKIPPED = {"tracked-changes", "annotation", "table-of-content", "notes", "forms", "desc", "title", "note-citation"}
SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}
CELLS = {"table-cell", "covered-table-cell"}


class Manifest(Part):
    """The list of parts, which says whether they are encrypted."""

    is_encrypted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_encrypted = self.is_encrypted or name == "encryption-data"


class Paragraph:
    """A paragraph while it is read."""

    def __init__(self, level: int | None, *, is_note: bool) -> None:
        self.parts: list[str] = []
        self.boxes: list[str] = []  # the paragraphs of frames that hang on it
        self.level, self.is_note = level, is_note

    @property
    def text(self) -> str:
        """The lines of the paragraph, then those of its boxes."""
        lines = "".join(self.parts).split("\n") + self.boxes
        return "\n".join(filter(None, map(one_line, lines)))


class Content(Part):
    """The blocks of a text, or the slides of a presentation: a title and lines."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.slides: list[tuple[str, list[str]]] = []
        self.parents: dict[str, str] = {}
        self.skipped = 0
        self.notes = 0
        self.in_title = False
        self.title: list[str] = []
        self.lines: list[str] | None = None  # of the open slide
        self.paragraphs: list[Paragraph] = []
        self.cells: list[list[str]] = []  # of each open cell, its paragraphs
        self.rows: list[list[str]] = []  # of each open row, its cells

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipped or name in SKIPPED:
            self.skipped += 1
        elif name in {"p", "h"}:
            self.paragraphs.append(Paragraph(self.level(name, attributes), is_note=self.notes > 0))
        elif name in SIGNS and self.paragraphs:
            self.paragraphs[-1].parts.append(SIGNS[name])
        elif name == "note":
            self.notes += 1
        elif name == "table-row":
            self.rows.append([])
        elif name in CELLS:
            self.cells.append([])
        elif name == "page":
            self.lines, self.title = [], []
        elif name == "frame":
            self.in_title = value(attributes, "class") == "title"
        elif name == "style":
            self.parents[value(attributes, "name")] = value(attributes, "parent-style-name")

    def level(self, name: str, attributes: dict[str, str]) -> int | None:
        """The level of a heading; None for plain text."""
        if name == "h":
            text = value(attributes, "outline-level")
            return int(text) - 1 if text.isdecimal() else 0
        style = value(attributes, "style-name")
        return TITLE_LEVEL if "Title" in (style, self.parents.get(style)) else None

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif name in {"p", "h"} and self.paragraphs:
            self.place(self.paragraphs.pop())
        elif name == "note":
            self.notes -= 1
        elif name in CELLS and self.cells:
            self.end_cell(" ".join(self.cells.pop()))
        elif name == "table-row" and self.rows:
            self.end_row(" | ".join(filter(None, self.rows.pop())))
        elif name == "page" and self.lines is not None:
            self.slides.append((" ".join(self.title), self.lines))
            self.lines = None

    def data(self, text: str) -> None:
        if self.paragraphs and not self.skipped:
            self.paragraphs[-1].parts.append(text)

    def place(self, paragraph: Paragraph) -> None:
        """Put a paragraph where it belongs: into the one around it, its cell, its slide, or among the blocks."""
        text = paragraph.text
        if not text:
            return
        if self.paragraphs and paragraph.is_note:
            self.paragraphs[-1].parts.append(f" [{one_line(text)}]")
        elif self.paragraphs:
            self.paragraphs[-1].boxes.append(text)
        elif self.cells:
            self.cells[-1].append(one_line(text))
        elif self.lines is not None:
            self.lines.append(text)
            if self.in_title:
                self.title.append(one_line(text))
        else:
            self.blocks.append(block(text, paragraph.level))

    def end_cell(self, text: str) -> None:
        """Add a cell to its row."""
        if self.rows:
            self.rows[-1].append(text)

    def end_row(self, text: str) -> None:
        """Add a row to the cell that its table stands in, to its slide, or to the blocks."""
        if self.cells:
            self.cells[-1].append(text)
        elif text and self.lines is not None:
            self.lines.append(text)
        elif text:
            self.blocks.append(Block(text))
