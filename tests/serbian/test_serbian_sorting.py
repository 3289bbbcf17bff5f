from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.script import to_cyrillic, to_latin
from serbian.sorting import sort_key

LATIN = [
    "Ada", "Bač", "Cetinje", "Čačak", "Čajetina", "Ćuprija", "Dunav", "Džep", "Đerdap", "Feldžandarm", "injekcija",
    "inženjer", "inje", "Kladovo", "Kraljevo", "Loznica", "Lučani", "Ljig", "Niš", "Novi Bečej", "Novi Sad",
    "Novi-Sad", "Novine", "Njegoš", "Opovo", "Subotica", "Šabac", "Užice", "Zaječar", "Žabalj",
]  # fmt: skip
CYRILLIC = [
    "Ада", "Бач", "Врање", "Гаџин Хан", "Дунав", "Ђердап", "Ечка", "Жабаљ", "Зајечар", "Ивањица", "Јагодина",
    "Кладово", "Лучани", "Љиг", "Мало Црниће", "Ниш", "Нови Сад", "Новине", "Његош", "Опово", "Сомбор", "Темерин",
    "Ћуприја", "Ужице", "Хан", "Цетиње", "Чачак", "Џеп", "Шабац",
]  # fmt: skip
UNITS = st.sampled_from(LATIN + CYRILLIC)


def shuffled(names: list[str]) -> list[str]:
    """The same names in another order, the same at every run."""
    return names[1::2] + names[::2]


def test_the_order_of_the_latin_alphabet() -> None:
    assert sorted(shuffled(LATIN), key=sort_key) == LATIN
    assert sorted(map(str.upper, shuffled(LATIN)), key=sort_key) == [name.upper() for name in LATIN]


def test_the_order_of_the_cyrillic_alphabet() -> None:
    assert sorted(shuffled(CYRILLIC), key=lambda name: sort_key(name, "cyrillic")) == CYRILLIC


def test_texts_are_sorted_by_the_alphabet_asked_for_whatever_their_script() -> None:
    names = ["Цетиње", "Чачак", "Ћуприја", "Ада"]
    assert sorted(names, key=sort_key) == ["Ада", "Цетиње", "Чачак", "Ћуприја"]
    latin = [to_latin(name) for name in reversed(CYRILLIC)]
    assert sorted(latin, key=lambda name: sort_key(name, "cyrillic")) == [to_latin(name) for name in CYRILLIC]


@pytest.mark.parametrize(
    ("first", "second"),
    [("čl. 9", "čl. 12"), ("Odluka 2", "Odluka 10"), ("član 5", "član 5a"), ("Novi Sad", "Novi Sadovi"),
     ("(Ada)", "Bač"), ("„Ćuprija“", "Dunav"), ("Özil", "Pera"), ("Quorum", "Radni"),
     ("Web", "Zakon"), ("2026", "Ada")],
)  # fmt: skip
def test_numbers_punctuation_and_foreign_letters(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)
    assert sort_key(first.lower()) < sort_key(second.upper())


@given(UNITS, UNITS)
def test_the_same_order_in_both_spellings_of_a_name(first: str, second: str) -> None:
    for script in ("latin", "cyrillic"):
        for convert in (to_latin, to_cyrillic):
            ranks = sort_key(first, script)[0], sort_key(second, script)[0]
            converted = sort_key(convert(first), script)[0], sort_key(convert(second), script)[0]
            assert ranks == converted


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    for script in ("latin", "cyrillic"):
        once = sorted(texts, key=lambda text: sort_key(text, script))
        assert sorted(shuffled(once), key=lambda text: sort_key(text, script)) == once
