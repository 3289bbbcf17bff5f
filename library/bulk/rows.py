"""The rows of an upload as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from library.bulk import sentences
from library.bulk.forms import WARNED
from library.enums import BulkRowState
from library.models import ActPage, BulkRow, BulkUpload

WARNED_STATES = (BulkRowState.READY, BulkRowState.ERROR)  # of what is done a warning says nothing any more
HAS_WARNING = Q(state__in=WARNED_STATES) & ~Q(warnings=[])
LABELS = {
    BulkRowState.ERROR: _("Error"),
    BulkRowState.READY: _("New act"),
    BulkRowState.SAME: _("Already there"),
    BulkRowState.MADE: _("Made"),
    BulkRowState.FAILED: _("Failed"),
}


def chosen(upload: BulkUpload, state: str = "") -> QuerySet[BulkRow]:
    """The rows in a state, or with a warning, in their order."""
    rows = upload.rows.order_by("number")
    if state == WARNED:
        return rows.filter(HAS_WARNING)
    return rows.filter(state=state) if state else rows


def counts_of(upload: BulkUpload) -> dict[str, int]:
    """How many rows are in each state, how many have a warning, and how many there are: one query."""
    of_states = {state: Count("pk", filter=Q(state=state)) for state in BulkRowState.values}
    warned = {WARNED: Count("pk", filter=HAS_WARNING), "all": Count("pk")}
    return upload.rows.aggregate(**of_states, **warned)


def shown(rows: Iterable[BulkRow], user: User) -> list[dict[str, Any]]:
    """Rows in words of the reader's language, with the acts that this person may edit: three queries."""
    listed = list(rows)
    acts = editable_acts({row.page_id for row in listed if row.page_id}, user)
    return [shown_row(row, acts.get(row.page_id) if row.page_id else None) for row in listed]


def editable_acts(numbers: set[int], user: User) -> dict[int, ActPage]:
    """Those of the acts that the person may edit."""
    if not numbers:
        return {}
    editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return ActPage.objects.filter(pk__in=editable.filter(pk__in=numbers).values("pk")).in_bulk()


def shown_row(row: BulkRow, act: ActPage | None) -> dict[str, Any]:
    """One row."""
    return {
        "number": row.number,
        "file": row.path or row.cells.get("file", ""),
        "title": row.cells.get("title", ""),
        "act_number": row.cells.get("number", ""),
        "state": row.state,
        "label": LABELS[BulkRowState(row.state)],
        "is_error": row.state in {BulkRowState.ERROR, BulkRowState.FAILED},
        "errors": [about(row, *trouble) for trouble in row.errors],
        "warnings": [about(row, *trouble) for trouble in row.warnings if row.state in WARNED_STATES],
        "act": act,
        "act_address": reverse("wagtailadmin_pages:edit", args=[act.pk]) if act else "",
    }


def about(row: BulkRow, name: str, code: str, params: dict[str, Any]) -> dict[str, str]:
    """A trouble: the column, what stands in the cell where the row does not show it anyhow, and the sentence."""
    return {
        "column": sentences.column(name) if name else "",
        "cell": "" if name in {"file", "title"} else row.cells.get(name, ""),
        "sentence": sentences.about_row(code, params),
    }


def error_rows(upload: BulkUpload) -> list[list[object]]:
    """The troubles as a table: row, file, column, what the cell says, what is wrong with it."""
    wrong = upload.rows.filter(state__in=[BulkRowState.ERROR, BulkRowState.FAILED]).order_by("number")
    return [
        [
            row.number,
            row.path or row.cells.get("file", ""),
            sentences.column(name) if name else "",
            row.cells.get(name, ""),
            sentences.about_row(code, params),
        ]
        for row in wrong
        for name, code, params in row.errors
    ]


def unnamed_files(upload: BulkUpload) -> list[dict[str, str]]:
    """The files that no row names, each with what would be wrong with it."""
    return [
        {"path": path, "sentence": sentences.about_row(trouble, {}) if trouble else ""}
        for path, trouble in upload.unnamed
    ]
