"""Keeping the sketches of texts: with the text, without it, and for texts that are older than sketches."""

from __future__ import annotations

from django.db import transaction

from files.enums import State
from files.models import Document, SketchKey, TextSketch, TextUnit
from files.similarity import Sketch, make_sketch

AT_ONCE = 200  # documents in a run of the job


def keep_sketch(document_id: int, sketch: Sketch | None) -> None:
    """Put a sketch in the place of what a document had, or nothing; in the caller's transaction."""
    TextSketch.objects.filter(document=document_id).delete()
    SketchKey.objects.filter(document=document_id).delete()
    if sketch is not None:
        TextSketch.of(document_id, sketch).save()
        SketchKey.objects.bulk_create([SketchKey(document_id=document_id, key=key) for key in sketch.keys])


def make_missing_sketches(*, at_once: int = AT_ONCE) -> int:
    """Make the sketches of up to so many texts that have none; return how many that were.

    Texts come with their sketches; this is for texts that were stored before there were sketches.
    """
    missing = Document.objects.filter(state=State.READY, sketch=None, text_units__isnull=False).distinct()
    return sum(map(make_missing, missing.order_by("pk")[:at_once]))


def make_missing(document: Document) -> bool:
    """Make the sketch of one text, if nobody has changed the text meanwhile; return whether it was kept."""
    texts = TextUnit.objects.filter(document=document).order_by("number").values_list("text", flat=True)
    sketch = make_sketch(texts)
    unchanged = Document.objects.filter(pk=document.pk, state=State.READY, file=document.file, sketch=None)
    with transaction.atomic():
        if unchanged.select_for_update(of=("self",)).first() is None:
            return False
        keep_sketch(document.pk, sketch)
    return True
