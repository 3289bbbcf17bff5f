"""What members write to the coordinator."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 4000


class MessageToCoordinator(models.Model):
    """A message from the form "Write to the coordinator": kept here, and sent by mail."""

    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("from"), on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=MAX_LENGTH)
    page = models.CharField(_("page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("message to the coordinator")
        verbose_name_plural = _("messages to the coordinator")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.subject
