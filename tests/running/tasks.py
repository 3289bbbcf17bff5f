"""Tasks that tests give to a real worker."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks import task

BATCH = 200


@task()
def leave_mark(path: str) -> None:
    """Write a file that says which process ran this."""
    Path(path).write_text(str(os.getpid()), encoding="utf-8")


@task(queue_name="slow")
def leave_mark_slowly(path: str) -> None:
    """The same in the other queue."""
    Path(path).write_text(str(os.getpid()), encoding="utf-8")


@task()
def hold(folder: str) -> int:
    """Stay in the first attempt until killed; end the second at once. Each leaves a file with its process."""
    attempt = len(list(Path(folder).iterdir())) + 1
    Path(folder, str(attempt)).write_text(str(os.getpid()), encoding="utf-8")
    if attempt == 1:
        time.sleep(300)
    return attempt


@task()
def fail(message: str) -> None:
    """Fail."""
    raise ValueError(message)


@task(queue_name="slow")
def write_rows(seconds: float, name: str, pause: float = 0) -> int:
    """Write rows in batches for so many seconds, with pauses of so many between, and return how many were written."""
    end = time.monotonic() + seconds
    written = 0
    while time.monotonic() < end:
        expires = timezone.now() + timedelta(days=1)
        rows = [Session(f"{name}-{written + number}", "", expires) for number in range(BATCH)]
        with transaction.atomic():
            Session.objects.bulk_create(rows)
        written += BATCH
        time.sleep(pause)
    return written
