from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from files.enums import Reason, State
from files.extraction.interface import RefusedError, Unit
from files.extraction.pages import recognise, tesseract
from files.extraction.recognised import Recognised
from files.extraction.sandbox import Extraction, extract
from files.reading import limits


class Command(BaseCommand):
    help = "Reads the text of files as an upload would be read, without the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="Print a JSON object a line for each file, with text.")

    def handle(self, *, files: list[str], **options: Any) -> None:
        describe = as_json if options["json"] else as_row
        if not options["json"]:
            self.stdout.write(f"{'state':<36} {'parts':>6} {'characters':>10} {'seconds':>8} {'MB':>5}  file")
        for path in files:
            self.stdout.write(describe(path, whole(path)))
            self.stdout.flush()


@dataclass
class Read:
    """What came of a file, the pages that had to be recognised among it, and how sure that is, by page."""

    extraction: Extraction
    confidence: dict[int, float]


def whole(path: str) -> Read:
    """Read a file, and the pictures of its pages without text where Tesseract is installed."""
    extraction, confidence = extract(path, limits()), {}
    begun = time.monotonic()
    if extraction.unread and not tesseract():
        extraction.reason = extraction.reason and Reason.NO_OCR.value
    elif extraction.unread:
        recognised = {number: page for number in extraction.unread if (page := page_text(path, number))}
        confidence = {number: page.confidence for number, page in recognised.items()}
        units = [Unit(number, page.text, source="ocr") for number, page in recognised.items()]
        extraction.units = sorted([*extraction.units, *units])
        extraction.state, extraction.reason = ("ready", "") if extraction.units else ("empty", "no_text")
    extraction.seconds += time.monotonic() - begun
    return Read(extraction, confidence)


def page_text(path: str, number: int) -> Recognised | None:
    """What the picture of a page says; None for nothing."""
    try:
        found = recognise(path, number, limits())
    except RefusedError:
        return None
    return found if found.text else None


def as_json(path: str, read: Read) -> str:
    """A line for a program; recognised pages have a `confidence` in percent."""
    extraction = read.extraction
    pages: list[dict[str, Any]] = [
        {"number": unit.number, "source": unit.source, "text": unit.text} for unit in extraction.units
    ]
    pages = [
        page | {"confidence": read.confidence[page["number"]]} if page["source"] == "ocr" else page for page in pages
    ]
    line = {
        "file": path,
        "state": extraction.state,
        "reason": reason_text(extraction),
        "pages": pages,
        "seconds": round(extraction.seconds, 3),
        "peak_mb": round(extraction.peak_mb, 1),
    }
    return json.dumps(line, ensure_ascii=False)


def as_row(path: str, read: Read) -> str:
    """A line for a person."""
    extraction = read.extraction
    characters = sum(len(unit.text) for unit in extraction.units)
    numbers = f"{len(extraction.units):>6} {characters:>10} {extraction.seconds:>8.2f} {extraction.peak_mb:>5.0f}"
    reason = f"  ({reason_text(extraction)})" if extraction.reason else ""
    return f"{State(extraction.state).label:<36} {numbers}  {path}{reason}"


def reason_text(extraction: Extraction) -> str:
    """Why there is no text, in a sentence."""
    return str(Reason(extraction.reason).label) if extraction.reason else ""
