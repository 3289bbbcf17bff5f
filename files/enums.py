from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a file has come on its way to text."""

    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    NEEDS_OCR = "needs_ocr", _("needs character recognition")
    EMPTY = "empty", _("no text")
    LOCKED = "locked", _("locked by a password")
    CORRUPT = "corrupt", _("damaged")
    TOO_BIG = "too_big", _("too big")
    UNSUPPORTED = "unsupported", _("not supported")
