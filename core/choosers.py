"""Choosers of snippets in the admin."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail.snippets.views.chooser import SnippetChooserViewSet


class ListOnlyChooserViewSet(SnippetChooserViewSet):
    """A chooser that only lists: there is no form to create something in it, so no address for one."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses without the one of the missing form."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
