from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import engines
from search.engines.base import EngineUnavailable
from search.evaluation import SetUnreadable, evaluate


class Command(BaseCommand):
    help = (
        "Measures how well the search finds. DIR holds documents.jsonl and queries.jsonl, as search/evaluation.py "
        "describes them. They go into an index of their own, which is thrown away; the queries take the way of all "
        "queries."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--engine", choices=["embedded", "elasticsearch"], help="The one that SEARCH_URL chooses, unless told."
        )
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, folder: Path, engine: str | None, **options: Any) -> None:
        try:
            with engines.throw_away(engine) as empty:
                found = evaluate(folder, empty)
        except (SetUnreadable, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, numbers in {"overall": found["overall"], **found["classes"]}.items():
            self.stdout.write(f"{name:20}" + "  ".join(f"{key} {value}" for key, value in numbers.items()))
