"""What every app has in the Wagtail admin: topics, and the door of restricted pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.models import Topic
from core.querysets import visible_pages


class TopicViewSet(SnippetViewSet):
    """The topic vocabulary."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "synonyms"]
    copy_view_enabled = False


register_snippet(TopicViewSet)


@hooks.register("before_serve_page", order=-100)
def only_readers(page: Page, request: HttpRequest, args: list, kwargs: dict) -> None:
    """Answer as if there were no such page to whoever may not see it; Wagtail's own check follows as a second lock."""
    if not visible_pages(Page.objects.filter(pk=page.pk), request.user).exists():
        raise Http404
