"""What every engine does when its index is built anew: the suite that a class for each engine inherits."""

from __future__ import annotations

import threading

import pytest

from search.engines.base import Engine, EngineUnavailable
from tests.search.engines.making import ask, entry, found


class BuildsContract:
    """A new index beside the one that serves."""

    @pytest.fixture
    def engine(self) -> Engine:
        """An empty engine; each subclass has its own."""
        raise NotImplementedError

    def test_a_build_serves_from_the_switch_on(self, engine):
        engine.write([entry(1, "Stara uredba")])
        build = engine.start_build()
        assert build.ids() == {}
        build.write([entry(2, "Nova uredba")])
        assert found(engine, "uredba") == [1]
        assert found(build, "uredba") == [2]
        engine.switch(build)
        assert found(engine, "uredba") == found(build, "uredba") == [2]
        assert engine.ids() == build.ids() == {2: 1}
        engine.write([entry(3, "Najnovija uredba")])
        assert sorted(found(engine, "uredba")) == [2, 3]

    def test_the_first_index_may_be_a_build(self, engine):
        build = engine.start_build()
        build.write([entry(1, "Uredba")])
        assert found(engine, "uredba") == []
        engine.switch(build)
        assert found(engine, "uredba") == [1]

    def test_an_empty_build_empties_the_index(self, engine):
        engine.write([entry(1, "Uredba")])
        engine.switch(engine.start_build())
        assert found(engine, "uredba") == []

    def test_what_is_written_during_a_build_is_in_it_too(self, engine):
        engine.write([entry(1, "Uredba"), entry(2, "Zakon"), entry(3, "Odluka")])
        build = engine.start_build()
        engine.write([entry(1, "Uredba o mreži", version=5)])
        build.write([entry(1, "Uredba", version=2), entry(2, "Zakon", version=2), entry(3, "Odluka", version=2)])
        engine.write([entry(4, "Pravilnik")])
        engine.delete([3])
        assert sorted(engine.ids()) == [1, 2, 4]
        engine.switch(build)
        assert engine.ids() == {1: 5, 2: 2, 4: 1}
        assert found(engine, "mreža") == [1]
        assert found(engine, "odluka") == []

    def test_there_is_one_build_at_a_time(self, engine):
        build = engine.start_build()
        with pytest.raises(EngineUnavailable):
            engine.start_build()
        engine.switch(build)
        engine.switch(engine.start_build())

    def test_only_builds_are_switched_to(self, engine):
        with pytest.raises(TypeError):
            engine.switch(engine)

    def test_readers_read_while_builds_come_and_go(self, engine):
        engine.write([entry(number, "Uredba", "Tekst.", kind="act") for number in range(1, 51)])
        ended, answers, errors = threading.Event(), set(), []

        def read() -> None:
            try:
                while not ended.is_set():
                    result = ask(engine, "uredba", "tekst", facet_names=("kind",))
                    answers.add((result.total, len(result.hits), result.facets["kind"].get("act", 0)))
            except Exception as error:
                errors.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for size in (60, 70, 80, 90):
            build = engine.start_build()
            build.write([entry(number, "Uredba", "Tekst.", kind="act") for number in range(1, size + 1)])
            engine.switch(build)
            ask(engine, "uredba")
        ended.set()
        for reader in readers:
            reader.join()
        assert errors == []
        assert answers <= {(size, 20, size) for size in (50, 60, 70, 80, 90)}
        assert len(answers) > 1
