"""News."""

from __future__ import annotations

from typing import ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import PageManager

from core.models import BasePage, Topic, body_field
from files.models import AttachedDocument, Document
from news.querysets import NewsPageQuerySet

PER_PAGE = 20
OTHERS = 5


class NewsIndexPage(BasePage):
    """The list of news."""

    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the news, pinned ones first, a page at a time, all or of one topic."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.descendant_of(self).visible_to(request.user).pinned_first()
        topics = list(Topic.objects.filter(topic_items__content_object__in=news.order_by()).distinct())
        topic = next((option for option in topics if option.slug == request.GET.get("topic")), None)
        listed = news.about(topic.slug) if topic else news
        context.update(
            topic=topic,
            topics=topics,
            page_obj=Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        )
        return context


class NewsPage(BasePage):
    """A news item."""

    lead = models.TextField(
        _("lead"), max_length=400, help_text=_("One or two sentences: what happened, for whom, until when.")
    )
    image = models.ForeignKey(
        "files.Image", verbose_name=_("image"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = body_field()
    pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stands above all other news."))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("image"),
        FieldPanel("body"),
        FieldPanel("topics"),
        FieldPanel("pinned"),
        InlinePanel("documents", heading=_("Documents"), label=_("Document")),
    ]
    page_description = _("News for members, with an image and documents if need be.")
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the documents that this reader may open, and the other newest news."""
        context = super().get_context(request, *args, **kwargs)
        others = NewsPage.objects.visible_to(request.user).exclude(pk=self.pk).order_by("-first_published_at")
        context.update(
            documents=Document.objects.attached(self.documents.all(), request.user),
            other_news=others[:OTHERS],
            index=self.get_parent(),
        )
        return context


class NewsDocument(AttachedDocument):
    """A document of a news item."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="documents")
