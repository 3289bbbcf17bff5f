"""The database of one build of the embedded engine: its tables, and what their tokens look like.

- `entry`: a row an entry: its version, what the score and the order need, and its facets.
- `text`: the two columns of an entry's title and passages as they were indexed: FTS5 has to be told the exact tokens
  that it must forget.
- `tf`: an FTS5 table with a token a lemma of an entry, `uredba=7`: the lemma and how often it occurs, titles weighted.
  It stores nothing but the lists of entries a token. Term frequencies out of FTS5's own `bm25()`, where its formula is
  turned round, took four to nine times as long at 20,000 entries (30 ms against 7 for a word in all of them), needs
  the exact length of every entry, and ten times the room; an ordinary table (lemma, entry, tf) is as fast to read, but
  took fifteen times as long to build, and dirties a page of the file for every lemma of an entry.
- `tf_terms`: the vocabulary of `tf`, with the number of entries a token.
- `exact`, `lemma`: an FTS5 table a column of titles and passages, with positions; `rowid` is `entry << 20 | n`, 0 the
  title, then the passages. Whatever needs words together is asked of them. As two columns of one table they took up
  to twice the time to read, and phrases up to eight times: FTS5 then reads the positions of both.
  They and `tf` merge their segments early: it costs a build 15 %, and readers beside a writer a quarter less.
- `title`: an FTS5 table of the lemmas of titles alone, a row an entry, for the step of the score.
- `bitmap`: the entries of each value of each facet, and of each audience.
- `deleted`: entries that were deleted, with the version of that: a late write does not bring them back.
- `state`: one row: the number of the last transaction, and the sums that the score needs.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from search.engines.scoring import TITLE_WEIGHT

FORMAT: Final = 4  # changes with the tables
PASSAGE_BITS: Final = 20
TITLE: Final = 0  # the title's number in `exact` and `lemma`
LAST_PASSAGE: Final = (1 << PASSAGE_BITS) - 1
COLUMNS: Final = ("exact", "lemma")  # the tables of a `Line`
AUDIENCE: Final = ":audience"  # among the names of facets

SCHEMA: Final = """
create table state (generation integer not null, entries integer not null, length integer not null);
insert into state values (0, 0, 0);
create table entry (
    id integer primary key, version integer not null, changed integer not null, length integer not null,
    length_byte integer not null, title_words integer not null, date integer not null, facets text not null
);
create index entry_changed on entry (changed);
create table deleted (id integer primary key, version integer not null);
create table text (id integer primary key, lines blob not null);
create table bitmap (
    facet text not null, value text not null, changed integer not null, bits blob not null, primary key (facet, value)
);
create index bitmap_changed on bitmap (changed);
create virtual table tf using fts5 (
    lemmas, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '/='"
);
create virtual table tf_terms using fts5vocab (tf, row);
create virtual table exact using fts5 (tokens, content='', columnsize=0, tokenize="ascii tokenchars '/'");
create virtual table lemma using fts5 (tokens, content='', columnsize=0, tokenize="ascii tokenchars '/'");
create virtual table title using fts5 (
    lemma, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '/'"
);
insert into tf (tf, rank) values ('automerge', 2);
insert into exact (exact, rank) values ('automerge', 2);
insert into lemma (lemma, rank) values ('automerge', 2);
"""

_ODD = re.compile(r"[^a-z0-9/ ]+")

Line = tuple[str, str]  # the exact and the lemma column of a title or passage


def clean(tokens: str) -> str:
    """Return a column or a token without signs that a token cannot have, whoever made it."""
    return _ODD.sub("", tokens)


def quoted(tokens: Iterable[str]) -> str:
    """Return clean tokens as one string of FTS5's query language: they must follow each other."""
    return '"{}"'.format(" ".join(tokens))


def frequencies(lines: Sequence[Line]) -> Counter[str]:
    """Return tf of each lemma; the first line is the title, which counts for the text too."""
    counts: Counter[str] = Counter()
    for lemma in lines[0][1].split():
        counts[lemma] += TITLE_WEIGHT
    for _exact, lemmas in lines:
        counts.update(lemmas.split())
    return counts


def open_existing(path: Path, *, busy: float) -> sqlite3.Connection:
    """Open an existing database of any format; `busy` is how long to wait for a lock, in seconds."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=busy, isolation_level=None, check_same_thread=False
    )


def connect(path: Path, *, busy: float) -> sqlite3.Connection:
    """Open an existing database of this format; `busy` is how long to wait for a lock, in seconds."""
    connection = open_existing(path, busy=busy)
    try:
        check_format(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def format_of(connection: sqlite3.Connection) -> int:
    """Return the `FORMAT` that a database was made in."""
    (found,) = connection.execute("pragma user_version").fetchone()
    return found


def check_format(connection: sqlite3.Connection) -> None:
    """Raise `sqlite3.DatabaseError` if the tables are not those of this code."""
    if (found := format_of(connection)) != FORMAT:
        raise sqlite3.DatabaseError(f"The search index has format {found}, not {FORMAT}: it has to be built again.")


def create(path: Path) -> None:
    """Make an empty database."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("pragma journal_mode = wal")
        connection.executescript(f"begin; {SCHEMA} pragma user_version = {FORMAT}; commit;")
    finally:
        connection.close()
