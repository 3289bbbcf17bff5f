from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import Entitlement, MenuItem

if TYPE_CHECKING:
    from accounts.models import User


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Say what seats entitle to, fill the menu and the jobs, and have the register searched."""
        from core import registry
        from directory import services, signal_handlers
        from directory.cards import name_cards
        from directory.entries import LocalGovernmentSource, PersonSource
        from search.registry import SuggestionGroup, cards, kinds, sources, suggestion_groups

        registry.entitlements.register(seat_entitlement)
        registry.menu.register(MenuItem("directory.DirectoryPage", _("Directory"), "seats", order=40))
        registry.jobs.register("sync_seat_groups", services.sync_seat_groups, minutes=5)
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


def seat_entitlement(user: User, on: date) -> Entitlement:
    """Holding a seat on the day makes a person a reader, and one of the group of that kind of seat."""
    from directory.enums import SeatKind
    from directory.models import Appointment

    held = Appointment.objects.filter(person=user).of_active().in_force_on(on)
    groups = frozenset(SeatKind(kind).group_name for kind in held.values_list("seat__kind", flat=True))
    return Entitlement(member=bool(groups), groups=groups)
