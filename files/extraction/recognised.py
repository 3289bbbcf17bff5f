"""What Tesseract reads on a page: its text, its words with their places, and how sure it is of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from files.extraction.interface import WHOLE, Place
from files.extraction.text import cleaned, joined
from serbian.look_alikes import only_script, repair_in_script, repair_word

WORD = "5"  # the level of a word among the rows of a TSV, which has rows for pages, blocks, paragraphs and lines too
PAGE = "1"


class Recognised(NamedTuple):
    """A page: its text, the mean confidence by letters in percent, and its words in order."""

    text: str
    confidence: float
    words: list[Place]


def read_tsv(content: bytes) -> Recognised:
    """Return what a TSV of Tesseract says; columns as in its manual page (tesseract 5.3)."""
    rows = list(csv.DictReader(io.StringIO(content.decode(errors="replace")), delimiter="\t", quoting=csv.QUOTE_NONE))
    sizes = [(int(row["width"]), int(row["height"])) for row in rows if row["level"] == PAGE]
    found = [row for row in rows if row["level"] == WORD and (row["text"] or "").strip()]
    if not found or not sizes:
        return Recognised("", 0.0, [])
    texts = list(lines(found))
    written = [word for line in texts for word in line]
    words = [place(row, word, *sizes[0]) for row, word in zip(found, written, strict=True)]
    letters = sum(len(word.text) for word in words)
    confidence = sum(len(word.text) * word.confidence for word in words) / letters
    return Recognised(cleaned(joined("\n".join(map(" ".join, texts)))), round(confidence, 1), words)


def place(row: dict[str, str], word: str, width: int, height: int) -> Place:
    """A word with its place."""
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    return Place(
        word,
        left * WHOLE // width,
        top * WHOLE // height,
        right * WHOLE // width,
        bottom * WHOLE // height,
        round(max(0.0, float(row["conf"])), 1),
    )


def lines(found: Sequence[dict[str, str]]) -> Iterator[list[str]]:
    """The words of each line, an empty one between paragraphs; letters are those of the script that the line is in."""
    of_page = only_script(" ".join(row["text"] for row in found))
    before = None
    for (block, paragraph, _line), rows in groupby(found, key=itemgetter("block_num", "par_num", "line_num")):
        if before not in {None, (block, paragraph)}:
            yield []
        before = (block, paragraph)
        words = [repair_word(row["text"].strip()) for row in rows]
        script = only_script(" ".join(words)) or of_page
        yield [repair_in_script(word, script) for word in words]
