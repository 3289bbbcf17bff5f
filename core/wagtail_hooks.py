"""What every app has in the Wagtail admin: topics, and the door of restricted pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core.failed_tasks import (
    FailedTasksItem,
    FailedTasksPanel,
    FailedTasksView,
    failed_for_good,
    may_see_tasks,
    run_again,
)
from core.lists import ListViewSet
from core.models import ForeignWord, Topic
from core.querysets import visible_pages


class TopicViewSet(ListViewSet):
    """The topic vocabulary."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_name = "topics"
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "synonyms"]
    add_to_settings_menu = True


class ForeignWordViewSet(ListViewSet):
    """Words that stay in Latin script."""

    model = ForeignWord
    icon = "globe"
    menu_label = _("Words that stay in Latin script")
    menu_name = "foreign-words"
    list_display = ["word"]
    search_fields = ["word"]
    add_to_settings_menu = True


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


@hooks.register("construct_help_menu")
def no_foreign_help(request: HttpRequest, items: list) -> None:
    """Leave out the links to Wagtail's own site."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]


@hooks.register("construct_reports_menu")
def no_technical_reports(request: HttpRequest, items: list) -> None:
    """Leave out the report that is about classes of the program."""
    items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The colours of the network."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    """Addresses by our rule while a title is typed."""
    return format_html('<script src="{}"></script>', static("admin/slug.js"))
