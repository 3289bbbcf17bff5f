from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serbian.dates import (
    bind,
    clock,
    clock_range,
    long_date,
    long_date_range,
    month_name,
    plural,
    weekday_name,
)
from serbian.script import has_cyrillic, has_latin, to_cyrillic

MONDAY = date(2026, 11, 23)


def test_dates_in_both_scripts() -> None:
    assert long_date(MONDAY) == "23. novembar 2026."
    assert long_date(MONDAY, "cyrillic") == "23. новембар 2026."
    assert long_date(MONDAY, weekday=True) == "ponedeljak, 23. novembar 2026."
    assert long_date(MONDAY, "cyrillic", weekday=True, year=False) == "понедељак, 23. новембар"
    assert long_date(MONDAY, in_sentence=True) == "23. novembra 2026."
    assert weekday_name(date(2026, 11, 29), "cyrillic") == "недеља"


def test_the_genitive_of_every_month() -> None:
    found = [
        long_date(date(2026, month, 1), year=False, in_sentence=True).removeprefix("1. ") for month in range(1, 13)
    ]
    assert " ".join(found) == (
        "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra"
    )
    assert month_name(6, "cyrillic") == "јун"
    with pytest.raises(ValueError, match="13"):
        month_name(13)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (MONDAY, MONDAY, "23. novembar 2026."),
        (MONDAY, date(2026, 11, 25), "23–25. novembar 2026."),
        (MONDAY, date(2026, 12, 3), "23. novembar – 3. decembar 2026."),
        (MONDAY, date(2027, 1, 3), "23. novembar 2026. – 3. januar 2027."),
        (MONDAY, date(2027, 11, 23), "23. novembar 2026. – 23. novembar 2027."),
    ],
)
def test_ranges_of_days(first: date, last: date, text: str) -> None:
    assert long_date_range(first, last) == text
    assert long_date_range(first, last, "cyrillic") == to_cyrillic(text)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before the first"):
        long_date_range(MONDAY, date(2026, 11, 22))


def test_times() -> None:
    assert clock(time(9, 5)) == "9.05"
    assert clock(datetime(2026, 11, 23, 0, 0, tzinfo=UTC)) == "0.00"
    assert clock_range(time(10), time(13, 30)) == "10.00–13.30"
    assert clock_range(time(10), None) == "10.00"


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("akt", [1, 21, 101, 1001, -1]),
        ("akta", [2, 3, 4, 22, 104]),
        ("akata", [0, 5, 11, 12, 13, 14, 20, 111, 112, 25]),
    ],
)
def test_forms_of_a_noun_after_a_number(form: str, numbers: list[int]) -> None:
    assert {plural(number, "akt", "akta", "akata") for number in numbers} == {form}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("u Čačku i o radu", "u~Čačku i~o~radu"),
        ("У Чачку и са општином", "У~Чачку и~са општином"),
        ("do 23. novembar 2026. godine", "do 23.~novembar~2026.~godine"),
        ("до 23. новембра 2026. године", "до 23.~новембра~2026.~године"),
        ("170 jedinica i 14. sastanak", "170~jedinica i~14.~sastanak"),
        ("čl. 5 i br. 18/2016", "čl.~5~i~br.~18/2016"),
        ("od 2026. Sledeće godine", "od 2026. Sledeće godine"),
        ("grad i\nselo", "grad i\nselo"),
        ("maj prođe", "maj prođe"),
        ("bez veze", "bez veze"),
    ],
)
def test_what_is_bound_to_the_next_word(text: str, bound: str) -> None:
    assert bind(text) == bound.replace("~", "\u00a0")


@given(st.text())
def test_binding_changes_spaces_only_and_once(text: str) -> None:
    assert bind(text).replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert bind(bind(text)) == bind(text)


@given(st.dates())
def test_a_date_is_in_one_script(day: date) -> None:
    assert not has_cyrillic(long_date(day, weekday=True))
    assert not has_latin(long_date(day, "cyrillic", weekday=True))
