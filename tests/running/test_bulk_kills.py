"""The worker is killed again and again while it makes acts of a ZIP: each row becomes an act, and none twice."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from files.models import Document
from library.bulk import services
from library.enums import BulkState
from library.models import ActPage, BulkUpload
from tests.running.installation import children, wait_until
from tests.zips import acts, zipped

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

EDITOR = "urednik@demo.example"
ROWS, KILLS = 45, 3


@pytest.fixture
def database(queue):
    """The test's own models work on the database of the worker."""
    with queue.database():
        yield queue


def slow_process(worker):
    """The process that works on the slow queue, once there is one."""

    def found():
        return [
            pid
            for pid in children(worker.pid)
            if b"task_worker\0--parent" in (line := command_line(pid)) and b"\0slow\0" in line
        ]

    return wait_until("a process works on the slow queue", found)[0]


def command_line(pid):
    """How a process was started; nothing when it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_rows_become_acts_once_whatever_is_killed(database):
    by = User.objects.get(email=EDITOR)
    files, rows = acts(ROWS)
    before = ActPage.objects.count(), Document.objects.count()
    upload = services.upload_zip(file=ContentFile(zipped(files, *rows)), file_name="akti.zip", by=by)
    worker = database.start_worker()
    waiting = BulkUpload.objects.filter(pk=upload.pk)
    wait_until("it has been looked at", lambda: waiting.filter(state=BulkState.READY).exists())
    services.confirm(upload_id=upload.pk, checks=1, skip_errors=False, publish=True, by=by)
    for number in sorted(random.sample(range(1, ROWS - 5), KILLS)):
        wait_until(f"{number} are made", lambda number=number: upload.rows.filter(state="made").count() >= number)
        os.kill(slow_process(worker), signal.SIGKILL)
    wait_until("all are done", lambda: waiting.filter(state=BulkState.DONE).exists(), seconds=240)
    worker.end()
    assert set(upload.rows.values_list("state", flat=True)) == {"made"}
    titles = [row[1] for row in rows]
    assert sorted(ActPage.objects.filter(title__in=titles).values_list("title", flat=True)) == sorted(titles)
    assert (ActPage.objects.count(), Document.objects.count()) == (before[0] + ROWS, before[1] + ROWS)
