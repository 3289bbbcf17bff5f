"""Both engines give the same answers: totals, counts, hits in the same order, scores, passages."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.asking import other_spellings
from search.engines.base import Engine, EngineEntry, EngineQuery, EngineResult
from search.engines.embedded import Embedded
from search.queries import parse
from serbian.stopwords import STOPWORDS
from tests.search.engines.making import COUNCIL, EVERYBODY, entry
from tests.search.engines.reference import Reference
from tests.search.engines.servers import own_index

pytestmark = pytest.mark.elasticsearch

ENTRIES = 400
KINDS, TOPICS = ("act", "news", "meeting"), tuple("abcdefg")
STEMS = [
    start + middle
    for start in ("br", "kr", "pl", "st", "v", "z", "n", "od", "ras", "pre")
    for middle in ("as", "ok", "ul")
]
ENDS = ("", "a", "u", "om", "ima", "ski", "nost", "nošću", "ovi", "ao")
SOURCE = random.Random(20_261_124)  # noqa: S311 - a corpus, no secret
VOCABULARY = [stem + end for stem in STEMS for end in ENDS] + [f"{number}/2019" for number in range(30)]
SOURCE.shuffle(VOCABULARY)
WEIGHTS = [1 / (rank + 3) for rank in range(len(VOCABULARY))]  # Zipf


def text(source: random.Random, words: int) -> str:
    """Words of the vocabulary, some function words between."""
    chosen = source.choices(VOCABULARY, WEIGHTS, k=words)
    return " ".join(word if source.random() > 0.1 else source.choice(("i", "u", "je", word)) for word in chosen)


def random_entry(number: int) -> EngineEntry:
    """An entry of the corpus."""
    source = random.Random(number)  # noqa: S311
    passages = [text(source, source.randrange(1, 60)) for _ in range(source.choice([0, 1, 2, 5, 20]))]
    return entry(
        number,
        text(source, source.randrange(1, 8)),
        *passages,
        audience=source.choice([EVERYBODY, EVERYBODY, COUNCIL]),
        date=source.randrange(40),
        kind=source.choice(KINDS),
        topic=tuple(sorted(source.sample(TOPICS, source.randrange(3)))),
    )


CORPUS = [random_entry(number) for number in range(1, ENTRIES + 1)]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Embedded, Engine]]:
    """The two engines with the same entries."""
    with tempfile.TemporaryDirectory() as folder, own_index() as elastic:
        embedded = Embedded(Path(folder))
        for engine in (embedded, elastic):
            for start in range(0, ENTRIES, 100):
                engine.write(CORPUS[start : start + 100])
        yield embedded, elastic
        embedded.close()


def assert_same(query: EngineQuery, first: EngineResult, second: EngineResult) -> None:
    """Two answers are the same; where scores are closer than the engines count, the order may differ."""
    assert (first.total, first.matched_all, first.facets) == (second.total, second.matched_all, second.facets)
    assert len(first.hits) == len(second.hits)
    scores = {hit.id: hit.score for hit in first.hits}
    for one, other in zip(first.hits, second.hits, strict=True):
        assert other.score == pytest.approx(one.score, abs=1e-3)
        assert other.id == one.id or scores.get(other.id, other.score) == pytest.approx(one.score, abs=1e-3)
    passages = {hit.id: hit.passages for hit in first.hits}
    assert all(passages.get(hit.id, hit.passages) == hit.passages for hit in second.hits)


def asked(typed: str, **more: object) -> EngineQuery:
    """What somebody typed, as both engines are asked."""
    options = {"audiences": frozenset({EVERYBODY}), "facet_names": ("kind", "topic"), **more}
    return parse(typed).to_engine(**options)


def typed_queries(source: random.Random) -> list[str]:
    """Queries of every kind: words, phrases of the corpus, words that are nowhere, words with a minus."""
    queries = []
    for _ in range(60):
        words = source.choices(VOCABULARY, k=source.randrange(1, 6))
        of_corpus = source.choice([part for one in CORPUS for part in one.passages]).exact.split()
        start = source.randrange(len(of_corpus))
        near = of_corpus[start : start + 4]
        queries += [
            " ".join(words),
            " ".join(near),
            " ".join([*words, "zmajognjeni"]),
            '"{}"'.format(" ".join(near[:3])),
            '"{}" {}'.format(" ".join(near[:2]), words[0]),
            f"{words[0]} -{words[-1]}",
            f"{words[0]} i u {words[-1]}",
        ]
    return queries


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_both_give_the_same_hits_on_a_random_corpus(both, sort):
    embedded, elastic = both
    same_first = asked_queries = 0
    for number, typed in enumerate(typed_queries(random.Random(7))):  # noqa: S311
        filters = {"kind": frozenset({"act", "news"})} if number % 3 == 0 else {}
        query = asked(typed, sort=sort, filters=filters, offset=20 * (number % 5 == 0))
        first, second = embedded.search(query), elastic.search(query)
        assert_same(query, first, second)
        if first.hits:
            asked_queries += 1
            same_first += first.hits[0].id == second.hits[0].id
    assert asked_queries > 250
    assert same_first >= 0.99 * asked_queries


def test_the_corpus_is_answered_as_by_one_who_reads_everything(both):
    reference = Reference(CORPUS)
    for typed in typed_queries(random.Random(11))[:40]:  # noqa: S311
        query = asked(typed, limit=ENTRIES)
        expected, complete = reference.found(query)
        for engine in both:
            result = engine.search(query)
            assert ({hit.id for hit in result.hits}, result.matched_all) == (expected, complete)


TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.one_of(
            st.sampled_from(VOCABULARY),
            st.sampled_from(sorted(STOPWORDS)),
            st.sampled_from(['"', "„", "“", "-", "−", "*", "/", "(", ")", "\\", "~", "^2", ":", "AND", "NOT", "\x00"]),
            st.text(max_size=6),
        ),
        max_size=12,
    ).map(" ".join),
)


@settings(max_examples=250, deadline=None)
@given(
    typed=TYPED, kinds=st.sets(st.sampled_from([*KINDS, "", "*", "č"])), sort=st.sampled_from(["relevance", "date"])
)
def test_whatever_is_typed_is_answered_alike(both, typed, kinds, sort):
    query = asked(typed, filters={"kind": frozenset(kinds)}, sort=sort)
    assert_same(query, *(engine.search(query) for engine in both))


SLIPS = st.one_of(
    TYPED,
    st.lists(st.text(alphabet="abčžšćđжљИ", min_size=4, max_size=26), max_size=6).map(" ".join),
    st.builds(
        lambda word, at, letter: word[:at] + letter + word[at:],
        st.sampled_from(VOCABULARY),
        st.integers(0, 8),
        st.characters(exclude_categories=()),
    ),
)
MOST_SECONDS = 3  # that a reader waits for Elasticsearch; the machine of the tests may be busy


@settings(max_examples=120, deadline=None)
@given(typed=SLIPS)
@example(typed=" ".join(letter * 24 for letter in "qxyz"))
@example(typed="brasm krokk plulnost stasnosću")
@example(typed="x" * 10_000)
def test_whatever_is_typed_may_have_been_meant_alike(both, typed):
    started = time.monotonic()
    first, second = (other_spellings(engine, parse(typed), frozenset({EVERYBODY})) for engine in both)
    assert first == second
    assert time.monotonic() - started < 2 * MOST_SECONDS
