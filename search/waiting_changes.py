"""What waits for the index and what it refused, shown in the admin to whoever looks after the system."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from core.failed_tasks import may_see_tasks
from core.lists import ReportView
from search import engines
from search.models import Entry, Pending
from search.registry import pages

LATE = timedelta(minutes=10)  # a change that waits so long does so because the engine or the worker is away


def refused() -> QuerySet[Pending]:
    """The changes that the index could not take, with their reasons; the oldest first."""
    return Pending.objects.exclude(error="").order_by("changed_at", "pk")


def late() -> QuerySet[Pending]:
    """The changes that have been due for long."""
    return Pending.objects.filter(due_at__lt=timezone.now() - LATE)


class WaitingChangesView(UserPassesTestMixin, ReportView):
    """The state of the index, and the list of what it could not take."""

    template_name = "search/waiting_changes.html"
    page_title = _("Search index")
    header_icon = "search"
    context_object_name = "changes"

    def test_func(self) -> bool:
        return may_see_tasks(self.request.user)

    def get_queryset(self) -> QuerySet[Pending]:
        return refused()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        waiting = Pending.objects.filter(error="")
        return context | {
            "changes": described(context["changes"]),
            "trouble": engines.current().trouble(),
            "waiting": waiting.count(),
            "oldest": waiting.order_by("changed_at").values_list("changed_at", flat=True).first(),
        }


def described(rows: Any) -> list[dict[str, Any]]:
    """Rows with the name of what they are about, and the last line of their reason."""
    rows = list(rows)
    entries = Entry.objects.filter(object_id__in=[row.object_id for row in rows])
    titles = {(entry.label, entry.object_id): entry.title for entry in entries}
    return [
        {
            "row": row,
            "title": titles.get((row.label, row.object_id), str(row)),
            "url": reverse("wagtailadmin_pages:edit", args=[row.object_id]) if row.label == pages.label else "",
            "reason": row.error.strip().rpartition("\n")[2],
        }
        for row in rows
    ]


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a change tried again at once."""
    if not may_see_tasks(request.user):
        raise PermissionDenied
    if Pending.objects.filter(pk=pk).update(due_at=timezone.now(), attempts=0):
        messages.success(request, gettext("The change will be tried again in a moment."))
    return redirect("waiting_changes")


class WaitingChangesItem(MenuItem):
    """The menu entry, for those who look after the system."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_tasks(request.user)


class WaitingChangesPanel(Component):
    """The warning on the admin's first page."""

    name = "waiting_changes"
    template_name = "search/waiting_changes_panel.html"
    order = 1

    def __init__(self, *, refused: int, late: int) -> None:
        self.refused = refused
        self.late = late

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"refused": self.refused, "late": self.late}
