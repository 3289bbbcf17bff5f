from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the menu, say which documents meetings use, and have meetings searched."""
        from core.registry import menu
        from events.entries import meeting_entries
        from events.models import MeetingDocument, MeetingPage
        from files.registry import uses
        from search.registry import kinds, pages

        menu.register(MenuItem("events.CalendarPage", _("Meetings"), "cal", order=30))
        uses.register(MeetingDocument)
        pages.register(MeetingPage, meeting_entries)
        kinds.register("meeting", _("Meetings"), "events/meeting_hit.html")
