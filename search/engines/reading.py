"""Reading a build of the embedded engine: one connection, and what it keeps in memory."""

from __future__ import annotations

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
        terms = self.connection.execute(
            "select term from tf_terms where term >= ? and term <= ?", (f"{lemma}=", f"{lemma}=:")
        ).fetchall()
        found: Postings = {}
        for (term,) in terms:
            rows = self.connection.execute("select rowid from tf where tf match ?", (quoted([term]),))
            found.update(dict.fromkeys([row for (row,) in rows.fetchall()], int(term.rpartition("=")[2])))
        return found

    def phrase(self, phrase: Sequence[str]) -> int:
        """The entries that have the exact forms one after the other."""
        return bitmaps.of_ids(self.entries_with(exact_match(phrase)))

    def known(self, tokens: Collection[str], column: Column, audiences: frozenset[int]) -> dict[str, int]:
        """In how many entries of these audiences each token of a column stands."""
        readable = self.columns.readable(audiences)
        counts = {}
        for token in filter(clean, tokens):
            entries = self.entries_with(f"{column} : {single(clean(token))}")
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
        match = every_word(words)
        return self.entries_with(f"lemma : ({match})" if match else "")

    def most_together(self, words: Sequence[Word]) -> dict[int, int]:
        """How many of the words stand in one passage or the title of an entry, where that is the most, by entry."""
        counts: Counter[int] = Counter()
        for match in filter(None, map(word_match, words)):
            rows = self.connection.execute("select rowid from passage where passage match ?", (match,))
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
        return self.entries_with("lemma : ({})".format(" OR ".join(near_match(way) for way in ways)))

    def near_forms(self, words: Sequence[Word]) -> set[int]:
        """The entries with all words near each other in a passage, in the forms of the query."""
        forms = [clean(word.exact) for word in words]
        return self.entries_with(f"exact : {near_match(forms)}") if all(forms) else set()

    def entries_with(self, match: str) -> set[int]:
        """The entries with a title or passage that matches."""
        if not match:
            return set()
        rows = self.connection.execute(
            f"select distinct rowid >> {PASSAGE_BITS} from passage where passage match ?",  # noqa: S608 - a number
            (match,),
        )
        return {row for (row,) in rows.fetchall()}

    def best_passages(self, entry: int, matches: Mapping[str, int], limit: int) -> tuple[int, ...]:
        """The passages of an entry where most of the matches are, each as often as it counts, then the earlier ones.

        Their numbers begin at 0.
        """
        first = entry << PASSAGE_BITS
        counts: Counter[int] = Counter()
        for match, points in matches.items():
            rows = self.connection.execute(
                "select rowid from passage where passage match ? and rowid between ? and ?",
                (match, first | TITLE + 1, first | LAST_PASSAGE),
            )
            counts.update(dict.fromkeys([row for (row,) in rows.fetchall()], points))
        best = sorted(counts, key=lambda row: (-counts[row], row))[:limit]
        return tuple(row - first - TITLE - 1 for row in best)


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


def word_match(word: Word) -> str:
    """FTS5's query for a word; empty if it cannot be in any index."""
    return f"lemma : ({lemmas})" if (lemmas := any_of(word)) else ""


def exact_match(phrase: Sequence[str]) -> str:
    """FTS5's query for a phrase; empty if it cannot be in any index."""
    forms = [form for form in map(clean, phrase) if form]
    return f"exact : {quoted(forms)}" if forms else ""


def near_match(tokens: Sequence[str]) -> str:
    """FTS5's expression for tokens near each other."""
    return "NEAR({}, {})".format(" ".join(quoted([token]) for token in tokens), NEAR)
