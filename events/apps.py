from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.registry import MenuItem

if TYPE_CHECKING:
    from core.registry import AnyUser


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Fill the menu, and say which documents meetings use."""
        from core.registry import menu
        from files.registry import uses

        menu.register(MenuItem("events.CalendarPage", _("Meetings"), "cal", order=30))
        uses.register("events.meeting", papers_of_meetings)


def papers_of_meetings(user: AnyUser) -> QuerySet:
    """The papers of meetings that the person may see."""
    from events.models import MeetingDocument, MeetingPage

    meetings = MeetingPage.objects.visible_to(user).values("pk")
    return MeetingDocument.objects.filter(page__in=meetings).values("document")
