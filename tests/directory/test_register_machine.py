"""Random changes prove the register, and planted bugs prove the changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import Phase

from directory import groups
from directory.querysets import WorkingGroupQuerySet
from directory.services import appointments
from tests.directory.register_machine import RegisterMachine, run_machine


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is the machine's."""
    monkeypatch.setattr(timezone, "localdate", lambda *_arguments: RegisterMachine.today)


@pytest.mark.usefixtures("clock")
@pytest.mark.slow
def test_the_register_is_always_what_its_rows_say() -> None:
    run_machine()


BUGS: dict[str, tuple[Any, str, Any]] = {
    "a seat is given twice": (appointments, "check_free", lambda _appointment: None),
    "Django's groups are left as they are": (appointments, "sync_groups", lambda **_who: 0),
    "a change is not recorded": (appointments, "log", lambda *_about, **_data: None),
    "rules are forgotten": (groups, "rules", dict),
    "a closed group opens": (WorkingGroupQuerySet, "open", lambda rows: rows.all()),
}


@pytest.mark.usefixtures("clock")
@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("bug", BUGS)
def test_the_machine_finds_a_planted_bug(monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    monkeypatch.setattr(*BUGS[bug])
    with pytest.raises((AssertionError, IntegrityError)):
        run_machine(phases=[Phase.generate], derandomize=True, report_multiple_bugs=False)
