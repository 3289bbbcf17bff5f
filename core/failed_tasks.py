"""Tasks that failed five times, shown in the admin to whoever can have them run again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from core.lists import ReportView

PERMISSION = "django_tasks_database.view_dbtaskresult"


def may_see_tasks(user: Any) -> bool:
    """Whether the person looks after the tasks."""
    return user.has_perm(PERMISSION)


def failed_for_good() -> QuerySet[DBTaskResult]:
    """The failed tasks, the latest first; those that will run again by themselves are not failed any more."""
    return DBTaskResult.objects.failed().order_by("-finished_at")


class FailedTasksView(PermissionRequiredMixin, ReportView):
    """The list of failed tasks with their reasons."""

    permission_required = PERMISSION
    template_name = "core/failed_tasks.html"
    page_title = _("Failed tasks")
    header_icon = "warning"
    context_object_name = "tasks"

    def get_queryset(self) -> QuerySet[DBTaskResult]:
        return failed_for_good()


@require_POST
def run_again(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a failed task back into its queue, with five attempts before it."""
    if not may_see_tasks(request.user):
        raise PermissionDenied
    put_back = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), started_at=None, finished_at=None, worker_ids=[]
    )
    if put_back:
        messages.success(request, gettext("The task will run again in a moment."))
    return redirect("failed_tasks")


class FailedTasksItem(MenuItem):
    """The menu entry, for those who look after the tasks."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_tasks(request.user)


class FailedTasksPanel(Component):
    """The warning on the admin's first page."""

    name = "failed_tasks"
    template_name = "core/failed_tasks_panel.html"
    order = 1

    def __init__(self, number: int) -> None:
        self.number = number

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"number": self.number}
