from __future__ import annotations

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Fill the menu and the jobs, say which documents acts and resources use, and have both searched."""
        from core.registry import jobs, menu
        from files.registry import folders, uses, versions
        from library import signal_handlers
        from library.bulk import services as bulk
        from library.entries import act_entries, resource_entries
        from library.facets import FORCE, ISSUER, TOPIC
        from library.models import BULK_FOLDER, ActPage, ActVersionDocument, ResourceDocument, ResourcePage
        from library.topics import suggested_topics
        from search.registry import NamedList, boosts, facets, kinds, named_lists, pages

        signal_handlers.connect()
        folders.register(BULK_FOLDER, bulk.named_zips)
        jobs.register("resume_bulk_uploads", bulk.resume_uploads, minutes=5)
        jobs.register("forget_bulk_uploads", bulk.forget_uploads, minutes=24 * 60)
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
