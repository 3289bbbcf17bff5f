"""The table in a ZIP, and the files that its rows name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from core.tables.headings import Table, read_headings
from core.tables.lines import MAX_BYTES, Line, TableError
from core.tables.reading import first_table, read_sheets
from library.bulk.archives import Archive, ArchiveError, Entry
from library.bulk.headings import HEADINGS, REQUIRED
from library.bulk.names import bald_key, key

TABLES: Final = ("xlsx", "csv")
LOOKED_INTO: Final = 100  # files that may be the table; the first of them, those in the upper folders
Spelling = Callable[[str], str]
TOLD: Final = 5  # files of which it is told why they are not the table


@dataclass(frozen=True)
class Found:
    """The table, and the file that it was read from."""

    entry: Entry
    table: Table


def find_table(archive: Archive) -> Found:
    """The one table in a ZIP whose headings are ours. Raises `ArchiveError` when there is none, or more than one."""
    candidates = [entry for entry in archive.entries if entry.extension in TABLES and can_be_read(entry)]
    candidates.sort(key=lambda entry: entry.path.count("/"))
    found, refusals = [], []
    for entry in candidates[:LOOKED_INTO]:
        try:
            found.append(Found(entry, read_entry(archive, entry)))
        except TableError as error:
            refusals.append([entry.path, error.code, error.params])
        except ArchiveError as error:
            refusals.append([entry.path, error.code, error.params])
    if len(found) > 1:
        raise ArchiveError("several_tables", files=[one.entry.path for one in found[:TOLD]])
    if not found:
        raise ArchiveError("no_table", refusals=refusals[:TOLD])
    return found[0]


def can_be_read(entry: Entry) -> bool:
    """Whether a file may be looked into; what is too large for a table is none."""
    return not entry.trouble and entry.size <= MAX_BYTES


def read_entry(archive: Archive, entry: Entry) -> Table:
    """Read a file of a ZIP as our table. Raises `TableError`, `ArchiveError`."""
    return first_table(read_sheets(b"".join(archive.pieces(entry))), read_sheet)


def read_sheet(lines: list[Line]) -> Table:
    """Read a sheet as our table. Raises `TableError`."""
    return read_headings(lines, HEADINGS, REQUIRED)


class Contents:
    """The files of a ZIP by their paths and names in any spelling."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.indexes: list[dict[str, list[Entry]]] = [defaultdict(list) for _way in WAYS]
        for entry in entries:
            for index, (_cell, of_entry) in zip(self.indexes, WAYS, strict=True):
                index[of_entry(entry.path)].append(entry)

    def find(self, written: str) -> list[Entry]:
        """The files that a cell names: those in the first way in which there is any."""
        for index, (of_cell, _entry) in zip(self.indexes, WAYS, strict=True):
            if found := index.get(of_cell(written)):
                return found
        return []


def clean_path(written: str) -> str:
    """A path as a ZIP has it."""
    return written.replace("\\", "/").removeprefix("./").strip("/")


def last_part(path: str) -> str:
    """The name without its folders."""
    return PurePosixPath(path).name


def without_end(path: str) -> str:
    """The key of a name without what says its format."""
    return key(PurePosixPath(path).stem)


# How a cell and a file are compared, the stricter ways first: what is made of the cell, and of the file's path.
WAYS: Final[tuple[tuple[Spelling, Spelling], ...]] = (
    (clean_path, clean_path),
    (clean_path, last_part),
    (key, key),
    (key, lambda path: key(last_part(path))),
    (bald_key, bald_key),
    (bald_key, lambda path: bald_key(last_part(path))),
    (key, without_end),
)
