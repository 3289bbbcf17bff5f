"""Guards around views of Wagtail's admin: what this product does not have is closed, half a form is a bad request."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.datastructures import MultiValueDictKeyError

View = Callable[..., HttpResponseBase]


def closed(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
    """There is no such address here, for anybody."""
    raise Http404


def with_fields(view: View, *names: str) -> View:
    """Let a view see only posts that bring these fields: it takes them for granted."""

    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and not all(name in request.POST for name in names):
            raise BadRequest
        return view(request, *args, **kwargs)

    return guarded


class BadRequestMiddleware:
    """Answer 400 where a view of Wagtail's asks for a field that was not sent, or deletes what is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Turn the error into a bad request."""
        if isinstance(exception, MultiValueDictKeyError | ProtectedError):
            raise BadRequest from exception
