"""The worker is killed while it reads a file: the text comes all the same, and nothing is left of the killed."""

from __future__ import annotations

import hashlib
import os
import signal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from files.enums import State
from files.models import Document
from files.services import add_document
from tests.files import made_files as made
from tests.running.installation import children, is_alive, wait_until

pytestmark = pytest.mark.slow

PAGES = 5000
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


def readers(worker):
    """The processes that read files now, with the task workers that wait for them."""
    return [
        (child, parent)
        for parent in children(worker.pid)
        for child in children(parent)
        if b"files.extraction.child" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def reader_of_the_document(worker, document):
    """The process that reads this document."""

    def found():
        return [pair for pair in readers(worker) if document.file.path in command_line(pair[0])]

    return wait_until("the document is being read", found, seconds=120)[0]


def command_line(pid):
    """How a process was started."""
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")


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
    child, _task_worker = reader_of_the_document(worker, document)
    os.kill(child, signal.SIGKILL)
    assert_read(document)
    worker.end()


def test_the_task_worker_is_killed(database, document):
    worker = database.start_worker()
    child, task_worker = reader_of_the_document(worker, document)
    os.kill(task_worker, signal.SIGKILL)
    wait_until("the reading process is gone too", lambda: not is_alive(child), seconds=5)
    assert_read(document)
    worker.end()


def test_the_whole_worker_is_killed_and_started_again(database, document):
    worker = database.start_worker()
    child, task_worker = reader_of_the_document(worker, document)
    worker.signal(signal.SIGKILL)
    wait_until("nothing of it is left", lambda: not is_alive(child) and not is_alive(task_worker), seconds=5)
    assert state_of(document) == State.WAITING
    assert not document.text_units.exists()
    again = database.start_worker()
    assert_read(document)
    again.end()
