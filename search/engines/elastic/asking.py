"""A question as the searches of Elasticsearch that answer it, in one request or two, and their answer.

`search.engines.scoring` describes the score. A search finds the entries with enough of the words: all of them, else at
least half, else any; the first that finds something counts. The others, which find far more, are sent (together) only
where the first finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search.engines.base import Column, EngineHit, EngineQuery, EngineResult
from search.engines.elastic.mapping import (
    WINDOW,
    column,
    facet_key,
    facet_name,
    facet_value,
    forms,
    lemmas_of,
    others_of,
)
from search.engines.scoring import (
    COVER_STEP,
    NEAR,
    NEAR_FORMS_STEP,
    NEAR_STEP,
    PASSAGE_STEP,
    PREFERRED,
    SCATTERED,
    TITLE_STEP,
    TITLE_WEIGHT,
    numbers,
    sought,
    thresholds,
)

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}
FIELDS = [f"title^{TITLE_WEIGHT}", "body"]
MOST_VALUES = 10_000  # of a facet
MOST_PLACES = 100  # of a hit, that Elasticsearch gives
TO_NEAR = NEAR + 2  # tokens from the first to the last, both counted


class Question:
    """One query, as searches and as the reading of their answers."""

    def __init__(self, query: EngineQuery) -> None:
        self.query = query
        self.words = sought(query.words)
        self.lemmas = [lemmas_of(word) for word in self.words]
        self.others = [others_of(word) for word in self.words]
        self.chosen = {name: facet_filter(name, values) for name, values in query.filters.items() if values}

    @property
    def steps(self) -> tuple[int, ...]:
        """How many words each search demands; one search without words, too."""
        return thresholds(len(self.words)) if self.words else (0,)

    def searches(self) -> list[Clause]:
        """The bodies of the searches, the most demanding first."""
        return [self.search(needed) for needed in self.steps]

    def search(self, needed: int) -> Clause:
        """The search for entries with at least so many of the words."""
        first = min(max(self.query.offset, 0), WINDOW)
        body: Clause = {
            "query": {"bool": self.condition(needed)},
            "from": first,
            "size": min(max(self.query.limit, 0), WINDOW - first),
            "track_total_hits": True,
            "_source": False,
            "sort": [*([{"date": "desc"}] if self.by_date else []), "_score", {"id": "asc"}],
            "aggs": self.counts() | (self.together() if needed == len(self.words) else {}),
        }
        if self.chosen:
            body["post_filter"] = {"bool": {"filter": list(self.chosen.values())}}
        return body

    @property
    def by_date(self) -> bool:
        """Whether the newest stand first."""
        return self.query.sort == "date"

    def condition(self, needed: int) -> Clause:
        """What an entry must have, and what its score is."""
        filters = [readable(self.query.audiences), *map(phrase, self.query.phrases)]
        excluded = [present("body", lemmas_of(word), others_of(word)) for word in self.query.excluded]
        excluded += map(phrase, self.query.excluded_phrases)
        parts = list(map(word_part, self.lemmas, self.others))
        if needed == len(self.words):
            must, steps = parts, [*self.in_title(), *self.closeness()]
        else:
            must, steps = [{"bool": {"should": parts, "minimum_should_match": needed}}], self.cover()
        should = [*steps, *self.named(), *self.boosts(), *self.places()]
        return {"filter": filters, "must_not": excluded, "must": must, "should": should}

    def in_title(self) -> list[Clause]:
        """The step for all words in the title: as much of it as the words are of the title."""
        if not self.words:
            return []
        there = {"bool": {"filter": self.all_words("title")}}
        share = {"field": "title_words", "factor": 1 / len(self.words), "modifier": "reciprocal"}
        functions = {"functions": [{"field_value_factor": share}], "max_boost": 1, "boost_mode": "multiply"}
        return [{"function_score": {"query": step(TITLE_STEP, there), **functions}}]

    def named(self) -> list[Clause]:
        """The steps for numbers in the title, and the bonuses of lemmas."""
        bonuses = [(column(lemma), points) for lemma, points in self.query.bonuses.items()]
        steps = [step(points, {"term": {"body": lemma}}) for lemma, points in bonuses if lemma]
        if found := numbers(self.words):
            conditions = [present("title", lemmas_of(word), others_of(word)) for word in found]
            steps.append(step(TITLE_STEP, {"bool": {"filter": conditions}}))
        return steps

    def boosts(self) -> list[Clause]:
        """What is added for values of facets."""
        return [
            step(points, facet_filter(name, frozenset({value}))) for (name, value), points in self.query.boosts.items()
        ]

    def all_words(self, field: str) -> list[Clause]:
        """The conditions that a field has all words."""
        return [present(field, lemmas, others) for lemmas, others in zip(self.lemmas, self.others, strict=True)]

    def closeness(self) -> list[Clause]:
        """The steps for all words in one passage, near each other, and near in these forms."""
        lemmas = [list(words) for words in dict.fromkeys(map(tuple, self.lemmas))]
        spoken = all(map(any, zip(self.lemmas, self.others, strict=True)))
        exact = [column(word.exact) for word in self.words]
        covered = any({word.exact for word in self.words} <= set(phrase) for phrase in self.query.phrases)
        if len(self.words) < 2 or covered or self.query.preferred or not spoken:  # noqa: PLR2004 - one word is near itself
            return []
        together = {"bool": {"filter": self.all_words("passages.lemma")}}
        steps = [step(PASSAGE_STEP, in_passage(together))]
        if len(lemmas) <= TO_NEAR and all(lemmas):
            near = in_passage(near_each_other("passages.lemma", lemmas))
            steps.append(step(NEAR_STEP, near))
            if all(exact):
                in_forms = in_passage(near_each_other("passages.exact", [[form] for form in dict.fromkeys(exact)]))
                steps.append(step(NEAR_FORMS_STEP, {"bool": {"filter": [in_forms, near]}}))
        return steps

    def together(self) -> Clause:
        """How many entries have all words in one passage, where that is asked."""
        if not self.asks_for_coherence:
            return {}
        return {"together": {"filter": in_passage({"bool": {"filter": self.all_words("passages.lemma")}})}}

    def cover(self) -> list[Clause]:
        """The step for the words in the passage that has most of them."""
        words = [step(COVER_STEP, word) for word in self.all_words("passages.lemma") if word is not NOTHING]
        return [{"nested": {"path": "passages", "query": {"bool": {"should": words}}, "score_mode": "max"}}]

    @property
    def asks_for_coherence(self) -> bool:
        """Whether all words must stand together somewhere in what has all of them."""
        return len(self.words) >= SCATTERED and not self.query.preferred

    def places(self) -> list[Clause]:
        """The search for the passages to show of each hit: it has no say in what is found, nor in the score."""
        marks = [step(1, condition) for condition in self.all_words("passages.lemma") if condition is not NOTHING]
        marks += [
            step(1, {"match_phrase": {"passages.exact": text}}) for text in map(text_of, self.query.phrases) if text
        ]
        most = min(self.query.passages_per_hit, MOST_PLACES)
        marks += [step(PREFERRED, {"term": {"passages.lemma": lemma}}) for lemma in forms(self.query.preferred)]
        if not marks or most <= 0 or self.query.limit <= 0:
            return []
        return [
            {
                "nested": {
                    "path": "passages",
                    "score_mode": "none",
                    "query": {
                        "bool": {
                            "should": marks,
                            "minimum_should_match": 1,
                            "filter": {"range": {"passages.n": {"gte": 1}}},
                        }
                    },
                    "inner_hits": {
                        "name": "places",
                        "size": most,
                        "sort": ["_score", {"passages.n": "asc"}],
                        "_source": False,
                    },
                }
            }
        ]

    def counts(self) -> Clause:
        """How many entries there are before filters, and of each value of a facet under the filters of the others."""
        counts: Clause = {"matched": {"filter": {"match_all": {}}}} if self.chosen else {}
        for number, name in enumerate(self.query.facet_names):
            others = [condition for facet, condition in self.chosen.items() if facet != name]
            values = {"terms": {"field": f"facets.{facet_key(name)}", "size": MOST_VALUES}}
            counts[f"facet-{number}"] = {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}}
        return counts

    def answer(self, answers: Sequence[Mapping[str, Any]]) -> EngineResult:
        """Read the answers to the searches, or to the first where it suffices: the first that found something."""
        for needed, found in zip(self.steps, answers, strict=False):
            if self.suffices(needed, found):
                return self.result(needed, found)
        return self.result(self.steps[0], answers[0])

    def suffices(self, needed: int, found: Mapping[str, Any]) -> bool:
        """Whether a search found something, before filters, so that those that demand less do not count."""
        return bool(self.matched(found)) and (needed < len(self.words) or self.is_coherent(found))

    def matched(self, found: Mapping[str, Any]) -> int:
        """How many entries a search found before filters."""
        counts = found.get("aggregations", {})
        return counts["matched"]["doc_count"] if "matched" in counts else found["hits"]["total"]["value"]

    def is_coherent(self, found: Mapping[str, Any]) -> bool:
        """Whether all words stand together somewhere in what a search found, if that is asked."""
        return not self.asks_for_coherence or found["aggregations"]["together"]["doc_count"] > 0

    def result(self, needed: int, found: Mapping[str, Any]) -> EngineResult:
        """Read the answer to one search."""
        all_words = needed == len(self.words)
        counts = found.get("aggregations", {})  # none where there is no index
        return EngineResult(
            total=found["hits"]["total"]["value"],
            hits=tuple(map(self.hit, found["hits"]["hits"])),
            facets={
                name: read_counts(counts.get(f"facet-{number}")) for number, name in enumerate(self.query.facet_names)
            },
            matched_all=all_words,
        )

    def hit(self, hit: Mapping[str, Any]) -> EngineHit:
        """Read a hit."""
        places = hit.get("inner_hits", {}).get("places", {"hits": {"hits": ()}})["hits"]["hits"]
        return EngineHit(
            id=int(hit["_id"]),
            score=hit["sort"][1 if self.by_date else 0],
            passages=tuple(place["sort"][1] - 1 for place in places),
        )


def count_of_tokens(asked: Sequence[str], place: Column, audiences: frozenset[int]) -> Clause:
    """The search for the number of entries with each token."""
    conditions = [
        in_passage({"term": {f"passages.{place}": text}}) if text else NOTHING for text in map(column, asked)
    ]
    return {
        "query": {"bool": {"filter": [readable(audiences)]}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"tokens": {"filters": {"filters": conditions}}},
    }


def read_count_of_tokens(asked: Sequence[str], found: Mapping[str, Any]) -> dict[str, int]:
    """Read the answer: the tokens that are there."""
    buckets = found.get("aggregations", {"tokens": {"buckets": ()}})["tokens"]["buckets"]
    return {token: bucket["doc_count"] for token, bucket in zip(asked, buckets, strict=False) if bucket["doc_count"]}


def readable(audiences: frozenset[int]) -> Clause:
    """The condition that an entry belongs to one of the audiences."""
    return {"terms": {"audience": sorted(map(str, audiences))}}


def read_counts(facet: Mapping[str, Any] | None) -> dict[str, int]:
    """Read how many entries each value of a facet has."""
    buckets = facet["values"]["buckets"] if facet else ()
    return {facet_name(bucket["key"]): bucket["doc_count"] for bucket in buckets}


def facet_filter(name: str, values: frozenset[str]) -> Clause:
    """The condition that an entry has one of the values of a facet."""
    return {"terms": {f"facets.{facet_key(name)}": sorted(map(facet_value, values))}}


def word_part(lemmas: Sequence[str], others: Sequence[Sequence[Sequence[str]]] = ()) -> Clause:
    """What a word adds to the score: the greatest part of its lemmas, and of what stands for it."""
    parts: list[Clause] = [{"combined_fields": {"query": lemma, "fields": FIELDS}} for lemma in lemmas]
    parts += [mean_part(other) for other in others]
    if len(parts) > 1:
        return {"dis_max": {"queries": parts}}
    return parts[0] if parts else NOTHING


def mean_part(other: Sequence[Sequence[str]]) -> Clause:
    """What several words that stand for one add, where all of them are: the mean of theirs."""
    return {"bool": {"must": list(map(word_part, other)), "boost": 1 / len(other)}}


def present(field: str, lemmas: Sequence[str], others: Sequence[Sequence[Sequence[str]]] = ()) -> Clause:
    """The condition that a field has a word, or all words of what stands for it."""
    ways: list[Clause] = [{"terms": {field: list(lemmas)}}] if lemmas else []
    ways += [{"bool": {"filter": [present(field, part) for part in other]}} for other in others]
    if len(ways) > 1:
        return {"bool": {"should": ways, "minimum_should_match": 1}}
    return ways[0] if ways else NOTHING


def text_of(phrase: Sequence[str]) -> str:
    """A phrase as it stands in a column."""
    return " ".join(forms(phrase))


def phrase(phrase: Sequence[str]) -> Clause:
    """The condition that an entry has exact forms one after the other."""
    text = text_of(phrase)
    return in_passage({"match_phrase": {"passages.exact": text}}) if text else NOTHING


def in_passage(condition: Clause) -> Clause:
    """The condition that one passage of an entry, or its title, meets a condition."""
    return {"nested": {"path": "passages", "query": condition, "score_mode": "none"}}


def near_each_other(field: str, alternatives: Sequence[Sequence[str]]) -> Clause:
    """The condition that a passage has one of each of these tokens, at most ten tokens from the first to the last."""
    rules = [one_of([{"match": {"query": token}} for token in tokens]) for tokens in alternatives]
    return {"intervals": {field: {"all_of": {"intervals": rules, "max_gaps": TO_NEAR - len(rules)}}}}


def one_of(rules: list[Clause]) -> Clause:
    """The rule of intervals that any of these is there."""
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}


def step(points: float, condition: Clause) -> Clause:
    """So many points for those who meet a condition."""
    return {"constant_score": {"filter": condition, "boost": points}}
