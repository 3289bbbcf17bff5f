"""What `search` has in the Wagtail admin: what is searched, among the reports."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.searched import SearchedItem, SearchedView


@hooks.register("register_admin_urls")
def searched_url() -> list[URLPattern]:
    """The address of the list."""
    return [path("reports/searched/", SearchedView.as_view(), name="searched")]


@hooks.register("register_reports_menu_item")
def searched_item() -> MenuItem:
    """The list among the reports."""
    return SearchedItem(_("What is searched"), reverse("searched"), icon_name="search", order=850)
