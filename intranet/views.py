"""Error pages and the sign of life."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from core.registry import entitlements


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, which is also the answer to whoever may not see a page."""
    return error_page(request, 404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the admin, for those without a role."""
    return error_page(request, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return error_page(request, 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose secret is missing or old: 403 with words that say what to do."""
    return error_page(request, 403, form_expired=True)


def error_page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Render an error page; a signed-in person who is entitled to nothing is told so."""
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        entitlement = entitlements.of(user)
        context["not_entitled"] = not (entitlement.is_reader or entitlement.guest)
    return render(request, f"{status}.html", context, status=status)
