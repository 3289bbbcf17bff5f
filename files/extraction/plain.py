"""Text files by article and HTML by heading, whatever their encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from files.extraction.blocks import Block, articles, block, units
from files.extraction.interface import Extractor, RefusedError, Unit

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
SERBIAN_LATIN = frozenset("čćžšđČĆŽŠĐ")
MOSTLY = 0.8
HIDDEN = {"script", "style", "template", "noscript", "svg", "iframe", "object", "select", "textarea"}
FLOWING = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd"}
FLOWING |= {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr"}
CELLS = {"td", "th"}
CELL = "\x1f"  # between the cells of a row
HEADINGS = {f"h{number}": number - 1 for number in range(1, 7)}
BLANKS = re.compile("[ \t\r\n\f]+")
PIECE = 1 << 16


def decoded(content: bytes) -> str:
    """Return the text of bytes in UTF-8, in UTF-16 or UTF-32 with a mark, else in windows-1250 or windows-1251.

    The code page is the one whose letters the bytes are: nearly all letters beyond ASCII in a Latin text are the five
    with diacritics, which are only some of those of a Cyrillic one.
    """
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        latin = content.decode("cp1250", errors="replace")
    counts = {letter: latin.count(letter) for letter in set(latin) if letter > "\x7f" and letter.isalpha()}
    if sum(counts.get(letter, 0) for letter in SERBIAN_LATIN) >= MOSTLY * sum(counts.values()):
        return latin
    return content.decode("cp1251", errors="replace")


class VisibleText(HTMLParser):
    """Collects what a browser would show of an HTML file, a line for each block and a row of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int | None, list[str]]] = [(None, [])]  # the level of a heading, and pieces of text
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN and tag not in self.hidden:  # its end, as HTML is written, is that of the outermost
            self.hidden.append(tag)
        self.separate(tag, HEADINGS.get(tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.separate(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        self.separate(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1][1].append(BLANKS.sub(" ", data))

    def separate(self, tag: str, level: int | None = None) -> None:
        """Keep the text before a tag from that after it."""
        if tag in CELLS:
            self.lines[-1][1].append(CELL)
        elif tag not in FLOWING:
            self.lines.append((level, []))

    def blocks(self) -> Iterator[Block]:
        """All lines that have text."""
        for level, parts in self.lines:
            cells = filter(None, (" ".join(cell.split()) for cell in "".join(parts).split(CELL)))
            if line := " | ".join(cells):
                yield block(line, level)


def visible_blocks(markup: str) -> Iterator[Block]:
    """The text of an HTML file as it is read, without scripts and styles."""
    parser = VisibleText()
    for start in range(0, len(markup), PIECE):
        parser.feed(markup[start : start + PIECE])
    parser.close()
    return parser.blocks()


class PlainExtractor(Extractor):
    """One unit a heading of HTML, an article of a text; where there are none, the whole text."""

    def extract(self, path: str) -> Iterator[Unit]:
        file = Path(path)
        if file.stat().st_size > 4 * self.limits.characters:
            raise RefusedError("characters")
        text = decoded(file.read_bytes())
        return units(visible_blocks(text)) if file.suffix.lower() in {".html", ".htm"} else articles(text)


class PictureExtractor(Extractor):
    """No unit: what a picture says is not known until its pages are read by `pages.recognise`."""

    without_text = "no_text_layer"
    has_pictures = True

    def extract(self, path: str) -> Iterator[Unit]:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = None  # only its head is read here
        with Image.open(path) as picture:
            self.page_count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if self.page_count > self.limits.pages:
            raise RefusedError("pages")
        return iter(())
