"""Why a file is no table that can be read, in words of the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.tables.lines import TableError

FILE_TROUBLES: Final[dict[str, str | Promise]] = {
    "empty": _("The file is empty."),
    "no_rows": _("Under the headings there is no row."),
    "not_a_table": _("This is not a table. Choose a file in the format XLSX or CSV."),
    "other_package": _(
        "This is not a table in the format XLSX. Open it in your spreadsheet and save it as XLSX or CSV."
    ),
    "old_excel": _("This is an old Excel file. Open it in your spreadsheet and save it as XLSX or CSV."),
    "password": _("The file is locked with a password. Save it without a password and choose it again."),
    "broken": _("The file is damaged and cannot be read. Save it again from your spreadsheet."),
    "too_big": _("The file is larger than %(limit)s MB. Divide the table into several."),
    "too_big_inside": _("Unpacked, the file is too large. Copy the table alone into a new file."),
    "too_many_rows": _("The table has more than %(limit)s rows. Divide it into several."),
    "columns_missing": _("These columns are missing: %(columns)s. Headings that were found: %(found)s."),
    "column_twice": _("Several columns say the same: %(found)s. Leave only one of them."),
}


def about_file(error: TableError, column: Callable[[str], str]) -> str:
    """Say why a file cannot be read; `column` says what one of our columns is called."""
    return sentence(FILE_TROUBLES[error.code], error.params, column)


def sentence(text: str | Promise, params: Mapping[str, Any], column: Callable[[str], str]) -> str:
    """A sentence about a file, with lists of columns and of headings that were found put into words."""
    words = dict(params)
    if "columns" in words:
        words["columns"] = ", ".join(column(name) for name in words["columns"])
    if "found" in words:
        words["found"] = ", ".join(f"„{heading}“" for heading in words["found"]) or "–"
    return str(text) % words
