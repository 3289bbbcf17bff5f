from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a local government is by law."""

    CITY = "city", _("City")
    MUNICIPALITY = "municipality", _("Municipality")
    CITY_MUNICIPALITY = "city_municipality", _("City municipality")


class ChangeKind(models.TextChoices):
    """How local governments follow one another."""

    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")


class AppointmentState(models.TextChoices):
    """Where an appointment is on its way, today."""

    CURRENT = "current", pgettext_lazy("appointment", "In force")
    COMING = "coming", pgettext_lazy("appointment", "To come")
    ENDED = "ended", pgettext_lazy("appointment", "Ended")


class Fate(models.TextChoices):
    """What becomes of something that a person holds when the seat goes to another."""

    MOVES = "moves", _("moves to the successor")
    STAYS = "stays", _("stays personal")
    CANCELLED = "cancelled", _("is cancelled")
    WAITS = "waits", _("waits for a successor")


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


class SeatRefusal(models.TextChoices):
    """Why an accepted invitation to a seat appointed nobody."""

    SEAT_TAKEN = "seat_taken", _("Meanwhile somebody else holds the seat.")
    SEAT_GONE = "seat_gone", _("The local government does not exist on the first day.")
    DAYS_CROSSED = "days_crossed", _("The earlier appointment would end before it starts.")


class ColleagueState(models.TextChoices):
    """Where a colleague without a seat stands."""

    PROPOSED = "proposed", _("Proposed")
    INVITED = "invited", _("Invited")
    CURRENT = "current", _("Reads with the members")
    ENDED = "ended", _("Ended")


class SeatKind(models.TextChoices):
    """The two seats of a local government in the network."""

    GENERAL_ADMINISTRATION = "general_administration", _("General administration")
    ICT = "ict", _("ICT")

    @property
    def group_name(self) -> str:
        """The name of the Django group that stands for today's holders of these seats in Wagtail's privacy dialog."""
        return {"general_administration": "Opšta uprava", "ict": "IKT"}[self.value]


class SeatState(models.TextChoices):
    """What the two seats of a local government can be like today; one may be several of these."""

    HELD = "held", _("Both seats held")
    VACANT = "vacant", _("With a vacant seat")
    GENERAL_ADMINISTRATION = "general_administration", _("General administration vacant")
    ICT = "ict", _("ICT vacant")
    BOTH = "both", _("Both seats vacant")

    def fits(self, vacant: set[str]) -> bool:
        """Whether a local government is like this when seats of these kinds (`SeatKind`) are vacant."""
        if self is SeatState.HELD:
            return not vacant
        if self is SeatState.VACANT:
            return bool(vacant)
        return vacant >= set(SeatKind.values) if self is SeatState.BOTH else self.value in vacant


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
