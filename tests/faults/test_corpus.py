"""Every file of the corpus ends as it should: read in peace, and with whoever reads it killed at a random step.

The seed of the kills stands in the message of a failure; FAULTS_SEED=... repeats them.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.tasks import put_back_tasks
from files import reading, services
from files.enums import State
from files.extraction import sandbox
from files.extraction.interface import STATE_OF_REASON, Limits
from files.extraction.sandbox import ATTEMPTS, PATIENCE, Extraction, extract
from files.models import Document, TextUnit
from files.signals import text_changed
from files.tasks import extract_document
from tests import factories
from tests.faults.corpus import CORPUS, content_of
from tests.faults.office import SECRET
from tests.running.installation import QUEUE

SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(1 << 32))
LONGEST = 3.0  # seconds that a kill is waited for
NOT_OF_A_FILE = {"missing", "gave_up", "no_ocr"}


class DeathError(BaseException):
    """The worker dies."""


def chance_of(name: str) -> random.Random:
    """Random numbers for a file, the same for the same seed."""
    return random.Random(f"{SEED} {name}")  # noqa: S311


@cache
def undisturbed(name: str) -> tuple[Extraction, str, int]:
    """What comes of a file; its checksum after that, and how many files there are then beside it."""
    with tempfile.TemporaryDirectory(prefix="mreza-faults-") as folder:
        path = Path(folder, name)
        path.write_bytes(content_of(name))
        found = extract(path, CORPUS[name].limits)
        return found, hashlib.sha256(path.read_bytes()).hexdigest(), len(list(path.parent.iterdir())) - 1


# --- Read in peace -----------------------------------------------------------------------------------------------


def test_the_corpus_has_a_file_for_every_reason():
    assert len(CORPUS) >= 45
    assert all(fault.why.endswith((".", "?")) for fault in CORPUS.values())
    ends = {undisturbed(name)[0].reason for name in CORPUS}
    assert ends == {"", *STATE_OF_REASON} - NOT_OF_A_FILE


@pytest.mark.parametrize("name", CORPUS)
def test_a_file_ends_as_it_should_and_stays_as_it_was(name):
    fault = CORPUS[name]
    found, checksum, others = undisturbed(name)
    assert fault.allows(found.reason), found.reason
    assert found.state == (STATE_OF_REASON[found.reason] if found.reason else State.READY)
    assert bool(found.units) == (found.state == State.READY)
    assert checksum == hashlib.sha256(content_of(name)).hexdigest()
    assert others == 0
    assert found.peak_mb <= fault.limits.memory_mb
    assert found.seconds <= (PATIENCE + 1) * fault.limits.seconds


@pytest.mark.parametrize("name", CORPUS)
def test_what_is_read_is_text_and_of_no_other_file(name):
    units = undisturbed(name)[0].units
    text = "\n".join(unit.heading + "\n" + unit.text for unit in units)
    text.encode("utf-8")
    assert not {sign for sign in text if sign < " " and sign not in "\n\t"}
    assert SECRET not in text
    assert not units or CORPUS[name].words in text


def test_every_one_of_five_thousand_pages_is_read():
    found = undisturbed("5000-pages.pdf")[0]
    assert (found.page_count, len(found.units)) == (5000, 5000)
    assert found.units[-1].text.startswith("Strana 5000\n")


# --- Killed ------------------------------------------------------------------------------------------------------


@pytest.fixture
def document_of(db: None, settings: Any) -> Any:
    """A function of a name that returns a document of that file, whose task is in the queue of the product."""

    def add(name: str) -> Document:
        settings.TASKS = QUEUE
        limits = CORPUS[name].limits
        settings.EXTRACTION_MEMORY_MB, settings.EXTRACTION_SECONDS = limits.memory_mb, limits.seconds
        settings.EXTRACTION_PAGES, settings.EXTRACTION_CHARACTERS = limits.pages, limits.characters
        return factories.document(name=name, content=content_of(name))

    return add


def kill_children(monkeypatch: pytest.MonkeyPatch, chance: random.Random, name: str) -> list[float]:
    """Kill the reading process, and perhaps those that are started after it, each some time after its start.

    Returns the list of those times in seconds, which grows with each kill.
    """
    start = sandbox.start
    delays: list[float] = []
    kills, longest = chance.randint(1, ATTEMPTS), min(undisturbed(name)[0].seconds, LONGEST)

    def started(path: str, limits: Limits) -> Any:
        process, output = start(path, limits)
        if len(delays) < kills:
            delays.append(chance.uniform(0, longest))
            Timer(delays[-1], kill, [os.pidfd_open(process.pid)]).start()
        return process, output

    monkeypatch.setattr(sandbox, "start", started)
    return delays


def kill(process: int) -> None:
    """Kill a process, unless it has ended by itself; the handle is no number that another could have by now."""
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(process, signal.SIGKILL)
    os.close(process)


@pytest.mark.sqlite
@pytest.mark.parametrize("name", CORPUS)
def test_a_file_whose_reading_process_is_killed_ends_all_the_same(name, document_of, monkeypatch):
    document = document_of(name)
    delays = kill_children(monkeypatch, chance_of(name), name)
    extract_document.call(document.pk)
    said = f"FAULTS_SEED={SEED}, killed after {delays}"
    document.refresh_from_db()
    assert document.state != State.WAITING, said
    if len(delays) == ATTEMPTS and document.reason == "memory":  # no attempt is left
        assert not document.text_units.exists(), said
    else:
        assert_whole(document, name, said)
    assert_unchanged(document, name)


@pytest.mark.parametrize("name", CORPUS)
def test_a_file_whose_worker_dies_is_read_by_the_next(name, document_of, monkeypatch):
    step = chance_of(name).choice([die_before_storing, die_among_units, die_before_the_end])
    said = f"FAULTS_SEED={SEED}, {step.__name__}"
    document = document_of(name)
    reads = DBTaskResult.objects.filter(task_path=extract_document.module_path)
    reads.update(status=TaskResultStatus.RUNNING, worker_ids=["w"])
    with monkeypatch.context() as patch:
        step(patch, undisturbed(name)[0])
        with pytest.raises(DeathError):
            extract_document.call(document.pk)
    document.refresh_from_db()
    assert (document.state, document.reason, document.text_units.count()) == (State.WAITING, "", 0), said
    assert put_back_tasks() == 1, said
    assert services.queue_waiting() == 0, said  # it has its task again
    monkeypatch.setattr(reading, "extract", lambda *_: undisturbed(name)[0])
    extract_document.call(document.pk)
    document.refresh_from_db()
    assert document.state != State.WAITING, said
    assert_whole(document, name, said)
    assert_unchanged(document, name)


def die_before_storing(patch: pytest.MonkeyPatch, found: Extraction) -> None:
    """When the file has been read."""

    def died(*_: Any) -> Extraction:
        raise DeathError

    patch.setattr(reading, "extract", died)


def die_among_units(patch: pytest.MonkeyPatch, found: Extraction) -> None:
    """When a part of the units is stored."""
    create = TextUnit.objects.bulk_create

    def died(units: list[TextUnit], **options: Any) -> None:
        create(units[: len(units) // 2 + 1], **options)
        raise DeathError

    patch.setattr(reading, "extract", lambda *_: found)
    patch.setattr(TextUnit.objects, "bulk_create", died)


def die_before_the_end(patch: pytest.MonkeyPatch, found: Extraction) -> None:
    """When all is stored and nothing is committed."""

    def died(**_: Any) -> None:
        raise DeathError

    patch.setattr(reading, "extract", lambda *_: found)
    patch.setattr(text_changed, "send", died)


def assert_whole(document: Document, name: str, said: str) -> None:
    """The document has ended as its file has to, with all the text of it or none."""
    found = undisturbed(name)[0]
    assert CORPUS[name].allows(document.reason), said
    assert document.state == (STATE_OF_REASON[document.reason] if document.reason else State.READY), said
    if document.reason == found.reason:  # where one of several may come
        assert list(document.text_units.values_list("number", "text")) == [
            (unit.number, unit.text) for unit in found.units
        ], said


def assert_unchanged(document: Document, name: str) -> None:
    """The stored file is what was sent."""
    assert Path(document.file.path).read_bytes() == content_of(name)
    assert document.sha256 == hashlib.sha256(content_of(name)).hexdigest()
