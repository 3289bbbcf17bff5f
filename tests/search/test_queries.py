from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.engines.base import EngineQuery, Word
from search.queries import MAX_LENGTH, MAX_WORDS, Query, parse
from serbian.analysis import lemmas

# What operators, quotation marks and invisible signs are made of, beside any other text.
TYPED = st.text(alphabet=st.one_of(st.sampled_from('"„“”«»-−–+*():~^|&! \x00\u200f\u202e😀uрa9/'), st.characters()))


def read(text: str) -> dict[str, list[str]]:
    """A query in words: what is empty is left out."""
    query = parse(text)
    parts = {
        "words": [word.exact for word in query.words],
        "phrases": [" ".join(phrase) for phrase in query.phrases],
        "excluded": [word.exact for word in query.excluded],
        "excluded_phrases": [" ".join(phrase) for phrase in query.excluded_phrases],
    }
    return {name: found for name, found in parts.items() if found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Уредба о пословању", {"words": ["uredba", "o", "poslovanju"]}),
        ("čl. 32 18/2016", {"words": ["cl", "32", "18/2016"]}),
        ("uredba, UREDBE уредбом", {"words": ["uredba"]}),
        # phrases
        ('"kancelarijsko poslovanje" organa', {"words": ["organa"], "phrases": ["kancelarijsko poslovanje"]}),
        ("„канцеларијско пословање“", {"phrases": ["kancelarijsko poslovanje"]}),
        ("„kancelarijsko poslovanje” “javna uprava”", {"phrases": ["kancelarijsko poslovanje", "javna uprava"]}),
        ("«javna uprava» »javna služba«", {"phrases": ["javna uprava", "javna sluzba"]}),
        ('"uredba" "Уредба"', {"phrases": ["uredba"]}),
        ('"" "  " "…"', {}),
        ('zakon"javna uprava"odluka', {"words": ["zakon", "odluka"], "phrases": ["javna uprava"]}),
        # quotation marks without a second one
        ('"javna uprava', {"words": ["javna", "uprava"]}),
        ('"javna uprava" i "zakon', {"words": ["i", "zakon"], "phrases": ["javna uprava"]}),
        # minus
        ("uredba -zakon", {"words": ["uredba"], "excluded": ["zakon"]}),
        ("uredba −закон", {"words": ["uredba"], "excluded": ["zakon"]}),
        ('uredba -"javna uprava"', {"words": ["uredba"], "excluded_phrases": ["javna uprava"]}),
        ("uredba -„јавна управа“", {"words": ["uredba"], "excluded_phrases": ["javna uprava"]}),
        ("uredba -e-uprava", {"words": ["uredba"], "excluded": ["euprava"]}),
        ("uredba -zakon/akt", {"words": ["uredba"], "excluded_phrases": ["zakon akt"]}),
        ("uredba -18/2016", {"words": ["uredba"], "excluded": ["18/2016"]}),
        ("-zakon", {"excluded": ["zakon"]}),
        ("uredba -zakon -ZAKONA", {"words": ["uredba"], "excluded": ["zakon"]}),
        # a dash that is no minus
        ("e-uprava", {"words": ["euprava"]}),
        ("opština-grad", {"words": ["opstina", "grad"]}),
        ("zakon - uredba – odluka — akt", {"words": ["zakon", "uredba", "odluka", "akt"]}),
        ("zakon- -", {"words": ["zakon"]}),
        ("(-zakon)", {"words": ["zakon"]}),
        # what other search engines would read as operators
        ("zakon AND (title:uredba OR odluk*) NEAR/3 NOT akt^2 ~ + |", {
            "words": ["zakon", "and", "title", "uredba", "or", "odluk", "near", "3", "not", "akt", "2"],
        }),
        ("'; DROP TABLE users; -- %s {0} \\", {"words": ["drop", "table", "users", "s", "0"]}),
        # nothing to look for
        ("", {}),
        (" \t\n\x00", {}),
        ("😀 ¿? …", {}),
        ("漢字", {}),
    ],
)  # fmt: skip
def test_queries(text: str, expected: dict[str, list[str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["", "-zakon", '-"javna uprava"', '"" - „“', "😀", "\x00"])
def test_empty_queries(text: str) -> None:
    assert parse(text).is_empty


@pytest.mark.parametrize("text", ["zakon", '"javna uprava"', "zakon -zakon", "32"])
def test_queries_with_something_to_look_for(text: str) -> None:
    assert not parse(text).is_empty


def test_words_carry_their_lemmas() -> None:
    (word,) = parse("УРЕДБОМ").words
    assert (word.exact, word.lemmas) == ("uredbom", lemmas("uredbe"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Уредба   о\tпословању ", "Уредба о пословању"),
        ('zakon "o upravi" -akt', 'zakon "o upravi" -akt'),
        ("za\x00kon\u202e \u200fo\u00adupravi", "za kon oupravi"),
        ("<script>", "<script>"),
        ("a\ud800b", "ab"),
    ],
)
def test_text_is_shown_as_typed_but_clean(typed: str, shown: str) -> None:
    assert parse(typed).text == shown


def test_only_the_beginning_of_a_long_query_is_read() -> None:
    query = parse("zakon " * 10_000 + "uredba")
    assert [word.exact for word in query.words] == ["zakon"]
    assert len(query.text) <= MAX_LENGTH


def test_words_are_counted_together() -> None:
    numbers = [str(number) for number in range(100)]
    query = parse(f'{" ".join(numbers[:20])} "{" ".join(numbers[20:30])}" -{" -".join(numbers[30:])}')
    assert [word.exact for word in query.words] == numbers[:20]
    assert query.phrases == (tuple(numbers[20:30]),)
    assert [word.exact for word in query.excluded] == numbers[30:MAX_WORDS]


def test_question_to_an_engine() -> None:
    query = parse('uredba "javna uprava" -zakon -"javna služba"')
    question = query.to_engine(
        audiences=frozenset({1, 7}),
        filters={"kind": frozenset({"news"})},
        facet_names=("kind",),
        sort="date",
        offset=20,
    )
    assert question == EngineQuery(
        words=(*query.words, Word("javna", lemmas("javna")), Word("uprava", lemmas("uprava"))),
        phrases=(("javna", "uprava"),),
        excluded=query.excluded,
        excluded_phrases=(("javna", "sluzba"),),
        audiences=frozenset({1, 7}),
        filters={"kind": frozenset({"news"})},
        facet_names=("kind",),
        bonuses={f"first/{lemma}": 4 for lemma in query.words[0].lemmas},
        sort="date",
        offset=20,
        limit=20,
        passages_per_hit=3,
    )


@given(TYPED)
@example('"' * 10_000)
@example("-" * 10_000)
@example('-"' * 5_000)
@example("\u202e\u200f-\x00\"'")
def test_anything_is_a_query(text: str) -> None:
    query = parse(text)
    assert isinstance(query, Query)
    every = [*query.phrases, *query.excluded_phrases, *[(word.exact,) for word in (*query.words, *query.excluded)]]
    assert sum(len(forms) for forms in every) <= MAX_WORDS
    assert all(form and form.isascii() for forms in every for form in forms)
    assert all(word.lemmas for word in (*query.words, *query.excluded))
    assert query.text.isprintable()
    assert query.text == parse(query.text).text


@given(TYPED)
def test_what_is_shown_again_is_the_same_query(text: str) -> None:
    query = parse(text)
    assert parse(query.text) == query
