"""From what a source says to what an engine indexes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from search.engines.base import EngineEntry
from search.lemmas import article_lemma, first_lemma
from search.models import Entry
from search.registry import EntryContent, PassageText
from serbian.analysis import Analysis, analyse, lemmas, tokens
from serbian.stopwords import STOPWORDS

EPOCH = date(1970, 1, 1)


def analysed(entry: Entry, content: EntryContent) -> EngineEntry:
    """Analyse an entry.

    Other names stand behind the title, after a mark that no phrase can span. A passage has the number of its article
    among its lemmas, so that a query for the article finds the place.
    """
    return EngineEntry(
        id=entry.pk,
        version=entry.version,
        title=joined([content.title, *content.names]),
        passages=tuple(map(of_passage, content.passages)),
        facets={**content.facets, "kind": (content.kind,)},
        audience_id=content.audience_id,
        date=(content.date - EPOCH).days if content.date else 0,
        title_words=len(content_words(content.title)),
    )


def of_passage(passage: PassageText) -> Analysis:
    """The analysis of a passage."""
    found = analyse(passage.text)
    if not passage.article:
        return found
    return Analysis(exact=found.exact, lemma=f"{found.lemma} {article_lemma(passage.article)}".strip())


def content_words(text: str) -> list[tuple[str, ...]]:
    """The different words of a text, by their lemmas, without function words."""
    return list(dict.fromkeys(lemmas(token.text) for token in tokens(text) if token.text not in STOPWORDS))


def joined(titles: list[str]) -> Analysis:
    """The analysis of several titles one after another; behind them stands which word the first one begins with."""
    parts = [analyse(title) for title in titles]
    first = [first_lemma(lemma) for words in content_words(titles[0])[:1] for lemma in words]
    return Analysis(
        exact=" / ".join(part.exact for part in parts if part.exact),
        lemma=" ".join([part.lemma for part in parts if part.lemma] + first),
    )


def words_of(names: Iterable[str]) -> str:
    """The folded words of names, each word after a blank, each name but the first after a slash that stands alone.

    `words_of(["Закон о локалној самоуправи", "ZLS"]) == " zakon o lokalnoj samoupravi / zls"`: a word begins with what
    was typed where a blank and that occur, a name where that is the beginning or follows a slash.
    """
    folded = ("".join(f" {token.text}" for token in tokens(name) if token.text) for name in names)
    return " /".join(words for words in folded if words)
