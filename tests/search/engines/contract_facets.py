"""What every engine does with filters, facets, order and pages: the suite that a class for each engine inherits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import Engine, EngineEntry, EngineQuery, Word
from serbian.analysis import Analysis
from tests.search.engines.making import COUNCIL, EVERYBODY, ask, chosen, entry, found
from tests.search.engines.reference import Reference

FACETS = ("kind", "topic")
FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]  # a class an engine inherits them
LEMMAS = {
    "alfa": ("alf",),
    "alfe": ("alf",),
    "beta": ("bet", "but"),
    "buta": ("but",),
    "gama": ("gam",),
    "delta": ("delt", "gam"),
    "18/2016": ("18/2016",),
    "je": ("je",),
    "u": ("u",),
}
FORMS = st.sampled_from(sorted(LEMMAS))


def column(forms: list[str]) -> Analysis:
    """The columns of a text of these forms."""
    return Analysis(" ".join(forms), " ".join(lemma for form in forms for lemma in LEMMAS[form]))


TEXTS = st.lists(FORMS, max_size=16).map(column)
OTHERS = st.lists(st.lists(FORMS.map(LEMMAS.get), min_size=1, max_size=2).map(tuple), max_size=1).map(tuple)
WORDS = st.builds(lambda form, others: Word(form, LEMMAS[form], others), FORMS, OTHERS)
PHRASES = st.lists(FORMS, min_size=1, max_size=3).map(tuple)
ENTRIES = st.lists(
    st.builds(
        EngineEntry,
        id=st.integers(1, 40),
        version=st.just(1),
        title=st.lists(FORMS, max_size=4).map(column),
        passages=st.lists(TEXTS, max_size=4).map(tuple),
        facets=st.fixed_dictionaries(
            {"kind": st.sampled_from([("act",), ("news",)])},
            optional={"topic": st.sets(st.sampled_from("xyz")).map(tuple)},
        ),
        audience_id=st.sampled_from([EVERYBODY, COUNCIL]),
        date=st.integers(0, 3),
        title_words=st.integers(0, 4),
    ),
    unique_by=lambda entry: entry.id,
    min_size=1,
    max_size=10,
)
QUERIES = st.builds(
    EngineQuery,
    words=st.lists(WORDS, max_size=4).map(tuple),
    phrases=st.lists(PHRASES, max_size=1).map(tuple),
    excluded=st.lists(WORDS, max_size=1).map(tuple),
    excluded_phrases=st.lists(PHRASES, max_size=1).map(tuple),
    audiences=st.sets(st.sampled_from([EVERYBODY, COUNCIL])).map(frozenset),
    filters=st.dictionaries(
        st.sampled_from(FACETS), st.sets(st.sampled_from(["act", "news", *"xyz"])).map(frozenset), max_size=2
    ),
    facet_names=st.just(FACETS),
    boosts=st.dictionaries(
        st.tuples(st.sampled_from(FACETS), st.sampled_from(["act", "x"])), st.integers(1, 9), max_size=2
    ),
    preferred=st.lists(st.sampled_from(["alf", "18/2016"]), max_size=1).map(tuple),
    bonuses=st.dictionaries(st.sampled_from(["alf", "gam", "18/2016"]), st.integers(1, 9), max_size=2),
    sort=st.sampled_from(["relevance", "date"]),
    limit=st.just(50),
)
LIBRARY = [
    entry(1, "Plan rada", kind="act", topic=("it", "budget"), date=100),
    entry(2, "Plan nabavki", kind="act", topic="budget", date=300),
    entry(3, "Plan sastanka", kind="news", topic="it", date=200),
    entry(4, "Plan", kind="news"),
    entry(5, "Plan saveta", kind="news", topic="budget", audience=COUNCIL, date=400),
]


class FacetsContract:
    """Filters, facets, order, pages."""

    @pytest.fixture
    def engine(self) -> Engine:
        """An empty engine; each subclass has its own."""
        raise NotImplementedError

    def empty(self, engine: Engine) -> None:
        """Empty the engine, so that nothing of what was there counts in scores."""
        engine.delete(list(engine.ids()))

    @pytest.fixture
    def filled(self, engine: Engine) -> Engine:
        """An engine with five entries, one of them for the council."""
        engine.write(LIBRARY)
        return engine

    def test_values_of_a_facet_are_alternatives_and_facets_conditions(self, filled):
        assert set(found(filled, "plan", filters=chosen(topic="it"))) == {1, 3}
        assert set(found(filled, "plan", filters=chosen(topic="it budget"))) == {1, 2, 3}
        assert found(filled, "plan", filters=chosen(topic="it budget", kind="news")) == [3]
        assert found(filled, "plan", filters=chosen(topic="none", kind="news")) == []
        assert found(filled, "plan", filters=chosen(nothing="it")) == []

    def test_a_facet_counts_as_if_nothing_of_it_were_chosen(self, filled):
        result = ask(filled, "plan", facet_names=FACETS, filters=chosen(topic="it"))
        assert result.total == 2
        assert result.facets == {"kind": {"act": 1, "news": 1}, "topic": {"it": 2, "budget": 2}}
        result = ask(filled, "plan", facet_names=FACETS, filters=chosen(kind="act"))
        assert result.facets == {"kind": {"act": 2, "news": 2}, "topic": {"it": 1, "budget": 2}}

    def test_only_the_facets_that_are_asked_for_are_counted(self, filled):
        assert ask(filled, "plan").facets == {}
        assert ask(filled, "plan", facet_names=("color",)).facets == {"color": {}}

    def test_what_may_not_be_seen_is_in_no_count(self, filled):
        both = ask(filled, "plan", facet_names=FACETS, audiences=frozenset({EVERYBODY, COUNCIL}))
        assert (both.total, both.facets["topic"]["budget"]) == (5, 3)
        own = ask(filled, "plan", facet_names=FACETS)
        assert (own.total, own.facets["topic"]["budget"]) == (4, 2)
        assert ask(filled, "plan", facet_names=FACETS, audiences=frozenset()).facets == {"kind": {}, "topic": {}}

    def test_filters_do_not_turn_all_words_into_most_of_them(self, filled):
        result = ask(filled, "plan nabavki", facet_names=FACETS, filters=chosen(kind="news"))
        assert (result.total, result.matched_all, result.facets["kind"]) == (0, True, {"act": 1})

    def test_facets_follow_the_entry(self, filled):
        filled.write([entry(1, "Plan rada", kind="news", topic="it", version=2)])
        filled.delete([3])
        assert ask(filled, "plan", facet_names=FACETS).facets == {
            "kind": {"news": 2, "act": 1},
            "topic": {"it": 1, "budget": 1},
        }

    def test_nothing_asked_is_everything_that_may_be_seen(self, filled):
        assert found(filled) == [1, 2, 3, 4]
        assert found(filled, without="sastanka", filters=chosen(kind="news")) == [4]

    def test_by_date_the_newest_is_first_and_what_has_none_last(self, filled):
        assert found(filled, "plan", sort="date") == [2, 3, 1, 4]
        filled.write([entry(number, "Plan " + "reč " * number, date=500) for number in (7, 6)])
        assert found(filled, "plan", sort="date")[:2] == [6, 7]  # then the better one

    @pytest.mark.parametrize("sort", ["relevance", "date"])
    def test_pages_follow_each_other(self, engine, sort):
        engine.write([entry(number, "Plan", "reč " * (number % 4), date=number % 3) for number in range(1, 48)])
        whole = found(engine, "plan", sort=sort, limit=100)
        pages = [found(engine, "plan", sort=sort, offset=start, limit=10) for start in range(0, 60, 10)]
        assert [len(page) for page in pages] == [10, 10, 10, 10, 7, 0]
        assert [number for page in pages for number in page] == whole
        assert len(set(whole)) == 47
        assert ask(engine, "plan", offset=45, limit=10).total == 47
        assert ask(engine, "plan", limit=0).total == 47

    @settings(max_examples=150, deadline=None, suppress_health_check=FIXTURE)
    @given(entries=ENTRIES, query=QUERIES)
    def test_it_answers_as_one_who_reads_everything(self, engine, entries, query):
        self.empty(engine)
        engine.write(entries)
        reference = Reference(entries)
        expected, complete = reference.found(query)
        result = engine.search(query)
        assert (result.total, {hit.id for hit in result.hits}) == (len(expected), expected)
        assert result.matched_all == complete
        assert result.facets == {name: reference.counts(query, name) for name in FACETS}
        for hit in result.hits:
            assert hit.score == pytest.approx(reference.score(hit.id, query), rel=1e-6, abs=1e-5)
            assert hit.passages == reference.passages(hit.id, query)
        keys = [(-reference.entries[hit.id].date * (query.sort == "date"), -hit.score, hit.id) for hit in result.hits]
        assert keys == sorted(keys)

    @settings(max_examples=100, deadline=None, suppress_health_check=FIXTURE)
    @given(entries=ENTRIES, query=QUERIES)
    def test_a_count_is_the_total_after_choosing_it(self, engine, entries, query):
        self.empty(engine)
        engine.write(entries)
        for name, counts in engine.search(query).facets.items():
            for value in {value for one in entries for value in one.facets.get(name, ())}:
                asked = EngineQuery(**{**vars(query), "filters": {**query.filters, name: frozenset({value})}})
                assert engine.search(asked).total == counts.get(value, 0)

    def test_ten_thousand_entries(self, engine):
        build = engine.start_build()
        for start in range(0, 10_000, 500):
            build.write([numbered(number) for number in range(start + 1, start + 501)])
        engine.switch(build)
        result = ask(engine, "zapisnik", facet_names=("kind",), limit=5)
        assert (result.total, [hit.id for hit in result.hits]) == (10_000, [1, 2, 3, 4, 5])
        assert result.facets == {"kind": {f"k{rest}": 1_000 for rest in range(10)}}
        assert ask(engine, "zapisnik", filters=chosen(kind="k3")).total == 1_000
        assert found(engine, "broj 7777") == found(engine, "", "broj 7777") == [7_777]
        assert ask(engine, "zapisnik", offset=9_995, limit=10).hits[-1].id == 10_000
        assert len(engine.ids()) == 10_000


def numbered(number: int) -> EngineEntry:
    """One of many entries."""
    return entry(number, "Zapisnik", f"Sastanak broj {number}", kind=f"k{number % 10}")
