"""One question to an engine as a person asks it: synonyms, what ranks first, and slips of the fingers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any, Final

from search import registry, spelling
from search.engines.base import Engine, EngineQuery, EngineResult, Word
from search.queries import Query, parse
from search.synonyms import Group, expanded
from serbian.analysis import tokens

MOST_TRIED: Final = 3
"""Spellings of a query that are asked for before it is left as it is."""


@dataclass(frozen=True)
class Asking:
    """What is asked beside the words: as whom, narrowed how, which part of the results."""

    audiences: frozenset[int]
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facet_names: tuple[str, ...] = ()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20
    passages_per_hit: int = 3
    synonyms: tuple[Group, ...] = ()

    def query(self, query: Query) -> EngineQuery:
        """The question to an engine."""
        options: dict[str, Any] = {**vars(self), "boosts": registry.boosts.points}
        synonyms = options.pop("synonyms")
        return expanded(query, synonyms).to_engine(**options)


@dataclass(frozen=True)
class Answer:
    """What an engine found, and the query that it was found by.

    Where what was typed finds nothing, that is another spelling; `instead` says which form stands for which.
    """

    query: Query
    result: EngineResult
    instead: Mapping[str, str] = field(default_factory=dict)


def ask(engine: Engine, query: Query, asking: Asking, *, correct: bool = True) -> Answer:
    """Ask an engine. Raises `EngineUnavailable`.

    Where no entry has all words, and one of them is no word (`spelling.unknown_words`), they are looked for as they
    may have been meant; that is the answer if an entry has all words then. It takes one question, and for such a query
    a few more.
    """
    answer = Answer(query, engine.search(asking.query(query)))
    if not correct or (answer.result.matched_all and answer.result.total):
        return answer
    return corrected(engine, query, asking) or answer


def corrected(engine: Engine, query: Query, asking: Asking) -> Answer | None:
    """The answer to another spelling of the query that finds all its words, if there is one."""
    for instead in other_spellings(engine, query, asking.audiences):
        other = parse(with_spellings(query.text, instead))
        result = engine.search(asking.query(other))
        if result.matched_all and result.total:
            return Answer(other, result, instead)
    return None


def other_spellings(engine: Engine, query: Query, audiences: frozenset[int]) -> list[dict[str, str]]:
    """What may have been meant by words that nobody has written, the likeliest first."""
    words: list[Word] = spelling.unknown_words(engine, query.words, audiences)
    found = spelling.spellings(engine, words, audiences) if words else {}
    ways = islice(product(*found.values()), MOST_TRIED) if found else ()
    return [dict(zip(found, chosen, strict=True)) for chosen in ways]


def with_spellings(text: str, instead: Mapping[str, str]) -> str:
    """The text of a query with other spellings of some of its words."""
    places = [(token.start, token.end, instead[token.text]) for token in tokens(text) if token.text in instead]
    return spelling.replaced(text, places)
