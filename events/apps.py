from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the menu, and say which documents meetings use."""
        from core.registry import menu
        from events.models import MeetingDocument
        from files.registry import uses

        menu.register(MenuItem("events.CalendarPage", _("Meetings"), "cal", order=30))
        uses.register(MeetingDocument)
