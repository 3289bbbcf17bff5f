from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.services import run_due_jobs
from core.worker import Supervisor


class Command(BaseCommand):
    help = "Runs the task queues (default, slow) and the jobs that are due, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs-once", action="store_true", help="Run the due jobs once and end.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["jobs_once"]:
            self.stdout.write("\n".join(run_due_jobs()))
        else:
            Supervisor().run()
