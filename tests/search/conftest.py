"""Fixtures of the tests of search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from news.models import NewsPage
from search.models import Pending
from search.outbox import queue
from tests import factories
from tests.search.waiting import PAGE, ids, waiting


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
