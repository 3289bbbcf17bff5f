"""Choosers of snippets in the admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.functional import lazy
from django.utils.translation import gettext
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

about = lazy(lambda text, name: gettext(text) % {"object": name}, str)


class ReadersChooser(AdminSnippetChooser):
    """A chooser whose buttons are in the reader's language; Wagtail words them once, for whoever comes first."""

    def __init__(self, model: Any = None, **kwargs: Any) -> None:
        super().__init__(model, **kwargs)
        name = self.model._meta.verbose_name  # noqa: SLF001  (Django's public interface)
        self.choose_one_text = about("Choose %(object)s", name)
        self.choose_another_text = about("Choose another %(object)s", name)
        self.link_to_chosen_text = about("Edit this %(object)s", name)


class ListOnlyChooserViewSet(SnippetChooserViewSet):
    """A chooser that only lists: there is no form to create something in it, so no address for one."""

    base_widget_class = ReadersChooser

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses without the one of the missing form."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
