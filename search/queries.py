"""The query language: words, phrases in quotes, and both with a minus before them. Whatever is typed is a query."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from search.engines.base import EngineQuery, Word
from search.lemmas import article_lemma, first_lemma
from serbian.analysis import lemmas, tokens
from serbian.stopwords import STOPWORDS

MAX_LENGTH: Final = 500
"""Characters of what is typed that are looked at."""
MAX_WORDS: Final = 32
"""Words that are looked for, those of phrases and those with a minus among them."""

FIRST_BONUS: Final = 4
ARTICLE_BONUS: Final = 8

Phrase = tuple[str, ...]
_ARTICLE = re.compile(r"cl|clan(?:a|u|om|e|ovi|ova|ovima)?")
_OFFICIAL = re.compile(r"sl|sluzben[a-z]{1,3}")
_GAZETTE = re.compile(r"glasni[a-z]{1,4}|list[a-z]{0,3}")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}[a-z]?")

QUOTES: Final = '"„“”‟«»〝〞＂'
"""Signs that may begin and end a phrase."""
_PART = re.compile(
    rf"""
    (?P<minus>(?<!\S)[-−]+)?
    (?: [{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}] | (?P<chunk>[^\s{QUOTES}]+) )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Query:
    """What a person looks for. ``text`` is what was typed, without signs that are not seen, for showing it again.

    Words are looked for in all their forms, phrases as they stand, both in either script. ``articles`` are the numbers
    of the articles that are named (``čl. 32``); their words are among the others.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Word, ...] = ()
    excluded_phrases: tuple[Phrase, ...] = ()
    articles: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to look for; words with a minus alone are nothing."""
        return not self.words and not self.phrases

    @property
    def ranking_words(self) -> tuple[Word, ...]:
        """All words by which an engine ranks what it finds: those of phrases too, for a phrase alone has no score."""
        words = {word.lemmas: word for word in self.words}
        for form in (form for phrase in self.phrases for form in phrase):
            words.setdefault(lemmas(form), Word(form, lemmas(form)))
        return tuple(words.values())

    @property
    def bonuses(self) -> dict[str, float]:
        """Points for entries that have the article, and for those whose title begins as the query does."""
        found: dict[str, float] = {article_lemma(number): ARTICLE_BONUS for number in self.articles}
        first = next((word for word in self.ranking_words if word.exact not in STOPWORDS), None)
        for lemma in first.lemmas if first else ():
            found[first_lemma(lemma)] = FIRST_BONUS
        return found

    def to_engine(
        self,
        *,
        audiences: frozenset[int],
        filters: Mapping[str, frozenset[str]] | None = None,
        facet_names: tuple[str, ...] = (),
        boosts: Mapping[tuple[str, str], float] | None = None,
        sort: Literal["relevance", "date"] = "relevance",
        offset: int = 0,
        limit: int = 20,
        passages_per_hit: int = 3,
    ) -> EngineQuery:
        """Return the question to an engine, for a reader who satisfies ``audiences`` (ids)."""
        return EngineQuery(
            words=self.ranking_words,
            phrases=self.phrases,
            excluded=self.excluded,
            excluded_phrases=self.excluded_phrases,
            audiences=audiences,
            filters=filters or {},
            facet_names=facet_names,
            boosts=boosts or {},
            preferred=tuple(map(article_lemma, self.articles)),
            bonuses=self.bonuses,
            sort=sort,
            offset=offset,
            limit=limit,
            passages_per_hit=passages_per_hit,
        )


def parse(text: str) -> Query:
    """Read what a person typed; never raises.

    ``"…"``, ``„…“`` and ``«…»`` hold a phrase; a quotation mark without a second one is passed over. A minus right
    before a word or phrase, after a blank, excludes it; a dash inside a word is none (``opština-grad``). Of the text
    ``MAX_LENGTH`` characters are looked at, and ``MAX_WORDS`` of its words.
    """
    cleaned = _cleaned(text)
    reading = _Reading()
    for part in _PART.finditer(cleaned):
        quoted, minus = part["phrase"] is not None, bool(part["minus"])
        forms = tuple(token.text for token in tokens(part["phrase"] if quoted else part["chunk"]))
        reading.take(forms, is_phrase=quoted or (minus and len(forms) > 1), excluded=minus)
    return reading.query(cleaned)


@dataclass
class _Reading:
    """What of a query is read so far, each thing once, in order."""

    wanted: dict[tuple[str, ...], str] = field(default_factory=dict)
    unwanted: dict[tuple[str, ...], str] = field(default_factory=dict)
    phrases: dict[Phrase, None] = field(default_factory=dict)
    unwanted_phrases: dict[Phrase, None] = field(default_factory=dict)
    in_order: list[str] = field(default_factory=list)
    room: int = MAX_WORDS

    def take(self, forms: Phrase, *, is_phrase: bool, excluded: bool) -> None:
        """Take the words of one part, as far as there is room."""
        forms = forms[: self.room]
        self.room -= len(forms)
        self.in_order.extend(() if excluded else forms)
        is_phrase = is_phrase and not (names_gazette(forms) and not excluded)
        if is_phrase:
            if forms:
                (self.unwanted_phrases if excluded else self.phrases).setdefault(forms)
            return
        words = self.unwanted if excluded else self.wanted
        for form in forms:
            words.setdefault(lemmas(form), form)

    def query(self, text: str) -> Query:
        """Return what was read as a query."""
        return Query(
            text=text,
            words=tuple(_words(self.wanted)),
            phrases=tuple(self.phrases),
            excluded=tuple(_words(self.unwanted)),
            excluded_phrases=tuple(self.unwanted_phrases),
            articles=tuple(number for word, number in pairwise(self.in_order) if names_article(word, number)),
        )


def names_gazette(forms: Phrase) -> bool:
    """Whether the words are the title of an official gazette, which stands in quotation marks wherever it is cited."""
    return bool(len(forms) > 1 and _OFFICIAL.fullmatch(forms[0]) and _GAZETTE.fullmatch(forms[1]))


def names_article(word: str, number: str) -> bool:
    """Whether two words of a query are those of an article: ``čl 32``, ``člana 32a``."""
    return bool(_ARTICLE.fullmatch(word) and _NUMBER.fullmatch(number))


def _words(found: Mapping[tuple[str, ...], str]) -> Iterator[Word]:
    return (Word(exact, meanings) for meanings, exact in found.items())


def _cleaned(text: str) -> str:
    """The text to its greatest length with single blanks, and without signs that are not seen or not allowed."""
    return " ".join("".join(_seen(text[:MAX_LENGTH])).split())


def _seen(text: Iterable[str]) -> Iterator[str]:
    for sign in text:
        category = unicodedata.category(sign)
        if category == "Cc":
            yield " "
        elif category not in {"Cf", "Cs", "Co", "Cn"}:
            yield sign
