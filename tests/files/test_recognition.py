"""Text in pictures: scans of known texts, mixed files, what is kept, and what an editor mends."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.tasks import ATTEMPTS
from files import recognition, services
from files.enums import Origin, Reason, State
from files.extraction import pages
from files.extraction.interface import Limits, RefusedError
from files.extraction.recognised import read_tsv
from files.models import Document, Recognition, TextUnit
from files.tasks import extract_document, recognise_document
from serbian.script import to_cyrillic
from tests import factories
from tests.files import made_files as made
from tests.files import scans
from tests.reading import queries

TEXTS = Path(settings.BASE_DIR) / "home" / "demo" / "texts"
ALLOWED = 0.01  # character error rate
LINES = 24
SHORT = ["Odluka o žalbi", "Član 5. Šef službe rešava u roku od petnaest dana."]
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}


def lines_of(name: str) -> list[str]:
    """The first lines of one of the demo's texts in Latin."""
    return scans.wrapped((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))[:LINES]


def done(document: Document) -> Document:
    """A document whose tasks have all been run."""
    extract_document.call(document.pk)
    while Document.objects.get(pk=document.pk).pages_to_recognise:
        recognise_document.call(document.pk)
    return Document.objects.get(pk=document.pk)


def scan_of(*lines: str, name: str = "sken.pdf") -> Document:
    """A document that is a scan of a page."""
    return factories.document(name=name, content=scans.pdf_of([scans.picture(lines)]))


# --- What is read --------------------------------------------------------------------------------------------------


@pytest.mark.tesseract
@pytest.mark.parametrize("script", ["sr-latn", "sr"])
@pytest.mark.parametrize("name", ["model-odluke-o-komunalnom-redu", "misljenje-o-rokovima-cuvanja"])
def test_a_scan_of_known_text_is_read_in_both_scripts(tmp_path, name, script):
    lines = lines_of(name)
    written = lines if script == "sr-latn" else [to_cyrillic(line) for line in lines]
    file = tmp_path / "sken.pdf"
    file.write_bytes(scans.pdf_of([scans.picture(written)]))
    found = pages.recognise(file, 1)
    rate = scans.error_rate(found.text, "\n".join(written))
    assert rate <= ALLOWED
    assert found.confidence > 80


@pytest.mark.tesseract
def test_a_page_that_lies_upside_down_is_read(tmp_path):
    file = tmp_path / "sken.pdf"
    lines = lines_of("model-kodeksa")
    file.write_bytes(scans.pdf_of([scans.picture(lines, turned=180)]))
    assert scans.error_rate(pages.recognise(file, 1).text, "\n".join(lines)) <= ALLOWED


@pytest.mark.tesseract
@pytest.mark.parametrize("extension", ["png", "jpg", "tif"])
def test_a_picture_is_read_with_the_places_of_its_words(tmp_path, extension):
    page = scans.picture(SHORT)
    content = io.BytesIO()
    page.save(content, {"png": "PNG", "jpg": "JPEG", "tif": "TIFF"}[extension])
    (tmp_path / f"sken.{extension}").write_bytes(content.getvalue())
    found = pages.recognise(tmp_path / f"sken.{extension}", 1)
    assert found.text.split() == " ".join(SHORT).split()
    first = found.words[0]
    assert first.text == "Odluka"
    assert (first.left, first.top) == pytest.approx((10_000 * 150 / 1654, 10_000 * 155 / 2339), abs=90)


@pytest.mark.tesseract
def test_each_page_of_a_tiff_is_a_page(tmp_path):
    file = tmp_path / "sken.tif"
    file.write_bytes(scans.tiff([scans.picture(["Prva strana odluke"]), scans.picture(["Druga strana odluke"])]))
    assert [pages.recognise(file, number).text for number in (1, 2)] == ["Prva strana odluke", "Druga strana odluke"]
    with pytest.raises(RefusedError, match="damaged"):
        pages.recognise(file, 3)


@pytest.mark.tesseract
def test_reading_a_picture_has_the_limits_of_a_file(tmp_path):
    file = tmp_path / "sken.pdf"
    file.write_bytes(scans.pdf_of([scans.picture(lines_of("model-kodeksa"))]))
    with pytest.raises(RefusedError, match="time"):
        pages.recognise(file, 1, Limits(seconds=1))
    with pytest.raises(RefusedError):
        pages.recognise(file, 1, Limits(memory_mb=120))


def test_words_are_put_together_as_they_stand():
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [
        "1\t1\t0\t0\t0\t0\t0\t0\t1000\t2000\t-1\t",
        "5\t1\t1\t1\t1\t1\t100\t200\t50\t20\t90\tkancela-",
        "5\t1\t1\t1\t2\t1\t100\t240\t50\t20\t70\trijski",
        '5\t1\t1\t2\t1\t1\t100\t300\t50\t20\t80\t"Cрбија',
    ]
    found = read_tsv("\n".join([head, *rows]).encode())
    assert found.text == 'kancelarijski\n\n"Србија'
    assert found.confidence == pytest.approx((8 * 90 + 6 * 70 + 7 * 80) / 21, abs=0.1)
    assert found.words[0][1:] == (1000, 1000, 1500, 1100, 90.0)
    assert read_tsv(head.encode()).text == ""


@pytest.mark.parametrize(
    ("text", "language"), [("Члан 1. Рок", "srp"), ("Član 1. rok", "srp_latn"), ("Члан i rok", ""), ("12", "")]
)
def test_the_data_of_one_script_are_chosen_by_the_letters(text, language):
    assert pages.only_language(text) == language


# --- What is kept --------------------------------------------------------------------------------------------------


@pytest.mark.tesseract
def test_of_a_mixed_file_only_the_pages_without_text_are_recognised(db):
    content = scans.pdf_of(["Prva strana ima slova", scans.picture(SHORT), "Treca strana", scans.picture([])])
    document = done(factories.document(name="mesovito.pdf", content=content))
    assert (document.state, document.pages_without_text, document.pages_recognised) == (State.READY, 2, 2)
    units = TextUnit.objects.filter(document=document).order_by("number")
    assert [(unit.number, unit.source) for unit in units] == [(1, "text"), (2, "ocr"), (3, "text")]
    assert [(row.number, bool(row.words)) for row in Recognition.objects.filter(document=document)] == [
        (2, True),
        (4, False),
    ]


def test_a_mixed_file_is_ready_before_its_pictures_are_read(db, slow_queue):
    content = scans.pdf_of(["Prva strana", scans.picture([])])
    document = factories.document(name="mesovito.pdf", content=content)
    extract_document.call(document.pk)
    document.refresh_from_db()
    assert (document.state, document.pages_to_recognise, document.pages_recognised) == (State.READY, [2], 0)
    assert slow_queue[-1].task == recognise_document


@pytest.mark.tesseract
def test_a_scan_has_passages_for_search(db):
    document = done(scan_of(*SHORT))
    assert document.state == State.READY
    texts = services.passages([document])[document.pk]
    assert "Šef službe rešava" in texts[-1].text
    assert texts[-1].page == 1


@pytest.mark.tesseract
def test_a_scan_without_words_is_empty(db):
    document = done(scan_of())
    assert (document.state, document.reason, document.can_be_read_again) == (State.EMPTY, Reason.NO_TEXT, True)


def test_without_tesseract_the_state_says_what_to_install(db, monkeypatch):
    monkeypatch.setattr(pages, "tesseract", lambda: "")
    document = scan_of(*SHORT)
    extract_document.call(document.pk)
    recognise_document.call(document.pk)
    document.refresh_from_db()
    assert (document.state, document.reason) == (State.NEEDS_OCR, Reason.NO_OCR)
    assert "tesseract-ocr-srp-latn" in document.reason_text
    assert services.queue_recognition() == 0


@pytest.mark.tesseract
def test_what_waited_for_tesseract_is_read_when_it_is_installed(db, settings):
    settings.TASKS = QUEUE
    document = scan_of(*SHORT)
    Document.objects.filter(pk=document.pk).update(
        state=State.NEEDS_OCR, reason=Reason.NO_OCR, pages_to_recognise=[1], pages_without_text=1
    )
    assert services.queue_recognition() == 1
    assert services.queue_recognition() == 0  # it has its task
    document.refresh_from_db()
    assert document.reason == Reason.NO_TEXT_LAYER
    assert document.is_being_recognised
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert services.queue_recognition() == 1


def test_a_page_at_which_every_task_fails_is_left_out_in_the_end(db, settings, monkeypatch):
    monkeypatch.setattr(pages, "tesseract", lambda: "/usr/bin/tesseract")
    settings.TASKS = QUEUE
    document = scan_of(*SHORT)
    waiting = {"state": State.NEEDS_OCR, "pages_to_recognise": [1, 2], "pages_without_text": 2}
    Document.objects.filter(pk=document.pk).update(**waiting)
    assert services.queue_recognition() == 1
    tasks = DBTaskResult.objects.filter(task_path=recognise_document.module_path)
    tasks.update(status=TaskResultStatus.FAILED, worker_ids=["one"])
    assert services.queue_recognition() == 0  # it is tried again by itself
    tasks.update(worker_ids=["worker"] * ATTEMPTS)
    assert services.queue_recognition() == 1
    assert (tasks.count(), services.queue_recognition()) == (2, 0)
    document.refresh_from_db()
    assert document.pages_to_recognise == [2]
    assert Recognition.objects.get().reason == Reason.GAVE_UP


def test_tesseract_that_comes_later_is_noticed(monkeypatch):
    monkeypatch.setattr(pages.shutil, "which", lambda _name: None)
    assert pages.tesseract() == ""
    monkeypatch.undo()
    assert bool(pages.tesseract()) == bool(shutil.which("tesseract"))


def test_all_recognised_pages_are_listed_the_least_sure_first(client, editor, unsure):
    rows = [
        Recognition(document=unsure.document, number=number, text=f"Strana {number}", confidence=60 + number / 10)
        for number in range(2, 62)
    ]
    Recognition.objects.bulk_create(rows)
    client.force_login(editor)
    address = reverse("recognised_pages", args=[unsure.document_id])
    first, second = (client.get(address, {"p": page}) for page in (1, 2))
    numbers = [row.number for answer in (first, second) for row in answer.context["recognitions"]]
    assert (len(first.context["recognitions"]), sorted(numbers)) == (50, list(range(1, 62)))
    assert numbers[0] == 2
    assert 'href="?p=2"' in first.content.decode()
    assert queries(client, f"{address}?p=1") == queries(client, f"{address}?p=2")


def test_a_page_is_corrected_on_its_screen(client, editor, unsure):
    client.force_login(editor)
    address = reverse("correct_page", args=[unsure.document_id, 1])
    assert "Odluka o zalbi" in client.get(address).content.decode()
    assert client.post(address, {"text": "Odluka o žalbi"}).status_code == 302
    assert TextUnit.objects.get().text == "Odluka o žalbi"


@pytest.mark.parametrize("who", ["member", "former_member"])
def test_nobody_else_sees_or_corrects_recognised_pages(client, request, unsure, who):
    client.force_login(request.getfixturevalue(who))
    for name, arguments in (("recognised_pages", [unsure.document_id]), ("correct_page", [unsure.document_id, 1])):
        assert client.post(reverse(name, args=arguments), {"text": "x"}, follow=True).status_code in {403, 404}
    assert TextUnit.objects.get().text == "Odluka o zalbi"


@pytest.mark.tesseract
def test_a_page_that_cannot_be_read_does_not_hold_up_the_others(db, monkeypatch):
    document = factories.document(
        name="sken.pdf", content=scans.pdf_of([scans.picture(SHORT), scans.picture(["Druga strana odluke"])])
    )
    recognise = pages.recognise

    def failing(path: Any, number: int, limits: Limits) -> Any:
        if number == 1:
            raise RefusedError("time")
        return recognise(path, number, limits)

    monkeypatch.setattr(pages, "recognise", failing)
    document = done(document)
    assert document.state == State.READY
    assert [(row.number, row.reason, row.is_unsure) for row in Recognition.objects.all()] == [
        (1, "time", True),
        (2, "", False),
    ]


def test_pages_are_kept_one_by_one_and_none_is_read_twice(db, monkeypatch):
    document = factories.document(name="sken.pdf", content=scans.pdf_of([scans.picture([])] * 12))
    asked: list[int] = []

    def reading(path: Any, number: int, limits: Limits) -> Any:
        asked.append(number)
        if len(asked) == 4:
            raise KeyboardInterrupt  # as if the worker were ended
        return recognition.Recognised(f"Strana {number}", 90.0, [])

    monkeypatch.setattr(pages, "recognise", reading)
    monkeypatch.setattr(pages, "tesseract", lambda: "/usr/bin/tesseract")
    extract_document.call(document.pk)
    with pytest.raises(KeyboardInterrupt):
        recognise_document.call(document.pk)
    assert Recognition.objects.count() == 3
    recognise_document.call(document.pk)
    assert asked == [1, 2, 3, 4, *range(4, 13)]
    document.refresh_from_db()
    assert (document.state, TextUnit.objects.count()) == (State.READY, 12)


def test_a_file_that_was_exchanged_meanwhile_gets_no_foreign_text(db):
    document = scan_of(*SHORT)
    extract_document.call(document.pk)
    document.refresh_from_db()
    Document.objects.filter(pk=document.pk).update(sha256="0" * 64)
    recognition.store_page(document, 1, recognition.Recognised("Tekst", 90.0, []), "")
    assert not Recognition.objects.exists()
    assert not TextUnit.objects.exists()


# --- What an editor mends ------------------------------------------------------------------------------------------


@pytest.fixture
def unsure(db: None) -> Recognition:
    """A recognised page of which the machine was not sure."""
    document = factories.document(name="sken.pdf", content=made.scan())
    Document.objects.filter(pk=document.pk).update(state=State.READY, reason="", page_count=1, pages_without_text=1)
    TextUnit.objects.create(document=document, number=1, text="Odluka o zalbi", source=Origin.OCR)
    return Recognition.objects.create(document=document, number=1, text="Odluka o zalbi", confidence=61.5)


def test_a_correction_counts_and_the_machines_text_stays(unsure, editor):
    recognition.correct_page(recognition=unsure, text="Odluka o žalbi", by=editor)
    unsure.refresh_from_db()
    assert (unsure.text, unsure.corrected_by, unsure.is_unsure) == ("Odluka o zalbi", editor, False)
    assert TextUnit.objects.get().text == "Odluka o žalbi"


def test_a_page_without_text_can_be_given_one_and_lose_it(unsure, editor):
    recognition.correct_page(recognition=unsure, text="", by=editor)
    assert not TextUnit.objects.exists()
    assert Document.objects.get().state == State.EMPTY
    recognition.correct_page(recognition=unsure, text="Odluka", by=editor)
    assert Document.objects.get().state == State.READY


# --- The command ---------------------------------------------------------------------------------------------------


@pytest.mark.tesseract
def test_the_command_reads_pictures_too(tmp_path):
    file = tmp_path / "mesovito.pdf"
    file.write_bytes(scans.pdf_of(["Prva strana", scans.picture(SHORT)]))
    output = io.StringIO()
    call_command("extract", str(file), "--json", stdout=output)
    first, second = json.loads(output.getvalue())["pages"]
    assert (first["source"], "confidence" in first) == ("text", False)
    assert (second["number"], second["source"], second["text"].split()) == (2, "ocr", " ".join(SHORT).split())
    assert 80 < second["confidence"] <= 100
