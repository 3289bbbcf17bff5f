"""The library: one list of acts and resources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.models import BasePage
from core.querysets import visible_pages
from library.filters import LibraryFilter
from library.models.acts import ActPage
from library.models.resources import ResourcePage

if TYPE_CHECKING:
    from core.registry import AnyUser

PER_PAGE = 20


class LibraryPage(BasePage):
    """The page under which acts and resources stand."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    subpage_types: ClassVar[list[str]] = ["library.ActPage", "library.ResourcePage"]

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the filtered list, newest first, a page at a time."""
        context = super().get_context(request, *args, **kwargs)
        form = LibraryFilter(request.GET or None)
        acts = form.narrow_acts(ActPage.objects.descendant_of(self))
        resources = form.narrow_resources(ResourcePage.objects.descendant_of(self))
        found = Page.objects.filter(Q(pk__in=acts.values("pk")) | Q(pk__in=resources.values("pk")))
        newest = visible_pages(found, request.user).order_by("-first_published_at", "-pk")
        page_obj = Paginator(newest, PER_PAGE).get_page(request.GET.get("page"))
        page_obj.object_list = entries(page_obj.object_list)
        context.update(filter=form, page_obj=page_obj)
        return context


def entries(pages: Iterable[Page]) -> list[ActPage | ResourcePage]:
    """The acts and resources behind plain pages, in the same order, with what a list shows: four queries."""
    order = [page.pk for page in pages]
    found: dict[int, ActPage | ResourcePage] = {}
    found.update(ActPage.objects.with_versions().in_bulk(order))
    found.update(ResourcePage.objects.with_documents().in_bulk(order))
    return [found[pk] for pk in order if pk in found]


def newest_entries(user: AnyUser, number: int) -> list[ActPage | ResourcePage]:
    """The newest acts and resources that the reader may see."""
    pages = visible_pages(Page.objects.type(ActPage, ResourcePage), user)
    return entries(pages.order_by("-first_published_at", "-pk")[:number])
