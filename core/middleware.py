"""Request-wide behaviour that every app relies on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from core import request_cache
from core.models import foreign_words
from serbian.markup import transliterate_html
from serbian.script import Script

GetResponse = Callable[[HttpRequest], HttpResponse]
SCRIPTS: dict[str, Script] = {"sr": "cyrillic", "sr-latn": "latin"}


class RequestCacheMiddleware:
    """Let facts be worked out once a request (see `core.request_cache`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_cache.remembering():
            return self.get_response(request)


class ScriptMiddleware:
    """Show pages of the site in the reader's script; the admin shows what the author wrote."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        script = SCRIPTS.get(get_language() or "")
        if script and self.is_site_page(request, response):
            charset = response.charset or "utf-8"
            html = transliterate_html(response.content.decode(charset), script, foreign_words())
            response.content = html.encode(charset)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response

    @staticmethod
    def is_site_page(request: HttpRequest, response: HttpResponse) -> bool:
        """Whether the response is HTML of the site itself."""
        is_html = response.get("Content-Type", "").startswith("text/html")
        return is_html and not response.streaming and not request.path_info.startswith("/admin/")
