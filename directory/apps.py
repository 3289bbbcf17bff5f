from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Say what seats entitle to, fill the menu and the jobs, and have the register searched."""
        from wagtail.permissions import register_permission_policy

        from accounts.registry import WelcomeStep, purposes, welcome
        from core import registry
        from directory import privacy, services, signal_handlers
        from directory.cards import name_cards
        from directory.comparison import compare_groups
        from directory.entries import LocalGovernmentSource, PersonSource
        from directory.facets import DISTRICT, SEAT, TOPIC
        from directory.groups import entitlement_of
        from directory.holdings import open_invitations
        from directory.importing.services import forget_tables
        from directory.models import Appointment, WorkingGroup
        from directory.models.profiles import PHOTO_FOLDER
        from directory.policies import KeptPolicy
        from directory.purposes import purposes_of
        from directory.registry import holdings
        from files.registry import folders, uses
        from search.registry import SuggestionGroup, cards, facets, kinds, sources, suggestion_groups

        register_permission_policy(WorkingGroup, KeptPolicy(WorkingGroup))
        registry.entitlements.register(entitlement_of)
        registry.menu.register(MenuItem("directory.DirectoryPage", _("Directory"), "seats", order=40))
        purposes.register(purposes_of)
        welcome.register(WelcomeStep("welcome_profile", _("Your profile"), order=20))
        registry.jobs.register("sync_groups", compare_groups, minutes=5)
        folders.register(PHOTO_FOLDER, services.named_photos)
        registry.jobs.register("forget_imported_tables", forget_tables, minutes=24 * 60)
        signal_handlers.connect()
        privacy.narrow_dialogs()
        sources.register(LocalGovernmentSource())
        sources.register(PersonSource())
        kinds.register("local_government", _("Local governments"), "directory/local_government_hit.html")
        kinds.register("person", _("Representatives"), "directory/person_hit.html")
        for facet in (TOPIC, DISTRICT, SEAT):
            facets.register(facet)
        cards.register(name_cards)
        holdings.register("invitations", _("Open invitations"), open_invitations)
        uses.register_rows(Appointment, field="act_document")
        suggestion_groups.register(SuggestionGroup(PersonSource.label, _("People"), order=20, fact="seat"))
        suggestion_groups.register(
            SuggestionGroup(LocalGovernmentSource.label, _("Local governments"), order=30, fact="place")
        )
