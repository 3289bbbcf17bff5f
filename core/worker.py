"""The worker: it keeps a process for each queue and each loop alive, and runs the jobs that are due."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from core.models import WorkerHeartbeat
from core.registry import loops
from core.services import run_due_jobs
from core.tasks import put_back_tasks

logger = logging.getLogger(__name__)

QUEUES = ("default", "slow")
BEATS = 9  # heartbeats in the time after which a worker counts as silent
STOP_SECONDS = 10


class Child:
    """A process of the worker, started again when it ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.worker_id = ""
        self.process: subprocess.Popen[bytes] | None = None

    def command(self) -> list[str]:
        """What follows `manage.py`."""
        raise NotImplementedError

    def watch(self) -> None:
        """See that the process lives; when it does not, start another."""
        if self.process and self.process.poll() is None:
            self.alive()
            return
        if self.process:
            logger.warning("Process %s ended with code %s", self.worker_id, self.process.returncode)
            self.gone()
        self.start()

    def start(self) -> None:
        """Start the process under a name that no earlier one had, in a session of its own: Ctrl-C is not for it."""
        self.worker_id = f"{self.name}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.alive()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *self.command()]
        self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603

    def alive(self) -> None:
        """The process lives."""

    def gone(self) -> None:
        """The process has ended by itself."""

    def end(self) -> None:
        """Ask the process to end as soon as its work is done."""
        if self.process:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end until a moment of the monotonic clock, then kill."""
        if self.process:
            try:
                self.process.wait(timeout=max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class TaskWorker(Child):
    """One `task_worker` process on a queue."""

    def command(self) -> list[str]:
        """The worker of one queue."""
        options = ["--queue-name", self.name, "--worker-id", self.worker_id, "--no-reload", "--interval", "0.5"]
        return ["task_worker", "--parent", str(os.getpid()), *options]

    def alive(self) -> None:
        """Write the heartbeat."""
        WorkerHeartbeat.objects.update_or_create(worker_id=self.worker_id, defaults={"seen_at": timezone.now()})

    def gone(self) -> None:
        """Put back at once what the process was running."""
        self.forget()
        put_back_tasks()

    def forget(self) -> None:
        """Take the heartbeat away: what this worker was running may be put back."""
        WorkerHeartbeat.objects.filter(worker_id=self.worker_id).delete()

    def wait(self, until: float) -> None:
        """Wait for the end; the next worker puts back what was not done."""
        super().wait(until)
        if self.process:
            self.forget()


class LoopWorker(Child):
    """A process for one loop of `core.registry.loops`."""

    def command(self) -> list[str]:
        """The loop."""
        return ["worker_loop", self.name, "--parent", str(os.getpid())]


class Supervisor:
    """Keeps the processes alive and runs due jobs until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = False
        self.workers: list[Child] = [*map(TaskWorker, QUEUES), *map(LoopWorker, loops.steps)]
        self.jobs: threading.Thread | None = None

    def run(self) -> None:
        """Run until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        try:
            while not self.stopping:
                for worker in self.workers:
                    self.guarded(worker.watch)
                self.start_jobs()
                self.sleep(settings.WORKER_SILENT_SECONDS / BEATS)
        finally:
            self.end_workers()

    def stop(self, *_: object) -> None:
        """Leave the loop soon."""
        self.stopping = True

    def start_jobs(self) -> None:
        """Run the due jobs beside the heartbeats, which must not wait for a long job; one round at a time."""
        if self.jobs is None or not self.jobs.is_alive():
            self.jobs = threading.Thread(target=self.run_jobs, daemon=True)
            self.jobs.start()

    def run_jobs(self) -> None:
        """Run the due jobs in a thread, and close its connections."""
        try:
            self.guarded(run_due_jobs)
        finally:
            connections.close_all()

    def end_workers(self) -> None:
        """End all processes, in ten seconds together."""
        until = time.monotonic() + STOP_SECONDS
        for worker in self.workers:
            worker.end()
        for worker in self.workers:
            self.guarded(partial(worker.wait, until))

    def guarded(self, step: Callable[[], object]) -> None:
        """Take a step; a database that is away for a while must not end the worker."""
        try:
            close_old_connections()
            step()
        except Exception:
            logger.exception("The worker goes on after an error")

    def sleep(self, seconds: float) -> None:
        """Sleep, but wake within half a second of a signal."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            time.sleep(min(0.5, seconds))
