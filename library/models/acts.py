"""Acts: the page is the act, a version is a text of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager

from core.models import BasePage
from files.models import AttachedDocument, Document
from library.duplicates import DuplicatesPanel
from library.enums import ActKind, ActType, Force, force_between
from library.models.issuers import Issuer
from library.panels import WarningsPanel
from library.querysets import ActPageQuerySet, ActVersionQuerySet


class ActPage(BasePage):
    """A regulation or a model act."""

    kind = models.CharField(_("kind"), max_length=12, choices=ActKind.choices, default=ActKind.REGULATION)
    act_type = models.CharField(
        _("type"), max_length=12, choices=ActType.choices, help_text=_("A model act has the type of what it models.")
    )
    number = models.CharField(
        _("number"), max_length=60, blank=True, help_text=_("As the act itself has it, for example 110-00-12/2020-01.")
    )
    issuer = models.ForeignKey(
        Issuer, verbose_name=_("issuer"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    abbreviations = models.CharField(
        _("abbreviations"),
        max_length=120,
        blank=True,
        help_text=_("What people call the act, with commas between: ZUP, ZOUP."),
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Two or three sentences: what the act settles and for whom.")
    )

    content_panels = [
        DuplicatesPanel(),
        WarningsPanel(),
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("act_type")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("issuer")]),
        FieldPanel("abbreviations"),
        FieldPanel("summary"),
        FieldPanel("topics"),
        InlinePanel("versions", heading=_("Text of the act"), label=_("Version"), min_num=0),
    ]
    page_description = _("A law, decree or other regulation, or a model act, with its texts and their documents.")
    parent_page_types: ClassVar[list[str]] = ["library.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []

    objects = PageManager.from_queryset(ActPageQuerySet)()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Give the template the current version, the others, and the documents of each that this reader may open."""
        prefetch_related_objects([self], "versions__documents", "topic_items__tag")
        context = super().get_context(request, *args, **kwargs)
        rows = [(version, list(version.documents.all())) for version in self.versions.all()]
        readable = Document.objects.attached([row for _version, listed in rows for row in listed], request.user)
        texts = [
            {"version": version, "documents": [row for row in listed if row in readable]} for version, listed in rows
        ]
        current = current_version([version for version, _listed in rows], timezone.localdate())
        context.update(
            library=self.get_parent(),
            text=next((text for text in texts if text["version"] is current), None),
            other_texts=[text for text in texts if text["version"] is not current],
        )
        return context

    @property
    def current_version(self) -> ActVersion | None:
        """The version in force today, else the newest."""
        return current_version(list(self.versions.all()), timezone.localdate())

    @property
    def abbreviation_list(self) -> list[str]:
        """The abbreviations one by one."""
        return [word.strip() for word in self.abbreviations.split(",") if word.strip()]


class ActVersion(Orderable, ClusterableModel):
    """A text of an act: where it was published, when it is in force, its documents in order."""

    page = ParentalKey(ActPage, on_delete=models.CASCADE, related_name="versions")
    gazette_reference = models.CharField(
        _("gazette reference"),
        max_length=250,
        blank=True,
        help_text=_("For example: „Sl. glasnik RS“, br. 21/2020 and 32/2021."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_to = models.DateField(
        _("in force to"), null=True, blank=True, help_text=_("The first day on which it is no longer in force.")
    )

    panels = [
        FieldPanel("gazette_reference"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("in_force_from"), FieldPanel("in_force_to")])],
            heading=_("Dates"),
        ),
        InlinePanel("documents", heading=_("Documents"), label=_("Document")),
    ]

    objects = ActVersionQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.CheckConstraint(
                name="library_version_force_ends_after_start",
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_to__isnull=True)
                | Q(in_force_to__gt=F("in_force_from")),
                violation_error_message=_("A version cannot go out of force before it comes into force."),
            )
        ]

    def __str__(self) -> str:
        return self.gazette_reference or f"{_('version')} {self.pk}"

    def clean(self) -> None:
        """Check the order of the dates."""
        super().clean()
        if self.in_force_from and self.in_force_to and self.in_force_to <= self.in_force_from:
            raise ValidationError({"in_force_to": _("A version cannot go out of force before it comes into force.")})

    def force_on(self, day: date) -> Force:
        """Whether the version is in force on the day."""
        return force_between(self.in_force_from, self.in_force_to, day)

    @property
    def force(self) -> Force:
        """Whether the version is in force today."""
        return self.force_on(timezone.localdate())


def current_version(versions: list[ActVersion], day: date) -> ActVersion | None:
    """The version in force on the day, else the one that came into force last, else the first."""
    in_force = [version for version in versions if version.force_on(day) == Force.IN_FORCE]
    pool = in_force or versions
    return max(pool, key=lambda version: version.in_force_from or date.min, default=None)


class ActVersionDocument(AttachedDocument):
    """A document of a version."""

    version = ParentalKey(ActVersion, on_delete=models.CASCADE, related_name="documents")
