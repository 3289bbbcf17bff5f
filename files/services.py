"""Who may read a file, new documents and their text, and files that belong to nothing."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Model
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log
from wagtail.models import Collection, CollectionViewRestriction, Page, UploadedFile

from core.models import Audience
from core.querysets import read_restrictions
from core.services import restrictions_of
from core.tasks import ATTEMPTS
from files import recognition
from files.duplicates import Duplicate, UsingPage, duplicates, duplicates_of_each
from files.enums import Reason, State
from files.extraction import pages as ocr
from files.formats import NAMES, agrees, sniff
from files.models import Document, Image, Recognition, Rendition, TextUnit
from files.registry import NamedFiles, folders, uses
from files.sending import send_file
from files.signals import text_changed
from files.sketches import keep_sketch
from files.tasks import extract_document, recognise_document
from search.registry import PassageText
from serbian.articles import Piece, is_heading, pieces

__all__ = ["Duplicate", "UsingPage", "duplicates", "duplicates_of_each"]  # what is explained in its own module

if TYPE_CHECKING:
    from core.registry import AnyUser


def may_read(user: AnyUser, document: Document) -> bool:
    """Whether the person may read the file today: the one question that download, viewer and search ask."""
    return Document.objects.visible_to(user).filter(pk=document.pk).exists()


def may_see(user: AnyUser, image: Image) -> bool:
    """Whether the person may see the image, and so each of its renditions, today."""
    return Image.objects.visible_to(user).filter(pk=image.pk).exists()


def send_picture(path: str) -> HttpResponse | FileResponse:
    """The response that sends a stored picture to whoever may see it; the browser alone keeps it, for a day.

    Raises `FileNotFoundError`.
    """
    response = send_file(path)
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def add_document(*, title: str, file: File, uploaded_by: AnyUser | None = None) -> Document:
    """Store a file as a new document in the root collection, with size and checksums, waiting for its text."""
    document = Document(title=title, file=file, uploaded_by_user=uploaded_by)
    document.collection = Collection.get_first_root_node()
    document._set_document_file_metadata()  # noqa: SLF001  (Wagtail's hook for a new file)
    document.save()
    return document


def is_what_its_name_says(name: str, file: BinaryIO) -> bool:
    """Whether the first bytes of a file are of the type that its name says; of unknown types nothing is said."""
    extension = name.rpartition(".")[2].lower()
    return extension not in NAMES or agrees(extension, sniff(file))


def read_new_file(document: Document) -> None:
    """Forget the text of a document's old file and queue the reading of the new one, in the caller's transaction."""
    Recognition.objects.filter(document=document).delete()
    keep_sketch(document.pk, None)
    if TextUnit.objects.filter(document=document).delete()[0]:
        text_changed.send(sender=Document, document=document)
    extract_document.enqueue(document_id=document.pk)


@transaction.atomic
def retry_extraction(*, document: Document, by: AnyUser | None = None) -> bool:
    """Queue another attempt at the text of a document that has none; return whether it was one."""
    without_text = Document.objects.filter(pk=document.pk).exclude(state__in=[State.READY, State.WAITING])
    if not without_text.update(state=State.WAITING, reason=""):
        return False
    log(document, "files.retry_extraction", user=by, data={"from": document.state, "to": State.WAITING})
    extract_document.enqueue(document_id=document.pk)
    return True


def queue_waiting() -> int:
    """Queue the reading of the documents that wait and have no task, and end those whose task failed for good.

    A task is queued together with its document; this is for documents that came another way, and for tasks that were
    deleted. Returns how many documents were queued.
    """
    waiting = list(Document.objects.filter(state=State.WAITING).values_list("pk", flat=True))
    tasks = DBTaskResult.objects.filter(task_path=extract_document.module_path).order_by("enqueued_at")
    last = {task.args_kwargs["kwargs"].get("document_id"): task for task in tasks} if waiting else {}
    queued = 0
    for number in waiting:
        task = last.get(number)
        if task is None or task.status == TaskResultStatus.SUCCESSFUL:
            extract_document.enqueue(document_id=number)
            queued += 1
        elif task.status == TaskResultStatus.FAILED and len(task.worker_ids) >= ATTEMPTS:
            Document.objects.filter(pk=number, state=State.WAITING).update(state=State.CORRUPT, reason=Reason.GAVE_UP)
    return queued


def has_ended(task: DBTaskResult) -> bool:
    """Whether a task will not run again by itself: it succeeded, or failed for good."""
    if task.status == TaskResultStatus.FAILED:
        return len(task.worker_ids) >= ATTEMPTS
    return task.status == TaskResultStatus.SUCCESSFUL


def queue_recognition() -> int:
    """Queue the documents that have pages to recognise and no task for it; return how many. None without Tesseract.

    Where the last task failed for good, the page that it could not read is left out first.
    """
    if not ocr.tesseract():
        return 0
    waiting = Document.objects.exclude(pages_to_recognise=[]).filter(state__in=[State.READY, State.NEEDS_OCR])
    numbers = set(waiting.values_list("pk", flat=True))
    if not numbers:
        return 0
    tasks = DBTaskResult.objects.filter(task_path=recognise_document.module_path).order_by("enqueued_at")
    last = {task.args_kwargs["kwargs"].get("document_id"): task for task in tasks}
    ready = [number for number in sorted(numbers) if number not in last or has_ended(last[number])]
    waiting.filter(pk__in=ready, reason=Reason.NO_OCR).update(reason=Reason.NO_TEXT_LAYER)
    for number in ready:
        if number in last and last[number].status == TaskResultStatus.FAILED:
            recognition.give_up_page(number)
        recognise_document.enqueue(document_id=number)
    return len(ready)


def passages(documents: Iterable[Document]) -> dict[int, list[PassageText]]:
    """Return the texts of documents for search, by document id and in their order; one query for all of them.

    A passage is an article, or what of it stands on one page; where there are none, a page or what is under a heading.
    Each opens at its place on the page that shows it, with the number of page and article or the heading as its label.
    Documents without text are left out.
    """
    units = TextUnit.objects.filter(document__in=[document.pk for document in documents], document__state=State.READY)
    found: dict[int, list[PassageText]] = {}
    with override(settings.LANGUAGE_CODE):
        for unit in units.order_by("document", "number").annotate(pages=F("document__page_count")):
            before = found.setdefault(unit.document_id, [])
            before.extend(unit_passages(unit, before[-1].article if before else "", has_pages=bool(unit.pages)))
    return found


def unit_passages(unit: TextUnit, article: str, *, has_pages: bool) -> Iterator[PassageText]:
    """The passages of a text unit, in which this article goes on."""
    address = reverse("document_text", args=[unit.document_id, unit.number])
    for number, piece in enumerate(pieces(unit.text, article), 1):
        yield PassageText(
            text=unit.text[piece.start : piece.end],
            address=f"{address}#{piece_id(number)}" if number > 1 else address,
            label=" · ".join(filter(None, label_parts(unit, piece, has_pages=has_pages))),
            page=unit.number if has_pages else None,
            article=piece.article,
        )


def label_parts(unit: TextUnit, piece: Piece, *, has_pages: bool) -> Iterator[str]:
    """What stands before a passage: its page or heading, and its article."""
    if has_pages:
        yield gettext("p. %(number)d") % {"number": unit.number}
    yield from (part for part in unit.heading.split(" · ") if not is_heading(part))
    if piece.article:
        yield gettext("art. %(number)s") % {"number": piece.article}


def piece_id(number: int) -> str:
    """The id of a piece (from 1) of a text unit on the page that shows the unit."""
    return f"d-{number}"


def page_passages(pages: Iterable[Page], audiences: Mapping[int, int]) -> dict[int, tuple[PassageText, ...]]:
    """The texts of the documents on these pages, by page id, in the order of the pages' lists.

    `audiences` are the ids of the pages' audiences. A document whose collection asks more of a reader than the page
    does is left out: whoever finds the page might not read the file.
    """
    listed = uses.documents_on([page.pk for page in pages])
    documents = Document.objects.in_bulk({pk for pks in listed.values() for pk in pks})
    restrictions = read_restrictions(CollectionViewRestriction, "collection")
    places = dict(Collection.objects.values_list("pk", "path"))
    demands = {pk: restrictions_of(places[document.collection_id], restrictions) for pk, document in documents.items()}
    promises = Audience.objects.in_bulk(set(audiences.values()))
    texts = passages(documents.values())
    return {
        page: tuple(
            text
            for pk in dict.fromkeys(pks)
            if promises[audiences[page]].implies(demands[pk])
            for text in texts.get(pk, ())
        )
        for page, pks in listed.items()
    }


def remove_orphan_files(*, older_than: timedelta = timedelta(hours=1)) -> int:
    """Delete stored files that no row names and what broken uploads left; return how many files that were.

    A file is stored before its row is committed, so a process that dies between the two leaves one. Files younger
    than `older_than` may belong to an upload that is going on and are left alone.
    """
    limit = (timezone.now() - older_than).timestamp()
    left = old_files(Path(settings.FILE_UPLOAD_TEMP_DIR), limit)
    for path in left:
        path.unlink(missing_ok=True)
    removed = len(left)
    for folder, named in [*OWN_FOLDERS.items(), *folders.folders.items()]:
        old = old_files(Path(settings.MEDIA_ROOT, folder), limit)
        for start in range(0, len(old), 200):
            batch = {str(path.relative_to(settings.MEDIA_ROOT)): path for path in old[start : start + 200]}
            for name in batch.keys() - named(batch.keys()):
                batch[name].unlink(missing_ok=True)
                removed += 1
    return removed


def old_files(folder: Path, limit: float) -> list[Path]:
    """The files in a folder that nobody has written to since a moment (seconds since 1970)."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # an upload that ended while we look
            status = path.stat()
            if S_ISREG(status.st_mode) and status.st_mtime <= limit:
                found.append(path)
    return found


def file_names(model: type[Model], names: Many[str]) -> set[str]:
    """Those of the names that a row of the model has."""
    return set(model._default_manager.filter(file__in=list(names)).values_list("file", flat=True))  # noqa: SLF001


OWN_FOLDERS: dict[str, NamedFiles] = {
    "documents": partial(file_names, Document),
    "original_images": partial(file_names, Image),
    "images": partial(file_names, Rendition),
    "wagtail_uploads": partial(file_names, UploadedFile),
}
