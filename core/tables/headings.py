"""Which column of a table is what, by its heading in any spelling."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.tables.lines import MAX_ROWS, Line, TableError
from serbian.folding import fold
from serbian.look_alikes import repair_look_alikes

_GAP = re.compile(r"[^a-z0-9]+")
LOOKED_AT: Final = 10  # rows in which the headings are looked for; a title may stand above them
Headings = Mapping[str, Collection[str]]  # our column: what may stand above it, as `key` writes it


@dataclass(frozen=True)
class Table:
    """A table whose columns are known."""

    columns: dict[str, str]  # our column: its heading in the file
    ignored: list[str]
    rows: list[dict]  # {"row": number in the file, "cells": {our column: text}}


def key(heading: str) -> str:
    """A heading without script, diacritics, capitals and punctuation."""
    return _GAP.sub(" ", fold(repair_look_alikes(heading))).strip()


def read_headings(lines: Sequence[Line], headings: Headings, required: Collection[str]) -> Table:
    """Find the headings and take what stands under them. Raises `TableError`."""
    names = {heading: name for name, spellings in headings.items() for heading in spellings}

    def known(line: Line) -> dict[int, str]:
        return {place: names[key(cell)] for place, cell in enumerate(line.cells) if key(cell) in names}

    start = max(
        range(min(len(lines), LOOKED_AT)), key=lambda number: (len(set(known(lines[number]).values())), -number)
    )
    head, places = lines[start], known(lines[start])
    check_columns(head, places, required)
    rows = [row_of(line, places) for line in lines[start + 1 :]]
    rows = [row for row in rows if any(row["cells"].values())]
    if not rows:
        raise TableError("no_rows")
    if len(rows) > MAX_ROWS:
        raise TableError("too_many_rows", limit=MAX_ROWS)
    ignored = [cell for place, cell in enumerate(head.cells) if cell and place not in places]
    return Table({name: head.cells[place] for place, name in places.items()}, ignored, rows)


def check_columns(head: Line, places: dict[int, str], required: Collection[str]) -> None:
    """Refuse a table in which a needed column is missing, or two say the same."""
    found = list(places.values())
    missing = [name for name in required if name not in found]
    if missing:
        raise TableError("columns_missing", columns=missing, found=[cell for cell in head.cells if cell])
    for name in found:
        same = [head.cells[place] for place, other in places.items() if other == name]
        if len(same) > 1:
            raise TableError("column_twice", found=same)


def row_of(line: Line, places: dict[int, str]) -> dict:
    """A line by our columns; what it does not reach is empty."""
    cells = {name: line.cells[place] if place < len(line.cells) else "" for place, name in places.items()}
    return {"row": line.number, "cells": cells}
