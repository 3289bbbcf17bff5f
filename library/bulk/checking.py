"""The dry run: what would become of every row. Nothing of the library is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, Final

from django.db.models import Q

from accounts.models import User
from core.models import Topic
from core.tables.headings import key
from files.models import Document
from files.services import is_what_its_name_says
from library import services
from library.bulk.archives import Archive, ArchiveError, Entry, digest
from library.bulk.finding import Contents, Found
from library.bulk.values import Known, read_values
from library.enums import BulkRowState
from library.models import ActPage, BulkRow

NOTED: Final = 10  # rows between two notes of the progress
SUGGESTED_FOR: Final = 50  # missing files; comparing is slow, and a table with more belongs to another ZIP
NEAR: Final = 0.75
Note = Callable[[int], None]


class Check:
    """A ZIP and its table, compared with each other and with the library."""

    def __init__(self, archive: Archive, found: Found, by: User) -> None:
        self.archive, self.by = archive, by
        self.files = [entry for entry in archive.entries if entry.place != found.entry.place]
        self.contents = Contents(self.files)
        self.rows = [BulkRow(number=row["row"], cells=row["cells"]) for row in found.table.rows]
        self.entries: dict[int, Entry] = {}  # by the number of the row that names it

    def run(self, note: Note) -> list[BulkRow]:
        """Fill in the rows; `note` is told how many have been looked at."""
        for row in self.rows:
            self.find_file(row)
        self.refuse_twice()
        self.suggest_files()
        known = known_lists(self.by)
        for done, row in enumerate(self.rows, 1):
            self.look_into(row)
            read_cells(row, known)
            if done % NOTED == 0:
                note(done)
        self.compare_with_each_other()
        self.compare_with_library()
        return self.rows

    @property
    def unnamed(self) -> list[Entry]:
        """The files that no row names."""
        named = {entry.place for entry in self.entries.values()}
        return [entry for entry in self.files if entry.place not in named]

    def find_file(self, row: BulkRow) -> None:
        """Find the file that a row names."""
        written = row.cells.get("file", "")
        found = self.contents.find(written) if written else []
        if not written:
            row.errors.append(["file", "file_not_named", {}])
        elif not found:
            row.errors.append(["file", "file_missing", {"files": []}])
        elif len({entry.path for entry in found}) > 1:
            row.errors.append(["file", "file_ambiguous", {"files": [entry.path for entry in found[:3]]}])
        else:
            self.entries[row.number] = found[0]
            row.path, row.place = found[0].path, found[0].place
            if found[0].trouble:
                row.errors.append(["file", found[0].trouble, {}])

    def suggest_files(self) -> None:
        """Beside a missing file name the one that is nearest among those that no row names."""
        names = {key(entry.name): entry.path for entry in self.unnamed}
        missing = [row for row in self.rows if row.errors and row.errors[0][1] == "file_missing"]
        for row in missing[:SUGGESTED_FOR]:
            name = key(row.cells["file"].replace("\\", "/").rpartition("/")[2])
            near = get_close_matches(name, names, n=1, cutoff=NEAR)
            row.errors[0][2]["files"] = [names[one] for one in near]

    def refuse_twice(self) -> None:
        """Refuse the rows that name the same file."""
        numbers: dict[int, list[int]] = defaultdict(list)
        for number, entry in self.entries.items():
            numbers[entry.place].append(number)
        for row in self.rows:
            others = [number for number in numbers.get(row.place, ()) if number != row.number]  # type: ignore[arg-type]
            if others:
                row.errors.append(["file", "file_twice", {"rows": others}])

    def look_into(self, row: BulkRow) -> None:
        """Unpack the file of a row, and see whether it is what its name says."""
        if row.errors:
            return
        entry = self.entries[row.number]
        try:
            with self.archive.unpacked(entry) as file:
                row.sha256 = digest(file)
                if not is_what_its_name_says(entry.name, file):  # type: ignore[arg-type]
                    row.errors.append(["file", "file_other_type", {"extension": entry.extension}])
        except ArchiveError as error:
            row.errors.append(["file", error.code, error.params])

    def compare_with_each_other(self) -> None:
        """Say where two files have the same content, of which one act is made; tell of a new issuer only once."""
        issuers: set[str] = set()
        for row in self.rows:
            name = key(row.data.get("new_issuer", ""))
            if name in issuers:
                row.warnings = [warning for warning in row.warnings if warning[1] != "issuer_new"]
            issuers.add(name)
        first: dict[str, int] = {}
        for row in self.rows:
            if row.sha256 and first.setdefault(row.sha256, row.number) != row.number:
                row.warnings.append(["file", "file_same_content", {"rows": [first[row.sha256]]}])

    def compare_with_library(self) -> None:
        """Find the files and the acts that the library has already; a fixed number of queries."""
        checksums = {row.sha256 for row in self.rows} - {""}
        acts = services.acts_with(checksums)
        stored = set(Document.objects.filter(sha256__in=checksums).values_list("sha256", flat=True))
        titles = known_titles()
        for row in self.rows:
            row.page_id = acts.get(row.sha256)
            alike = titles.get(title_key(row.data.get("title", ""), row.data.get("number", "")))
            if row.page_id is None and row.sha256 in stored:
                row.warnings.append(["file", "file_stored", {}])
            if row.page_id is None and alike and not row.errors:
                row.page_id = alike
                row.warnings.append(["title", "act_alike", {}])
            row.state = state_of(row, is_there=row.sha256 in acts)


def read_cells(row: BulkRow, known: Known) -> None:
    """Read what the cells of a row say of the act."""
    values = read_values(row.cells, known)
    row.data = values.data
    row.errors += values.errors
    row.warnings += values.warnings


def state_of(row: BulkRow, *, is_there: bool) -> BulkRowState:
    """What would become of a row."""
    if row.errors:
        return BulkRowState.ERROR
    return BulkRowState.SAME if is_there else BulkRowState.READY


def known_lists(by: User) -> Known:
    """The lists that cells are compared with: two queries."""
    vocabulary = list(Topic.objects.all())
    topics = {key(name): topic.pk for topic in vocabulary for name in topic.synonyms.splitlines()}
    topics |= {key(topic.name): topic.pk for topic in vocabulary}
    return Known(services.known_issuers(), topics, may_add_issuer=by.has_perm("library.add_issuer"))


def known_titles() -> dict[tuple[str, str], int]:
    """The acts by title and number in any spelling: one query."""
    acts: Sequence[tuple[Any, ...]] = ActPage.objects.filter(~Q(title="")).values_list("title", "number", "pk")
    return {title_key(title, number): pk for title, number, pk in acts}


def title_key(title: str, number: str) -> tuple[str, str]:
    """The form in which a title and a number meet in any spelling."""
    return key(title), key(number)
