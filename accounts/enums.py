from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationState(models.TextChoices):
    """Where an invitation stands."""

    WAITING = "waiting", _("waiting")
    EXPIRED = "expired", _("expired")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


class Role(models.TextChoices):
    """A right that a person has of their own, without a seat."""

    EDITOR = "editor", _("Editor")
    COORDINATOR = "coordinator", _("Coordinator")

    @property
    def group_name(self) -> str:
        """The name of the Django group that is the copy of this role for Wagtail's screens."""
        return {"editor": "Urednici", "coordinator": "Koordinatori"}[self.value]
