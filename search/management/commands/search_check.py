from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailable
from search.outbox import drain_all
from search.rebuilding import check


class Command(BaseCommand):
    help = "Compares what should be indexed with what is, and repairs the differences."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            drain_all()
            found = check()
            drain_all()
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        for name, number in vars(found).items():
            self.stdout.write(f"{name}: {number}")
        self.stdout.write("No differences." if not found.total else f"Repaired: {found.total}")
