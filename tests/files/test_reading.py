"""From an upload to stored text: the queue, the one transaction, and everything that may happen meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection

from core.registry import jobs
from core.tasks import ATTEMPTS
from files import reading, services
from files.enums import Origin, Reason, State
from files.extraction.interface import Unit
from files.extraction.sandbox import Extraction, extract
from files.models import Document, TextUnit
from files.signals import text_changed
from files.tasks import extract_document
from search.registry import PassageText
from tests import factories
from tests.files import made_files as made

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}


@pytest.fixture
def changed() -> Iterator[list[tuple[int, int, bool]]]:
    """What `text_changed` has said: the document, how many units it had then, and whether a transaction was open."""
    said: list[tuple[int, int, bool]] = []

    def note(document: Document, **kwargs: Any) -> None:
        said.append((document.pk, document.text_units.count(), connection.in_atomic_block))

    text_changed.connect(note)
    yield said
    text_changed.disconnect(note)


@pytest.fixture
def pdf(db: None) -> Document:
    """A document of three pages that waits."""
    return factories.document(name="uredba.pdf", content=made.numbered(3))


def read(document: Document) -> Document:
    """Run the task of a document, and return its row."""
    extract_document.call(document.pk)
    return Document.objects.get(pk=document.pk)


def texts(document: Document) -> list[str]:
    """The first line of each unit."""
    return [unit.text.split("\n")[0] for unit in document.text_units.all()]


# --- From upload to text -----------------------------------------------------------------------------------------


def test_an_upload_waits_and_is_queued_and_then_read(client, editor, slow_queue):
    client.force_login(editor)
    file = SimpleUploadedFile("uredba.pdf", made.numbered(3))
    fields = {"title": "Uredba", "collection": Collection.get_first_root_node().pk, "file": file}
    client.post("/admin/documents/add/", fields)
    document = Document.objects.get()
    assert document.state == State.WAITING
    assert [task.kwargs for task in slow_queue] == [{"document_id": document.pk}]
    document = read(document)
    assert (document.state, document.reason, document.page_count) == (State.READY, "", 3)
    assert texts(document) == ["Strana 1", "Strana 2", "Strana 3"]
    assert {unit.source for unit in document.text_units.all()} == {Origin.TEXT}


def test_word_files_have_headings_and_no_pages(db):
    document = read(factories.document(name="odluka.docx", content=made.docx()))
    assert (document.state, document.page_count) == (State.READY, None)
    assert list(document.text_units.values_list("number", "heading", "source")) == [
        (1, "Uvod", Origin.HEADING),
        (2, "Rokovi", Origin.HEADING),
    ]


def test_a_file_without_text_keeps_its_reason_and_its_pages(db, changed):
    document = read(factories.document(name="sken.pdf", content=made.scan()))
    assert (document.state, document.reason, document.page_count) == (State.NEEDS_OCR, Reason.NO_TEXT_LAYER, 1)
    assert changed == [(document.pk, 0, True)]


def test_a_file_that_is_gone_ends_in_a_state(pdf):
    Path(pdf.file.path).unlink()
    document = read(pdf)
    assert (document.state, document.reason) == (State.CORRUPT, Reason.MISSING)


def test_the_original_stays_as_it_was(db):
    content = made.locked("lektura")
    document = read(factories.document(name="zakljucano.pdf", content=content))
    assert Path(document.file.path).read_bytes() == content


def test_text_is_announced_once_it_is_there(pdf, changed):
    read(pdf)
    assert changed == [(pdf.pk, 3, True)]


def test_a_task_that_runs_twice_does_no_harm(pdf, changed):
    read(pdf)
    units = list(pdf.text_units.values_list("pk", flat=True))
    read(pdf)
    assert list(pdf.text_units.values_list("pk", flat=True)) == units
    assert len(changed) == 1


@pytest.mark.django_db(transaction=True)
def test_no_file_is_read_inside_a_transaction(monkeypatch):
    document = factories.document(name="uredba.pdf", content=made.numbered(450))
    open_transactions = []

    def watched(*arguments: Any) -> Extraction:
        open_transactions.append(connection.in_atomic_block)
        return extract(*arguments)

    monkeypatch.setattr(reading, "extract", watched)
    assert read(document).text_units.count() == 450
    assert open_transactions == [False]


def test_rows_are_written_in_batches(pdf, django_assert_max_num_queries):
    Document.objects.filter(pk=pdf.pk).update(file="", sha256="")
    extraction = Extraction(units=[made_unit(number) for number in range(1, 602)])
    with django_assert_max_num_queries(20):
        assert reading.store(Document.objects.get(pk=pdf.pk), extraction)
    assert pdf.text_units.count() == 601


def made_unit(number: int) -> Unit:
    """A unit as an extractor makes it."""
    return Unit(number, f"Strana {number}")


# --- What may happen while a file is read ------------------------------------------------------------------------


def replace(document: Document, content: bytes) -> None:
    """Give a document another file, as Wagtail's form does."""
    current = Document.objects.get(pk=document.pk)
    current.file = ContentFile(content, name="nova.pdf")
    current._set_document_file_metadata()
    current.save()


def reading_while(monkeypatch: pytest.MonkeyPatch, step: Callable[[], object]) -> None:
    """Have something happen after a file has been read and before its text is stored."""

    def interrupted(*arguments: Any) -> Extraction:
        extraction = extract(*arguments)
        step()
        return extraction

    monkeypatch.setattr(reading, "extract", interrupted)


def test_the_text_of_a_file_that_was_replaced_meanwhile_is_dropped(pdf, monkeypatch, changed):
    reading_while(monkeypatch, lambda: replace(pdf, made.pdf(["Novo"])))
    assert read(pdf).state == State.WAITING
    assert not pdf.text_units.exists()
    assert not changed
    monkeypatch.undo()
    assert texts(read(pdf)) == ["Novo"]


def test_the_text_of_a_document_that_was_deleted_meanwhile_is_dropped(pdf, monkeypatch):
    reading_while(monkeypatch, lambda: Document.objects.all().delete())
    extract_document.call(pdf.pk)
    assert not TextUnit.objects.exists()


def test_two_tasks_at_once_write_once(pdf, monkeypatch, changed):
    reading_while(monkeypatch, lambda: reading.store(pdf, extract(pdf.file.path)))
    assert read(pdf).text_units.count() == 3
    assert len(changed) == 1


def test_the_old_text_goes_with_the_old_file_and_the_new_one_is_queued(pdf, changed, slow_queue):
    read(pdf)
    slow_queue.clear()
    replace(pdf, made.pdf(["Novo"]))
    document = Document.objects.get(pk=pdf.pk)
    assert (document.state, document.page_count, document.text_units.count()) == (State.WAITING, None, 0)
    assert [count for _pk, count, _open in changed] == [3, 0]
    assert len(slow_queue) == 1


def test_the_form_gives_a_document_another_file_and_keeps_the_old_one_until_that_is_committed(client, editor, pdf):
    client.force_login(editor)
    old = Path(pdf.file.path)
    fields = {"title": "Uredba", "collection": Collection.get_first_root_node().pk}
    fields["file"] = SimpleUploadedFile("nova.pdf", made.pdf(["Novo"]))
    client.post(f"/admin/documents/edit/{pdf.pk}/", fields)
    assert old.exists()
    document = read(pdf)
    assert Path(document.file.path) != old
    assert texts(document) == ["Novo"]
    services.remove_orphan_files(older_than=timedelta(seconds=-5))
    assert not old.exists()
    assert Path(document.file.path).exists()


def test_a_change_of_the_title_alone_reads_nothing_again(pdf, slow_queue):
    read(pdf)
    slow_queue.clear()
    document = Document.objects.get(pk=pdf.pk)
    document.title = "Uredba o rokovima"
    document.save()
    assert not slow_queue
    assert Document.objects.get(pk=pdf.pk).state == State.READY


# --- Nothing is lost ---------------------------------------------------------------------------------------------


@pytest.fixture
def database_queue(db: None, settings: Any) -> None:
    """The queue of the product."""
    settings.TASKS = QUEUE


def queued() -> list[int]:
    """The documents of the queued tasks."""
    return [
        task.args_kwargs["kwargs"]["document_id"]
        for task in DBTaskResult.objects.order_by("enqueued_at")
        if task.task_path == "files.tasks.extract_document"
    ]


@pytest.mark.usefixtures("database_queue")
def test_a_document_and_its_task_come_together_or_not_at_all():
    with transaction.atomic():
        document = factories.document()
        assert queued() == [document.pk]
        transaction.set_rollback(True)
    assert not queued()
    assert not Document.objects.exists()
    document = factories.document()
    assert queued() == [document.pk]


def test_a_document_that_was_saved_without_a_task_is_queued_by_the_job(db, settings):
    document = factories.document()
    settings.TASKS = QUEUE
    assert jobs.specs["extract_waiting"].run() == 1
    assert queued() == [document.pk]
    assert jobs.specs["extract_waiting"].run() == 0


@pytest.mark.usefixtures("database_queue")
@pytest.mark.parametrize(
    ("status", "attempts", "again"),
    [
        (TaskResultStatus.READY, 0, False),
        (TaskResultStatus.RUNNING, 1, False),
        (TaskResultStatus.FAILED, ATTEMPTS - 1, False),
        (TaskResultStatus.SUCCESSFUL, 1, True),
    ],
)
def test_the_job_leaves_documents_alone_whose_task_will_run(status, attempts, again):
    document = factories.document()
    DBTaskResult.objects.update(status=status, worker_ids=["w"] * attempts)
    assert services.queue_waiting() == int(again)
    assert queued() == [document.pk] * (1 + again)
    document.refresh_from_db()
    assert document.state == State.WAITING


@pytest.mark.usefixtures("database_queue")
def test_a_document_whose_task_failed_for_good_ends_in_a_state_and_can_be_tried_again():
    document = factories.document()
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, worker_ids=["w"] * ATTEMPTS)
    assert services.queue_waiting() == 0
    document.refresh_from_db()
    assert (document.state, document.reason) == (State.CORRUPT, Reason.GAVE_UP)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=1))
    assert services.retry_extraction(document=document)
    assert services.queue_waiting() == 0
    assert read(document).state == State.READY


# --- Passages for search -----------------------------------------------------------------------------------------


def test_passages_open_at_their_page_and_say_which(pdf, django_assert_num_queries):
    word = read(factories.document(name="odluka.docx", content=made.docx()))
    plain = read(factories.document(name="uredba.txt", content="Рок".encode()))
    waiting = factories.document()
    read(pdf)
    with django_assert_num_queries(1):
        found = services.passages([pdf, word, plain, waiting])
    assert set(found) == {pdf.pk, word.pk, plain.pk}
    assert [(passage.page, passage.label) for passage in found[pdf.pk]] == [
        (1, "str. 1"),
        (2, "str. 2"),
        (3, "str. 3"),
    ]
    assert found[word.pk][1] == PassageText(
        text="Rokovi\nRok je petnaest dana.", address=f"/dokumenti/{word.pk}/tekst/2/", label="Rokovi"
    )
    assert found[plain.pk] == [PassageText(text="Рок", address=f"/dokumenti/{plain.pk}/tekst/1/")]


def test_labels_do_not_depend_on_who_asks(pdf):
    read(pdf)
    with override("en"):
        assert services.passages([pdf])[pdf.pk][0].label == "str. 1"


def test_a_file_that_waits_again_has_no_passages(pdf):
    read(pdf)
    Document.objects.filter(pk=pdf.pk).update(state=State.WAITING)
    assert services.passages([pdf]) == {}
