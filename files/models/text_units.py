"""What files say: their text, piece by piece."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from files.enums import Origin


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
