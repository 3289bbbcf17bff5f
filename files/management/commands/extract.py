from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from files.enums import Reason, State
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
            self.stdout.write(describe(path, extract(path, limits())))
            self.stdout.flush()


def as_json(path: str, extraction: Extraction) -> str:
    """A line for a program."""
    pages = [{"number": unit.number, "source": unit.source, "text": unit.text} for unit in extraction.units]
    line = {
        "file": path,
        "state": extraction.state,
        "reason": reason_text(extraction),
        "pages": pages,
        "seconds": round(extraction.seconds, 3),
        "peak_mb": round(extraction.peak_mb, 1),
    }
    return json.dumps(line, ensure_ascii=False)


def as_row(path: str, extraction: Extraction) -> str:
    """A line for a person."""
    characters = sum(len(unit.text) for unit in extraction.units)
    numbers = f"{len(extraction.units):>6} {characters:>10} {extraction.seconds:>8.2f} {extraction.peak_mb:>5.0f}"
    reason = f"  ({reason_text(extraction)})" if extraction.reason else ""
    return f"{State(extraction.state).label:<36} {numbers}  {path}{reason}"


def reason_text(extraction: Extraction) -> str:
    """Why there is no text, in a sentence."""
    return str(Reason(extraction.reason).label) if extraction.reason else ""
