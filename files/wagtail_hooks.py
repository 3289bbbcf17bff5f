"""Documents and images in the Wagtail admin and on the way to their readers."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from wagtail import hooks

from files.models import Document
from files.services import may_read


@hooks.register("before_serve_document", order=-100)
def only_readers(document: Document, request: HttpRequest) -> None:
    """Answer as if there were no such file to whoever may not read it; Wagtail's check follows as a second lock."""
    if not may_read(request.user, document):
        raise Http404
