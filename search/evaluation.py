"""How well the search finds: known documents and queries, and the figures of information retrieval.

A set is a folder with `documents.jsonl`, a line `{"id", "title", "body"}` each, and `queries.jsonl`, a line `{"query",
"relevant", "class"}` each; `relevant` lists the ids of what is looked for, or maps them to grades from 1 to 3.

- `mrr10`: the mean of 1 / rank of the first relevant document among the first ten, 0 without one.
- `success1`: the share of queries whose first document is relevant.
- `ndcg10`: discounted cumulative gain of the first ten over that of the best order (Järvelin and Kekäläinen, Cumulated
  gain-based evaluation of IR techniques, 2002), gain 2^grade - 1.
- `zero_results`: the share of queries that find nothing.

Where grades are given, a document of grade 1 counts for `ndcg10` alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log2
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError

from search.analysis import content_words, joined, of_passage
from search.asking import Asking, ask
from search.engines.base import Engine, EngineEntry
from search.queries import parse
from search.registry import PassageText
from search.synonyms import Group, current
from serbian.articles import pieces

DEPTH: Final = 10
RELEVANT: Final = 2
"""The least grade of what is looked for; without grades all of it has this one."""
BATCH: Final = 100
EVERYBODY: Final = 1


class SetUnreadable(Exception):
    """A file of the set is missing or has a line that cannot be read; the message says which."""


@dataclass(frozen=True)
class GradedQuery:
    """A query with the grades of what is relevant, and the label of the passage that should show first, if any."""

    text: str
    kind: str
    grades: Mapping[str, int]
    passage: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a query found: the documents' ids in order, and the parts of the label of the first one's first passage."""

    query: GradedQuery
    found: Sequence[str]
    passage: Sequence[str] = ()

    @property
    def rank(self) -> int:
        """The place of the first relevant document from 1, 0 if none is among the first ten."""
        places = (place for place, name in enumerate(self.found[:DEPTH], 1) if self.is_right(name))
        return next(places, 0)

    def is_right(self, name: str) -> bool:
        """Whether a document is what was looked for; of the first one its passage too, where the query names it."""
        return self.query.grades.get(name, 0) >= RELEVANT and (
            not self.query.passage or name != self.found[0] or self.query.passage in self.passage
        )

    @property
    def ndcg(self) -> float:
        """The gain of the first ten over that of the best order."""
        best = gain(sorted(self.query.grades.values(), reverse=True))
        return gain([self.query.grades.get(name, 0) for name in self.found]) / best if best else 0.0


Find = Callable[[GradedQuery], Outcome]


def gain(grades: Sequence[int]) -> float:
    """Discounted cumulative gain of the first ten grades."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:DEPTH], 1))


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures of some queries, rounded to four places."""
    number = len(outcomes)
    sums = {
        "mrr10": sum(1 / outcome.rank for outcome in outcomes if outcome.rank),
        "success1": sum(outcome.rank == 1 for outcome in outcomes),
        "ndcg10": sum(outcome.ndcg for outcome in outcomes),
        "zero_results": sum(not outcome.found for outcome in outcomes),
    }
    return {"queries": number} | {name: round(value / number, 4) if number else 0.0 for name, value in sums.items()}


def report(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The figures of all queries, and of each class."""
    by_class: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_class[outcome.query.kind].append(outcome)
    return {
        "overall": figures([outcome for of_class in by_class.values() for outcome in of_class]),
        "classes": {name: figures(of_class) for name, of_class in sorted(by_class.items())},
    }


def read_queries(file: Path) -> list[GradedQuery]:
    """Read the queries of a set. Raises `SetUnreadable`."""
    return [
        GradedQuery(row["query"], row.get("class", ""), grades_of(row["relevant"]), row.get("passage", ""))
        for row in rows(file, "query", "relevant")
    ]


def grades_of(relevant: Any) -> dict[str, int]:
    """Grades by id, given as such or as a list."""
    if isinstance(relevant, Mapping):
        return {str(name): int(grade) for name, grade in relevant.items()}
    return {str(name): RELEVANT for name in relevant}


def rows(file: Path, *names: str) -> Iterator[dict[str, Any]]:
    """The lines of a file, each with these names. Raises `SetUnreadable`."""
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield row_of(file, number, line, names)
    except (OSError, UnicodeDecodeError) as error:
        raise SetUnreadable(f"{file} cannot be read: {error}") from error


def row_of(file: Path, number: int, line: str, names: Sequence[str]) -> dict[str, Any]:
    """A line as an object with these names. Raises `SetUnreadable`."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SetUnreadable(f"{file}, line {number}: this is no JSON ({error})") from error
    if not isinstance(row, dict) or not set(names) <= row.keys():
        raise SetUnreadable(f"{file}, line {number}: an object with {', '.join(names)} is expected")
    return row


def fill(engine: Engine, file: Path) -> dict[int, str]:
    """Index the documents of a set in an empty engine; return their ids by their numbers. Raises `SetUnreadable`."""
    names: dict[int, str] = {}
    numbered = enumerate(rows(file, "id", "title", "body"), 1)
    while batch := list(islice(numbered, BATCH)):
        engine.write([entry_of(number, row) for number, row in batch])
        names.update((number, str(row["id"])) for number, row in batch)
    return names


def entry_of(number: int, row: Mapping[str, Any]) -> EngineEntry:
    """A document as the search indexes what has a title and a text."""
    title, body = str(row["title"]), str(row["body"])
    parts = [PassageText(body[piece.start : piece.end], "", article=piece.article) for piece in pieces(body)]
    return EngineEntry(
        id=number,
        version=1,
        title=joined([title]),
        passages=tuple(map(of_passage, parts)),
        facets={"kind": ("document",)},
        audience_id=EVERYBODY,
        date=0,
        title_words=len(content_words(title)),
    )


def known_synonyms() -> tuple[Group, ...]:
    """The words that stand for each other by the database, if there is one."""
    try:
        return current()
    except DatabaseError:
        return ()


def evaluate(folder: Path, engine: Engine) -> dict[str, Any]:
    """Fill an empty engine with the documents of a set and ask its queries. Raises `SetUnreadable`."""
    queries = read_queries(folder / "queries.jsonl")
    names = fill(engine, folder / "documents.jsonl")
    asking = Asking(audiences=frozenset({EVERYBODY}), limit=DEPTH, synonyms=known_synonyms())

    def find(query: GradedQuery) -> Outcome:
        hits = ask(engine, parse(query.text), asking).result.hits
        return Outcome(query, [names[hit.id] for hit in hits])

    return report(map(find, queries))
