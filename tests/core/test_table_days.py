"""Days of tables in any spelling."""

from __future__ import annotations

from datetime import date

import pytest

from core.tables.days import read_day


@pytest.mark.parametrize(
    "written",
    [
        "1.3.2024", "1.3.2024.", "01.03.2024.", "1. 3. 2024.", "1/3/2024", "01-03-2024", "2024-03-01", "2024-3-1",
        "2024-03-01 00:00:00", "2024-03-01T10:30:00", "1. mart 2024.", "1. marta 2024. godine", "1. март 2024",
        "1 mar 2024", "1.3.2024. г.", "45352", " 1.3.2024 ",
    ],
)  # fmt: skip
def test_days_as_people_write_them(written):
    assert read_day(written) == date(2024, 3, 1)


def test_every_month_by_its_name():
    for number, name in enumerate(["januara", "februara", "marta", "aprila", "maja", "juna", "jula", "avgusta"], 1):
        assert read_day(f"5. {name} 2025.") == date(2025, number, 5)
    for number, name in enumerate(["septembra", "oktobra", "novembra", "decembra"], 9):
        assert read_day(f"5. {name} 2025.") == date(2025, number, 5)


@pytest.mark.parametrize(
    "written",
    [
        "31.2.2024", "1.13.2024", "32.1.2024", "2024", "1.3.24", "mart 2024", "1. marš 2024", "1.3.0024", "1.3.3024",
        "99999", "danas", "1.3.2024 i kasnije", "--", "2024-03-01Z",
    ],
)  # fmt: skip
def test_what_is_no_day(written):
    with pytest.raises(ValueError):  # noqa: PT011  (its text is what was written)
        read_day(written)
