from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem

if TYPE_CHECKING:
    from core.registry import AnyUser


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Fill the menu, and say which documents acts and resources use."""
        from core.registry import menu
        from files.registry import uses

        menu.register(MenuItem("library.LibraryPage", _("Library"), "library", order=20))
        uses.register("library.act", documents_of_acts)
        uses.register("library.resource", documents_of_resources)


def documents_of_acts(user: AnyUser) -> QuerySet:
    """The documents of acts that the person may see."""
    from library.models import ActPage, ActVersionDocument

    acts = ActPage.objects.visible_to(user).values("pk")
    return ActVersionDocument.objects.filter(version__page__in=acts).values("document")


def documents_of_resources(user: AnyUser) -> QuerySet:
    """The documents of resources that the person may see."""
    from library.models import ResourceDocument, ResourcePage

    return ResourceDocument.objects.filter(page__in=ResourcePage.objects.visible_to(user).values("pk")).values(
        "document"
    )
