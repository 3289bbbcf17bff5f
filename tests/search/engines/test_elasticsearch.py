"""The engine on Elasticsearch keeps the contract, and what happens to its indexes loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from search.engines.base import EngineUnavailable, EntryRejected
from search.engines.elastic import bulk, indexes
from search.engines.elastic.troubles import ElasticsearchUnavailable, Trouble
from search.engines.elasticsearch import Elasticsearch
from tests.search.engines.contract_builds import BuildsContract
from tests.search.engines.contract_facets import FacetsContract
from tests.search.engines.contract_words import WordsContract
from tests.search.engines.making import ask, entry, found
from tests.search.engines.servers import merge, own_index

pytestmark = pytest.mark.elasticsearch


class ElasticsearchFixture:
    """What the classes of the contract ask."""

    @pytest.fixture
    def engine(self) -> Iterator[Elasticsearch]:
        """An empty engine."""
        with own_index() as engine:
            yield engine


class TestWords(ElasticsearchFixture, WordsContract):
    """Words."""

    def tidy(self, engine: Elasticsearch) -> None:
        merge(engine)


class TestFacets(ElasticsearchFixture, FacetsContract):
    """Filters, facets, order, pages."""

    def empty(self, engine: Elasticsearch) -> None:
        engine.remove()


class TestBuilds(ElasticsearchFixture, BuildsContract):
    """A new index beside the one that serves."""


@pytest.fixture
def engine() -> Iterator[Elasticsearch]:
    """An empty engine."""
    with own_index() as engine:
        yield engine


def names(engine: Elasticsearch) -> list[str]:
    """The indexes, without what is before their numbers."""
    return [index.name.removeprefix(engine.indexes.alias) for index in engine.indexes.all()]


def beside(engine: Elasticsearch) -> Elasticsearch:
    """The same engine in what could be another process."""
    return Elasticsearch(engine.connection, engine.indexes.alias)


def claim(engine: Elasticsearch, **owner: Any) -> None:
    """Let the build that is under way belong to somebody else."""
    (build,) = (index for index in engine.indexes.all() if engine.indexes.build_alias in index.aliases)
    meta = {"format": build.format, "owner": {**build.owner, **owner}}
    engine.connection.client.indices.put_mapping(index=build.name, meta=meta)


def set_on(engine: Elasticsearch, **blocks: Any) -> None:
    """Set settings of the index that serves."""
    engine.connection.client.indices.put_settings(index=engine.indexes.alias, settings={"index": blocks})


def test_an_index_takes_the_place_of_the_one_before(engine):
    engine.write([entry(1, "Akt")])
    assert names(engine) == ["-1"]
    engine.switch(engine.start_build())
    assert names(engine) == ["-2"]
    engine.switch(engine.start_build())
    (index,) = engine.indexes.all()
    assert (index.name, index.aliases) == (f"{engine.indexes.alias}-3", {engine.indexes.alias})


def test_a_results_page_is_one_request_and_two_where_no_entry_has_all_words(engine, monkeypatch):
    engine.write([entry(1, "Akt")])
    ask(engine, "akt")
    transport, sent = engine.connection.client.transport, []
    perform = transport.perform_request
    monkeypatch.setattr(
        transport, "perform_request", lambda *args, **more: sent.append(args) or perform(*args, **more)
    )
    options = {"facet_names": ("kind",), "without": "ptica", "filters": {"kind": frozenset({"a"})}}
    assert ask(engine, "akt", **options).matched_all
    assert [args[:2] for args in sent] == [("POST", "/_msearch")]
    assert not ask(engine, "akt zmaj vila", **options).matched_all
    assert [args[:2] for args in sent] == [("POST", "/_msearch")] * 3


@pytest.mark.parametrize(
    ("block", "trouble"), [("write", "READ_ONLY"), ("read_only", "READ_ONLY"), ("read_only_allow_delete", "FULL")]
)
def test_an_index_that_may_only_be_read(engine, block, trouble):
    """What the server sets by itself when its disk is almost full is `read_only_allow_delete`."""
    engine.write([entry(1, "Akt")])
    set_on(engine, **{f"blocks.{block}": True})
    try:
        for work in (
            lambda: engine.write([entry(2, "Akt")]),
            lambda: engine.write([entry(1, "Akt", version=2)]),
        ):
            with pytest.raises(ElasticsearchUnavailable) as refusal:
                work()
            assert refusal.value.trouble is Trouble[trouble]
        assert found(engine, "akt") == [1]
        assert f"index.blocks.{block}" in engine.trouble()
    finally:
        set_on(engine, **{f"blocks.{block}": None})
    engine.write([entry(2, "Akt")])
    assert (found(engine, "akt"), engine.trouble()) == ([1, 2], "")


def test_an_entry_that_is_refused_does_not_take_others_with_it(engine, monkeypatch):
    engine.write([entry(1, "Akt")])
    set_on(engine, **{"mapping.nested_objects.limit": 3})
    with pytest.raises(EntryRejected, match=r"2: .*nested"):
        engine.write([entry(2, "Akt", "a", "b", "c", "d"), entry(3, "Akt", "a")])
    assert found(engine, "akt") == [1, 3]


def test_an_index_of_another_format_is_not_used_until_it_is_built_again(engine):
    engine.write([entry(1, "Akt")])
    meta = {"format": 99, "owner": {}}
    engine.connection.client.indices.put_mapping(index=engine.indexes.alias, meta=meta)
    engine = beside(engine)
    for work in (lambda: found(engine, "akt"), lambda: engine.write([entry(2, "Akt")]), lambda: engine.delete([1])):
        with pytest.raises(ElasticsearchUnavailable) as refusal:
            work()
        assert refusal.value.trouble is Trouble.OTHER_FORMAT
    engine.switch(engine.start_build())
    assert found(engine, "akt") == []


def test_a_forked_process_has_a_client_of_its_own(engine):
    engine.write([entry(1, "Akt")])
    assert found(engine, "akt") == [1]
    parents = engine.connection.client
    child = os.fork()
    if child == 0:
        code = 1
        try:
            engine.write([entry(2, "Akt")])
            code = 0 if found(engine, "akt") == [1, 2] and engine.connection.client is not parents else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert engine.connection.client is parents
    assert found(engine, "akt") == [1, 2]


# --- Builds -------------------------------------------------------------------------------------------------------


def test_a_build_killed_in_the_middle_is_removed_by_the_next(engine):
    engine.write([entry(1, "Akt")])
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.search.engines.crashing", engine.indexes.alias, "build", "elasticsearch"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    for _ in range(3):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert names(engine) == ["-1", "-2"]
    engine.write([entry(2, "Akt")])
    engine.delete([1])
    build = engine.start_build()
    assert names(engine) == ["-1", "-3"]
    engine.switch(build)
    assert names(engine) == ["-3"]


def test_a_build_of_another_machine_is_given_up_after_a_time_without_a_sign_of_life(engine):
    build = engine.start_build()
    claim(engine, host="other", seen=int(time.time()) - indexes.GIVEN_UP + 60)
    with pytest.raises(ElasticsearchUnavailable) as refusal:
        beside(engine).start_build()
    assert refusal.value.trouble is Trouble.BUILDING
    claim(engine, host="other", seen=int(time.time()) - indexes.GIVEN_UP - 1)
    other = beside(engine).start_build()
    other.write([entry(2, "Akt")])
    with pytest.raises(EngineUnavailable):
        engine.switch(build)
    engine.switch(other)
    assert engine.ids() == {2: 1}


def test_a_build_shows_that_it_goes_on(engine, monkeypatch):
    build = engine.start_build()
    claim(engine, seen=0)
    build.owner["seen"] = 0
    build.write([entry(1, "Akt")])
    (index,) = engine.indexes.all()
    assert time.time() - index.owner["seen"] < 60
    assert index.alive
    build.close()
    assert not index.alive
    engine.switch(engine.start_build())


def test_two_who_start_at_once_do_not_take_the_same_number(engine, monkeypatch):
    before = engine.indexes.all()
    engine.start_build()
    other = beside(engine)
    monkeypatch.setattr(other.indexes, "all", lambda: before)
    with pytest.raises(ElasticsearchUnavailable) as refusal:
        other.start_build()
    assert refusal.value.trouble is Trouble.BUILDING


def test_a_first_index_made_during_the_switch_does_not_stay_beside_the_build(engine, monkeypatch):
    build = engine.start_build()
    all_indexes, calls = build.indexes.all, []

    def looked(**more: Any) -> Any:
        result = all_indexes(**more)
        if not calls:
            beside(engine).write([entry(7, "Akt")])
        calls.append(1)
        return result

    monkeypatch.setattr(build.indexes, "all", looked)
    engine.switch(build)
    assert len(names(engine)) == 1
    engine.write([entry(8, "Akt")])
    assert engine.ids() == {7: 1, 8: 1}  # what was written meanwhile went to the build too


def switch_before_sending(engine: Elasticsearch, build: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the build take its place when a writer has looked where to write, and has not written yet."""
    request = bulk.request

    def late(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(bulk, "request", request)
        beside(engine).switch(build)
        return request(*args, **more)

    monkeypatch.setattr(bulk, "request", late)


def test_what_is_written_while_the_build_takes_its_place_is_there(engine, monkeypatch):
    engine.write([entry(1, "Akt")])
    build = engine.start_build()
    build.write([entry(1, "Akt")])
    switch_before_sending(engine, build, monkeypatch)
    engine.write([entry(1, "Akt", version=2), entry(2, "Akt")])
    assert engine.ids() == {1: 2, 2: 1}
    assert names(engine) == ["-2"]


@pytest.mark.parametrize("version", [None, 5])
def test_what_is_deleted_while_the_build_takes_its_place_is_gone(engine, monkeypatch, version):
    engine.write([entry(1, "Akt"), entry(2, "Akt")])
    build = engine.start_build()
    build.write([entry(1, "Akt"), entry(2, "Akt")])
    switch_before_sending(engine, build, monkeypatch)
    engine.delete([1], version=version)
    assert engine.ids() == {2: 1}
    assert names(engine) == ["-2"]


def test_what_the_server_had_no_time_for_goes_to_the_build_too_when_it_serves(engine, monkeypatch):
    monkeypatch.setattr(bulk, "WAITS", (0.01,))
    engine.write([entry(1, "Akt")])
    build = engine.start_build()
    build.write([entry(1, "Akt")])
    request = bulk.request

    def busy(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(bulk, "request", request)
        answer = dict(request(*args, **more))
        beside(engine).switch(build)
        error = {"type": "es_rejected_execution_exception", "reason": "busy"}
        return {"items": [answer["items"][0], {"index": {"status": 429, "error": error}}]}

    monkeypatch.setattr(bulk, "request", busy)
    engine.write([entry(1, "Akt", version=3)])
    assert engine.ids() == {1: 3}
