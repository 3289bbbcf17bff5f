"""Where the articles of legal texts begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.articles import LONGEST, pieces

LAW = """ZAKON
o pisarnicama

I. OSNOVNE ODREDBE

Predmet

Član 1.

Ovim zakonom uređuju se pisarnice.
U skladu sa članom 32. drugog zakona.

Član 32a
Primenjuje se i na pravna lica.
"""


def found(text: str, article: str = "") -> list[tuple[str, str, bool]]:
    """The pieces: their texts without blanks around, the articles, whether they begin with the heading."""
    return [(text[p.start : p.end].strip(), p.article, p.is_heading) for p in pieces(text, article)]


def test_an_article_begins_with_its_title():
    before, first, second = found(LAW)
    assert before == ("ZAKON\no pisarnicama\n\nI. OSNOVNE ODREDBE", "", False)
    assert first[0].startswith("Predmet\n\nČlan 1.\n")
    assert first[0].endswith("drugog zakona.")
    assert first[1:] == ("1", True)
    assert second == ("Član 32a\nPrimenjuje se i na pravna lica.", "32a", True)


@pytest.mark.parametrize("heading", ["Члан 5.", "ЧЛАН 5", "Clan 5.", "  član  5 . ", "Član 5.\r"])
def test_headings_are_recognised_in_either_script(heading):
    ((_text, article, is_heading),) = found(f"{heading}\nOrgan odlučuje.")
    assert (article, is_heading) == ("5", True)


def test_letters_of_articles_are_folded():
    assert [article for _text, article, _heading in found("Члан 5а\nНово.\nČlan 5č\n")] == ["5a", "5c"]


@pytest.mark.parametrize(
    "text", ["U članu 5. se kaže.", "Član 5. ovog zakona", "Članovi 5.", "Stav 5.", "Učlan 5.", "Član pet."]
)
def test_mentions_are_no_headings(text):
    assert found(text) == [(text, "", False)]


def test_an_article_goes_on_with_the_text():
    assert found("i dalje.\nČlan 8.\nNovo.", "7") == [("i dalje.", "7", False), ("Član 8.\nNovo.", "8", True)]


def test_a_sentence_before_a_heading_is_no_title():
    assert [text for text, *_rest in found("Rok je 15 dana.\nČlan 8.\nNovo.")] == ["Rok je 15 dana.", "Član 8.\nNovo."]


def test_headings_after_each_other_are_articles_of_their_own():
    assert [article for _text, article, _heading in found("Član 1.\nČlan 2.\nČlan 3.\n")] == ["1", "2", "3"]


def test_long_articles_are_cut_at_lines():
    text = "Član 1.\n" + "Organ vodi evidenciju o podnescima.\n" * 300
    parts = list(pieces(text))
    assert [part.is_heading for part in parts] == [True] + [False] * (len(parts) - 1)
    assert {part.article for part in parts} == {"1"}
    assert all(LONGEST / 2 <= part.end - part.start <= LONGEST for part in parts[:-1])
    assert all(text[part.end - 1] == "\n" for part in parts)


@given(st.text(st.sampled_from("Član 1.5а\n \tČ"), max_size=200) | st.text(max_size=50))
def test_the_pieces_are_the_whole_text(text):
    assert "".join(text[piece.start : piece.end] for piece in pieces(text)) == text
    assert all(piece.end - piece.start <= LONGEST for piece in pieces(text))
