"""Which column of a table is what, by its heading in any spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from directory.enums import TableKind
from directory.importing.tables import MAX_ROWS, Line, TableError
from serbian.folding import fold
from serbian.look_alikes import repair_look_alikes

_GAP = re.compile(r"[^a-z0-9]+")
LOOKED_AT: Final = 10  # rows in which the headings are looked for; a title may stand above them

UNIT = (
    "jls", "naziv jls", "lokalna samouprava", "naziv lokalne samouprave", "jedinica lokalne samouprave",
    "naziv jedinice lokalne samouprave", "jedinica", "opstina", "grad opstina", "grad i opstina", "opstina grad",
    "naziv opstine", "grad", "local government", "municipality",
)  # fmt: skip
EMAIL = (
    "e mail", "email", "mail", "e posta", "eposta", "adresa e poste", "elektronska posta", "el posta", "imejl", "mejl",
    "e mail adresa", "email adresa", "mejl adresa", "imejl adresa", "sluzbeni e mail", "sluzbena e posta",
    "sluzbeni imejl", "zvanicni e mail", "zvanicna e posta", "e mail address",
)  # fmt: skip
HEADINGS: Final = {
    TableKind.REPRESENTATIVES: {
        "local_government": UNIT,
        "seat": (
            "mesto", "mesto u mrezi", "vrsta mesta", "predstavnik za", "oblast", "uloga", "uloga u mrezi", "svojstvo",
            "vrsta predstavnika", "seat", "seat kind",
        ),
        "first_name": ("ime", "first name", "given name"),
        "last_name": ("prezime", "last name", "surname", "family name"),
        "email": EMAIL,
        "position": (
            "polozaj", "radno mesto", "naziv radnog mesta", "funkcija", "zvanje", "pozicija", "naziv polozaja",
            "position", "job title",
        ),
        "phone": (
            "telefon", "sluzbeni telefon", "kontakt telefon", "broj telefona", "tel", "fiksni telefon",
            "telefon na poslu", "phone", "office phone",
        ),
        "act_number": (
            "broj akta", "akt", "broj resenja", "resenje", "broj odluke", "akt o imenovanju", "broj akta o imenovanju",
            "act", "act number", "number of the act",
        ),
        "act_date": (
            "datum akta", "datum resenja", "datum odluke", "datum akta o imenovanju", "act date", "date of the act",
        ),
        "starts_on": (
            "od", "od dana", "imenovan od", "imenovan a od", "datum imenovanja", "vazi od", "pocetak", "na mestu od",
            "from", "from day", "starts on", "start",
        ),
        "ends_on": (
            "do", "do dana", "imenovan do", "imenovan a do", "vazi do", "kraj", "prestanak", "datum prestanka",
            "na mestu do", "to", "to day", "until", "ends on", "end",
        ),
    },
    TableKind.LOCAL_GOVERNMENTS: {
        "local_government": UNIT,
        "website": (
            "sajt", "veb sajt", "web sajt", "internet adresa", "veb adresa", "internet stranica", "veb prezentacija",
            "internet prezentacija", "website", "web site", "web",
        ),
        "email": EMAIL,
        "gazette": ("sluzbeno glasilo", "glasilo", "sluzbeni list", "naziv glasila", "official gazette", "gazette"),
        "gazette_url": ("adresa glasila", "adresa sluzbenog glasila", "sajt glasila", "address of the gazette"),
    },
}  # fmt: skip
REQUIRED: Final = {
    TableKind.REPRESENTATIVES: ("local_government", "seat", "email"),
    TableKind.LOCAL_GOVERNMENTS: ("local_government",),
}


@dataclass(frozen=True)
class Table:
    """A table whose columns are known."""

    columns: dict[str, str]  # our column: its heading in the file
    ignored: list[str]
    rows: list[dict]  # {"row": number in the file, "cells": {our column: text}}


def key(heading: str) -> str:
    """A heading without script, diacritics, capitals and punctuation."""
    return _GAP.sub(" ", fold(repair_look_alikes(heading))).strip()


def read_headings(lines: Sequence[Line], kind: TableKind) -> Table:
    """Find the headings and take what stands under them. Raises `TableError`."""
    names = {heading: name for name, headings in HEADINGS[kind].items() for heading in headings}

    def known(line: Line) -> dict[int, str]:
        return {place: names[key(cell)] for place, cell in enumerate(line.cells) if key(cell) in names}

    start = max(
        range(min(len(lines), LOOKED_AT)), key=lambda number: (len(set(known(lines[number]).values())), -number)
    )
    head, places = lines[start], known(lines[start])
    check_columns(head, places, kind)
    rows = [row_of(line, places) for line in lines[start + 1 :]]
    rows = [row for row in rows if any(row["cells"].values())]
    if not rows:
        raise TableError("no_rows")
    if len(rows) > MAX_ROWS:
        raise TableError("too_many_rows", limit=MAX_ROWS)
    ignored = [cell for place, cell in enumerate(head.cells) if cell and place not in places]
    return Table({name: head.cells[place] for place, name in places.items()}, ignored, rows)


def check_columns(head: Line, places: dict[int, str], kind: TableKind) -> None:
    """Refuse a table in which a needed column is missing, or two say the same."""
    found = list(places.values())
    missing = [name for name in REQUIRED[kind] if name not in found]
    if kind == TableKind.LOCAL_GOVERNMENTS and found == ["local_government"]:
        raise TableError("nothing_to_change")
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
