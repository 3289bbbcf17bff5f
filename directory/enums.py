from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a local government is by law."""

    CITY = "city", _("City")
    MUNICIPALITY = "municipality", _("Municipality")
    CITY_MUNICIPALITY = "city_municipality", _("City municipality")


class Status(models.TextChoices):
    """Whether a local government exists under this name."""

    ACTIVE = "active", _("Active")
    MERGED = "merged", _("Merged")
    RENAMED = "renamed", _("Renamed")


class SeatKind(models.TextChoices):
    """The two seats of a local government in the network."""

    GENERAL_ADMINISTRATION = "general_administration", _("General administration")
    ICT = "ict", _("ICT")

    @property
    def group_name(self) -> str:
        """The name of the Django group that stands for today's holders of these seats in Wagtail's privacy dialog."""
        return {"general_administration": "Opšta uprava", "ict": "IKT"}[self.value]
