"""Documents and images from views that ask who reads, never from a public folder."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from files import services
from files.models import Document, Image, Rendition
from files.text_pages import TextPage, flowing, nearest, users_of
from search.services import as_typed, marked
from serbian.articles import pieces


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponse | FileResponse:
    """Send a document by Wagtail's view, whose hook in `wagtail_hooks` asks who may read it.

    A browser may keep the file, but asks here before it shows it again: the right may have ended.
    """
    response = serve(request, document_id, filename)
    if response.headers.get("Content-Encoding") == "None":  # what Wagtail writes for a file that is not compressed
        del response.headers["Content-Encoding"]
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def document_text(request: HttpRequest, document_id: int, number: int) -> HttpResponse:
    """Show a piece of a document's text, with the words that were looked for marked.

    `?page=` is the field by which readers go to another page.
    """
    stored = get_object_or_404(Document, pk=document_id)
    if not services.may_read(request.user, stored):
        raise Http404
    looked_for = as_typed(request.GET.get("q", ""))
    page = TextPage.of(stored, number, looked_for)
    if page is None:
        raise Http404
    wanted = nearest(page.numbers, request.GET.get("page", ""))
    if wanted is not None and wanted != number:
        return redirect(page.address(wanted))
    context = {
        "document": stored,
        "text_page": page,
        "html": text_with_places(page, looked_for),
        "search_text": looked_for,
        "used_on": users_of(stored, request.user),
    }
    return render(request, "files/document_text.html", context)


def text_with_places(page: TextPage, looked_for: str) -> SafeString:
    """The text with the words marked, and the places where its passages open."""
    text = page.unit.text
    shown = flowing(text) if page.is_paged else text
    parts = [
        (services.piece_id(number), shown[piece.start : piece.end]) for number, piece in enumerate(pieces(text), 1)
    ]
    return format_html_join("", '<span id="{}">{}</span>', ((name, marked(part, looked_for)) for name, part in parts))


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Send an image or a rendition to whoever may see it; nothing else exists under this address."""
    stored = Rendition.objects.select_related("image").filter(file=name).first()
    stored = stored or Image.objects.filter(file=name).first()
    if stored is None or not services.may_see(request.user, getattr(stored, "image", stored)):
        raise Http404
    try:
        return services.send_picture(stored.file.path)
    except FileNotFoundError as error:
        raise Http404 from error
