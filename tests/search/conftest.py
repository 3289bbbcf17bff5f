"""Fixtures of the tests of search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from news.models import NewsPage
from search import engines
from search.engines.base import Engine
from search.engines.elastic import connection
from search.models import Pending
from search.outbox import queue
from tests import factories
from tests.search.engines.servers import own_engine
from tests.search.waiting import PAGE, ids, waiting


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine of search that serves in this test, with nothing in it.

    It is the embedded one, unless the test is parametrised with `servers.BOTH`, indirectly.
    """
    monkeypatch.setattr(connection, "TIMEOUT", 30.0)  # what is tried here is not how fast a busy machine is
    with own_engine(getattr(request, "param", "embedded"), tmp_path / "search") as own:
        monkeypatch.setattr(engines, "current", lambda: own)
        yield own


@pytest.fixture
def changes(db: None) -> Callable[[Callable[[], Any]], set[int]]:
    """Forget what waits, make a change, and return the ids of the pages that wait then."""

    def made(change: Callable[[], Any]) -> set[int]:
        Pending.objects.all().delete()
        change()
        return waiting()

    return made


@pytest.fixture
def two(db: None, engine: Any) -> list[NewsPage]:
    """Two news items that wait, and nothing else."""
    made = [factories.news_page(title="Pisarnica Čačak"), factories.news_page(title="Pisarnica Užice")]
    Pending.objects.all().delete()
    queue(PAGE, ids(*made))
    return made
