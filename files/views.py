"""Documents and images from views that ask who reads, never from a public folder."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.html import format_html_join
from django.utils.http import quote_etag
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from files import services
from files.drawings import WIDTHS, drawing, is_drawable
from files.extraction.interface import RefusedError
from files.hits import hits_in
from files.hits_on_page import HitsOn
from files.models import Document, Image, Rendition
from files.text_pages import TextPage, nearest, shown_text, users_of
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
    hits = HitsOn(page, hits_in(stored, looked_for), request.GET.get("hit", ""))
    context = {
        "document": stored,
        "text_page": page,
        "html": hits.pointed_at(text_with_places(page, looked_for)),
        "search_text": looked_for,
        "used_on": users_of(stored, request.user),
        "hits": hits,
    }
    return render(request, "files/document_text.html", context)


@require_safe
def document_page(request: HttpRequest, document_id: int, number: int, width: int) -> HttpResponseBase:
    """Send a page of a document, drawn, to whoever may read the document; a browser asks again each time."""
    stored = get_object_or_404(Document, pk=document_id)
    if width not in WIDTHS or not is_drawable(stored) or not 1 <= number <= (stored.page_count or 0):
        raise Http404
    if not services.may_read(request.user, stored):
        raise Http404
    tag = quote_etag(f"{stored.sha256[:32]}-{number}-{width}")
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            response = HttpResponse(drawing(stored, number, width).read_bytes(), content_type="image/webp")
        except (RefusedError, FileNotFoundError) as error:
            raise Http404 from error
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = tag
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def text_with_places(page: TextPage, looked_for: str) -> SafeString:
    """The text with the words marked, and the places where its passages open."""
    text = page.unit.text
    shown = shown_text(page.unit)
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
