"""From what a source says to what an engine indexes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from search.engines.base import EngineEntry
from search.models import Entry
from search.registry import EntryContent
from serbian.analysis import Analysis, analyse, tokens

EPOCH = date(1970, 1, 1)


def analysed(entry: Entry, content: EntryContent) -> EngineEntry:
    """Analyse an entry. Other names stand behind the title, after a mark that no phrase can span."""
    return EngineEntry(
        id=entry.pk,
        version=entry.version,
        title=joined([content.title, *content.names]),
        passages=tuple(analyse(passage.text) for passage in content.passages),
        facets={**content.facets, "kind": (content.kind,)},
        audience_id=content.audience_id,
        date=(content.date - EPOCH).days if content.date else 0,
    )


def joined(titles: list[str]) -> Analysis:
    """The analysis of several titles one after another."""
    parts = [analyse(title) for title in titles]
    return Analysis(
        exact=" / ".join(part.exact for part in parts if part.exact),
        lemma=" ".join(part.lemma for part in parts if part.lemma),
    )


def words_of(names: Iterable[str]) -> str:
    """The folded words of names, each word after a blank, each name but the first after a slash that stands alone.

    `words_of(["Закон о локалној самоуправи", "ZLS"]) == " zakon o lokalnoj samoupravi / zls"`: a word begins with what
    was typed where a blank and that occur, a name where that is the beginning or follows a slash.
    """
    folded = ("".join(f" {token.text}" for token in tokens(name) if token.text) for name in names)
    return " /".join(words for words in folded if words)
