"""What every engine does with words: the suite that a class for each engine inherits."""

from __future__ import annotations

from itertools import pairwise

import pytest

from search.engines.base import Engine, EngineEntry, EngineQuery, Word
from search.engines.scoring import COVER_STEP
from serbian.analysis import Analysis, lemmas
from tests.search.engines.making import COUNCIL, EVERYBODY, ask, entry, found

DECREE = entry(
    1,
    "Uredba o kancelarijskom poslovanju",
    "Ovom uredbom uređuje se kancelarijsko poslovanje organa uprave.",
    "Objavljeno u „Službenom glasniku“, broj 18/2016 i 2/2019.",
)
RULES = entry(2, "Pravilnik o arhivi", "Arhiva čuva predmete po uredbi.", "Poslovanje arhive je kancelarijsko.")
NEWS = entry(3, "Vest o sastanku", "Sastanak je bio u Čačku.")


ODD_TOKENS = [
    *(
        '"',
        "'",
        "*",
        "a*",
        "NEAR(a b)",
        "lemma:a",
        "^a",
        "-",
        "AND",
        ")",
        "(",
        "a OR b",
        "{a}",
        "a=1",
        "%",
        "a\\",
        ";",
        "--",
    ),
    *("", " ", "\x00", "a\x00b", "č", "🙂", "\u202e", "\ud800"),
]


class WordsContract:
    """Storing, finding, ranking."""

    @pytest.fixture
    def engine(self) -> Engine:
        """An empty engine; each subclass has its own."""
        raise NotImplementedError

    def tidy(self, engine: Engine) -> None:
        """Have the engine forget what was replaced and deleted, if it counts in scores until it does so in time."""

    @pytest.fixture
    def filled(self, engine: Engine) -> Engine:
        """An engine with three entries."""
        engine.write([DECREE, RULES, NEWS])
        return engine

    def test_an_empty_index_finds_nothing(self, engine):
        result = ask(engine, "uredba", facet_names=("kind",))
        assert (result.total, result.hits, result.facets, result.matched_all) == (0, (), {"kind": {}}, True)
        assert engine.ids() == {}
        engine.delete([1, 2])

    def test_what_is_written_is_found_in_other_forms(self, filled):
        assert found(filled, "uredbe o kancelarijskom poslovanju") == [1, 2]
        assert found(filled, "ČAČAK") == [3]
        assert filled.ids() == {1: 1, 2: 1, 3: 1}

    def test_a_replaced_entry_is_found_by_its_new_text_only(self, filled):
        filled.write([entry(3, "Vest o izboru", "Izbor je bio u Kraljevu.", version=2)])
        assert found(filled, "sastanak") == found(filled, "Čačak") == found(filled, "", "bio u Čačku") == []
        assert found(filled, "izbor u Kraljevu") == found(filled, "", "bio u Kraljevu") == [3]
        assert filled.ids() == {1: 1, 2: 1, 3: 2}

    def test_a_change_of_one_passage_leaves_the_others(self, filled):
        filled.write([entry(1, "Uredba", "Ovo je nov tekst.", "Objavljeno u „Glasniku“, broj 18/2016.", version=2)])
        assert found(filled, "18/2016") == found(filled, "nov tekst") == [1]
        assert found(filled, "organ") == found(filled, "", "2/2019") == []
        filled.write([entry(1, "Uredba", "Ovo je nov tekst.", version=3)])
        assert found(filled, "18/2016") == []

    def test_a_deleted_entry_is_gone_and_may_come_back(self, filled):
        filled.delete([1, 99])
        assert found(filled, "uredba") == [2]
        assert filled.ids() == {2: 1, 3: 1}
        filled.write([DECREE])
        assert found(filled, "uredba") == [1, 2]

    def test_a_late_write_does_not_bring_back_what_is_deleted(self, filled):
        filled.delete([3, 77], version=10)
        assert filled.ids() == {1: 1, 2: 1}
        filled.write([entry(3, "Vest o sastanku", version=9), entry(77, "Vest o izboru", version=9)])
        assert found(filled, "vest") == []
        filled.write([entry(3, "Vest o sastanku", version=10), entry(77, "Vest o izboru", version=11)])
        assert filled.ids() == {1: 1, 2: 1, 3: 10, 77: 11}

    def test_a_late_deletion_takes_nothing_newer_away(self, filled):
        filled.write([entry(3, "Vest o izboru", version=20)])
        filled.delete([3], version=19)
        assert found(filled, "izbor") == [3]
        filled.delete([3], version=20)
        assert found(filled, "izbor") == []

    def test_the_score_forgets_what_was_replaced_or_deleted(self, engine):
        rest = [entry(number, f"Akt {number}", "Neki drugi tekst o nečemu.") for number in range(10, 20)]
        engine.write([entry(1, "Zapisnik", "Plan rada i plan nabavki."), *rest])
        (expected,) = ask(engine, "plan").hits
        for version in range(2, 6):
            engine.write([entry(2, "Plan", *["Plan i opet plan."] * version, version=version)])
        engine.delete([2])
        self.tidy(engine)
        (hit,) = ask(engine, "plan").hits
        assert (hit.id, hit.passages) == (1, (0,))
        assert hit.score == pytest.approx(expected.score, rel=1e-6)

    def test_a_lower_version_never_wins(self, filled):
        filled.write([entry(3, "Vest o izboru", version=5)])
        filled.write([entry(3, "Vest o sastanku", version=4)])
        assert found(filled, "sastanak") == []
        filled.write([entry(3, "Vest o smotri", version=5)])
        assert found(filled, "smotra") == [3]
        assert filled.ids()[3] == 5

    def test_the_last_of_one_batch_wins(self, engine):
        engine.write([entry(1, "Prvi", version=1), entry(1, "Treći", version=3), entry(1, "Drugi", version=2)])
        assert found(engine, "treći") == [1]
        assert found(engine, "prvi") == found(engine, "drugi") == []

    def test_all_words_must_be_there_but_not_in_one_place(self, filled):
        result = ask(filled, "kancelarijski predmet")
        assert [hit.id for hit in result.hits] == [2]
        assert result.matched_all

    def test_where_no_entry_has_all_words_those_with_most_of_them_stand(self, filled):
        result = ask(filled, "uredba predmet arhiva zmaj")
        assert ([hit.id for hit in result.hits], result.total, result.matched_all) == ([2], 1, False)
        assert found(filled, "sastanak zmaj aždaja") == [3]

    def test_at_least_half_of_the_words_are_most_of_them(self, engine):
        engine.write([entry(1, "jedan dva tri"), entry(2, "jedan dva"), entry(3, "jedan")])
        result = ask(engine, "jedan dva tri zmaj")
        assert ([hit.id for hit in result.hits], result.total, result.matched_all) == ([1, 2], 2, False)
        assert found(engine, "jedan tri zmaj aždaja vila") == [1, 3, 2]  # any, where none has half

    def test_one_of_two_words_scores_as_it_does_alone(self, filled):
        (alone,) = ask(filled, "Čačak").hits
        (hit,) = ask(filled, "Čačak zmaj").hits
        assert (hit.id, hit.score) == (3, pytest.approx(alone.score + COVER_STEP, rel=1e-6))

    def test_nothing_at_all_is_not_most_of_the_words(self, filled):
        assert ask(filled, "zmaj aždaja").matched_all
        assert ask(filled, "zmaj").total == 0

    def test_function_words_are_no_reason_not_to_find(self, filled):
        assert found(filled, "sastanak u Čačku ili ako") == [3]
        assert ask(filled, "sastanak u Čačku ili ako").matched_all
        assert found(filled, "zmaj u") == []
        assert found(filled, "je u") == [3]

    def test_phrases_stand_as_they_are(self, filled):
        assert found(filled, "", "kancelarijsko poslovanje") == [1]
        assert found(filled, "", "poslovanje kancelarijsko") == []
        assert found(filled, "", "Поslovanje arhive") == [2]  # with Cyrillic letters
        assert found(filled, "", "o kancelarijskom poslovanju") == [1]  # in the title
        assert found(filled, "arhiva", "čuva predmete", "o arhivi") == [2]

    def test_a_phrase_ends_with_its_passage(self, filled):
        assert found(filled, "", "organa uprave") == [1]
        assert found(filled, "", "uprave objavljeno") == found(filled, "", "poslovanju ovom") == []

    def test_phrases_are_demanded_even_where_words_are_not(self, filled):
        result = ask(filled, "zmaj uredba", "čuva predmete")
        assert ([hit.id for hit in result.hits], result.matched_all) == ([2], False)

    def test_minus_takes_away(self, filled):
        assert found(filled, "uredba", without="arhivama") == [1]
        assert found(filled, "uredba", without="zmaj") == [1, 2]
        query = {"excluded_phrases": (("kancelarijsko", "poslovanje"),)}
        assert found(filled, "uredba", **query) == [2]
        assert found(filled, "uredba", without="arhiva", **query) == []

    def test_numbers_are_words(self, filled):
        assert found(filled, "18/2016") == found(filled, "2/2019") == found(filled, "", "broj 18/2016") == [1]
        assert found(filled, "18/2017") == found(filled, "2016") == found(filled, "18") == []

    def test_a_word_may_have_several_lemmas(self, engine):
        engine.write([analysed(1, "vodi", "voda"), analysed(2, "vodim", "voditi"), analysed(3, "sat", "sat")])
        ambiguous = Word("vodi", ("voda", "voditi"))
        result = engine.search(EngineQuery(words=(ambiguous,), audiences=frozenset({EVERYBODY})))
        assert {hit.id for hit in result.hits} == {1, 2}
        result = engine.search(EngineQuery(words=(ambiguous, Word("sat", ("sat",))), audiences=frozenset({EVERYBODY})))
        assert not result.matched_all
        assert result.total == 3

    def test_the_best_lemma_counts(self, engine):
        rest = [analysed(number, "cest", "cest") for number in range(10, 20)]
        engine.write([analysed(1, "ceo kraj", "redak cest"), analysed(2, "drugi", "nesto"), *rest])
        audiences = frozenset({EVERYBODY})
        (both,) = engine.search(EngineQuery((Word("ceo", ("redak", "cest")),), audiences=audiences, limit=1)).hits
        (rare,) = engine.search(EngineQuery((Word("ceo", ("redak",)),), audiences=audiences)).hits
        assert (both.id, both.score) == (1, pytest.approx(rare.score))

    def test_titles_weigh_more(self, engine):
        engine.write([entry(1, "Vest", "Nacrt budžeta."), entry(2, "Budžet", "Nacrt plana.")])
        assert found(engine, "budžet") == [2, 1]

    def test_words_in_one_passage_and_near_each_other_weigh_more(self, engine):
        far = "plan " + "reč " * 12 + "nabavke"
        engine.write([
            entry(1, "Prvi", "plan " + "reč " * 6, "reč " * 6 + "nabavke"),
            entry(2, "Drugi", far),
            entry(3, "Treći", "nabavke po planu " + "reč " * 11),
            entry(4, "Četvrti", "nabavka, plan " + "reč " * 11 + "opet"),
        ])  # fmt: skip
        hits = ask(engine, "plan nabavka").hits
        assert [hit.id for hit in hits] == [4, 3, 2, 1]
        steps = [first.score - second.score for first, second in pairwise(hits)]
        assert [round(step) for step in steps] == [2, 4, 8]

    def test_equal_entries_stand_by_their_ids(self, engine):
        engine.write([entry(number, "Zapisnik", "Isti tekst.") for number in (5, 3, 9, 1)])
        assert found(engine, "zapisnik") == [1, 3, 5, 9]

    def test_passages_with_most_of_the_words_come_first(self, engine):
        engine.write([entry(1, "Akt", "ništa", "plan", "nabavka i plan", "sve o planu", "nabavka", "plan nabavki")])
        (hit,) = ask(engine, "plan nabavka").hits
        assert hit.passages == (2, 5, 1)
        (hit,) = ask(engine, "plan nabavka", passages_per_hit=5).hits
        assert hit.passages == (2, 5, 1, 3, 4)
        (hit,) = ask(engine, "", "sve o planu").hits
        assert hit.passages == (3,)
        (hit,) = ask(engine, "akt").hits
        assert hit.passages == ()

    @pytest.mark.parametrize(
        "token",
        ODD_TOKENS,
    )
    def test_no_token_is_a_query_of_the_engines(self, filled, token):
        query = EngineQuery(
            words=(Word(token, (token,)),),
            phrases=((token,), (token, "uredba")),
            excluded=(Word(token, (token,)),),
            excluded_phrases=((token,),),
            audiences=frozenset({EVERYBODY}),
            filters={token: frozenset({token})},
            facet_names=(token,),
        )
        assert filled.search(query).total == 0
        odd = EngineEntry(
            7, 1, Analysis(token, token), (Analysis(f"zmaj {token} sat", f"zmaj {token} sat"),), {}, 1, 0
        )
        if token != "\ud800":  # no text that was stored has half of a sign
            filled.write([odd])
            assert found(filled, "zmaj") == [7]
            filled.write([entry(7, "Vuk", version=2)])
            assert found(filled, "zmaj") == found(filled, "sat") == []

    def test_many_words_and_long_words(self, filled):
        assert ask(filled, " ".join(f"rec{number}" for number in range(300)) + " uredba").total == 2
        assert ask(filled, "", " ".join(["uredba"] * 300)).total == 0
        filled.write([entry(8, "Z" * 70_000, "y" * 70_000)])
        assert ask(filled, "x" * 70_000).total == 0

    def test_who_has_no_part_in_the_audience_finds_nothing(self, filled):
        filled.write([entry(4, "Uredba o tajnama", "kancelarijsko poslovanje", audience=COUNCIL)])
        assert found(filled, "uredba") == [1, 2]
        assert found(filled, "", "kancelarijsko poslovanje") == [1]
        assert found(filled, "tajna") == found(filled, "uredba", audiences=frozenset()) == []
        assert found(filled, "uredba", audiences=frozenset({COUNCIL})) == [4]
        assert sorted(found(filled, "uredba", audiences=frozenset({COUNCIL, EVERYBODY}))) == [1, 2, 4]
        assert ask(filled, "tajna uredba zmaj").total == 2  # most of the words, of what may be seen

    def test_an_entry_may_change_its_audience(self, filled):
        filled.write([entry(3, "Vest o sastanku", "Sastanak je bio u Čačku.", version=2, audience=COUNCIL)])
        assert found(filled, "sastanak") == []
        assert found(filled, "sastanak", audiences=frozenset({COUNCIL})) == [3]

    def test_known_forms_are_counted_for_the_reader(self, engine):
        engine.write([DECREE, RULES, entry(4, "Tajni zapisnik", "Sastanak saveta.", audience=COUNCIL)])
        asked = ["uredba", "uredbom", "kancelarijsko", "zapisnik", "nema", "18/2016", *ODD_TOKENS]
        everybody = engine.known(asked, column="exact", audiences=frozenset({EVERYBODY}))
        assert {form: everybody[form] for form in asked[:6] if form in everybody} == {
            "uredba": 1,
            "uredbom": 1,
            "kancelarijsko": 2,
            "18/2016": 1,
        }
        council = engine.known(asked, column="exact", audiences=frozenset({EVERYBODY, COUNCIL}))
        assert (council["zapisnik"], council["kancelarijsko"]) == (1, 2)
        assert engine.known(asked, column="exact", audiences=frozenset()) == {}
        assert engine.known([], column="exact", audiences=frozenset({EVERYBODY})) == {}
        (lemma,) = lemmas("uredbi")
        assert engine.known([lemma, "uredbi"], column="lemma", audiences=frozenset({EVERYBODY}))[lemma] == 2


def analysed(number: int, exact: str, lemma: str) -> EngineEntry:
    """An entry with a passage of these columns."""
    return EngineEntry(number, 1, Analysis("", ""), (Analysis(exact, lemma),), {}, EVERYBODY, 0)
