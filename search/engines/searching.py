"""Answering one query from a build of the embedded engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, reduce
from heapq import nsmallest
from itertools import repeat
from operator import add, and_, or_

from search.engines import bitmaps
from search.engines.base import EngineHit, EngineQuery, EngineResult, Word
from search.engines.reading import Match, Postings, Reader, any_of, lemmas_of, others_of, phrase_match, single
from search.engines.scoring import (
    COVER_STEP,
    NEAR_FORMS_STEP,
    NEAR_STEP,
    PASSAGE_STEP,
    PREFERRED,
    SCATTERED,
    TITLE_STEP,
    norms,
    numbers,
    sought,
    thresholds,
    weight,
)
from search.engines.tables import clean


@dataclass(frozen=True)
class WordPostings:
    """Where a word is: a mapping a lemma, those of what stands for it, and the entries with any of them."""

    lemmas: Sequence[Postings]
    others: Sequence[Sequence[Sequence[Postings]]]
    entries: Set[int]


def answer(reader: Reader, query: EngineQuery) -> EngineResult:
    """Answer a query, inside a snapshot."""
    return Search(reader, query).result()


class Search:
    """One query on one state of the index."""

    def __init__(self, reader: Reader, query: EngineQuery) -> None:
        self.reader = reader
        self.columns = reader.columns
        self.query = query
        self.words = sought(query.words)
        self.postings = [self.find(word) for word in self.words]
        self.needed = len(self.words)  # how many of them an entry must have

    def find(self, word: Word) -> WordPostings:
        """Look a word up."""
        lemmas = [self.reader.postings(lemma) for lemma in lemmas_of(word)]
        others = [[[self.reader.postings(lemma) for lemma in part] for part in other] for other in others_of(word)]
        entries: Set[int] = lemmas[0].keys() if len(lemmas) == 1 else set().union(*lemmas)
        if others:
            entries = entries | set().union(
                *(set.intersection(*(set().union(*part) for part in other)) for other in others)
            )
        return WordPostings(lemmas, others, entries)

    def result(self) -> EngineResult:
        """The answer."""
        matched = self.matching(self.eligible())
        chosen = {name: self.columns.having(name, values) for name, values in self.query.filters.items() if values}
        found = reduce(and_, chosen.values(), matched)
        return EngineResult(
            total=found.bit_count(),
            hits=self.hits(found),
            facets={name: self.counts(name, matched, chosen) for name in self.query.facet_names},
            matched_all=self.needed == len(self.words),
        )

    def eligible(self) -> int:
        """The entries that the reader may see, with all phrases and nothing that is excluded."""
        found = self.columns.readable(self.query.audiences)
        for phrase in self.query.phrases:
            found &= self.reader.phrase(phrase)
        for phrase in self.query.excluded_phrases:
            found &= ~self.reader.phrase(phrase)
        for word in self.query.excluded:
            found &= ~bitmaps.of_ids(self.find(word).entries)
        return found

    def matching(self, eligible: int) -> int:
        """The eligible entries with enough of the words; filters have no say in how many are enough."""
        if not self.words or not eligible:
            return eligible
        for needed in thresholds(len(self.words)):
            found = bitmaps.of_ids(self.having(needed)) & eligible
            if found and (needed < len(self.words) or self.is_coherent(found)):
                self.needed = needed
                return found
        return 0

    def is_coherent(self, found: int) -> bool:
        """Whether all words stand together somewhere in what has all of them, if that is asked."""
        if len(self.words) < SCATTERED or self.query.preferred:
            return True
        return bool(found & bitmaps.of_ids(self.together))

    @cached_property
    def together(self) -> set[int]:
        """The entries with all words in one passage."""
        return self.reader.together(self.words)

    def having(self, needed: int) -> Set[int]:
        """The entries with at least so many of the words."""
        of_words = sorted((word.entries for word in self.postings), key=len)
        if needed == len(of_words):
            return reduce(and_, of_words)
        if needed == 1:
            return reduce(or_, of_words)
        counts: Counter[int] = Counter()
        for entries in of_words:
            counts.update(entries)
        return {entry for entry, count in counts.items() if count >= needed}

    def counts(self, facet: str, matched: int, chosen: Mapping[str, int]) -> dict[str, int]:
        """How many entries each value of a facet has, under all filters but the facet's own."""
        others = reduce(and_, (bits for name, bits in chosen.items() if name != facet), matched)
        values = self.columns.facets.get(facet, {})
        counts = {value: (bits & others).bit_count() for value, bits in values.items()}
        return {value: count for value, count in counts.items() if count}

    def hits(self, found: int) -> tuple[EngineHit, ...]:
        """The page of hits that is asked for."""
        first, end = self.query.offset, self.query.offset + self.query.limit
        if self.query.limit <= 0 or found.bit_count() <= first:
            return ()
        ids = bitmaps.to_ids(found)
        scores = list(map(add, self.scores(ids), self.extras(ids, found)))
        order = self.order(ids, scores, end)[first:]
        shown = [ids[row] for row in order]
        passages = self.reader.best_passages(shown, self.matches(), self.query.passages_per_hit)
        return tuple(EngineHit(ids[row], scores[row], passages.get(ids[row], ())) for row in order)

    def matches(self) -> dict[Match, int]:
        """What speaks for showing a passage, and how much."""
        words: list[Match] = [("lemma", match) for match in map(any_of, self.words) if match]
        phrases: list[Match] = [("exact", match) for match in map(phrase_match, self.query.phrases) if match]
        preferred: list[Match] = [("lemma", single(lemma)) for lemma in map(clean, self.query.preferred) if lemma]
        return dict.fromkeys([*words, *phrases], 1) | dict.fromkeys(preferred, PREFERRED)

    def order(self, ids: Sequence[int], scores: Sequence[float], end: int) -> list[int]:
        """The first rows in order; equal ones stay as they are, by id."""
        if self.query.sort == "date":
            dates = self.columns.dates
            return nsmallest(end, range(len(ids)), key=lambda row: (-dates[ids[row]], -scores[row]))
        return sorted(range(len(ids)), key=scores.__getitem__, reverse=True)[:end]

    def scores(self, ids: Sequence[int]) -> list[float]:
        """The scores of entries, as `search.engines.scoring` describes them."""
        by_byte, bytes_of = norms(self.columns.average), self.columns.length_bytes
        norm = [by_byte[bytes_of[entry]] for entry in ids]
        scores = [0.0] * len(ids)
        for word in self.postings:
            scores = list(map(add, scores, self.part(word, ids, norm)))
        if len(self.words) > 1:
            scores = list(map(add, scores, self.steps(ids)))
        return scores

    def part(self, word: WordPostings, ids: Sequence[int], norm: Sequence[float]) -> list[float]:
        """What a word adds: the greatest part of its lemmas."""
        parts = [self.lemma_part(postings, ids, norm) for postings in word.lemmas]
        parts += [self.other_part(other, ids, norm) for other in word.others]
        return greatest(parts, len(ids))

    def lemma_part(self, postings: Postings, ids: Sequence[int], norm: Sequence[float]) -> list[float]:
        """What a lemma adds."""
        share = weight(self.columns.entries, len(postings))
        frequencies = map(postings.get, ids, repeat(0))
        return [share * tf / (tf + under) for tf, under in zip(frequencies, norm, strict=True)]

    def other_part(
        self, other: Sequence[Sequence[Postings]], ids: Sequence[int], norm: Sequence[float]
    ) -> list[float]:
        """What several words that stand for one add, where all of them are: the mean of theirs."""
        words = [greatest([self.lemma_part(postings, ids, norm) for postings in part], len(ids)) for part in other]
        return [sum(parts) / len(parts) if all(parts) else 0.0 for parts in zip(*words, strict=True)]

    def extras(self, ids: Sequence[int], found: int) -> list[float]:
        """What titles and facets add."""
        extras = [0.0] * len(ids)
        for points in self.extra_points(found):
            extras = list(map(add, extras, map(points.get, ids, repeat(0.0))))
        return extras

    def extra_points(self, found: int) -> Iterator[Mapping[int, float]]:
        """What each thing about titles and facets adds, by entry."""
        if self.words and self.needed == len(self.words):
            number, lengths = len(self.words), self.columns.title_words
            titled = self.reader.titled(self.words)
            yield {entry: TITLE_STEP * min(1, number / max(lengths[entry], 1)) for entry in titled}
        if named := numbers(self.words):
            yield dict.fromkeys(self.reader.titled(named), TITLE_STEP)
        for lemma, points in self.query.bonuses.items():
            yield dict.fromkeys(self.reader.postings(clean(lemma)), points)
        for (facet, value), points in self.query.boosts.items():
            yield dict.fromkeys(bitmaps.to_ids(found & self.columns.having(facet, frozenset({value}))), points)

    def steps(self, ids: Sequence[int]) -> list[float]:
        """What it adds how the words stand."""
        if self.needed == len(self.words):
            return list(map(self.closeness().get, ids, repeat(0)))
        most = self.reader.most_together(self.words)
        return [COVER_STEP * most.get(entry, 0) for entry in ids]

    def closeness(self) -> dict[int, float]:
        """The steps of entries that have all words in one passage; none if a phrase or an article says more."""
        covered = any({word.exact for word in self.words} <= set(phrase) for phrase in self.query.phrases)
        if covered or self.query.preferred:
            return {}
        steps: dict[int, float] = dict.fromkeys(self.together, PASSAGE_STEP)
        near = self.reader.near(self.words) if steps else set()
        near_forms = near & self.reader.near_forms(self.words) if near else set()
        for entries, step in ((near, NEAR_STEP), (near_forms, NEAR_FORMS_STEP)):
            for entry in entries:
                steps[entry] += step
        return steps


def greatest(parts: Sequence[list[float]], number: int) -> list[float]:
    """The greatest of several parts, entry by entry; zeros if there are none."""
    if len(parts) == 1:
        return parts[0]
    return list(map(max, *parts)) if parts else [0.0] * number
