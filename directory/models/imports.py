"""Tables that the coordinator uploads, kept between preview and confirmation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.enums import ImportState, RowState, TableKind


class DirectoryImport(models.Model):
    """An uploaded table: what was read from it, what it would change, and what became of it."""

    kind = models.CharField(_("kind of table"), max_length=20, choices=TableKind.choices)
    file_name = models.CharField(_("file"), max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=20, choices=ImportState.choices, default=ImportState.CHECKING)
    columns = models.JSONField(_("columns"), default=dict)  # our column: its heading in the file
    ignored = models.JSONField(_("ignored columns"), default=list)  # headings
    rows = models.JSONField(_("rows"), default=list)  # {"row": its number in the file, "cells": {our column: text}}
    outcomes = models.JSONField(_("outcomes"), default=list)  # of `importing.outcomes.Outcome`, a row each
    checks = models.PositiveIntegerField(_("comparisons"), default=0)
    progress = models.PositiveIntegerField(_("rows done"), default=0)
    send_invitations = models.BooleanField(_("send invitations"), default=False)
    skip_errors = models.BooleanField(_("skip rows with errors"), default=False)
    has_changed = models.BooleanField(_("the register changed after the preview"), default=False)
    has_failed = models.BooleanField(_("the last attempt failed"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("imported at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether the worker has something to do with it."""
        return self.state in {ImportState.CHECKING, ImportState.APPLYING}

    @property
    def is_ready(self) -> bool:
        """Whether it waits for the coordinator."""
        return self.state == ImportState.READY

    @property
    def is_done(self) -> bool:
        """Whether the register has taken it."""
        return self.state == ImportState.DONE

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        states = [outcome["state"] for outcome in self.outcomes]
        return {state.value: states.count(state.value) for state in RowState}

    def count(self, *states: RowState) -> int:
        """How many rows are in these states."""
        counts = self.counts
        return sum(counts[state.value] for state in states)

    @property
    def error_count(self) -> int:
        """How many rows cannot be imported."""
        return self.count(RowState.ERROR)

    @property
    def change_count(self) -> int:
        """How many rows would change the register."""
        return self.count(RowState.APPOINT, RowState.REPLACE, RowState.CHANGE)

    @property
    def invite_count(self) -> int:
        """How many rows are about people without an account."""
        return self.count(RowState.INVITE)

    def cells_of(self, number: int) -> dict[str, Any]:
        """What the file says in a row, by its place in `rows`."""
        cells: dict[str, Any] = self.rows[number]["cells"]
        return cells
