"""The library in the admin: lists that editors keep, files that become acts, new versions, and duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from accounts.models import User
from core.lists import ListViewSet
from library import incoming_views, page_list, views
from library.bulk import views as bulk
from library.checking import warnings
from library.duplicates import hold_unseen
from library.models import ActPage, Issuer, LibraryPage, ResourcePage
from library.services import may_bring


class IssuerViewSet(ListViewSet):
    """Who issues acts and resources."""

    model = Issuer
    icon = "form"
    menu_label = _("Issuers")
    menu_name = "issuers"
    add_to_settings_menu = True
    list_display = ["name", "short_name"]
    search_fields = ["name", "short_name"]


class IncomingFilesItem(MenuItem):
    """The menu entry, for those who may bring files."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_bring(request.user)  # type: ignore[arg-type]


register_snippet(IssuerViewSet)
hooks.register("register_admin_urls", incoming_views.urls)
hooks.register("register_admin_urls", bulk.urls)
hooks.register("register_admin_urls", page_list.urls)


@hooks.register("register_admin_menu_item")
def library_item() -> MenuItem:
    """The way to all acts and resources from everywhere."""
    return MenuItem(
        page_list.LibraryPagesView.page_title,
        reverse("library_pages"),
        name="library-pages",
        icon_name="list-ul",
        order=140,
    )


@hooks.register("register_admin_menu_item")
def incoming_files_item() -> MenuItem:
    """The way to the files from everywhere."""
    return IncomingFilesItem(
        _("Add files"),
        reverse("library_incoming"),
        name="library-files",
        icon_name="upload",
        order=150,
    )


@hooks.register("register_admin_menu_item")
def bulk_item() -> MenuItem:
    """The way to the upload of many files from everywhere."""
    return IncomingFilesItem(
        _("Add a ZIP"),
        reverse("library_bulk"),
        name="library-bulk",
        icon_name="folder-open-1",
        order=151,
    )


@hooks.register("register_page_header_buttons")
def library_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way to the list and to adding files from the library in the explorer."""
    if not isinstance(page.specific_deferred, LibraryPage):
        return
    yield Button(
        page_list.LibraryPagesView.page_title, reverse("library_pages"), icon_name="doc-full-inverse", priority=11
    )
    if may_bring(user):
        yield Button(
            incoming_views.IncomingFilesView.page_title, reverse("library_incoming"), icon_name="upload", priority=12
        )


@hooks.register("document_list_buttons")
def documents_button(user: User) -> Iterator[Button]:
    """The way to the files from the list of documents."""
    if may_bring(user):
        yield Button(incoming_views.IncomingFilesView.page_title, reverse("library_incoming"), icon_name="upload")


@hooks.register("after_publish_page")
def warn_of_act(request: HttpRequest, page: Page) -> None:
    """Say what an editor should look at in an act that was just published."""
    if isinstance(page, ActPage):
        for warning in warnings(page):
            messages.warning(request, warning.text)


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
    actions.register_action("library.receive_file", _("Add to the library's files"), _("Added to the library's files"))
    actions.register_action(
        "library.remove_file", _("Take off the library's files"), _("Taken off the library's files")
    )
    actions.register_action("library.upload_many", _("Upload many files"), _("Many files uploaded"))
    actions.register_action(
        "library.confirm_many", _("Make acts of many files"), _("The making of acts of many files confirmed")
    )
    actions.register_action(
        "library.retry_many", _("Try many files again"), _("Acts of the files that failed tried again")
    )
    actions.register_action("library.discard_many", _("Throw many files away"), _("Many files thrown away"))
