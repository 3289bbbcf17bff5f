"""Paragraphs, rows and headings of a text, and the units that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from files.extraction.interface import Unit
from files.extraction.text import cleaned, one_line

TITLE_LEVEL = -1
ARTICLE_LEVEL = 9  # below all headings that office programs have
# The last two as fonts of the 1990s have them, which are repaired later.
ARTICLE = re.compile(r"(?:Član|Члан|ČLAN|ЧЛАН|\^lan|\^LAN)\s+\d{1,4}\s?[a-zа-џčćžšđ]?\s?\.?")
ARTICLE_LINE = re.compile(rf"^[ \t]*{ARTICLE.pattern}[ \t]*$", re.MULTILINE)
HEADING = 255  # characters of a heading that are kept as a label


class Block(NamedTuple):
    """A paragraph or a row of a table; `level` is that of a heading (the title's is -1), None for other text."""

    text: str
    level: int | None = None


def block(text: str, level: int | None = None) -> Block:
    """A paragraph; one that is the number of an article is a heading, whatever it is called."""
    return Block(text, ARTICLE_LEVEL if level is None and ARTICLE.fullmatch(text) else level)


def lines(text: str) -> Iterator[Block]:
    """The lines of a text without marks of headings."""
    return (block(line) for line in map(one_line, text.split("\n")) if line)


def articles(text: str) -> Iterator[Unit]:
    """Cut a text at the lines that are numbers of articles, and leave it as it is otherwise."""
    text = cleaned(text)
    starts = [0, *(match.start() for match in ARTICLE_LINE.finditer(text)), len(text)]
    parts = [part for start, end in pairwise(starts) if (part := text[start:end].strip())]
    for number, part in enumerate(parts, 1):
        first = part.partition("\n")[0].strip()
        is_article = ARTICLE.fullmatch(first)
        yield Unit(number, part, first if is_article else "", "heading" if is_article else "text")


def units(found: Iterable[Block]) -> Iterator[Unit]:
    """Cut the blocks at the headings; headings that nothing stands between make one unit."""
    number = 1
    headings: list[Block] = []
    body: list[str] = []
    for each in found:
        if each.level is None:
            body.append(each.text)
            continue
        if body or (headings and each.level <= (headings[-1].level or 0)):
            yield unit(number, headings, body)
            number += 1
            headings, body = [], []
        headings.append(each)
    if headings or body:
        yield unit(number, headings, body)


def unit(number: int, headings: list[Block], body: list[str]) -> Unit:
    """A unit: its headings as its label, and in its text too."""
    text = cleaned("\n".join([*(heading.text for heading in headings), *body]))
    label = one_line(" · ".join(heading.text for heading in headings))
    return Unit(number, text, label[:HEADING], "heading" if headings else "text")
