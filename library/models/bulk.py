"""ZIPs with many files and a table of what they are, kept from the upload to the last act that is made of them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from library.enums import BulkRowState, BulkState
from library.models.acts import ActPage
from library.querysets import BulkUploadQuerySet

BULK_FOLDER: Final = "bulk_uploads"


def stored_name(instance: Any, name: str) -> str:
    """Where a ZIP is kept: under a name that nobody guesses, in a folder that no address leads to."""
    return str(PurePath(BULK_FOLDER, f"{uuid4().hex}.zip"))


class BulkUpload(models.Model):
    """A ZIP: what was found in it, what was confirmed, and how far it is."""

    file = models.FileField(_("file"), upload_to=stored_name, blank=True)  # empty once it has been removed
    file_name = models.CharField(_("name of the file"), max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=12, choices=BulkState.choices, default=BulkState.CHECKING)
    trouble = models.JSONField(_("why it cannot be used"), default=list)  # [code, parameters]
    table_name = models.CharField(_("table"), max_length=1000, blank=True)
    columns = models.JSONField(_("columns"), default=dict)  # our column: its heading in the table
    ignored = models.JSONField(_("ignored columns"), default=list)  # headings
    unnamed = models.JSONField(_("files that no row names"), default=list)  # [path, code of a trouble or nothing]
    total = models.PositiveIntegerField(_("rows"), default=0)
    progress = models.PositiveIntegerField(_("rows looked at"), default=0)
    checks = models.PositiveIntegerField(_("times it was looked at"), default=0)
    publish = models.BooleanField(_("publish at once"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("done at"), null=True)

    wagtail_reference_index_ignore = True

    objects = BulkUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload of many files")
        verbose_name_plural = _("uploads of many files")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.state in {BulkState.CHECKING, BulkState.RUNNING}


class BulkRow(models.Model):
    """A row of the table: what it says, the file that it names, and what becomes of it."""

    upload = models.ForeignKey(BulkUpload, verbose_name=_("upload"), on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))  # as a spreadsheet shows it
    cells = models.JSONField(_("cells"), default=dict)  # our column: text
    path = models.TextField(_("file"), blank=True)  # in the ZIP
    place = models.PositiveIntegerField(_("place in the ZIP"), null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    data = models.JSONField(_("data"), default=dict)  # of `bulk.values.Values`
    errors = models.JSONField(_("errors"), default=list)  # [our column, code, parameters] each
    warnings = models.JSONField(_("warnings"), default=list)  # the same
    state = models.CharField(_("state"), max_length=12, choices=BulkRowState.choices)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    page = models.ForeignKey(ActPage, verbose_name=_("act"), on_delete=models.SET_NULL, null=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("row of an upload")
        verbose_name_plural = _("rows of uploads")
        ordering = ["upload", "number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="library_bulk_row_once")]
        indexes = [models.Index(fields=["upload", "state"], name="library_bulk_row_state")]

    def __str__(self) -> str:
        return f"{self.number}. {self.cells.get('title', '')}"
