"""What every page of the site has around its content: menu, foot, appearance."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from core.models import CoordinatorSettings
from core.querysets import listed_pages
from core.registry import entitlements, menu


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page frame, worked out only if a template asks for it."""
    return {
        "menu": SimpleLazyObject(lambda: menu_entries(request)),
        "footer_pages": SimpleLazyObject(lambda: footer_entries(request)),
        "coordinator": SimpleLazyObject(lambda: CoordinatorSettings.load(request_or_site=request)),
        "entitlement": SimpleLazyObject(lambda: entitlements.of(request.user)),
        "theme": theme(request),
    }


def theme(request: HttpRequest) -> str:
    """Return `light`, `dark`, or nothing for what the device asks."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def pages_of(request: HttpRequest) -> list[Page]:
    """The pages that menu and foot are made of."""
    return listed_pages(request.user) if getattr(request, "user", None) else []


def menu_entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the main menu: title, address, icon, and whether the reader is under it."""
    first: dict[str, Page] = {}
    for page in pages_of(request):
        kind = page.cached_content_type
        first.setdefault(f"{kind.app_label}.{kind.model}", page)
    entries = []
    for item in menu.items:
        page = first.get(item.page_type.lower())
        if page:
            url = page.get_url(request)
            current = request.path == url or (page.depth > 2 and request.path.startswith(url))  # noqa: PLR2004
            entries.append({"title": item.title, "icon": item.icon, "url": url, "current": current})
    return entries


def footer_entries(request: HttpRequest) -> list[dict[str, str]]:
    """Return the pages that editors put in the foot."""
    return [
        {"title": page.title, "url": page.get_url(request)}
        for page in pages_of(request)
        if page.show_in_menus and page.depth > 2  # noqa: PLR2004
    ]
