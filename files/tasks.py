"""Reading files, in the slow queue."""

from __future__ import annotations

from django_tasks import task

from files import reading, recognition


@task(queue_name="slow")
def extract_document(document_id: int) -> None:
    """Read the text of a document that waits for it. Running it twice does no harm."""
    if reading.read_document(document_id):
        recognise_document.enqueue(document_id=document_id)


@task(queue_name="slow")
def recognise_document(document_id: int) -> None:
    """Read the next pages of a document that are pictures. Running it twice does no harm."""
    if recognition.recognise_pages(document_id):
        recognise_document.enqueue(document_id=document_id)
