"""The rows of a preview as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.enums import RowState, TableKind
from directory.importing import sentences
from directory.models import DirectoryImport, LocalGovernment

STATES: Final[dict[RowState, str | Promise]] = {
    RowState.ERROR: _("Error"),
    RowState.APPOINT: _("New appointment"),
    RowState.REPLACE: _("Replacement"),
    RowState.CHANGE: _("Change"),
    RowState.INVITE: _("No account"),
    RowState.SAME: _("No change"),
}
Pair = tuple[Mapping[str, Any], Mapping[str, Any]]  # a row of the file, and its outcome


def pairs_of(kept: DirectoryImport, state: str = "") -> list[Pair]:
    """The rows with their outcomes, those in one state only if it is given."""
    pairs = zip(kept.rows, kept.outcomes, strict=True)
    return [(row, outcome) for row, outcome in pairs if state in {"", outcome["state"]}]


def shown(kept: DirectoryImport, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Rows in words of the reader's language (one query)."""
    wanted = sentences.units_named([outcome for _row, outcome in pairs])
    units = LocalGovernment.objects.select_related("parent").in_bulk(wanted)
    return [shown_row(kept, row["cells"], outcome, units) for row, outcome in pairs]


def shown_row(
    kept: DirectoryImport, cells: Mapping[str, str], outcome: Mapping[str, Any], units: sentences.Units
) -> dict[str, Any]:
    """One row."""
    note = outcome["note"]
    return {
        "number": outcome["row"],
        "state_label": STATES[RowState(outcome["state"])],
        "is_error": outcome["state"] == RowState.ERROR,
        "unit": units.get(outcome["unit"]),
        "written": cells["local_government"],
        "about": about(kept, cells),
        "differences": [
            {"column": sentences.column(name), "old": sentences.value(name, old), "new": sentences.value(name, new)}
            for name, old, new in outcome["differences"]
        ],
        "errors": [
            {
                "column": kept.columns.get(name, ""),
                "cell": cells.get(name, ""),
                "sentence": sentences.about_row(code, params, units),
            }
            for name, code, params in outcome["errors"]
        ],
        "note": sentences.about_row(note[0], note[1], units) if note else "",
    }


def about(kept: DirectoryImport, cells: Mapping[str, str]) -> list[str]:
    """Whom a row is about, as the file says it."""
    if kept.kind == TableKind.LOCAL_GOVERNMENTS:
        return []
    name = f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
    return [part for part in (name, cells.get("email", ""), cells.get("seat", "")) if part]


def error_rows(kept: DirectoryImport) -> list[list[object]]:
    """The problems as a table: row, column, what the cell says, what is wrong with it."""
    return [
        [row["number"], error["column"], error["cell"], error["sentence"]]
        for row in shown(kept, pairs_of(kept, RowState.ERROR))
        for error in row["errors"]
    ]
