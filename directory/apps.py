from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Say what seats entitle to, fill the menu and the jobs, and have the register searched."""
        from core import registry
        from directory import services, signal_handlers
        from directory.cards import name_cards
        from directory.entries import LocalGovernmentSource, PersonSource
        from directory.groups import entitlement_of
        from directory.importing.services import forget_tables
        from search.registry import SuggestionGroup, cards, kinds, sources, suggestion_groups

        registry.entitlements.register(entitlement_of)
        registry.menu.register(MenuItem("directory.DirectoryPage", _("Directory"), "seats", order=40))
        registry.jobs.register("sync_groups", services.sync_groups, minutes=5)
        registry.jobs.register("forget_imported_tables", forget_tables, minutes=24 * 60)
        signal_handlers.connect()
        sources.register(LocalGovernmentSource())
        sources.register(PersonSource())
        kinds.register("local_government", _("Local governments"), "directory/local_government_hit.html")
        kinds.register("person", _("Representatives"), "directory/person_hit.html")
        cards.register(name_cards)
        suggestion_groups.register(SuggestionGroup(PersonSource.label, _("People"), order=20, fact="seat"))
        suggestion_groups.register(
            SuggestionGroup(LocalGovernmentSource.label, _("Local governments"), order=30, fact="place")
        )
