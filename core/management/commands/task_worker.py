from __future__ import annotations

import logging
from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from core.parents import die_with


class Command(db_worker.Command):
    help = "Runs the tasks of one queue. `worker` starts it, and it ends when that process ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--parent", type=int, required=True, help="The process that starts this one.")

    def configure_logging(self, verbosity: int) -> None:
        """Leave levels to LOGGING, so that a task that fails is shown and one that runs is not."""
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # to be stopped is nothing to warn of

    def handle(self, *, parent: int, **options: Any) -> None:  # type: ignore[override]
        die_with(parent)
        super().handle(**options)
