from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a local government is by law."""

    CITY = "city", _("City")
    MUNICIPALITY = "municipality", _("Municipality")
    CITY_MUNICIPALITY = "city_municipality", _("City municipality")


class ChangeKind(models.TextChoices):
    """How local governments follow one another."""

    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")


class Language(models.TextChoices):
    """Languages that representatives say they speak (ISO 639-1)."""

    ENGLISH = "en", _("English (language)")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    ITALIAN = "it", _("Italian")
    RUSSIAN = "ru", _("Russian")
    HUNGARIAN = "hu", _("Hungarian")
    ALBANIAN = "sq", _("Albanian")
    ROMANIAN = "ro", _("Romanian")
    SLOVAK = "sk", _("Slovak")
    BULGARIAN = "bg", _("Bulgarian")
    ROMANI = "rom", _("Romani")
    RUSYN = "rue", _("Rusyn")
    CROATIAN = "hr", _("Croatian")
    BOSNIAN = "bs", _("Bosnian")


class SeatKind(models.TextChoices):
    """The two seats of a local government in the network."""

    GENERAL_ADMINISTRATION = "general_administration", _("General administration")
    ICT = "ict", _("ICT")

    @property
    def group_name(self) -> str:
        """The name of the Django group that stands for today's holders of these seats in Wagtail's privacy dialog."""
        return {"general_administration": "Opšta uprava", "ict": "IKT"}[self.value]


class TableKind(models.TextChoices):
    """What a table that is imported is about."""

    REPRESENTATIVES = "representatives", _("Representatives")
    LOCAL_GOVERNMENTS = "local_governments", _("Data of local governments")


class ImportState(models.TextChoices):
    """How far an imported table has come."""

    CHECKING = "checking", _("Being compared")
    READY = "ready", _("Waits for confirmation")
    APPLYING = "applying", _("Being imported")
    DONE = "done", _("Imported")


class RowState(models.TextChoices):
    """What becomes of a row of an imported table."""

    ERROR = "error", _("Errors")
    APPOINT = "appoint", _("New appointments")
    REPLACE = "replace", _("Replacements")
    CHANGE = "change", _("Changes")
    INVITE = "invite", _("Without an account")
    SAME = "same", _("No change")
