"""Meetings and the calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import PageManager

from core.models import BasePage
from events.months import Month
from events.querysets import MeetingPageQuerySet
from files.models import AttachedDocument, Document

PER_PAGE = 20


class CalendarPage(BasePage):
    """The calendar: a month, what comes next, what is past."""

    subpage_types: ClassVar[list[str]] = ["events.MeetingPage"]

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the month (`?mesec=2026-11`) and a list: upcoming meetings, or past ones (`?prosli`)."""
        context = super().get_context(request, *args, **kwargs)
        now, today = timezone.now(), timezone.localdate()
        meetings = MeetingPage.objects.descendant_of(self).visible_to(request.user)
        month = Month.parse(request.GET.get("mesec", ""), today)
        shows_past = "prosli" in request.GET
        listed = meetings.past(now) if shows_past else meetings.upcoming(now)
        context.update(
            month=month,
            weeks=month.weeks(meetings.between(*month.bounds()), today),
            previous=month.moved(-1),
            following=month.moved(1),
            this_month=Month(today.year, today.month),
            shows_past=shows_past,
            page_obj=Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        )
        return context


class MeetingPage(BasePage):
    """A meeting of the network, in a place, online, or both."""

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Town, building, room; empty for an online meeting.")
    )
    online_url = models.URLField(_("online address"), blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences: what it is about."))
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldPanel("online_url"),
        FieldPanel("summary"),
        FieldPanel("agenda"),
        FieldPanel("topics"),
        InlinePanel("documents", heading=_("Papers"), label=_("Paper")),
    ]
    page_description = _("A meeting with its time, place, agenda and papers.")
    parent_page_types: ClassVar[list[str]] = ["events.CalendarPage"]
    subpage_types: ClassVar[list[str]] = []

    objects = PageManager.from_queryset(MeetingPageQuerySet)()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="events_meeting_ends_after_start",
                condition=Q(ends_at__gte=F("starts_at")),
                violation_error_message=_("A meeting cannot end before it starts."),
            )
        ]

    def clean(self) -> None:
        """Check the order of start and end, and that people know where to come."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("A meeting cannot end before it starts.")})
        if not self.place and not self.online_url:
            raise ValidationError({"place": _("Enter a place or an online address.")})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the papers that this reader may open, and the meetings before and after this one."""
        prefetch_related_objects([self], "topic_items__tag")
        context = super().get_context(request, *args, **kwargs)
        others = MeetingPage.objects.sibling_of(self, inclusive=False).visible_to(request.user)
        context.update(
            documents=Document.objects.attached(self.documents.all(), request.user),
            previous=others.filter(starts_at__lt=self.starts_at).order_by("-starts_at", "-pk").first(),
            following=others.filter(starts_at__gt=self.starts_at).order_by("starts_at", "pk").first(),
        )
        return context

    def is_on(self, day: date) -> bool:
        """Whether the meeting is held on the day, in local time."""
        return timezone.localdate(self.starts_at) <= day <= timezone.localdate(self.ends_at)

    @property
    def is_past(self) -> bool:
        """Whether the meeting has ended."""
        return self.ends_at < timezone.now()

    @property
    def is_one_day(self) -> bool:
        """Whether it starts and ends on one day, in local time."""
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    @property
    def agenda_items(self) -> list[str]:
        """The lines of the agenda, without the numbers of their places that people type before them."""
        lines = [line.strip() for line in self.agenda.splitlines() if line.strip()]
        return [re.sub(rf"^{place}\s*[.)]\s+", "", line) for place, line in enumerate(lines, start=1)]


class MeetingDocument(AttachedDocument):
    """A paper of a meeting."""

    page = ParentalKey(MeetingPage, on_delete=models.CASCADE, related_name="documents")
