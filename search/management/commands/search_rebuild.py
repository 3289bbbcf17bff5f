from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailable
from search.rebuilding import rebuild


class Command(BaseCommand):
    help = "Builds a new index beside the one that serves, catches up with what changed meanwhile, and switches."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = rebuild(lambda label, done: self.stdout.write(f"{label}: {done}"))
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The new index serves, with {size} entries.")
