from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Listen to changes of pages, take them into the index, and compare the two at night."""
        from core import registry
        from search import checks, rebuilding, signal_handlers
        from search.outbox import drain
        from search.registry import Facet, facets, kinds

        signal_handlers.connect()
        checks.connect()
        facets.register(
            Facet(
                "kind", _("Kind"), lambda values: {value: kinds.titles.get(value, value) for value in values}, order=10
            )
        )
        facets.register(
            Facet("year", _("Year"), lambda values: {value: value for value in values}, order=40, greatest_first=True)
        )
        registry.loops.register("search", drain)
        registry.jobs.register("search_check", rebuilding.check, minutes=24 * 60)
