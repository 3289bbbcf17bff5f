"""RTF by article (Rich Text Format 1.9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from files.extraction.blocks import lines, units
from files.extraction.interface import Extractor, RefusedError, Unit

LARGEST = 50 << 20  # bytes; pictures stand in an RTF as text


class RtfExtractor(Extractor):
    """One unit an article; a text without articles is one."""

    def extract(self, path: str) -> Iterator[Unit]:
        file = Path(path)
        if file.stat().st_size > LARGEST:
            raise RefusedError("unpacked")
        text = rtf_to_text(file.read_bytes().decode("latin-1"), encoding="cp1250", errors="replace")
        yield from units(lines(text.replace("|\n", "\n").replace("|", " | ")))
