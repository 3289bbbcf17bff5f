from __future__ import annotations

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Fill the menu, say which documents acts and resources use, and have both searched."""
        from core.registry import menu
        from files.registry import uses, versions
        from library import signal_handlers
        from library.entries import act_entries, resource_entries
        from library.facets import FORCE, ISSUER, TOPIC
        from library.models import ActPage, ActVersionDocument, ResourceDocument, ResourcePage
        from library.topics import suggested_topics
        from search.registry import NamedList, boosts, facets, kinds, named_lists, pages

        signal_handlers.connect()
        menu.register(MenuItem("library.LibraryPage", _("Library"), "library", order=20))
        uses.register(ActVersionDocument, page="version__page")
        uses.register(ResourceDocument)
        versions.register(ActPage, lambda act, document: reverse("add_act_version", args=[act, document]))
        pages.register(ActPage, act_entries)
        pages.register(ResourcePage, resource_entries)
        kinds.register("regulation", _("Regulations"), "library/act_hit.html")
        kinds.register("model_act", _("Model acts"), "library/act_hit.html")
        kinds.register("resource", _("Resources"), "library/resource_hit.html")
        facets.register(TOPIC)
        facets.register(FORCE)
        facets.register(ISSUER)
        boosts.register("kind", "regulation", 3)
        boosts.register("kind", "model_act", 1)
        boosts.register("force", "in_force", 3)
        named_lists.register(NamedList("topics", _("Topics"), suggested_topics))
