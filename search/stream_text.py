"""The text of a StreamField, block by block, each with the place where it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from search.registry import PassageText

TAG = re.compile(r"<[^>]*>")
BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|tr)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)


def plain_text(html: str) -> str:
    """The words of rich text: tags are gone, and blocks do not run into each other."""
    return unescape(TAG.sub("", BLOCK_END.sub("\n", html))).strip()


def stream_passages(stream: StreamValue, url: str) -> tuple[PassageText, ...]:
    """A passage a block that has words; it opens at the block (`core` templates give each block its id)."""
    found = []
    for block in stream:
        text = "\n".join(words(block.value)).strip()
        if text:
            found.append(PassageText(text=text, address=f"{url}#b-{block.id}" if block.id else url))
    return tuple(found)


def words(value: Any) -> Iterator[str]:
    """The texts inside a block's value, whatever its kind: rich text, plain text, lists, structures, tables."""
    if isinstance(value, RichText):
        yield plain_text(value.source)
    elif isinstance(value, str):
        yield value
    elif hasattr(value, "rows") and hasattr(value, "columns"):
        for row in value.rows:
            yield " ".join(text for cell in row for text in words(getattr(cell, "value", cell)))
    elif isinstance(value, dict):
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from words(getattr(part, "value", part))
