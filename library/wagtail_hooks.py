"""The library in the admin: lists that editors keep, new versions of acts, and duplicates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core.lists import ListViewSet
from library import views
from library.duplicates import hold_unseen
from library.models import ActPage, Issuer, ResourcePage


class IssuerViewSet(ListViewSet):
    """Who issues acts and resources."""

    model = Issuer
    icon = "form"
    menu_label = _("Issuers")
    menu_name = "issuers"
    add_to_settings_menu = True
    list_display = ["name", "short_name"]
    search_fields = ["name", "short_name"]


register_snippet(IssuerViewSet)


@hooks.register("register_admin_urls")
def act_urls() -> list[URLPattern]:
    """Adding a version to an act."""
    return [
        path("acts/<int:act_id>/versions/add/<int:document_id>/", views.add_version, name="add_act_version"),
    ]


@hooks.register("before_publish_page")
def show_duplicates(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Show an editor the duplicates of an act or resource before it is published."""
    return hold_unseen(request, page) if isinstance(page, ActPage | ResourcePage) else None


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what `library.services` logs."""
    actions.register_action("library.add_version", _("Add a version"), _("Version added"))
