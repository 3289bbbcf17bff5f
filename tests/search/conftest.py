"""An index of its own for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from search import engines
from search.engines.embedded import Embedded
from search.outbox import drain_all


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Embedded:
    """The engine that serves in this test, with nothing in it."""
    own = Embedded(tmp_path / "search")
    monkeypatch.setattr(engines, "current", lambda: own)
    return own


@pytest.fixture
def index(engine: Embedded) -> Callable[[], int]:
    """Take all changes so far into the index."""
    return drain_all
