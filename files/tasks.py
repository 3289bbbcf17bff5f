"""Reading files, in the slow queue."""

from __future__ import annotations

from django_tasks import task

from files import reading


@task(queue_name="slow")
def extract_document(document_id: int) -> None:
    """Read the text of a document that waits for it. Running it twice does no harm."""
    reading.read_document(document_id)
