"""Files that editors bring into the library, on their way to becoming acts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.models import Document
from library.enums import IncomingState
from library.models.acts import ActPage
from library.querysets import IncomingFileQuerySet


class IncomingFile(models.Model):
    """A document that waits for an editor, or has become an act."""

    document = models.OneToOneField(Document, verbose_name=_("document"), on_delete=models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    page = models.ForeignKey(
        ActPage, verbose_name=_("act"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    wagtail_reference_index_ignore = True  # a row here is no use of the document

    objects = IncomingFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming file")
        verbose_name_plural = _("incoming files")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.document.title

    @property
    def state(self) -> IncomingState:
        """How far it is; an act that was deleted leaves a file that waits again."""
        if self.page is None:
            return IncomingState.WAITING
        return IncomingState.PUBLISHED if self.page.live else IncomingState.DRAFT
