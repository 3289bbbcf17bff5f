"""What becomes of a row, kept as facts that are put into words where they are read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

Difference = tuple[str, str, str]  # our column, old, new; days in ISO 8601


@dataclass
class Outcome:
    """A row's outcome. Errors are [our column or nothing, code, parameters] (see `sentences`)."""

    row: int
    state: str
    unit: int | None = None
    differences: list[list[str]] = field(default_factory=list)
    errors: list[list[Any]] = field(default_factory=list)
    note: list[Any] | None = None  # [code, parameters]

    def as_json(self) -> dict[str, Any]:
        """The outcome as it is kept."""
        return asdict(self)


def problem(code: str, **params: Any) -> ValidationError:
    """Why a cell or a row cannot be imported."""
    return ValidationError(code, params=params)


def errors_of(error: ValidationError) -> list[list[Any]]:
    """The problems of a row in the order of its columns."""
    by_column = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return [
        ["" if column == NON_FIELD_ERRORS else column, str(found.message), found.params or {}]
        for column, problems in by_column.items()
        for found in problems
    ]
