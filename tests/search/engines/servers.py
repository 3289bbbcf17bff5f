"""The Elasticsearch that tests speak to: the one of SEARCH_TEST_URL."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from search.engines.base import Engine
from search.engines.elastic.connection import Connection, Server
from search.engines.elasticsearch import Elasticsearch
from search.engines.embedded import Embedded

URL = os.environ.get("SEARCH_TEST_URL", "")
TIDY_SECONDS = 90  # the server keeps what was deleted for half a minute, for copies of the index

BOTH: Final = ("embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch))
"""The kinds of engine, to parametrise a test with."""


@contextmanager
def own_index(url: str = URL) -> Iterator[Elasticsearch]:
    """An engine with an index of its own, which is removed at the end."""
    if not url:
        pytest.skip("SEARCH_TEST_URL names no Elasticsearch")
    engine = Elasticsearch(Connection(Server(url)), f"test-{uuid.uuid4().hex[:12]}")
    try:
        yield engine
    finally:
        engine.remove()


@contextmanager
def own_engine(kind: str, folder: Path) -> Iterator[Engine]:
    """An engine of a kind, with nothing in it: the embedded one in a folder, or one on the real server."""
    if kind == "elasticsearch":
        with own_index() as elastic:
            yield elastic
        return
    embedded = Embedded(folder)
    yield embedded
    embedded.close()


def merge(engine: Elasticsearch) -> None:
    """Have the server drop what was replaced and deleted, which counts in its statistics until it does."""
    indices, index = engine.connection.client.indices, engine.indexes.alias
    end = time.monotonic() + TIDY_SECONDS
    while indices.stats(index=index, metric="docs")["_all"]["primaries"]["docs"]["deleted"]:
        assert time.monotonic() < end
        indices.forcemerge(index=index, max_num_segments=1)
        indices.refresh(index=index)
        time.sleep(1)
