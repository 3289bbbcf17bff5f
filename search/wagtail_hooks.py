"""What `search` has in the Wagtail admin: synonyms, what is searched, and what waits for the index."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from core.failed_tasks import may_see_tasks
from core.lists import ListViewSet
from search.models import SynonymGroup
from search.searched import SearchedItem, SearchedView
from search.waiting_changes import (
    WaitingChangesItem,
    WaitingChangesPanel,
    WaitingChangesView,
    late,
    refused,
    try_again,
)


class SynonymGroupViewSet(ListViewSet):
    """Words that stand for each other."""

    model = SynonymGroup
    icon = "search"
    menu_label = _("Synonyms and abbreviations")
    menu_name = "synonyms"
    search_fields = ["terms"]
    add_to_settings_menu = True


register_snippet(SynonymGroupViewSet)


@hooks.register("register_admin_urls")
def searched_url() -> list[URLPattern]:
    """The address of the list."""
    return [path("reports/searched/", SearchedView.as_view(), name="searched")]


@hooks.register("register_reports_menu_item")
def searched_item() -> MenuItem:
    """The list among the reports."""
    return SearchedItem(_("What is searched"), reverse("searched"), icon_name="search", order=850)


@hooks.register("register_admin_urls")
def waiting_changes_urls() -> list[URLPattern]:
    """The addresses of the report."""
    return [
        path("search-index/", WaitingChangesView.as_view(), name="waiting_changes"),
        path("search-index/<int:pk>/again/", try_again, name="try_change_again"),
    ]


@hooks.register("register_reports_menu_item")
def waiting_changes_item() -> MenuItem:
    """The index among the reports."""
    return WaitingChangesItem(_("Search index"), reverse("waiting_changes"), icon_name="search", order=910)


@hooks.register("construct_homepage_panels")
def warn_of_waiting_changes(request: HttpRequest, panels: list) -> None:
    """Say on the admin's first page that something does not get into the index."""
    if may_see_tasks(request.user):
        numbers = {"refused": refused().count(), "late": late().count()}
        if any(numbers.values()):
            panels.insert(0, WaitingChangesPanel(**numbers))
