from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from serbian.inflections import Inflected, Score, analysed, measure, missed, wrong_merges

DECIMALS = 4


class Command(BaseCommand):
    help = "Measures on words with their forms how many of them meet in a lemma, and how many wrong ones do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help='a line a word: {"lemma": "odluka", "forms": ["odluka", "odluci"]}'
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument(
            "--faults", action="store_true", help="list the forms that do not meet and the wrong merges"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        words = read(options["file"])
        score = rounded(measure(words))
        if options["json"]:
            self.stdout.write(json.dumps(score))
            return
        for name, value in score.items():
            self.stdout.write(f"{name}: {value}")
        if options["faults"]:
            self.list_faults(words)

    def list_faults(self, words: list[Inflected]) -> None:
        found = [analysed(word) for word in words]
        for lemma, one, other in missed(found):
            self.stdout.write(f"{lemma}: {one} and {other} do not meet")
        for first, second in wrong_merges(found):
            shared = ", ".join(sorted(first.all_lemmas & second.all_lemmas))
            self.stdout.write(f"{first.word.lemma} and {second.word.lemma} meet in {shared}")


def read(path: Path) -> list[Inflected]:
    """Read a file of words, JSON a line. Raises ``CommandError`` naming the line that is not one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    return [read_line(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def read_line(line: str, place: str) -> Inflected:
    """Read one line; ``place`` is said in the ``CommandError`` if it is not a word with its forms."""
    try:
        row = json.loads(line)
        lemma, forms = row["lemma"], row["forms"]
    except (ValueError, TypeError, KeyError) as error:
        raise CommandError(f'{place}: no object with "lemma" and "forms"') from error
    if not (isinstance(lemma, str) and isinstance(forms, list) and all(isinstance(form, str) for form in forms)):
        raise CommandError(f'{place}: "lemma" must be a text and "forms" a list of texts')
    return Inflected(lemma, tuple(forms))


def rounded(score: Score) -> dict[str, float]:
    """Return the score with shares to four decimals."""
    return {name: round(value, DECIMALS) for name, value in asdict(score).items()}
