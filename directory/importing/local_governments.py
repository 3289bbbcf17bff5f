"""The table of local governments: their web sites, addresses and gazettes."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.log_actions import log

from directory import services
from directory.enums import RowState, TableKind
from directory.importing.columns import AddressCell, Column, EmailCell, TextCell
from directory.importing.outcomes import Outcome, problem
from directory.importing.register import read_gazetteer
from directory.importing.resource import TableResource
from directory.importing.spelling import Gazetteer
from directory.models import LocalGovernment

FIELDS = ("website", "email", "gazette", "gazette_url")


def unit_of(gazetteer: Gazetteer, text: str) -> tuple[LocalGovernment | None, ValidationError | None]:
    """The local government that a cell names, or why there is none."""
    if not text:
        return None, problem("unit_empty")
    found = gazetteer.find(text)
    if len(found) > 1:
        return None, problem("unit_ambiguous", units=[unit.pk for unit in found])
    if not found:
        return None, problem("unit_unknown", units=gazetteer.suggest(text))
    return found[0], None


class Entry:
    """A local government as a row changes it; the model itself stays as it was read."""

    def __init__(self, unit: LocalGovernment | None) -> None:
        self.unit = unit
        self.pk = unit.pk if unit else None
        for name in FIELDS:
            setattr(self, name, getattr(unit, name) if unit else "")

    def __deepcopy__(self, memo: Any) -> Entry:
        return copy(self)


class LocalGovernmentResource(TableResource):
    """Data of local governments; none is added or renamed by a table."""

    kind = TableKind.LOCAL_GOVERNMENTS
    website = Column("website", AddressCell())
    email = Column("email", EmailCell())
    gazette = Column("gazette", TextCell(LocalGovernment, "gazette"))
    gazette_url = Column("gazette_url", AddressCell())

    def prepare(self) -> None:
        """Read the names, and find the local governments that stand in two rows."""
        self.gazetteer = read_gazetteer()
        self.found = [unit_of(self.gazetteer, row["cells"]["local_government"]) for row in self.rows]
        self.units = [unit.pk if unit else None for unit, _trouble in self.found]
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        for row, (unit, _trouble) in zip(self.rows, self.found, strict=True):
            if unit:
                self.rows_of[unit.pk].append(row["row"])
        self.place = 0

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, Any]) -> tuple[Entry, bool]:
        """The local government of the row as it is."""
        unit, _trouble = self.found[self.place]
        self.place += 1
        return Entry(unit), False

    def problems_of(self, row: dict[str, Any], number: int) -> dict[str, ValidationError]:
        """An unknown or doubled local government."""
        unit, trouble = self.found[number - 1]
        if trouble or unit is None:
            return {"local_government": trouble or problem("unit_empty")}
        others = [other for other in self.rows_of[unit.pk] if other != self.rows[number - 1]["row"]]
        return {"local_government": problem("unit_twice", rows=others)} if others else {}

    def describe(self, outcome: Outcome, instance: Entry) -> None:
        outcome.state = RowState.CHANGE if outcome.differences else RowState.SAME

    def save_row(self, instance: Entry) -> None:
        """Save the local government, and record from what to what."""
        unit = instance.unit
        if unit is None:
            return
        changed = [name for name in FIELDS if getattr(unit, name) != getattr(instance, name)]
        before = {name: getattr(unit, name) for name in changed}
        for name in changed:
            setattr(unit, name, getattr(instance, name))
        services.save_local_government(local_government=unit, by=self.by)
        data = {"from": before, "to": {name: getattr(unit, name) for name in changed}, "file": self.file_name}
        log(unit, "directory.import_data", user=self.by, data=data)
