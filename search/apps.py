from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Listen to changes of pages, take them into the index, and compare the two at night."""
        from core import registry
        from search import checks, log, rebuilding, signal_handlers
        from search.registry import Facet, SuggestionGroup, facets, kinds, pages, suggestion_groups

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
        suggestion_groups.register(SuggestionGroup(pages.label, _("Titles"), order=10))
        registry.loops.register("search", rebuilding.Loop().step)
        registry.jobs.register("search_check", rebuilding.check, minutes=24 * 60)
        registry.jobs.register("prune_search_log", log.prune, minutes=24 * 60)
