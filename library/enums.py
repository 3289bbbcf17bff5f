from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """Whether an act binds or is a model to be adopted."""

    REGULATION = "regulation", _("Regulation")
    MODEL_ACT = "model_act", _("Model act")


class ActType(models.TextChoices):
    """The type of an act by its name; a model act has the type of what it models."""

    ZAKON = "zakon", _("Law")
    UREDBA = "uredba", _("Decree")
    PRAVILNIK = "pravilnik", _("Rulebook")
    ODLUKA = "odluka", _("Decision")
    UPUTSTVO = "uputstvo", _("Instruction")
    OTHER = "other", _("Other act")


class ResourceKind(models.TextChoices):
    """What else the library keeps."""

    MANUAL = "manual", _("Manual")
    EXPERT_OPINION = "expert_opinion", _("Expert opinion")
    FORM = "form", _("Form")
    ANALYSIS = "analysis", _("Analysis")
    GOOD_PRACTICE = "good_practice", _("Example of good practice")
    TRAINING_MATERIAL = "training_material", _("Training material")


class Force(models.TextChoices):
    """Whether a version is in force on a day."""

    IN_FORCE = "in_force", _("In force")
    NOT_YET = "not_yet", _("Not yet in force")
    ENDED = "ended", _("No longer in force")
    UNKNOWN = "unknown", _("Start not entered")


class IncomingState(models.TextChoices):
    """What has become of a file that was brought into the library."""

    WAITING = "waiting", _("waits for you")
    DRAFT = "draft", _("saved as draft")
    PUBLISHED = "published", _("published")


class PageState(models.TextChoices):
    """Whether readers see a page, and whether its editor has written more since."""

    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("published, with changes")
    DRAFT = "draft", _("draft")


class BulkState(models.TextChoices):
    """How far a ZIP with a table has come."""

    CHECKING = "checking", _("Being looked at")
    REFUSED = "refused", _("Cannot be used")
    READY = "ready", _("Waits for confirmation")
    RUNNING = "running", _("Acts are being made")
    DONE = "done", _("Done")


class BulkRowState(models.TextChoices):
    """What becomes of a row of the table in a ZIP."""

    ERROR = "error", _("Errors")
    READY = "ready", _("To be made")
    SAME = "same", _("Already there")
    MADE = "made", _("Made")
    FAILED = "failed", _("Failed")


def force_between(start: date | None, end: date | None, day: date) -> Force:
    """Whether a text that applies from a day until before another is in force on the day."""
    if end and day >= end:
        return Force.ENDED
    if start is None:
        return Force.UNKNOWN
    return Force.IN_FORCE if day >= start else Force.NOT_YET
