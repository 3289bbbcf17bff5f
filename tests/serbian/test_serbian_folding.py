from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.alphabet import CYRILLIC_ORDER
from serbian.folding import fold
from serbian.script import to_latin


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        ("Ђердап Đerdap Djerdap ĐERDAP ђЕРДАП", "djerdap"),
        ("Чачак Čačak Cacak c\u030cac\u030cak ĆAĆAK", "cacak"),
        ("Његош Njegoš NJEGOŠ ǋegoš Njegos", "njegos"),
        ("џеп džep ǆep DŽEP dzep", "dzep"),
        ("љубав ǈubav LJUBAV", "ljubav"),
        ("Kőrösi Körösi korosi", "korosi"),
        ("18/2016", "18/2016"),
        ("čl. чл.", "cl."),
        ("е-Управа e-Uprava", "e-uprava"),
    ],
)
def test_spellings_meet(spellings: str, key: str) -> None:
    assert {fold(spelling) for spelling in spellings.split()} == {key}


@given(st.text(alphabet=CYRILLIC_ORDER + CYRILLIC_ORDER.upper() + " -.12"))
def test_both_scripts_meet_in_plain_ascii(text: str) -> None:
    assert fold(text) == fold(to_latin(text))
    assert fold(text).isascii()


@given(st.text(alphabet=st.characters(max_codepoint=0x52F)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
