"""Text files and HTML: the whole text as one unit, whatever their encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from files.extraction.interface import Extractor, RefusedError, Unit
from files.extraction.text import cleaned

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
    letters = [letter for letter in latin if letter > "\x7f" and letter.isalpha()]
    if sum(letter in SERBIAN_LATIN for letter in letters) >= MOSTLY * len(letters):
        return latin
    return content.decode("cp1251", errors="replace")


class VisibleText(HTMLParser):
    """Collects what a browser would show of an HTML file, a line for each block and a row of a table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self.hidden.append(tag)
        self.parts.append(self.between(tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.between(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag) :]
        self.parts.append(self.between(tag))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(BLANKS.sub(" ", data))

    @staticmethod
    def between(tag: str) -> str:
        """What separates the text before a tag from that after it."""
        if tag in FLOWING:
            return ""
        return " " if tag in CELLS else "\n"

    @property
    def text(self) -> str:
        """All lines, without blanks around them."""
        return "\n".join(filter(None, (" ".join(line.split()) for line in "".join(self.parts).split("\n"))))


def visible_text(markup: str) -> str:
    """Return the text of an HTML file as it is read, without scripts and styles."""
    parser = VisibleText()
    for start in range(0, len(markup), PIECE):
        parser.feed(markup[start : start + PIECE])
    parser.close()
    return parser.text


class PlainExtractor(Extractor):
    """One unit: the whole text."""

    def extract(self, path: str) -> Iterator[Unit]:
        file = Path(path)
        if file.stat().st_size > 4 * self.limits.characters:
            raise RefusedError("characters")
        text = decoded(file.read_bytes())
        if file.suffix.lower() in {".html", ".htm"}:
            text = visible_text(text)
        if text := cleaned(text):
            yield Unit(1, text)


class ImageExtractor(Extractor):
    """No unit: what an image says is not known without character recognition."""

    without_text = "no_text_layer"

    def extract(self, path: str) -> Iterator[Unit]:
        return iter(())
