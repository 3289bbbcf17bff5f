"""Titles of documents, from the names of their files."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

TITLE: Final = 255  # characters


def title_of(name: str | None) -> str:
    """The title of a document, from the name of its file."""
    stem = " ".join(PurePath(name or "").stem.replace("_", " ").split())
    return (stem or name or "?")[:TITLE]
