"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from files.extraction.pages import tesseract
from search import engines
from search.engines.embedded import Embedded
from search.outbox import drain_all
from tests import factories
from tests.files.scans import FONT


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits and site roots are cached; no test sees another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def member(db: None) -> Any:
    """A person who holds a seat today."""
    return factories.member()


@pytest.fixture
def editor(db: None) -> Any:
    """An editor."""
    return factories.editor()


@pytest.fixture
def coordinator(db: None) -> Any:
    """The coordinator."""
    return factories.coordinator()


@pytest.fixture
def former_member(db: None) -> Any:
    """A person whose appointment ended yesterday."""
    return factories.former_member()


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Embedded:
    """The engine of search that serves in this test, with nothing in it."""
    own = Embedded(tmp_path / "search")
    monkeypatch.setattr(engines, "current", lambda: own)
    return own


@pytest.fixture
def index(engine: Embedded) -> Callable[[], int]:
    """Take all changes so far into the index."""
    return drain_all


def empties_the_database(item: pytest.Item) -> bool:
    """Whether the test commits, so that all tables are emptied and filled again after it."""
    marker = item.get_closest_marker("django_db")
    committing = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", []))
    return bool(committing or (marker and marker.kwargs.get("transaction")))


def asks_a_database(item: pytest.Item) -> bool:
    """Whether it matters to the test which database there is."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    markers = ("django_db", "postgresql")
    return bool(fixtures & set(getattr(item, "fixturenames", ())) or any(map(item.get_closest_marker, markers)))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database or needs none; skip what needs a program or server.

    What empties the database comes last: rows that the migrations made have other keys after it, and Wagtail's
    permission policies keep the key of a content type for the life of the process. pytest itself would move the tests
    with a browser before others, as the browser is shared by them.
    """
    vendor = "postgresql" if "postgres" in os.environ.get("TEST_DATABASE_URL", "") else "sqlite"
    others = ["sqlite", "elasticsearch"] if vendor == "postgresql" else ["postgresql"]
    items[:] = [item for item in items if not any(map(item.get_closest_marker, others))]
    if vendor == "postgresql":
        items[:] = filter(asks_a_database, items)
    if not os.environ.get("SEARCH_TEST_URL"):
        for item in items:
            if item.get_closest_marker("elasticsearch"):
                item.add_marker(pytest.mark.skip(reason="SEARCH_TEST_URL names no Elasticsearch"))
    if not shutil.which("chromium"):
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))
    if not tesseract() or not FONT.exists():
        for item in items:
            if item.get_closest_marker("tesseract"):
                item.add_marker(pytest.mark.skip(reason="Tesseract, its Serbian data or the font of scans is missing"))
    items.sort(key=empties_the_database)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was skipped."""
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"skipped: {report.nodeid}: {report.longrepr[-1]}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true everything is installed, so a skip is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
