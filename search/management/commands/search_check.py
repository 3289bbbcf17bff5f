from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.outbox import drain_all
from search.rebuilding import check


class Command(BaseCommand):
    help = "Compares what should be indexed with what is, and repairs the differences."

    def handle(self, *args: Any, **options: Any) -> None:
        drain_all()
        found = check()
        drain_all()
        for name, number in vars(found).items():
            self.stdout.write(f"{name}: {number}")
        self.stdout.write("No differences." if not found.total else f"Repaired: {found.total}")
