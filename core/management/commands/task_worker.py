from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django_tasks_db.management.commands import db_worker

PR_SET_PDEATHSIG = 1  # Linux, <sys/prctl.h>


class Command(db_worker.Command):
    help = "Runs the tasks of one queue. `worker` starts it, and it ends when that process ends."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--parent", type=int, required=True, help="The process that starts this one.")

    def configure_logging(self, verbosity: int) -> None:
        """Leave levels to LOGGING, so that a task that fails is shown and one that runs is not."""
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # to be stopped is nothing to warn of

    def handle(self, *, parent: int, **options: Any) -> None:
        die_with(parent)
        super().handle(**options)


def die_with(parent: int) -> None:
    """Ask Linux to kill this process when its parent is gone.

    Nobody would write its heartbeat then, and a second worker would start the task that it still runs. On other
    systems it goes on, and its task may run twice.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise CommandError("The process that started this task worker has ended.")
