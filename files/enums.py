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


class Reason(models.TextChoices):
    """Why a file has no text, in a sentence for its editor; the codes are those of `files.extraction`."""

    NO_TEXT_LAYER = (
        "no_text_layer",
        _("The pages are pictures, most likely a scan. Their text is being recognised, page by page."),
    )
    NO_OCR = (
        "no_ocr",
        _(
            "The pages are pictures, most likely a scan. To recognise their text, the server needs the packages "
            "tesseract-ocr, tesseract-ocr-srp and tesseract-ocr-srp-latn."
        ),
    )
    EMPTY_FILE = "empty_file", _("There is nothing in the file. Choose it again.")
    NO_TEXT = "no_text", _("There is no text in the file.")
    PASSWORD = "password", _("The file opens only with a password. Upload it without one.")
    DAMAGED = "damaged", _("The file is damaged or incomplete. Save it anew in its program and upload it again.")
    NOT_ITS_TYPE = "not_its_type", _("The content of the file is not of the type that its name says.")
    MISSING = "missing", _("The file cannot be found. Upload it again.")
    GAVE_UP = "gave_up", _("The program could not finish reading the file in several attempts.")
    MEMORY = "memory", _("Reading the file takes more memory than is allowed.")
    TIME = "time", _("Reading the file takes longer than is allowed.")
    PAGES = "pages", _("The file has more pages than are read.")
    CHARACTERS = "characters", _("The file has more text than is read.")
    UNPACKED = "unpacked", _("When it is unpacked, the file is larger than is allowed.")
    FORMAT = "format", _("The text of files of this type is not read. Members find the file by its title.")


class Origin(models.TextChoices):
    """What a piece of text was in its file."""

    TEXT = "text", _("page or whole text")
    HEADING = "heading", _("text under a heading")
    OCR = "ocr", _("recognised in a picture")
