"""RTF by article (Rich Text Format 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from files.extraction.blocks import lines, units
from files.extraction.interface import Extractor, RefusedError, Unit

LARGEST = 50 << 20  # bytes; pictures stand in an RTF as text
BINARY = re.compile(rb"(?<!\\)(?:\\\\)*(?P<bytes>\\bin(?P<number>\d{1,10}) ?)")  # so many bytes of any kind follow
PICTURE = re.compile(rb"[\da-fA-F\r\n]{200,}")
LINK = re.compile(rb"(?i)\\fldinst(?=\{)")
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
AFTER_THE_END = b"\r\n\t\x00\x1a "


class RtfExtractor(Extractor):
    """One unit an article; a text without articles is one."""

    def extract(self, path: str) -> Iterator[Unit]:
        file = Path(path)
        if file.stat().st_size > LARGEST:
            raise RefusedError("unpacked")
        content = without_binaries(file.read_bytes())
        if not content.rstrip(AFTER_THE_END).endswith(b"}"):
            raise RefusedError("damaged")
        text = rtf_to_text(prepared(content), encoding="cp1250", errors="replace")
        yield from units(lines(text.replace("|\n", "\n").replace("|", " | ")))


def without_binaries(content: bytes) -> bytes:
    """The file without the bytes that are not written as text, braces among them."""
    parts, place = [], 0
    while match := BINARY.search(content, place):
        parts.append(content[place : match.start("bytes")])
        place = match.end() + int(match["number"])
    return b"".join([*parts, content[place:]])


def prepared(content: bytes) -> str:
    """The file as striprtf reads it well.

    Pictures are left out, which it would go through sign by sign. A line end between its two signs keeps it from
    looking for a link, in which it goes back and forth for hours. Letters beyond ASCII are written as RTF wants it.
    """
    content = LINK.sub(rb"\\fldinst\n", PICTURE.sub(b"\n", content))
    return BEYOND_ASCII.sub(lambda sign: b"\\'%02x" % sign[0][0], content).decode("ascii")
