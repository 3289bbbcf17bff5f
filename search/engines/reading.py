"""Reading a build of the embedded engine: one connection, and what it keeps in memory."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from typing import Final

from search.engines import bitmaps
from search.engines.base import Column, Word
from search.engines.scoring import NEAR
from search.engines.tables import AUDIENCE, LAST_PASSAGE, PASSAGE_BITS, TITLE, clean, connect, quoted

BUSY: Final = 2.0  # seconds; readers wait only while a crashed writer's log is recovered
MOST_WAYS: Final = 16  # of choosing a lemma for every word, that are tried for nearness

Postings = dict[int, int]  # tf by entry
Match = tuple[Column, str]  # a column, and FTS5's query for what must be in it


class Columns:
    """What is kept in memory of all entries, by id: bytes of length, dates, and the bitmaps of facets and audiences.

    It is brought up to date at every query by reading only what changed since. What belongs to deleted entries stays
    until an entry with the same id takes its place; no bitmap leads to it.
    """

    def __init__(self) -> None:
        self.generation = -1
        self.entries = 0
        self.average = 0.0  # length of an entry
        self.length_bytes = bytearray()
        self.title_words = bytearray()
        self.dates = array("q")
        self.facets: dict[str, dict[str, int]] = defaultdict(dict)

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Read what changed; inside a transaction, so that it is the state of that transaction."""
        generation, entries, length = connection.execute("select generation, entries, length from state").fetchone()
        if generation == self.generation:
            return
        rows = connection.execute(
            "select id, length_byte, title_words, date from entry where changed > ?", (self.generation,)
        )
        for number, length_byte, title_words, date in rows.fetchall():
            self.make_room(number)
            self.length_bytes[number] = length_byte
            self.title_words[number] = title_words
            self.dates[number] = date
        rows = connection.execute("select facet, value, bits from bitmap where changed > ?", (self.generation,))
        for facet, value, bits in rows.fetchall():
            self.facets[facet][value] = bitmaps.from_blob(bits)
        self.generation, self.entries = generation, entries
        self.average = length / entries if entries else 0.0

    def make_room(self, number: int) -> None:
        """Make the columns long enough for an id."""
        missing = number + 1 - len(self.dates)
        if missing > 0:
            room = missing + len(self.dates) // 8
            self.length_bytes.extend(bytes(room))
            self.title_words.extend(bytes(room))
            self.dates.frombytes(bytes(room * self.dates.itemsize))

    def having(self, facet: str, values: frozenset[str]) -> int:
        """The entries that have one of the values of a facet."""
        known = self.facets.get(facet, {})
        found = 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def readable(self, audiences: frozenset[int]) -> int:
        """The entries that belong to one of the audiences."""
        return self.having(AUDIENCE, frozenset(map(str, audiences)))


class Reader:
    """A connection that reads, for one thread."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path, busy=BUSY)
        self.connection.execute("pragma query_only = on")
        self.connection.execute("pragma cache_size = -16384")
        self.columns = Columns()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the index, whatever is written meanwhile."""
        self.connection.execute("begin")
        try:
            self.columns.refresh(self.connection)
            yield
        finally:
            self.connection.execute("rollback")

    def versions(self) -> dict[int, int]:
        """The version of every entry."""
        return dict(self.connection.execute("select id, version from entry").fetchall())

    def postings(self, lemma: str) -> Postings:
        """tf of a lemma by entry."""
        rows = self.connection.execute(
            "select term, (select json_group_array(rowid) from tf where tf match '\"' || term || '\"') from tf_terms"
            " where term >= ? and term <= ?",
            (f"{lemma}=", f"{lemma}=:"),
        )
        found: Postings = {}
        for term, entries in rows.fetchall():
            found.update(dict.fromkeys(json.loads(entries), int(term.rpartition("=")[2])))
        return found

    def phrase(self, phrase: Sequence[str]) -> int:
        """The entries that have the exact forms one after the other."""
        return bitmaps.of_ids(self.entries_with("exact", phrase_match(phrase)))

    def known(self, tokens: Collection[str], column: Column, audiences: frozenset[int]) -> dict[str, int]:
        """In how many entries of these audiences each token of a column stands."""
        readable = self.columns.readable(audiences)
        counts = {}
        for token in filter(clean, tokens):
            entries = self.entries_with(column, single(clean(token)))
            if count := entries and (bitmaps.of_ids(entries) & readable).bit_count():
                counts[token] = count
        return counts

    def titled(self, words: Sequence[Word]) -> set[int]:
        """The entries with all words in the title."""
        match = every_word(words)
        rows = self.connection.execute("select rowid from title where title match ?", (match,)) if match else ()
        return {row for (row,) in rows}

    def together(self, words: Sequence[Word]) -> set[int]:
        """The entries with all words in one passage."""
        return self.entries_with("lemma", every_word(words))

    def most_together(self, words: Sequence[Word]) -> dict[int, int]:
        """How many of the words stand in one passage or the title of an entry, where that is the most, by entry."""
        counts: Counter[int] = Counter()
        for match in filter(None, map(any_of, words)):
            rows = self.connection.execute("select rowid from lemma where lemma match ?", (match,))
            counts.update([row for (row,) in rows.fetchall()])
        most: dict[int, int] = {}
        for row, number in counts.items():
            entry = row >> PASSAGE_BITS
            if number > most.get(entry, 0):
                most[entry] = number
        return most

    def near(self, words: Sequence[Word]) -> set[int]:
        """The entries with all words near each other in a passage, in any forms."""
        ways = islice(product(*(lemmas_of(word) for word in words)), MOST_WAYS)
        return self.entries_with("lemma", " OR ".join(map(near_match, ways)))

    def near_forms(self, words: Sequence[Word]) -> set[int]:
        """The entries with all words near each other in a passage, in the forms of the query."""
        forms = [clean(word.exact) for word in words]
        return self.entries_with("exact", near_match(forms)) if all(forms) else set()

    def entries_with(self, column: Column, match: str) -> set[int]:
        """The entries with a title or passage of which a column matches."""
        if not match:
            return set()
        rows = self.connection.execute(
            f"select distinct rowid >> {PASSAGE_BITS} from {column} where {column} match ?",  # noqa: S608 - our tables
            (match,),
        )
        return {row for (row,) in rows.fetchall()}

    def best_passages(
        self, entries: Sequence[int], matches: Mapping[Match, int], limit: int
    ) -> dict[int, tuple[int, ...]]:
        """The passages of each entry where most of the matches are, each as often as it counts, then the earlier ones.

        Their numbers begin at 0. An entry without any has no part in it.
        """
        counts: Counter[int] = Counter()
        for match, points in matches.items():
            for row in self.passages_with(match, entries):
                counts[row] += points
        best: defaultdict[int, list[int]] = defaultdict(list)
        for row in sorted(sorted(counts), key=counts.__getitem__, reverse=True):
            best[row >> PASSAGE_BITS].append((row & LAST_PASSAGE) - TITLE - 1)
        return {entry: tuple(numbers[:limit]) for entry, numbers in best.items()}

    def passages_with(self, match: Match, entries: Sequence[int]) -> list[int]:
        """The rows of the passages of these entries that match."""
        column, words = match
        (found,) = self.connection.execute(
            f"select json_group_array({column}.rowid) from json_each(?) as entry cross join {column}"  # noqa: S608
            f" where {column} match ? and {column}.rowid between (entry.value << {PASSAGE_BITS}) + {TITLE + 1}"
            f" and (entry.value << {PASSAGE_BITS}) + {LAST_PASSAGE}",
            (json.dumps(entries), words),
        ).fetchone()
        return json.loads(found)


def lemmas_of(word: Word) -> list[str]:
    """The clean lemmas of a word; none if it cannot be in any index."""
    return [lemma for lemma in map(clean, word.lemmas or (word.exact,)) if lemma]


def others_of(word: Word) -> list[list[list[str]]]:
    """What else may stand for a word: the clean lemmas of each of its words."""
    others = [[[lemma for lemma in map(clean, lemmas) if lemma] for lemmas in other] for other in word.others]
    return [other for other in others if other and all(other)]


def any_of(word: Word) -> str:
    """FTS5's expression for any lemma of a word, or all words of what stands for it."""
    others = [" AND ".join(f"({either(lemmas)})" for lemmas in other) for other in others_of(word)]
    return " OR ".join([*map(single, lemmas_of(word)), *(f"({other})" for other in others)])


def either(lemmas: Iterable[str]) -> str:
    """FTS5's expression for any of these lemmas."""
    return " OR ".join(map(single, lemmas))


def single(token: str) -> str:
    """FTS5's expression for one clean token."""
    return quoted([token])


def every_word(words: Sequence[Word]) -> str:
    """FTS5's expression for all words; empty if one cannot be in any index."""
    parts = list(map(any_of, words))
    return " AND ".join(f"({part})" for part in parts) if all(parts) else ""


def phrase_match(phrase: Sequence[str]) -> str:
    """FTS5's query for a phrase of exact forms; empty if it cannot be in any index."""
    forms = [form for form in map(clean, phrase) if form]
    return quoted(forms) if forms else ""


def near_match(tokens: Sequence[str]) -> str:
    """FTS5's expression for tokens near each other."""
    return "NEAR({}, {})".format(" ".join(quoted([token]) for token in tokens), NEAR)
