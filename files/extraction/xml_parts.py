"""XML parts of an archive, read as a stream.

A part with a document type is refused: no office program writes one, and entities are how small files grow large.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from files.extraction.interface import RefusedError

PIECE = 1 << 16


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


def read(archive: zipfile.ZipFile, name: str, part: Part) -> None:
    """Read a part that need not be there."""
    if name in archive.namelist():
        with archive.open(name) as file:
            for _ in part.feed(file):
                pass
