"""Entries and questions of the tests of engines."""

from __future__ import annotations

from typing import Any

from search.engines.base import Engine, EngineEntry, EngineQuery, EngineResult, Word
from serbian.analysis import analyse, lemmas, tokens

EVERYBODY = 1
COUNCIL = 2  # another audience


def entry(
    number: int,
    title: str,
    *passages: str,
    version: int = 1,
    audience: int = EVERYBODY,
    date: int = 0,
    **facets: str | tuple[str, ...],
) -> EngineEntry:
    """An entry with these texts; a facet is a value or several."""
    return EngineEntry(
        id=number,
        version=version,
        title=analyse(title),
        passages=tuple(map(analyse, passages)),
        facets={name: (values,) if isinstance(values, str) else values for name, values in facets.items()},
        audience_id=audience,
        date=date,
    )


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, as a query has them."""
    return tuple(Word(token.text, lemmas(token.text)) for token in tokens(text))


def phrase(text: str) -> tuple[str, ...]:
    """The forms of a text, as a phrase has them."""
    return tuple(token.text for token in tokens(text))


def ask(engine: Engine, text: str = "", *phrases: str, without: str = "", **more: Any) -> EngineResult:
    """Ask for words and phrases, as somebody of `EVERYBODY` unless told."""
    query = EngineQuery(
        words=words(text),
        phrases=tuple(map(phrase, phrases)),
        excluded=words(without),
        **{"audiences": frozenset({EVERYBODY}), **more},
    )
    return engine.search(query)


def found(engine: Engine, text: str = "", *phrases: str, **more: Any) -> list[int]:
    """The ids of the hits, in order."""
    return [hit.id for hit in ask(engine, text, *phrases, **more).hits]


def chosen(**filters: str) -> dict[str, frozenset[str]]:
    """Filters: values of a facet, separated by blanks."""
    return {name: frozenset(values.split()) for name, values in filters.items()}
