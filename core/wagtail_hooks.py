"""What every app has in the Wagtail admin: topics, and the door of restricted pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.choosers import ListOnlyChooserViewSet
from core.failed_tasks import (
    FailedTasksItem,
    FailedTasksPanel,
    FailedTasksView,
    failed_for_good,
    may_see_tasks,
    run_again,
)
from core.models import ForeignWord, Topic
from core.querysets import visible_pages


class TopicViewSet(SnippetViewSet):
    """The topic vocabulary."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "synonyms"]
    copy_view_enabled = False
    chooser_viewset_class = ListOnlyChooserViewSet


class ForeignWordViewSet(SnippetViewSet):
    """Words that stay in Latin script."""

    model = ForeignWord
    icon = "globe"
    menu_label = _("Words that stay in Latin script")
    list_display = ["word"]
    search_fields = ["word"]
    copy_view_enabled = False
    chooser_viewset_class = ListOnlyChooserViewSet


register_snippet(TopicViewSet)
register_snippet(ForeignWordViewSet)


@hooks.register("register_admin_urls")
def failed_task_urls() -> list[URLPattern]:
    """The addresses of the failed tasks."""
    return [
        path("failed-tasks/", FailedTasksView.as_view(), name="failed_tasks"),
        path("failed-tasks/<uuid:pk>/again/", run_again, name="run_task_again"),
    ]


@hooks.register("register_reports_menu_item")
def failed_tasks_item() -> MenuItem:
    """The failed tasks among the reports."""
    return FailedTasksItem(_("Failed tasks"), reverse("failed_tasks"), icon_name="warning", order=900)


@hooks.register("construct_homepage_panels")
def warn_of_failed_tasks(request: HttpRequest, panels: list) -> None:
    """Say on the admin's first page that something has failed for good."""
    if may_see_tasks(request.user) and (number := failed_for_good().count()):
        panels.insert(0, FailedTasksPanel(number))


@hooks.register("before_serve_page", order=-100)
def only_readers(page: Page, request: HttpRequest, args: list, kwargs: dict) -> None:
    """Answer as if there were no such page to whoever may not see it; Wagtail's own check follows as a second lock."""
    if not visible_pages(Page.objects.filter(pk=page.pk), request.user).exists():
        raise Http404
