"""A question as the searches of Elasticsearch that answer it, all in one request, and their answer.

`search.engines.scoring` describes the score. A search finds the entries with enough of the words: all of them, else at
least half, else any; all these searches are sent together, and the first that finds something counts. What is the same
for all entries of a search is added to the score here, and not there, where scores have 24 bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search.engines.base import EngineHit, EngineQuery, EngineResult
from search.engines.elastic.mapping import WINDOW, column, facet_key, facet_name, facet_value, forms, lemmas_of
from search.engines.scoring import (
    NEAR,
    NEAR_FORMS_STEP,
    NEAR_STEP,
    PASSAGE_STEP,
    TITLE_WEIGHT,
    WORD_STEP,
    sought,
    thresholds,
)

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}
FIELDS = [f"title^{TITLE_WEIGHT}", "body"]
MOST_VALUES = 10_000  # of a facet
MOST_PLACES = 100  # of a hit, that Elasticsearch gives
FEW_WORDS = 12
TO_NEAR = NEAR + 2  # tokens from the first to the last, both counted


class Question:
    """One query, as searches and as the reading of their answers."""

    def __init__(self, query: EngineQuery) -> None:
        self.query = query
        self.words = sought(query.words)
        self.lemmas = [lemmas_of(word) for word in self.words]
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
            "aggs": self.counts(),
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
        filters: list[Clause] = [{"terms": {"audience": sorted(map(str, self.query.audiences))}}]
        filters += map(phrase, self.query.phrases)
        excluded = [present(lemmas_of(word)) for word in self.query.excluded]
        excluded += map(phrase, self.query.excluded_phrases)
        parts = [word_part(lemmas) for lemmas in self.lemmas]
        if needed == len(self.words):
            must, steps = parts, self.closeness()
        else:
            counted = parts if self.is_short else [with_step(part) for part in parts]
            must, steps = [at_least(needed, counted)], self.further_words(needed) if self.is_short else []
        return {"filter": filters, "must_not": excluded, "must": must, "should": [*steps, *self.places()]}

    @property
    def is_short(self) -> bool:
        """Whether there are so few words that the steps for them are told by how many there are.

        That keeps all digits of the score, but takes as many conditions as the square of the words.
        """
        return len(self.words) <= FEW_WORDS

    def further_words(self, needed: int) -> list[Clause]:
        """The steps for more words than the search demands; as many as the one before demands nobody has."""
        words = [present(lemmas) for lemmas in self.lemmas]
        before = min(step for step in self.steps if step > needed)
        return [step(WORD_STEP, at_least(number, words)) for number in range(needed + 1, before)]

    def ahead(self, needed: int) -> float:
        """What is the same for all entries of a search, and missing from the scores it gives."""
        if needed == len(self.words) or self.is_short:
            return WORD_STEP * max(needed - 1, 0)
        return -WORD_STEP

    def closeness(self) -> list[Clause]:
        """The steps for all words in one passage, near each other, and near in these forms."""
        lemmas = [list(words) for words in dict.fromkeys(map(tuple, self.lemmas))]
        exact = [column(word.exact) for word in self.words]
        covered = any({word.exact for word in self.words} <= set(phrase) for phrase in self.query.phrases)
        if len(lemmas) < 2 or covered or not all(lemmas):  # noqa: PLR2004 - one word is near itself
            return []
        together = {"bool": {"filter": [{"terms": {"passages.lemma": words}} for words in lemmas]}}
        steps = [step(PASSAGE_STEP, in_passage(together))]
        if len(lemmas) <= TO_NEAR:
            near = in_passage(near_each_other("passages.lemma", lemmas))
            steps.append(step(NEAR_STEP, near))
            if all(exact):
                in_forms = in_passage(near_each_other("passages.exact", [[form] for form in dict.fromkeys(exact)]))
                steps.append(step(NEAR_FORMS_STEP, {"bool": {"filter": [in_forms, near]}}))
        return steps

    def places(self) -> list[Clause]:
        """The search for the passages to show of each hit: it has no say in what is found, nor in the score."""
        marks: list[Clause] = [{"terms": {"passages.lemma": lemmas}} for lemmas in self.lemmas if lemmas]
        marks += [{"match_phrase": {"passages.exact": text}} for text in map(text_of, self.query.phrases) if text]
        most = min(self.query.passages_per_hit, MOST_PLACES)
        if not marks or most <= 0 or self.query.limit <= 0:
            return []
        return [
            {
                "nested": {
                    "path": "passages",
                    "score_mode": "none",
                    "query": {
                        "bool": {
                            "should": [{"constant_score": {"filter": mark}} for mark in marks],
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
        """Read the answers to the searches: the first that found something, before filters."""
        for needed, found in zip(self.steps, answers, strict=True):
            if self.matched(found):
                return self.result(needed, found)
        return self.result(self.steps[0], answers[0])

    def matched(self, found: Mapping[str, Any]) -> int:
        """How many entries a search found before filters."""
        counts = found.get("aggregations", {})
        return counts["matched"]["doc_count"] if "matched" in counts else found["hits"]["total"]["value"]

    def result(self, needed: int, found: Mapping[str, Any]) -> EngineResult:
        """Read the answer to one search."""
        ahead = self.ahead(needed)
        counts = found.get("aggregations", {})  # none where there is no index
        return EngineResult(
            total=found["hits"]["total"]["value"],
            hits=tuple(self.hit(hit, ahead) for hit in found["hits"]["hits"]),
            facets={
                name: read_counts(counts.get(f"facet-{number}")) for number, name in enumerate(self.query.facet_names)
            },
            matched_all=needed == len(self.words),
        )

    def hit(self, hit: Mapping[str, Any], ahead: float) -> EngineHit:
        """Read a hit."""
        places = hit.get("inner_hits", {}).get("places", {"hits": {"hits": ()}})["hits"]["hits"]
        return EngineHit(
            id=int(hit["_id"]),
            score=hit["sort"][1 if self.by_date else 0] + ahead,
            passages=tuple(place["sort"][1] - 1 for place in places),
        )


def read_counts(facet: Mapping[str, Any] | None) -> dict[str, int]:
    """Read how many entries each value of a facet has."""
    buckets = facet["values"]["buckets"] if facet else ()
    return {facet_name(bucket["key"]): bucket["doc_count"] for bucket in buckets}


def facet_filter(name: str, values: frozenset[str]) -> Clause:
    """The condition that an entry has one of the values of a facet."""
    return {"terms": {f"facets.{facet_key(name)}": sorted(map(facet_value, values))}}


def word_part(lemmas: Sequence[str]) -> Clause:
    """What a word adds to the score: the greatest part of its lemmas."""
    parts: list[Clause] = [{"combined_fields": {"query": lemma, "fields": FIELDS}} for lemma in lemmas]
    if len(parts) > 1:
        return {"dis_max": {"queries": parts}}
    return parts[0] if parts else NOTHING


def at_least(number: int, clauses: list[Clause]) -> Clause:
    """The condition that so many of these are met; its score is the sum of theirs."""
    return {"bool": {"should": clauses, "minimum_should_match": number}}


def with_step(part: Clause) -> Clause:
    """A word's part of the score with the step for its being there."""
    return {"function_score": {"query": part, "functions": [{"weight": WORD_STEP}], "boost_mode": "sum"}}


def present(lemmas: Sequence[str]) -> Clause:
    """The condition that an entry has a word."""
    return {"terms": {"body": list(lemmas)}} if lemmas else NOTHING


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


def step(points: int, condition: Clause) -> Clause:
    """So many points for those who meet a condition."""
    return {"constant_score": {"filter": condition, "boost": points}}
