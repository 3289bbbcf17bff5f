"""What every list that is kept in the admin has in common."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from core.choosers import ListOnlyChooserViewSet


class ListView(IndexView):
    """The list; its button needs no name of what is added beside the title of the list."""

    add_item_label = _("Add")


class ListViewSet(SnippetViewSet):
    """A list with its forms: nothing in it is copied, and its path begins in the reader's language.

    Wagtail words the path once, in the language of the installation.
    """

    copy_view_enabled = False
    index_view_class = ListView
    chooser_viewset_class = ListOnlyChooserViewSet

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the list."""
        return list(WagtailAdminTemplateMixin.breadcrumbs_items)
