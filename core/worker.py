"""The worker: a process that keeps one task worker a queue alive and runs the jobs that are due."""

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

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from core.models import WorkerHeartbeat
from core.services import run_due_jobs
from core.tasks import put_back_tasks

logger = logging.getLogger(__name__)

QUEUES = ("default", "slow")
BEATS = 9  # heartbeats in the time after which a worker counts as silent
STOP_SECONDS = 10


class TaskWorker:
    """One `task_worker` process on a queue, started again when it ends."""

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self.worker_id = ""
        self.process: subprocess.Popen[bytes] | None = None

    def watch(self) -> None:
        """Write a heartbeat while the process lives; when it does not, put its task back and start another."""
        if self.process and self.process.poll() is None:
            self.beat()
            return
        if self.process:
            logger.warning("Task worker %s ended with code %s", self.worker_id, self.process.returncode)
            self.forget()
            put_back_tasks()
        self.start()

    def start(self) -> None:
        """Start the process under a name that no earlier one had, in a session of its own: Ctrl-C is not for it."""
        self.worker_id = f"{self.queue}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.beat()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "task_worker", "--parent", str(os.getpid())]
        options = ["--queue-name", self.queue, "--worker-id", self.worker_id, "--no-reload", "--interval", "0.5"]
        self.process = subprocess.Popen([*command, *options], start_new_session=True)  # noqa: S603

    def beat(self) -> None:
        """Say that this worker is alive."""
        WorkerHeartbeat.objects.update_or_create(worker_id=self.worker_id, defaults={"seen_at": timezone.now()})

    def forget(self) -> None:
        """Say that this worker is gone: what it was running may be put back at once."""
        WorkerHeartbeat.objects.filter(worker_id=self.worker_id).delete()

    def end(self) -> None:
        """Ask the process to end as soon as its task is done."""
        if self.process:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end until a moment of the monotonic clock, then kill; the next worker puts its task back."""
        if self.process:
            try:
                self.process.wait(timeout=max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.forget()


class Supervisor:
    """Keeps the task workers alive and runs due jobs until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = False
        self.workers = [TaskWorker(queue) for queue in QUEUES]
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
            self.guarded(lambda worker=worker: worker.wait(until))

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
