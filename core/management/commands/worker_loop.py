from __future__ import annotations

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from core.parents import die_with
from core.registry import loops

logger = logging.getLogger(__name__)

REST_SECONDS = 0.5
PAUSE_SECONDS = 10  # after an error: what is missing may come back


class Command(BaseCommand):
    help = "Runs one loop of the product. `worker` starts it, and it ends when that process ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--parent", type=int, required=True, help="The process that starts this one.")

    def handle(self, *args: Any, name: str, parent: int, **options: Any) -> None:
        if name not in loops.steps:
            raise CommandError(f"There is no loop {name}.")
        die_with(parent)
        self.stopping = False
        signal.signal(signal.SIGTERM, self.stop)
        while not self.stopping:
            time.sleep(self.step(name))

    def stop(self, *_: object) -> None:
        """End after this step."""
        self.stopping = True

    def step(self, name: str) -> float:
        """Take one step, and return how long to rest after it, in seconds."""
        try:
            close_old_connections()
            return 0 if loops.steps[name]() else REST_SECONDS
        except Exception:
            logger.exception("The loop %s goes on after an error", name)
            return PAUSE_SECONDS
