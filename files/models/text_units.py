"""What files say: their text, piece by piece."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.enums import Origin

UNSURE = 80  # percent: whose confidence is below is shown to editors


class RecognitionQuerySet(models.QuerySet):
    """Reads of recognised pages."""

    def unsure(self) -> Self:
        """Keep the pages that an editor should look at."""
        return self.filter(confidence__lt=UNSURE, corrected_at=None)


class TextUnit(models.Model):
    """A piece of a document's text: a page of a PDF, what stands under a heading of a Word file, or all of it.

    `number` is that of the page where there are pages. Pieces without text have no row.
    """

    document = models.ForeignKey(
        "files.Document", verbose_name=_("document"), on_delete=models.CASCADE, related_name="text_units"
    )
    number = models.PositiveIntegerField(_("number"))
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=10, choices=Origin.choices, default=Origin.TEXT)

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="files_text_unit_once")]
        verbose_name = _("text unit")
        verbose_name_plural = _("text units")

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"


class Recognition(models.Model):
    """What was read in the picture of a page: the machine's text beside the one that counts, which an editor may mend.

    A page in which nothing was found has a row here and no text unit.
    """

    document = models.ForeignKey(
        "files.Document", verbose_name=_("document"), on_delete=models.CASCADE, related_name="recognitions"
    )
    number = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("recognised text"), blank=True)
    confidence = models.FloatField(_("confidence"), help_text=_("Percent, the mean of all letters."))
    words = models.JSONField(default=list)  # `files.extraction.interface.Place`
    reason = models.CharField(max_length=20, blank=True)  # a code of `Reason`, where the page could not be read
    corrected_at = models.DateTimeField(_("corrected at"), null=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("corrected by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="files_recognition_once")]
        verbose_name = _("recognised page")
        verbose_name_plural = _("recognised pages")

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"

    @property
    def is_unsure(self) -> bool:
        """Whether somebody should look at it: the machine was not sure, and nobody has."""
        return self.confidence < UNSURE and self.corrected_at is None
