"""The worker is killed while it reads a file: the text comes all the same, and nothing is left of the killed."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Job
from files.enums import State
from files.models import Document
from files.services import add_document
from tests.files import made_files as made
from tests.running.installation import children, is_alive, wait_until

pytestmark = pytest.mark.slow

PAGES = 2500
CONTENT = made.numbered(PAGES)


@pytest.fixture
def database(queue):
    """The test's own models work on the database of the worker."""
    with queue.database():
        yield queue


@pytest.fixture
def document(database):
    """A document that takes seconds to read."""
    document = add_document(title="Zbirka", file=ContentFile(CONTENT, name="zbirka.pdf"))
    yield document
    document.delete()


def reader_of(worker, document):
    """The process that reads the document, and the task worker that waits for it."""

    def found():
        pairs = [(child, parent) for parent in children(worker.pid) for child in children(parent)]
        return [pair for pair in pairs if document.file.path in command_line(pair[0])]

    return wait_until("the document is being read", found, seconds=120)[0]


def command_line(pid):
    """How a process was started; nothing when it has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def assert_read(document):
    """The document comes to its text as a whole, and its file is what it was."""
    wait_until("it has been read", lambda: state_of(document) != State.WAITING, seconds=240)
    assert state_of(document) == State.READY
    assert list(document.text_units.values_list("number", flat=True)) == list(range(1, PAGES + 1))
    assert document.text_units.get(number=PAGES).text.startswith(f"Strana {PAGES}\n")
    assert hashlib.sha256(Path(document.file.path).read_bytes()).hexdigest() == document.sha256


def state_of(document):
    """The state of a document now."""
    return Document.objects.get(pk=document.pk).state


def test_the_reading_process_is_killed(database, document):
    worker = database.start_worker()
    child, _task_worker = reader_of(worker, document)
    os.kill(child, signal.SIGKILL)
    assert_read(document)
    worker.end()


def test_the_task_worker_is_killed(database, document):
    worker = database.start_worker()
    child, task_worker = reader_of(worker, document)
    os.kill(task_worker, signal.SIGKILL)
    wait_until("the reading process is gone too", lambda: not is_alive(child), seconds=5)
    assert_read(document)
    worker.end()


def test_the_whole_worker_is_killed_and_started_again(database, document):
    worker = database.start_worker()
    child, task_worker = reader_of(worker, document)
    worker.signal(signal.SIGKILL)
    wait_until("nothing of it is left", lambda: not is_alive(child) and not is_alive(task_worker), seconds=5)
    assert state_of(document) == State.WAITING
    assert not document.text_units.exists()
    time.sleep(4)  # then the dead are silent (3 seconds here)
    Job.objects.update(due_at=timezone.now())
    again = database.start_worker()
    assert_read(document)
    again.end()
