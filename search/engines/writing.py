"""Writing to a build of the embedded engine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Final

from search.engines import bitmaps
from search.engines.base import EngineEntry
from search.engines.scoring import TITLE_WEIGHT, length_byte
from search.engines.tables import AUDIENCE, COLUMNS, LAST_PASSAGE, PASSAGE_BITS, Line, clean, connect, frequencies

BUSY: Final = 30.0  # seconds to wait for another writer
TRUNCATE_EVERY: Final = 50  # transactions
TRUNCATE_WAIT: Final = 1_000  # milliseconds to wait for readers; if they take longer, the next time will do
QUICK: Final = 1  # level of compression
MOST_TITLE_WORDS: Final = 255  # what a byte holds

NOTHING: Final = (None, None)  # instead of a line

Facets = dict[str, list[str]]


class Writer:
    """A connection that writes; each call is one transaction.

    While nobody reads a build, it is written without waiting for the disk, and `finish` waits once.
    """

    def __init__(self, path: Path, *, building: bool = False) -> None:
        self.connection = connect(path, busy=BUSY)
        self.connection.execute(f"pragma synchronous = {'off' if building else 'full'}")
        self.connection.execute("pragma cache_size = -32768")
        self.transactions = 0
        self.generation = 0
        self.bits: dict[tuple[str, str], int] = {}  # changed in this transaction

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def write(self, entries: Sequence[EngineEntry]) -> None:
        """Add or replace entries; those of a lower version than the stored one are passed over."""
        with self.transaction():
            for entry in entries:
                self.put(entry)

    def delete(self, ids: Sequence[int], version: int | None) -> None:
        """Remove entries; with a version only those that are not newer, and nothing older comes back."""
        with self.transaction():
            for number in ids:
                self.remove(number, version)

    def finish(self) -> None:
        """Put the index in order, and all of it on the disk and into one file."""
        self.connection.execute("pragma synchronous = full")
        for table in ("tf", "title", *COLUMNS):
            self.connection.execute(f"insert into {table} ({table}) values ('optimize')")  # noqa: S608
        with self.transaction():
            pass
        self.truncate()

    def truncate(self) -> None:
        """Empty the write-ahead log, which grows as long as somebody is always reading."""
        self.connection.execute(f"pragma busy_timeout = {TRUNCATE_WAIT}")
        self.connection.execute("pragma wal_checkpoint (truncate)").fetchone()
        self.connection.execute(f"pragma busy_timeout = {int(BUSY * 1000)}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction with a number of its own, by which readers know what changed."""
        self.connection.execute("begin immediate")
        try:
            self.connection.execute("update state set generation = generation + 1")
            (self.generation,) = self.connection.execute("select generation from state").fetchone()
            yield
            self.store_bits()
            self.connection.execute("commit")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("rollback")
            raise
        finally:
            self.bits.clear()
        self.transactions += 1
        if self.transactions % TRUNCATE_EVERY == 0:
            self.truncate()

    def put(self, entry: EngineEntry) -> None:
        """Add or replace one entry."""
        version, old_length, old_facets = self.stored(entry.id)
        if (version is not None and entry.version < version) or self.is_late(entry):
            return
        lines = [(clean(part.exact), clean(part.lemma)) for part in (entry.title, *entry.passages[:LAST_PASSAGE])]
        title, length = len(lines[0][1].split()), frequencies(lines).total()
        facets = facets_of(entry)
        self.replace_text(entry.id, lines)
        self.mark(entry.id, old_facets, facets)
        self.count(entries=bool(length) - bool(old_length), length=length - old_length)
        self.connection.execute(
            "insert or replace into entry values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.id,
                entry.version,
                self.generation,
                length,
                length_byte(title, length - TITLE_WEIGHT * title),
                min(entry.title_words, MOST_TITLE_WORDS),
                entry.date,
                json.dumps(facets),
            ),
        )

    def is_late(self, entry: EngineEntry) -> bool:
        """Whether an entry was read before it was deleted."""
        row = self.connection.execute("select version from deleted where id = ?", (entry.id,)).fetchone()
        return row is not None and entry.version < row[0]

    def remove(self, number: int, deleted: int | None) -> None:
        """Remove one entry, if it is there and not newer than its deletion."""
        if deleted is not None:
            self.connection.execute(
                "insert into deleted values (?, ?)"
                " on conflict (id) do update set version = max(version, excluded.version)",
                (number, deleted),
            )
        version, length, facets = self.stored(number)
        if version is None or (deleted is not None and version > deleted):
            return
        self.replace_text(number, [])
        self.mark(number, facets, {})
        self.count(entries=-bool(length), length=-length)
        self.connection.execute("delete from entry where id = ?", (number,))

    def stored(self, number: int) -> tuple[int | None, int, Facets]:
        """The version, the length and the facets of an entry; the version is None when there is no such entry."""
        row = self.connection.execute("select version, length, facets from entry where id = ?", (number,)).fetchone()
        return (row[0], row[1], json.loads(row[2])) if row else (None, 0, {})

    def count(self, *, entries: int, length: int) -> None:
        """Add to the sums, in which entries without any word have no part."""
        self.connection.execute("update state set entries = entries + ?, length = length + ?", (entries, length))

    def replace_text(self, number: int, lines: list[Line]) -> None:
        """Index these lines of an entry instead of what is indexed of it; none: forget it."""
        old = self.text(number)
        if lines == old:
            return
        self.replace_lemmas(number, old, lines)
        self.replace_title(number, old[:1], lines[:1])
        for line, (before, after) in enumerate(zip_longest(old, lines)):
            if before != after:
                self.replace_line(number << PASSAGE_BITS | line, before, after)
        if lines:
            packed = zlib.compress("\n".join("\t".join(line) for line in lines).encode(), QUICK)
            self.connection.execute("insert or replace into text values (?, ?)", (number, packed))
        else:
            self.connection.execute("delete from text where id = ?", (number,))

    def text(self, number: int) -> list[Line]:
        """The lines of an entry that are indexed."""
        row = self.connection.execute("select lines from text where id = ?", (number,)).fetchone()
        if row is None:
            return []
        lines = (line.partition("\t") for line in zlib.decompress(row[0]).decode().split("\n"))
        return [(exact, lemma) for exact, _tab, lemma in lines]

    def replace_lemmas(self, number: int, old: list[Line], new: list[Line]) -> None:
        """Index the frequencies of an entry's lemmas."""
        if old:
            self.connection.execute(
                "insert into tf (tf, rowid, lemmas) values ('delete', ?, ?)", (number, tf_tokens(old))
            )
        if new:
            self.connection.execute("insert into tf (rowid, lemmas) values (?, ?)", (number, tf_tokens(new)))

    def replace_title(self, number: int, old: list[Line], new: list[Line]) -> None:
        """Index the lemmas of an entry's title."""
        if old == new:
            return
        for _exact, lemmas in old:
            self.connection.execute(
                "insert into title (title, rowid, lemma) values ('delete', ?, ?)", (number, lemmas)
            )
        for _exact, lemmas in new:
            self.connection.execute("insert into title (rowid, lemma) values (?, ?)", (number, lemmas))

    def replace_line(self, row: int, old: Line | None, new: Line | None) -> None:
        """Index a title or passage."""
        for column, before, after in zip(COLUMNS, old or NOTHING, new or NOTHING, strict=True):
            if before != after and before is not None:
                self.connection.execute(
                    f"insert into {column} ({column}, rowid, tokens) values ('delete', ?, ?)",  # noqa: S608 - our tables
                    (row, before),
                )
            if before != after and after is not None:
                self.connection.execute(
                    f"insert into {column} (rowid, tokens) values (?, ?)",  # noqa: S608 - our tables
                    (row, after),
                )

    def mark(self, number: int, old: Facets, new: Facets) -> None:
        """Take an entry out of the bitmaps of its old facets, and into those of its new ones."""
        before, after = set(pairs(old)), set(pairs(new))
        for key in before - after:
            self.bits[key] = self.bitmap(key) & ~(1 << number)
        for key in after - before:
            self.bits[key] = self.bitmap(key) | 1 << number

    def bitmap(self, key: tuple[str, str]) -> int:
        """The entries of a facet's value, in this transaction."""
        if key not in self.bits:
            row = self.connection.execute("select bits from bitmap where facet = ? and value = ?", key).fetchone()
            self.bits[key] = bitmaps.from_blob(row[0]) if row else 0
        return self.bits[key]

    def store_bits(self) -> None:
        """Write the bitmaps that changed; empty ones stay, so that readers learn of it."""
        self.connection.executemany(
            "insert or replace into bitmap values (?, ?, ?, ?)",
            [(*key, self.generation, bitmaps.to_blob(bits)) for key, bits in self.bits.items()],
        )


def tf_tokens(lines: list[Line]) -> str:
    """The tokens of `tf` for an entry."""
    return " ".join(f"{lemma}={count}" for lemma, count in frequencies(lines).items())


def facets_of(entry: EngineEntry) -> Facets:
    """The facets of an entry, its audience as one of them."""
    return {**{name: list(values) for name, values in entry.facets.items()}, AUDIENCE: [str(entry.audience_id)]}


def pairs(facets: Facets) -> Iterable[tuple[str, str]]:
    """Facets as pairs of name and value."""
    return ((name, value) for name, values in facets.items() for value in values)
