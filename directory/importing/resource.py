"""What both kinds of table have in common: rows compared with the register by django-import-export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Diff, Resource
from import_export.results import RowResult

from accounts.models import User
from directory.enums import RowState
from directory.importing.outcomes import Difference, Outcome, errors_of, problem


class NotAsCompared(Exception):
    """The register refused a row that had been found right: somebody changed it in the meantime."""


class Differences(Diff):
    """What a row changes: (column, old, new) for each column that differs."""

    def as_html(self) -> list[Difference]:
        """The differences; they are put into words and HTML where they are shown."""
        names = [field.attribute for field in self.fields]
        return [(name, old, new) for name, old, new in zip(names, self.left, self.right, strict=True) if old != new]

    def __init__(self, resource: Resource, instance: Any, new: bool) -> None:
        super().__init__(resource, instance, new)
        self.fields = resource.get_import_fields()


class TableResource(Resource):
    """Rows of a table, each compared with what the register says and written through its services.

    `rows` are those of `headings.Table`. Nothing is written by `compare`.
    """

    kind: ClassVar[str]
    units: list[int | None]  # the local government of each row, once `prepare` has found it

    class Meta:
        skip_unchanged = True
        report_skipped = True
        store_instance = True
        clean_model_instances = False
        use_transactions = False
        instance_loader_class = BaseInstanceLoader  # rows are found by `get_or_init_instance`
        import_id_fields = ()

    def __init__(
        self,
        rows: list[dict[str, Any]],
        *,
        by: User,
        file_name: str = "",
        send_invitations: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self.rows, self.by, self.file_name = rows, by, file_name
        self.send_invitations, self.progress = send_invitations, progress
        self.prepare()

    def prepare(self) -> None:
        """Read what all rows are compared with."""
        raise NotImplementedError

    def compare(self) -> list[Outcome]:
        """What each row would change. Writes nothing, and takes no transaction: the progress may be written."""
        return self.run(dry_run=True)

    def write(self) -> list[Outcome]:
        """Write the rows without errors and return what became of all; the caller holds the transaction.

        Raises `NotAsCompared` when the register refuses one.
        """
        return self.run(dry_run=False)

    def run(self, *, dry_run: bool) -> list[Outcome]:
        """Import every row, without the engine's own transactions: its dry run would write and take back."""
        headers = list(self.rows[0]["cells"])
        table = tablib.Dataset(*[list(row["cells"].values()) for row in self.rows], headers=headers)
        result = self.import_data_inner(
            table, dry_run=dry_run, raise_errors=False, using_transactions=False, collect_failed_rows=False
        )
        for failed in (*result.base_errors, *(error for row in result.rows for error in row.errors)):
            raise NotAsCompared from failed.error
        return [self.outcome(place, found) for place, found in enumerate(result.rows)]

    def outcome(self, place: int, result: RowResult) -> Outcome:
        """A row's result in our words."""
        outcome = Outcome(self.rows[place]["row"], RowState.ERROR, unit=self.units[place])
        if result.validation_error:
            outcome.errors = errors_of(result.validation_error)
            return outcome
        outcome.differences = [list(found) for found in result.diff]
        self.describe(outcome, result.instance)
        return outcome

    def describe(self, outcome: Outcome, instance: Any) -> None:
        """Complete the outcome of a row without errors."""
        raise NotImplementedError

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        """Import one row and say how far the table is."""
        result = super().import_row(row, instance_loader, **kwargs)
        if self.progress:
            self.progress(kwargs["row_number"])
        return result

    def import_instance(self, instance: Any, row: dict[str, Any], **kwargs: Any) -> None:
        """Take over all cells, then check the row as a whole; every problem of the row is told at once."""
        errors: dict[str, ValidationError] = dict(self.problems_of(row, kwargs["row_number"]))
        for field in self.get_import_fields():
            if field.column_name in row and field.column_name not in errors:
                try:
                    field.save(instance, row)
                except ValueError as error:
                    errors[field.column_name] = problem(str(error))
        if not errors:
            errors = self.check(instance)
        if errors:
            raise ValidationError(errors)

    def problems_of(self, row: dict[str, Any], number: int) -> dict[str, ValidationError]:
        """What is wrong with a row before its cells are read, by column."""
        raise NotImplementedError

    def check(self, instance: Any) -> dict[str, ValidationError]:
        """What is wrong with a row whose cells are right, by column."""
        return {}

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Write one row."""
        self.save_row(instance)

    def save_row(self, instance: Any) -> None:
        """Write one row through the services of the register."""
        raise NotImplementedError

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return Differences
