"""The Elasticsearch that tests speak to: the one of SEARCH_TEST_URL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from search.engines.base import EngineQuery, EngineResult
from search.engines.elastic.connection import Connection, Server
from search.engines.elasticsearch import Elasticsearch

URL = os.environ.get("SEARCH_TEST_URL", "")


class Merged(Elasticsearch):
    """An engine that merges before it reads, so that the score forgets at once what was replaced or deleted.

    By itself the server does so in time: until then such entries count in the numbers of entries with a word.
    """

    changed = False

    def write(self, *args: Any) -> None:
        super().write(*args)
        self.changed = True

    def delete(self, *args: Any, **more: Any) -> None:
        super().delete(*args, **more)
        self.changed = True

    def search(self, query: EngineQuery) -> EngineResult:
        if self.changed and self.build is None:
            with self.connection.writing() as client:
                client.indices.forcemerge(index=self.indexes.alias, max_num_segments=1)
            self.changed = False
        return super().search(query)


@contextmanager
def own_index(kind: type[Elasticsearch] = Elasticsearch, url: str = URL) -> Iterator[Elasticsearch]:
    """An engine with an index of its own, which is removed at the end."""
    if not url:
        pytest.skip("SEARCH_TEST_URL names no Elasticsearch")
    engine = kind(Connection(Server(url)), f"test-{uuid.uuid4().hex[:12]}")
    try:
        yield engine
    finally:
        engine.remove()
