"""Measures reading and publishing on SQLite while the worker writes: python -m benchmarks.concurrency [SECONDS]

It makes the demo in a folder of its own and runs the product on it as `bin/run` does: 8 members read with half a
second between pages, 2 editors open, change, save and publish news without a pause. First alone; then while a task
writes 200 rows every 50 ms, more than extraction ever will; then while it writes without a pause, the worst there can
be. The target: 95 % of saves under one second while it writes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from news.models import NewsIndexPage
from tests.running import tasks
from tests.running.installation import Installation, wait_until
from tests.running.load import Load

if TYPE_CHECKING:
    from django_tasks import TaskResult

TARGET = 1.0  # seconds
KINDS = {"page": "pages read", "form": "forms opened", "save": "saves"}
WRITERS = {"while the worker writes": 0.05, "while the worker writes without a pause": 0.0}  # seconds of pause
FAULTS = ("database is locked", "Traceback")


def main(seconds: float = 30) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="mreza-benchmark-") as folder:
        installation = Installation(Path(folder))
        try:
            measure(installation, seconds)
        finally:
            installation.end()


def measure(installation: Installation, seconds: float) -> None:
    """Run the load without and with the writer, and print what it gave."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the start, {seconds:.0f} s a round")
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        arguments = [sys.executable, "manage.py", *command]
        subprocess.run(arguments, env=installation.environment, check=True, stdout=subprocess.DEVNULL)
    installation.start_web()
    installation.start_worker()
    with installation.database():
        index = NewsIndexPage.objects.get().pk
        Load(installation, 5, index, "Proba").run()  # every process has been used once
        alone = measured(installation, seconds, index, "alone")
        for name, pause in WRITERS.items():
            rows = Session.objects.count()
            writing = tasks.write_rows.enqueue(seconds + 5, f"upis-{pause}", pause)
            beside = measured(installation, seconds, index, name)
            wait_until("the writer has ended", lambda task=writing: row(task).finished_at)
            compare(alone, beside, (Session.objects.count() - rows) / (seconds + 5))
    logs = "".join(running.said for running in installation.processes)
    print(f"\nin the logs: { ({fault: logs.count(fault) for fault in FAULTS}) }")


def measured(installation: Installation, seconds: float, index: int, name: str) -> Load:
    """Run the load once, and print its figures."""
    load = Load(installation, seconds, index, name)
    load.run()
    refused = [answer.status for answer in load.answers if answer.status not in {200, 302}]
    print(f"\n{name}: {len(load.answers)} answers, refused: {refused or 0}, people who gave up: {load.errors or 0}")
    for kind, words in KINDS.items():
        times = load.seconds_of(kind)
        figures = f"median {middle(times):6.3f} s   p95 {p95(times):6.3f} s   max {times[-1]:6.3f} s"
        print(f"  {words:13} {len(times):5}   {figures}")
    return load


def compare(alone: Load, beside: Load, rate: float) -> None:
    """Print the ratios of two rounds, and whether the target is met."""
    print(f"  {rate:.0f} rows a second were written; times with the writer to times without it:")
    for kind, words in KINDS.items():
        first, second = alone.seconds_of(kind), beside.seconds_of(kind)
        ratios = (middle(second) / middle(first), p95(second) / p95(first))
        print(f"  {words:13}         median {ratios[0]:6.2f}     p95 {ratios[1]:6.2f}")
    met = p95(beside.seconds_of("save")) < TARGET
    print(f"  95 % of saves under {TARGET:.0f} s: {'yes' if met else 'NO'}")


def row(task: TaskResult) -> DBTaskResult:
    """The row of a task."""
    return DBTaskResult.objects.get(pk=task.id)


def middle(times: list[float]) -> float:
    """The median."""
    return quantiles(times, n=2)[0]


def p95(times: list[float]) -> float:
    """The time that 95 % do not exceed."""
    return quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
