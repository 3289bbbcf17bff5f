"""From pictures of pages to text: in the slow queue, a few pages a task, each kept as soon as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from files.enums import Origin, Reason, State
from files.extraction import pages
from files.extraction.interface import RefusedError
from files.extraction.recognised import Recognised
from files.models import Document, Recognition, TextUnit
from files.reading import limits
from files.signals import text_changed
from files.sketches import keep_sketch

if TYPE_CHECKING:
    from core.registry import AnyUser

PAGES_A_TASK = 10  # so that other files have their turn


def recognise_pages(document_id: int) -> bool:
    """Read the next pages of a document that wait for it; return whether more are left.

    Does nothing for a document that has none. What a killed process had read is kept; it goes on with the next page.
    """
    for _page in range(PAGES_A_TASK):
        document = Document.objects.filter(pk=document_id).exclude(pages_to_recognise=[]).first()
        if document is None:
            return False
        if not pages.tesseract():
            Document.objects.filter(pk=document_id, state=State.NEEDS_OCR).update(reason=Reason.NO_OCR)
            return False
        number = document.pages_to_recognise[0]
        store_page(document, number, *read(document, number))
    return Document.objects.filter(pk=document_id).exclude(pages_to_recognise=[]).exists()


def read(document: Document, number: int) -> tuple[Recognised, str]:
    """What a page says, and the reason why not."""
    try:
        return pages.recognise(document.file.path, number, limits()), ""
    except (RefusedError, FileNotFoundError) as error:
        return Recognised("", 0.0, []), getattr(error, "reason", Reason.MISSING)


def give_up_page(document_id: int) -> None:
    """Leave out the page that comes next, at which every task has failed, so that the others have their turn."""
    document = Document.objects.filter(pk=document_id).exclude(pages_to_recognise=[]).first()
    if document:
        store_page(document, document.pages_to_recognise[0], Recognised("", 0.0, []), Reason.GAVE_UP)


@transaction.atomic
def store_page(document: Document, number: int, found: Recognised, reason: str) -> None:
    """Keep what a page says, if the document still has the file that was read and the page still waits."""
    same = Document.objects.select_for_update().filter(pk=document.pk, file=document.file.name, sha256=document.sha256)
    current = same.first()
    if current is None or number not in current.pages_to_recognise:
        return
    left = [page for page in current.pages_to_recognise if page != number]
    Recognition.objects.update_or_create(
        document=current,
        number=number,
        defaults={"text": found.text, "confidence": found.confidence, "words": found.words, "reason": reason},
    )
    if found.text:
        TextUnit.objects.update_or_create(
            document=current, number=number, defaults={"text": found.text, "source": Origin.OCR}
        )
    same.update(pages_to_recognise=left)
    current.pages_to_recognise = left
    if not left:
        finish(current)


def finish(document: Document) -> None:
    """All pages have been read: the document has text now, or none."""
    settle_state(document)
    text_changed.send(sender=Document, document=document)


@transaction.atomic
def correct_page(*, recognition: Recognition, text: str, by: AnyUser) -> None:
    """Put an editor's text in the place of the machine's, which is kept beside it; empty: there is none there."""
    document, number = recognition.document, recognition.number
    recognition.corrected_at, recognition.corrected_by_id = timezone.now(), by.pk
    recognition.save(update_fields=["corrected_at", "corrected_by"])
    unit = TextUnit.objects.filter(document=document, number=number).first()
    before = unit.text if unit else ""
    if text:
        TextUnit.objects.update_or_create(
            document=document, number=number, defaults={"text": text, "source": Origin.OCR}
        )
    elif unit:
        unit.delete()
    if text != before:
        log(document, "files.correct_page", user=by, data={"page": number, "from": before, "to": text})
        settle_state(document)
        text_changed.send(sender=Document, document=document)


def settle_state(document: Document) -> None:
    """Let the state follow from whether there is text; a job makes the sketch of it anew."""
    keep_sketch(document.pk, None)
    has_text = TextUnit.objects.filter(document=document).exists()
    if document.pages_to_recognise and not has_text:
        return
    document.state, document.reason = (State.READY, "") if has_text else (State.EMPTY, Reason.NO_TEXT)
    Document.objects.filter(pk=document.pk).update(state=document.state, reason=document.reason)
