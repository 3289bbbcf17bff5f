from __future__ import annotations

import html
import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import highlight, marks, snippet
from search.queries import parse
from serbian.analysis import analyse, tokens

WORDS = [
    "uredba",
    "Уредбе",
    "o",
    "kancelarijsko",
    "канцеларијском",
    "poslovanje",
    "18/2016",
    "zakon",
    "čl",
    "32",
    "<b>",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).flatmap(
    lambda words: st.lists(
        st.sampled_from([" ", ", ", "\n", "-", " & "]), min_size=len(words), max_size=len(words)
    ).map(lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True)))
)
QUERIES = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=3).map(lambda words: f'"{" ".join(words)}" zakon'),
    st.text(),
)


def marked(text: str, query: str) -> str:
    """The HTML with square brackets for the tags, for reading."""
    return highlight(text, parse(query)).replace("<mark>", "[").replace("</mark>", "]")


def plain(markup: str) -> str:
    """The text of the HTML."""
    return html.unescape(markup.replace("<mark>", "").replace("</mark>", ""))


def brackets(text: str, query: str, length: int) -> str:
    return snippet(text, parse(query), length).replace("<mark>", "[").replace("</mark>", "]")


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        # forms and scripts
        ("Уредбом се уређује", "uredba", "[Уредбом] се уређује"),
        ("Propisano je uredbom.", "УРЕДБЕ", "Propisano je [uredbom]."),
        ("Град Чачак, Cacak, Čačku", "čačak", "Град [Чачак], [Cacak], [Čačku]"),
        ("Ђорђе и Djordje", "đorđe", "[Ђорђе] и [Djordje]"),
        ("Sl. glasnik, br. 18/2016 i 18/2017", "18/2016", "Sl. glasnik, br. [18/2016] i 18/2017"),
        ("čl. 32, čl. 33", "čl. 32", "[čl]. [32], [čl]. 33"),
        ("kance\u00adlarijsko", "kancelarijsko", "[kance\u00adlarijsko]"),
        ("ǆep", "џеп", "[ǆep]"),
        # neighbours are one mark, but not over a sign or the end of a line
        ("kancelarijsko poslovanje", "poslovanje kancelarijsko", "[kancelarijsko poslovanje]"),
        ("e-uprava", "e-uprava", "[e-uprava]"),
        ("zakon, uredba", "zakon uredba", "[zakon], [uredba]"),
        ("zakon\nuredba", "zakon uredba", "[zakon]\n[uredba]"),
        ("zakon   -   uredba", "zakon uredba", "[zakon   -   uredba]"),
        # phrases
        ("javna uprava, uprava javna", '"javna uprava"', "[javna uprava], uprava javna"),
        ("ЈАВНА: управа", "„javna uprava“", "[ЈАВНА: управа]"),
        ("javne uprave", '"javna uprava"', "javne uprave"),
        ("javna\nuprava", '"javna uprava"', "[javna]\n[uprava]"),
        ("a b a b a", '"a b a"', "[a b a b a]"),
        ("javna javna uprava", '"javna uprava"', "javna [javna uprava]"),
        ("javna uprava i javne službe", '"javna uprava" javna', "[javna uprava] i [javne] službe"),
        ("organ javna uprava", '"javna uprava" organ', "[organ javna uprava]"),
        # function words
        ("uredba o radu, a o tome i uredba", "uredba o radu", "[uredba o radu], a o tome i [uredba]"),
        ("uredba, o radu", "uredba o radu", "[uredba], o [radu]"),
        ("o upravi i o radu", "o", "[o] upravi i [o] radu"),
        ("rad o upravi", '"o upravi"', "rad [o upravi]"),
        # what is excluded is not marked
        ("zakon i uredba", "zakon -uredba", "[zakon] i uredba"),
        ("zakon", "-zakon", "zakon"),
        ("zakon", "", "zakon"),
        ("", "zakon", ""),
        # HTML in texts
        ("<b>zakon</b> & \"'", "zakon", "&lt;b&gt;[zakon]&lt;/b&gt; &amp; &quot;&#x27;"),
        ("&lt; &amp;zakon;", "lt zakon", "&amp;[lt]; &amp;amp;[zakon];"),
        ("<script>alert(1)</script>", "script", "&lt;[script]&gt;alert(1)&lt;/[script]&gt;"),
        ("</mark><mark>", "mark", "&lt;/[mark]&gt;&lt;[mark]&gt;"),
    ],
)
def test_marks(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


@pytest.mark.parametrize("query", ["", "zakon", "b", "x"])
def test_text_that_is_called_safe_is_escaped_too(query: str) -> None:
    text = SafeString("<b>zakon</b>")
    assert "<b>" not in highlight(text, parse(query))
    assert "<b>" not in snippet(text, parse(query))
    assert plain(highlight(text, parse(query))) == text


LONG = "Prvi deo teksta govori o drugim stvarima. " * 10 + "Uredba uređuje rad. " + "Zatim opet ništa važno. " * 10
LONG += "Kancelarijsko poslovanje propisuje uredba Vlade. " + "Na kraju stoje završne odredbe. " * 10


@pytest.mark.parametrize(
    ("query", "length", "expected"),
    [
        ("uredba", 60, "…drugim stvarima. [Uredba] uređuje rad. Zatim opet ništa važno.…"),
        (
            "uredba poslovanje",
            80,
            "…Kancelarijsko [poslovanje] propisuje [uredba] Vlade. Na kraju stoje završne odredbe.…",
        ),
        ('"propisuje uredba"', 40, "…[propisuje uredba] Vlade. Na kraju stoje…"),
        ("nema", 20, "Prvi deo teksta…"),
        ("", 20, "Prvi deo teksta…"),
        ("prvi", 24, "[Prvi] deo teksta govori o…"),
        ("završne odredbe", 40, "…stoje [završne odredbe]. Na kraju stoje…"),
    ],
)
def test_the_best_part(query: str, length: int, expected: str) -> None:
    assert brackets(LONG, query, length) == expected


def test_the_end_of_the_text_fills_the_length() -> None:
    text = "reč " * 100 + "zakon"
    assert brackets(text, "zakon", 24) == "…reč reč reč reč [zakon]"


def test_short_texts_are_whole() -> None:
    assert brackets("Zakon o upravi", "zakon", 14) == "[Zakon] o upravi"


def test_texts_without_blanks_are_cut_anywhere() -> None:
    assert snippet("x" * 50, parse("zakon"), 10) == "x" * 10 + "…"
    assert brackets("x" * 50, "x" * 50, 10) == "[" + "x" * 10 + "]…"
    assert brackets("," * 50 + "zakon" + "," * 50, "zakon", 20) == "…[zakon]…"


def test_a_run_longer_than_the_part_is_cut() -> None:
    assert brackets("a zakon " + "uredba " * 20, "zakon uredba", 30) == "…[zakon uredba uredba uredba]…"


@pytest.mark.parametrize("gap", [" " * 100_000, " -" * 50_000, "\u00ad" * 100_000, ", " * 50_000])
def test_time_grows_with_the_text_only(gap: str) -> None:
    text = f"zakon{gap},uredba{gap}"
    assert marked(text, 'zakon "uredba"').count("[") == 2
    assert len(plain(snippet(text, parse("zakon uredba")))) <= 262


def test_a_word_that_is_everywhere() -> None:
    assert len(marks("a, " * 20_000, parse(" ".join(["a"] * 30) + ' "a a a a a a a a"'))) == 1
    assert len(marks("zakon, " * 20_000, parse("zakon"))) == 20_000
    assert snippet("zakon, " * 20_000, parse("zakon")).count("<mark>") == 37


@given(TEXTS | st.text(), QUERIES)
def test_only_marks_are_added(text: str, typed: str) -> None:
    markup = highlight(text, parse(typed))
    assert plain(markup) == text
    assert not re.search(r"[<>\"']|&(?!amp;|lt;|gt;|quot;|#x27;)", re.sub("</?mark>", "", markup))
    assert re.fullmatch("(?:[^<]*<mark>[^<]+</mark>)*[^<]*", markup)


@given(TEXTS, QUERIES)
def test_what_is_found_is_marked_and_nothing_else(text: str, typed: str) -> None:
    query = parse(typed)
    found = marks(text, query)
    lemmas = set(analyse(text).lemma.split())
    for number, word in enumerate(query.words):
        stands_here = bool(lemmas & set(word.lemmas))
        if word.exact != "o":
            assert stands_here == any(number in mark.found for mark in found)
    for number, phrase in enumerate(query.phrases, start=len(query.words)):
        stands_here = f" {' '.join(phrase)} " in f" {analyse(text).exact} "
        assert stands_here == any(number in mark.found for mark in found)
    starts, ends = {token.start for token in tokens(text)}, {token.end for token in tokens(text)}
    assert all(mark.start in starts and mark.end in ends and mark.found for mark in found)


@given(TEXTS | st.text(), QUERIES, st.integers(min_value=1, max_value=300))
def test_a_part_is_a_piece_of_the_text(text: str, typed: str, length: int) -> None:
    query = parse(typed)
    part = plain(snippet(text, query, length))
    piece = part.removeprefix("…") if not text.startswith(part[:1]) else part
    assert piece.removesuffix("…") in text or piece in text
    assert len(part) <= length + 2
    if len(text) <= length:
        assert part == text
    if marks(text, query):
        assert "<mark>" in snippet(text, query, length)
