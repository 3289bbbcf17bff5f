"""From a document that waits to its text: the sandbox reads the file, one short transaction keeps what it found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction

from files.enums import State
from files.extraction.interface import Limits
from files.extraction.sandbox import Extraction, extract
from files.models import Document, Recognition, TextUnit
from files.signals import text_changed
from files.similarity import make_sketch
from files.sketches import keep_sketch

BATCH = 200


def limits() -> Limits:
    """What one file may cost here."""
    return Limits(
        memory_mb=settings.EXTRACTION_MEMORY_MB,
        seconds=settings.EXTRACTION_SECONDS,
        pages=settings.EXTRACTION_PAGES,
        characters=settings.EXTRACTION_CHARACTERS,
    )


def read_document(document_id: int) -> bool:
    """Read the file of a document and keep its text, or the reason why there is none.

    Does nothing for a document that does not wait. The file is read outside any transaction and only read. Returns
    whether it has pages whose text is to be recognised in their pictures.
    """
    document = Document.objects.filter(pk=document_id, state=State.WAITING).first()
    if document is None:
        return False
    extraction = extract(document.file.path if document.file else "", limits())
    return store(document, extraction) and bool(extraction.unread)


def store(document: Document, extraction: Extraction) -> bool:
    """Put the text in the place of what was there, if the document still has the file that was read.

    Returns whether it had: a document that was deleted, given another file or read by another task is left alone.
    """
    units = [TextUnit(document=document, **unit._asdict()) for unit in extraction.units]
    found: dict[str, Any] = {
        "state": extraction.state,
        "reason": extraction.reason,
        "page_count": extraction.page_count or None,
    }
    found |= {"pages_to_recognise": extraction.unread, "pages_without_text": len(extraction.unread)}
    sketch = make_sketch(unit.text for unit in units) if units else None
    same = Document.objects.filter(pk=document.pk, file=document.file.name, sha256=document.sha256)
    with transaction.atomic():
        if not same.filter(state=State.WAITING).update(**found):
            return False
        Recognition.objects.filter(document=document).delete()
        TextUnit.objects.filter(document=document).delete()
        TextUnit.objects.bulk_create(units, batch_size=BATCH)
        keep_sketch(document.pk, sketch)
        text_changed.send(sender=Document, document=same.get())
    return True
