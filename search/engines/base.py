"""What an engine of search takes, answers and promises; the same for every engine, held by one suite of tests.

An engine indexes what it is given: two strings of tokens a text, made by `serbian.analysis`, in which only [a-z0-9/]
occurs. It knows neither Django's models nor the original texts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from serbian.analysis import Analysis


class EngineUnavailable(Exception):
    """The engine cannot answer or be written now: unreachable, damaged, or written by somebody else."""


class EntryRejected(Exception):
    """The engine refuses an entry for what is in it; it takes others."""


@dataclass(frozen=True)
class EngineEntry:
    """An entry as an engine keeps it; the searched text is the title and all passages.

    `title` has other names behind the title itself; `title_words` is how many words, without function words, the title
    itself has.
    """

    id: int
    version: int
    title: Analysis
    passages: tuple[Analysis, ...]
    facets: Mapping[str, tuple[str, ...]]  # "kind" is one of them
    audience_id: int
    date: int  # days since 1970-01-01, 0 = none
    title_words: int = 0


Lemmas = tuple[str, ...]
Column = Literal["exact", "lemma"]


@dataclass(frozen=True)
class Word:
    """A word of a query: its folded exact form, all its lemmas, and what else may stand for it.

    Each of the `others` is several words, all of which must be in the entry: the lemmas of each.
    """

    exact: str
    lemmas: Lemmas
    others: tuple[tuple[Lemmas, ...], ...] = ()


@dataclass(frozen=True)
class EngineQuery:
    """What is asked: AND over words and phrases, OR over a word's lemmas; filters are OR inside, AND between.

    Where no entry has all words, entries with at least half of them do, and where there are none of these either, with
    any of them; so too where three words and more stand together in none of the entries that have them all, unless
    passages are `preferred`. Phrases are demanded always, and filters have no say in it. Function words are passed
    over if there are others (`scoring.sought`). Phrases have no score: whoever asks repeats their words in `words`.
    Without words and phrases all entries are found.

    An entry counts only if its audience is one of `audiences`: without any, nothing is found.

    `boosts` are points by facet and value that an entry with this value gets; they change the order alone. Of a hit's
    passages those with one of the `preferred` lemmas stand first, and `bonuses` are points for lemmas of an entry.
    """

    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()  # exact forms, one after the other
    excluded: tuple[Word, ...] = ()
    excluded_phrases: tuple[tuple[str, ...], ...] = ()
    audiences: frozenset[int] = frozenset()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facet_names: tuple[str, ...] = ()
    boosts: Mapping[tuple[str, str], float] = field(default_factory=dict)
    preferred: tuple[str, ...] = ()
    bonuses: Mapping[str, float] = field(default_factory=dict)
    sort: Literal["relevance", "date"] = "relevance"
    offset: int = 0
    limit: int = 20
    passages_per_hit: int = 3


@dataclass(frozen=True)
class EngineHit:
    """A found entry with the numbers of its passages that show the words best, the best first."""

    id: int
    score: float
    passages: tuple[int, ...]


@dataclass(frozen=True)
class EngineResult:
    """One page of hits, and the totals of all that is found.

    A facet's counts are of entries that match the words, the audience and all filters except the facet's own.
    `matched_all` is False where entries with most of the words stand here instead of those with all. Equal hits
    stand in the order of their ids.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    matched_all: bool


class Engine(ABC):
    """One index that serves, and builds of the next one beside it."""

    @abstractmethod
    def write(self, entries: Sequence[EngineEntry]) -> None:
        """Add the entries, or replace those with the same id; a lower version than the stored one changes nothing.

        When it returns, the entries are stored and found. Raises `EngineUnavailable`, or `EntryRejected` when all
        entries but those that it names are stored.
        """

    @abstractmethod
    def delete(self, ids: Sequence[int], *, version: int | None = None) -> None:
        """Remove the entries; ids that are not there are passed over. Raises `EngineUnavailable`.

        With the version of the reading that found them gone, entries of a higher one stay, and for an hour at least no
        write of a lower one brings them back: it was read before, and comes late.
        """

    @abstractmethod
    def search(self, query: EngineQuery) -> EngineResult:
        """Return the page of hits that is asked for. Raises `EngineUnavailable`."""

    @abstractmethod
    def known(self, tokens: Collection[str], *, column: Column, audiences: frozenset[int]) -> dict[str, int]:
        """Return in how many entries of these audiences each token of a column stands, without those in none.

        Raises `EngineUnavailable`.
        """

    @abstractmethod
    def ids(self) -> dict[int, int]:
        """Return the version of every entry by its id. Raises `EngineUnavailable`."""

    @abstractmethod
    def is_built(self) -> bool:
        """Return whether an index serves that this version of the product can use. Raises `EngineUnavailable`."""

    def trouble(self) -> str:
        """Return why the engine cannot be used now, in one sentence; empty where it can."""
        try:
            self.search(EngineQuery(words=(Word("a", ("a",)),), audiences=frozenset({0}), limit=0))
        except EngineUnavailable as error:
            return str(error)
        return ""

    @abstractmethod
    def start_build(self) -> Engine:
        """Return a new, empty index beside the one that serves. Raises `EngineUnavailable`."""

    @abstractmethod
    def switch(self, build: Engine) -> None:
        """Let the build serve from now on; older builds go once nobody reads them. Raises `EngineUnavailable`."""
