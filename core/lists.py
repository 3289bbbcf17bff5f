"""What every list that is kept in the admin has in common."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView as DjangoListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from core.choosers import ListOnlyChooserViewSet


class ReportView(WagtailAdminTemplateMixin, DjangoListView):
    """A report: a list to read. Its path ends in its own title, which Wagtail shows as the head of the page."""

    raise_exception = True
    paginate_by = 50

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the report."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


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
