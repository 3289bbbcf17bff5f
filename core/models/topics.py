"""The one topic vocabulary, kept by editors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel

from serbian.slugs import slugify


class Topic(TagBase):
    """A topic that pages carry. Only editors make new ones: a page cannot invent a topic while it is written."""

    free_tagging = False

    synonyms = models.TextField(
        _("synonyms"), blank=True, help_text=_("Other words for the same topic, one a line, in either script.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("synonyms"), FieldPanel("order")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Make a plain ASCII slug from either script."""
        slug = slugify(tag)
        return f"{slug}-{i}" if i is not None else slug


class PageTopic(ItemBase):
    """A topic on a page of any type; a topic that pages have cannot be deleted."""

    wagtail_reference_index_ignore = False  # so that the admin says which pages; Wagtail leaves out tags

    tag = models.ForeignKey(Topic, verbose_name=_("topic"), related_name="topic_items", on_delete=models.PROTECT)
    content_object = ParentalKey("wagtailcore.Page", related_name="topic_items", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("topic of a page")
        verbose_name_plural = _("topics of pages")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="core_page_topic_once")]
