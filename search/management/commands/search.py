from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from search.services import EngineUnavailable, Results, search


class Command(BaseCommand):
    help = "Searches as a person. Without --as it searches as nobody, and finds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("--as", dest="email", help="The e-mail of the person who searches.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, text: str, email: str | None, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first() if email else AnonymousUser()
        if user is None:
            raise CommandError(f"There is no account with the e-mail {email}.")
        try:
            results = search(text, user=user)
        except EngineUnavailable as error:
            raise CommandError(f"The search engine is not available: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(results), ensure_ascii=False))
            return
        self.stdout.write(f"{results.total}")
        for hit in results.hits:
            self.stdout.write(f"{hit.entry.kind:18} {hit.entry.title}  {hit.entry.url}")
            for passage in hit.passages:
                self.stdout.write(f"{'':18} {passage.label or '–'}: {' '.join(passage.text.split())[:100]}")


def as_json(results: Results) -> dict[str, Any]:
    """The results as plain values."""
    return {
        "total": results.total,
        "hits": [
            {
                "url": hit.entry.url,
                "title": hit.entry.title,
                "kind": hit.entry.kind,
                "passages": [
                    {"text": passage.text, "address": passage.address, "page": passage.page}
                    for passage in hit.passages
                ],
            }
            for hit in results.hits
        ],
        "facets": {name: dict(values) for name, values in results.counts.items()},
    }
