"""What else the library keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import PageManager

from core.models import BasePage
from files.models import AttachedDocument, Document
from library.duplicates import DuplicatesPanel
from library.enums import ResourceKind
from library.models.issuers import Issuer
from library.querysets import ResourcePageQuerySet


class ResourcePage(BasePage):
    """A manual, expert opinion, form, analysis, example of good practice or training material."""

    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind.choices)
    issuer = models.ForeignKey(
        Issuer, verbose_name=_("issuer"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences: what it is good for."))

    content_panels = [
        DuplicatesPanel(),
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("issuer"),
        FieldPanel("summary"),
        FieldPanel("topics"),
        InlinePanel("documents", heading=_("Documents"), label=_("Document")),
    ]
    page_description = _("A manual, expert opinion, form, analysis, example of good practice or training material.")
    parent_page_types: ClassVar[list[str]] = ["library.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    objects = PageManager.from_queryset(ResourcePageQuerySet)()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the documents that this reader may open."""
        prefetch_related_objects([self], "topic_items__tag")
        context = super().get_context(request, *args, **kwargs)
        context["library"] = self.get_parent()
        context["documents"] = Document.objects.attached(self.documents.all(), request.user)
        return context


class ResourceDocument(AttachedDocument):
    """A document of a resource."""

    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="documents")
