from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.alphabet import CYRILLIC_ORDER, LATIN_ORDER
from serbian.analysis import MAX_TOKEN, Analysis, analyse, exact_form, find_words, has_words, having, lemmas, tokens
from serbian.script import to_latin
from serbian.stopwords import STOPWORDS

CYRILLIC_TEXT = st.text(alphabet=CYRILLIC_ORDER + CYRILLIC_ORDER.upper() + " .,-/0123456789")
LATIN_TEXT = st.text(alphabet="".join(LATIN_ORDER) + "ČĆŽŠĐ .,-/0123456789")
BALD = str.maketrans("čćžšČĆŽŠ", "cczsCCZS") | {ord("đ"): "dj", ord("Đ"): "Dj"}


def forms(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Уредба о канцеларијском пословању", "uredba o kancelarijskom poslovanju"),
        ("UREDBA o kancelarijskom poslovanju", "uredba o kancelarijskom poslovanju"),
        ("Ђорђе Đorđe Djordje ĐORĐE", "djordje djordje djordje djordje"),
        ("Њива ЊИВА Njiva ǋiva Ǌiva", "njiva njiva njiva njiva njiva"),
        ("ǆep DŽep џеп", "dzep dzep dzep"),
        # combining marks, stressed vowels
        ("c\u030cac\u030cak Ча\u0301чак", "cacak cacak"),
        # letters of the other script that look the same: the rest of the word decides, a word of both kinds stays
        ("Cрбија СРБИЈA Hиш Niш оpština", "srbija srbija nis nis opstina"),
        ("PDFом еУправа", "pdfom euprava"),
        # signs that nobody sees
        ("kance\u00adla\u200brij\u2060sko \ufeffposlovanje\u200f", "kancelarijsko poslovanje"),
        # letters of files: ligatures, full width
        ("o\ufb01cir e\ufb03kasan \uff21\uff22\uff11", "oficir effikasan ab1"),
        # other languages
        ("Kőrösi Šiđ Kılıç Łódź Æro Straße", "korosi sidj kilic lodz aero strasse"),
        ("Ελλάδα مرحبا 漢字 😀 kraj", "kraj"),
        # numbers
        ("18/2016 129/2007-др. закон", "18/2016 129/2007 dr zakon"),
        ("чл. 32 čl. 32a члана 32.", "cl 32 cl 32a clana 32"),
        ("06-3/19-I, 1/2/3, 12.05.2024.", "06 3/19 i 1/2/3 12 05 2024"),
        ("18/2016a 18/ /2016 i/ili 12//3", "18 2016a 18 2016 i ili 12 3"),
        ("A12/2016", "a12 2016"),
        ("napomena¹ m² ½ 5₁", "napomena m 5"),
        ("Ⅳ glava", "iv glava"),
        # what separates
        ("ime_polja O'Brien d’Artagnan opština-grad", "ime polja o brien d artagnan opstina grad"),
        # what is done electronically: with a hyphen, in one word, in both scripts
        ("e-uprava eUprava E-Uprava е-управа еУправа e‑uprava e‐uprava", " ".join(["euprava"] * 7)),
        ("eID e-ID еИД", "eid eid eid"),
        ("tačke a-e, e-e i e - uprava, e-\nuprava", "tacke a e e e i e uprava e uprava"),
        ("pera@primer.example https://primer.example/a?b=1", "pera primer example https primer example a b 1"),
        ("a\x00b\x1fc\td\r\ne", "a b c d e"),
        ("<b>зна&#269;и</b>", "b zna 269 i b"),
        ("", ""),
        (" … „“ — ", ""),
    ],
)
def test_exact_forms(text: str, expected: str) -> None:
    assert " ".join(forms(text)) == expected
    assert analyse(text).exact == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ђерам, ǆep", [("djeram", "Ђерам"), ("dzep", "ǆep")]),
        ("„kance\u00adlarija\u00ad“", [("kancelarija", "kance\u00adlarija")]),
        ("br. 18/2016.", [("br", "br"), ("18/2016", "18/2016")]),
        ("c\u030cas\u0301!", [("cas", "c\u030cas\u0301")]),
    ],
)
def test_offsets_are_of_the_original(text: str, places: list[tuple[str, str]]) -> None:
    assert [(token.text, text[token.start : token.end]) for token in tokens(text)] == places


@pytest.mark.parametrize(
    "spellings",
    [
        "uredba uredbe uredbom uredbi uredbu уредба уредбом UREDBAMA",
        "kancelarijsko kancelarijskom kancelarijskog канцеларијског",
        "poslovanje poslovanju poslovanja пословању",
        "opština opštine opštini општина opštinama",
        "elektronska elektronski elektronskoj електронске",
        "Čačak čačak Cacak ЧАЧАК",
        "e-uprava eUpravi е-управу еУправом e-uprave",
        "чл. član članu чланом",
    ],
)
def test_forms_of_a_word_meet(spellings: str) -> None:
    assert set.intersection(*(set(lemmas(form)) for form in forms(spellings)))


@pytest.mark.parametrize("apart", ["uredba uprava", "zakon sastanak", "18/2016 18/2017", "32 32a", "eUprava uprava"])
def test_different_words_stay_apart(apart: str) -> None:
    first, second = forms(apart)
    assert not set(lemmas(first)) & set(lemmas(second))


@pytest.mark.parametrize("number", ["32", "32a", "18/2016", "2024", "129/2007"])
def test_numbers_are_their_own_lemma(number: str) -> None:
    assert lemmas(number) == (number,)


def test_both_columns() -> None:
    assert analyse("Уредба, „Сл. гласник РС“, бр. 18/2016") == Analysis(
        exact="uredba sl glasnik rs br 18/2016",
        lemma="uredba sluzben glasnik rs broj 18/2016",
    )
    assert analyse("O odluci") == Analysis(exact="o odluci", lemma="o odluka odluciti")


def test_long_words_are_cut_alike_everywhere() -> None:
    long = "a" * 10_000
    (token,) = tokens(f"x, {long}"[3:])
    assert (token.text, token.start, token.end) == ("a" * MAX_TOKEN, 0, 10_000)
    assert analyse(long).exact == token.text == exact_form("а" * 300)


def test_time_grows_with_the_text_only() -> None:
    for piece in ("1/", "1/1a", "a\u00ad", "\u00ad", "\u0301", "č\u0301", "/", "1"):
        assert len(analyse(piece * 100_000).exact) <= 2 * 200_000


def test_every_letter_of_a_word_leaves_something() -> None:
    signs = [sign for sign in map(chr, range(0x110000)) if find_whole(sign)]
    assert len(signs) > 700
    assert [sign for sign in signs if not re.fullmatch("[a-z0-9]+", exact_form(sign))] == []
    assert set(CYRILLIC_ORDER + CYRILLIC_ORDER.upper()) <= set(signs)


def find_whole(sign: str) -> bool:
    return any(match[0] == sign for match in find_words(sign))


def test_stopwords_are_tokens() -> None:
    assert {form for word in STOPWORDS for form in forms(word)} == STOPWORDS


@given(st.text())
def test_any_text_is_analysed(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert exact_form(text[token.start : token.end]) == token.text
        assert re.fullmatch("[a-z0-9]+(?:/[0-9]+)*", token.text)
        end = token.end
    analysis = analyse(text)
    assert analysis.exact.split(" ") == (forms(text) or [""])
    assert len(analysis.lemma.split()) >= len(tokens(text))


@given(st.text())
def test_no_word_goes_over_a_blank(text: str) -> None:
    pieces = text.replace("\n", " ").split(" ")
    assert [form for piece in pieces for form in forms(piece)] == forms(text)
    keys = [{key for form in forms(piece) for key in (form, *lemmas(form))} for piece in pieces]
    for key in set().union(*keys):
        assert having(pieces, {key}) == [piece for piece, own in zip(pieces, keys, strict=True) if key in own]


@given(st.text())
def test_between_words_are_none(text: str) -> None:
    found = tokens(text)
    assert has_words(text, 0, len(text)) == bool(found)
    assert not any(has_words(text, word.end, following.start) for word, following in pairwise(found))


@given(st.text(alphabet=st.characters(max_codepoint=0x52F)))
def test_tokens_and_lemmas_are_folded(text: str) -> None:
    for form in forms(text):
        assert forms(form) == [form]
        assert all(forms(lemma) == [lemma] for lemma in lemmas(form))


@given(CYRILLIC_TEXT)
def test_scripts_meet(text: str) -> None:
    assert analyse(text) == analyse(to_latin(text)) == analyse(to_latin(text).translate(BALD))


@given(LATIN_TEXT)
def test_bald_latin_meets(text: str) -> None:
    assert analyse(text) == analyse(text.translate(BALD)) == analyse(text.upper())
