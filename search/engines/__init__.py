"""The engine of search of this installation: Elasticsearch where SEARCH_URL names one, else the embedded one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings

from search.engines.base import Engine
from search.engines.embedded import Embedded

if TYPE_CHECKING:
    from search.engines.elasticsearch import Elasticsearch

__all__ = ["current", "on_elasticsearch", "start_build", "switch", "throw_away"]


def current() -> Engine:
    """The engine that serves; the same object for the whole process."""
    if settings.SEARCH_URL:
        return on_elasticsearch(settings.SEARCH_INDEX)
    return _embedded(Path(settings.VAR_DIR) / "search")


def on_elasticsearch(index: str) -> Elasticsearch:
    """The Elasticsearch of the settings with an index of this name; it has not been spoken to yet."""
    return _elasticsearch(settings.SEARCH_URL, settings.SEARCH_API_KEY, settings.SEARCH_CA_FILE, index)


def start_build() -> Engine:
    """A new, empty index beside the one that serves. Raises `EngineUnavailable`, also if one is being built."""
    return current().start_build()


def switch(build: Engine) -> None:
    """Let a build serve from now on. Raises `EngineUnavailable`."""
    current().switch(build)


@cache
def _embedded(folder: Path) -> Embedded:
    return Embedded(folder)


@cache
def _elasticsearch(urls: str, api_key: str, ca_file: str, index: str) -> Elasticsearch:
    from search.engines.elastic.connection import Connection, Server  # the client takes time and memory to import
    from search.engines.elasticsearch import Elasticsearch

    return Elasticsearch(Connection(Server(urls, api_key, ca_file)), index)


@contextmanager
def throw_away(kind: str | None = None) -> Iterator[Engine]:
    """An empty engine of a kind (`embedded`, `elasticsearch`; else the kind that serves), gone at the end.

    Raises `EngineUnavailable`.
    """
    if kind == "elasticsearch" or (kind is None and settings.SEARCH_URL):
        engine = on_elasticsearch(f"{settings.SEARCH_INDEX}-throw-away-{uuid4().hex[:12]}")
        try:
            yield engine
        finally:
            engine.remove()
        return
    with TemporaryDirectory(prefix="mreza-search-") as folder:
        yield Embedded(Path(folder))
