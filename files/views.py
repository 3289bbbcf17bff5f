"""Documents and images from views that ask who reads, never from a public folder."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

from files import services
from files.models import Image, Rendition
from files.sending import send_file


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
def image(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Send an image or a rendition to whoever may see it; nothing else exists under this address."""
    stored = Rendition.objects.select_related("image").filter(file=name).first()
    stored = stored or Image.objects.filter(file=name).first()
    if stored is None or not services.may_see(request.user, getattr(stored, "image", stored)):
        raise Http404
    try:
        response = send_file(stored.file.path)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
