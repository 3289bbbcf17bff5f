"""The worker builds the index anew by itself where there is none, or one of another version of the product."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.utils import timezone

from core.models import Job
from core.services import claim_job
from news.models import NewsPage
from search.engines import tables
from search.engines.base import Engine, EngineUnavailable
from search.engines.elastic import mapping
from search.engines.embedded import Embedded
from search.models import Pending
from search.outbox import drain
from search.rebuilding import MENDING, Loop, check, is_wanted
from search.registry import pages
from search.services import search
from tests import factories
from tests.search.engines.servers import BOTH

on_both = pytest.mark.parametrize("engine", BOTH, indirect=True)


@pytest.fixture
def builds(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    """The builds that are started."""
    started: list[Engine] = []
    start = engine.start_build

    def noted() -> Engine:
        started.append(start())
        return started[-1]

    monkeypatch.setattr(engine, "start_build", noted)
    return started


@pytest.fixture
def news(db: None, index: Any) -> NewsPage:
    """A news item in the index."""
    made = factories.news_page(title="Pisarnica Čačak")
    index()
    return made


def found(person: Any) -> set[str]:
    """The titles that are found."""
    return {hit.entry.title for hit in search("pisarnica", user=person).hits}


def of_earlier_version(engine: Any) -> None:
    """Let the index be one that an earlier version of the product left."""
    if isinstance(engine, Embedded):
        with closing(sqlite3.connect(engine.builds.path(engine.builds.current()))) as connection:
            connection.execute(f"pragma user_version = {tables.FORMAT - 1}")
        engine.close()
        return
    meta = {"format": mapping.FORMAT - 1, "owner": {}}
    engine.connection.client.indices.put_mapping(index=engine.indexes.alias, meta=meta)
    engine._knows_format = False  # as in a process that has just started


def damaged(engine: Embedded) -> None:
    """Let the index be no database at all."""
    engine.close()
    engine.builds.path(engine.builds.current()).write_bytes(b"no database" * 1_000)


def lost(engine: Any) -> None:
    """Let the index be gone."""
    if not isinstance(engine, Embedded):
        engine.remove()
        return
    engine.close()
    for path in engine.builds.folder.iterdir():
        path.unlink()


@on_both
def test_an_index_of_an_earlier_version_is_built_anew_with_what_waits(member, engine, news, builds, caplog):
    of_earlier_version(engine)
    factories.news_page(title="Pisarnica Užice")
    for work in (lambda: found(member), drain):
        with pytest.raises(EngineUnavailable):
            work()
    Loop().step()
    assert found(member) == {"Pisarnica Čačak", "Pisarnica Užice"}
    assert not Pending.objects.exists()
    assert check().total == 0
    assert len(builds) == 1
    assert caplog.text.count("it is built anew") == 1
    Loop().step()
    assert len(builds) == 1


@on_both
def test_an_index_that_is_gone_is_built_anew(member, engine, news, builds):
    lost(engine)
    assert found(member) == set()
    Loop().step()
    assert found(member) == {"Pisarnica Čačak"}
    assert check().total == 0
    assert len(builds) == 1


def test_a_file_that_is_no_index_is_built_anew_with_what_waits(member, engine, news):
    damaged(engine)
    factories.news_page(title="Pisarnica Užice")
    Loop().step()
    assert found(member) == {"Pisarnica Čačak", "Pisarnica Užice"}


@on_both
def test_nothing_is_built_where_the_index_can_be_used_or_nothing_was_ever_indexed(member, engine, builds):
    assert not engine.is_built()
    assert not is_wanted()
    factories.news_page(title="Pisarnica Niš")
    loop = Loop()
    while loop.step():
        pass
    Loop().step()
    assert found(member) == {"Pisarnica Niš"}
    assert not builds
    assert not Job.objects.filter(name=MENDING.name).exists()


@on_both
def test_of_several_workers_one_builds(member, engine, news, builds, monkeypatch):
    """The other takes a step in the middle of the build, with a change that comes meanwhile."""
    load = pages.load

    def loaded(ids: Any) -> Any:
        monkeypatch.setattr(pages, "load", load)
        contents = load(ids)
        factories.news_page(title="Pisarnica Užice")
        Loop().step()
        return contents

    of_earlier_version(engine)
    Pending.objects.all().delete()
    monkeypatch.setattr(pages, "load", loaded)
    Loop().step()
    assert len(builds) == 1
    assert found(member) == {"Pisarnica Čačak", "Pisarnica Užice"}
    assert check().total == 0


def test_a_build_that_failed_is_tried_again_later(member, engine, news, builds, monkeypatch):
    def fail(ids: Any) -> Any:
        raise EngineUnavailable("no room")

    of_earlier_version(engine)
    with monkeypatch.context() as broken:
        broken.setattr(pages, "load", fail)
        Loop().step()
    assert "no room" in Job.objects.get(name=MENDING.name).error
    builds.pop().close()
    Loop().step()
    assert not builds
    Job.objects.filter(name=MENDING.name).update(due_at=timezone.now())
    Loop().step()
    assert found(member) == {"Pisarnica Čačak"}
    assert Job.objects.get(name=MENDING.name).error == ""


def test_a_worker_looks_once_a_minute(news, engine, builds, monkeypatch):
    loop, asked = Loop(), []
    monkeypatch.setattr(engine, "is_built", lambda: asked.append(1) or True)
    for _step in range(5):
        loop.step()
    assert len(asked) == 1
    loop.look_at -= 60
    loop.step()
    assert len(asked) == 2


def test_nothing_is_taken_before_the_engine_could_be_looked_at(news, engine, builds, member, monkeypatch):
    """A first change would make an index of it alone, which looks whole."""

    def refuse() -> bool:
        raise EngineUnavailable("away")

    lost(engine)
    factories.news_page(title="Pisarnica Užice")
    waiting, loop = Pending.objects.count(), Loop()
    with monkeypatch.context() as away:
        away.setattr(engine, "is_built", refuse)
        for _step in range(2):
            with pytest.raises(EngineUnavailable):
                loop.step()
    assert Pending.objects.count() == waiting
    loop.step()
    assert len(builds) == 1
    assert found(member) == {"Pisarnica Čačak", "Pisarnica Užice"}


def test_nothing_is_taken_while_another_worker_builds(news, engine, builds):
    lost(engine)
    claim_job(MENDING, timezone.now())
    factories.news_page(title="Pisarnica Užice")
    waiting = Pending.objects.count()
    assert Loop().step() == 0
    assert Pending.objects.count() == waiting
    assert not engine.is_built()
