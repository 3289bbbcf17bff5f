from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Fill the menu, and say which documents acts and resources use."""
        from core.registry import menu
        from files.registry import uses
        from library.models import ActVersionDocument, ResourceDocument

        menu.register(MenuItem("library.LibraryPage", _("Library"), "library", order=20))
        uses.register(ActVersionDocument, page="version__page")
        uses.register(ResourceDocument)
