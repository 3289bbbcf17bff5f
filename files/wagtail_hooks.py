"""Documents and images in the Wagtail admin and on the way to their readers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from files.document_list import DocumentIndexView, read_again
from files.models import Document
from files.recognised_pages import CorrectPageView, RecognisedPagesView
from files.services import may_read


@hooks.register("before_serve_document", order=-100)
def only_readers(document: Document, request: HttpRequest) -> None:
    """Answer as if there were no such file to whoever may not read it; Wagtail's check follows as a second lock."""
    if not may_read(request.user, document):
        raise Http404


@hooks.register("register_admin_urls", order=-1)
def document_list() -> list[URLPattern]:
    """Our list of documents at the addresses of Wagtail's, which comes after it."""
    return [
        path("documents/", DocumentIndexView.as_view(), name="document_list"),
        path("documents/results/", DocumentIndexView.as_view(results_only=True), name="document_list_results"),
        path("documents/<int:document_id>/read-again/", read_again, name="read_document_again"),
        path("documents/<int:document_id>/recognised/", RecognisedPagesView.as_view(), name="recognised_pages"),
        path("documents/<int:document_id>/recognised/<int:number>/", CorrectPageView.as_view(), name="correct_page"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what `files.services` logs."""
    actions.register_action("files.correct_page", _("Correct a recognised page"), _("Text of a page corrected"))
    actions.register_action("files.retry_extraction", _("Read the file again"), _("Reading of the file repeated"))
