"""The worker: a process that keeps one task worker a queue alive and runs the jobs that are due."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from core.models import WorkerHeartbeat
from core.services import run_due_jobs

logger = logging.getLogger(__name__)

QUEUES = ("default", "slow")
PR_SET_PDEATHSIG = 1  # Linux, <sys/prctl.h>
HEARTBEAT_SECONDS = 10
JOBS_SECONDS = 60


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed; elsewhere an orphan ends its task and is put back."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class TaskWorker:
    """One `db_worker` process on a queue, started again when it ends."""

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self.start()

    def start(self) -> None:
        """Start the process under a name that no earlier one had."""
        self.worker_id = f"{self.queue}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker"]
        options = ["--queue-name", self.queue, "--worker-id", self.worker_id, "--no-reload", "--interval", "0.5"]
        self.beat()
        self.process = subprocess.Popen([*command, *options], preexec_fn=die_with_parent)  # noqa: PLW1509, S603

    def watch(self) -> None:
        """Write a heartbeat while the process lives, and start another when it does not."""
        if self.process.poll() is None:
            self.beat()
        else:
            logger.warning("Worker %s ended with code %s", self.worker_id, self.process.returncode)
            self.start()

    def beat(self) -> None:
        """Say that this worker is alive."""
        WorkerHeartbeat.objects.update_or_create(worker_id=self.worker_id, defaults={"seen_at": timezone.now()})

    def stop(self) -> None:
        """End the process: it may finish its task within ten seconds."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        WorkerHeartbeat.objects.filter(worker_id=self.worker_id).delete()


class Supervisor:
    """Keeps the task workers alive and runs due jobs until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = False
        self.next_jobs = 0.0

    def run(self) -> None:
        """Run until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        workers = [TaskWorker(queue) for queue in QUEUES]
        try:
            while not self.stopping:
                for worker in workers:
                    self.guarded(worker.watch)
                self.run_jobs_each_minute()
                self.sleep(HEARTBEAT_SECONDS)
        finally:
            for worker in workers:
                worker.stop()

    def stop(self, *_: object) -> None:
        """Leave the loop soon."""
        self.stopping = True

    def run_jobs_each_minute(self) -> None:
        """Run the due jobs when a minute has passed."""
        if time.monotonic() >= self.next_jobs:
            self.next_jobs = time.monotonic() + JOBS_SECONDS
            self.guarded(run_due_jobs)

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
            time.sleep(0.5)
