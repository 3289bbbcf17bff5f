"""The embedded engine keeps the contract, and its files outlive whatever happens to its processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest
from django.conf import settings

from search import engines
from search.engines import builds
from search.engines.base import EngineUnavailable
from search.engines.builds import Builds
from search.engines.embedded import Embedded
from tests.search.engines.contract_builds import BuildsContract
from tests.search.engines.contract_facets import FacetsContract
from tests.search.engines.contract_words import WordsContract
from tests.search.engines.crashing import AT_ONCE, ENTRIES, versioned
from tests.search.engines.making import ask, entry, found


@pytest.fixture
def folder(tmp_path):
    """Where the engine keeps its files."""
    return tmp_path / "search"


class EmbeddedFixture:
    """What the classes of the contract ask."""

    @pytest.fixture
    def engine(self, folder) -> Embedded:
        """An empty engine."""
        return Embedded(folder)


class TestWords(EmbeddedFixture, WordsContract):
    """Words."""


class TestFacets(EmbeddedFixture, FacetsContract):
    """Filters, facets, order, pages."""


class TestBuilds(EmbeddedFixture, BuildsContract):
    """A new index beside the one that serves."""


def files(folder) -> list[str]:
    """The databases in the folder."""
    return sorted(path.name for path in folder.glob("index-*.sqlite3"))


def kill_in_the_middle(folder, task: str, steps: int) -> None:
    """Kill a process that writes, as soon as it has said so many times that a step is done."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.search.engines.crashing", str(folder), task],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
    )
    for _ in range(steps):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def assert_consistent(engine: Embedded) -> None:
    """Every entry is found by its own version, in every part of the index, and by no other."""
    by_version: dict[int, set[int]] = {}
    for number, version in engine.ids().items():
        by_version.setdefault(version, set()).add(number)
    assert by_version
    for version, numbers in by_version.items():
        mark = f"verzija{version}"
        result = ask(engine, mark, f"prvi {mark}", f"akt {mark}", facet_names=("version_of",), limit=100)
        assert {hit.id for hit in result.hits} == numbers
        assert result.facets["version_of"] == {mark: len(numbers)}
        assert {hit.passages[:2] for hit in result.hits} == {(0, 1)}
    assert ask(engine, "akt").total == len(engine.ids())


@pytest.mark.parametrize("steps", [1, 4, 9, 20, 41])
def test_a_writer_killed_in_the_middle_leaves_a_whole_index(folder, steps):
    kill_in_the_middle(folder, "write", steps)
    engine = Embedded(folder)
    assert len(engine.ids()) >= min(steps * AT_ONCE, ENTRIES) - ENTRIES // AT_ONCE
    assert_consistent(engine)
    engine.write([versioned(number, 1_000) for number in range(1, ENTRIES + 1)])
    assert set(engine.ids().values()) == {1_000}
    assert_consistent(engine)


def test_a_build_killed_in_the_middle_is_removed_by_the_next(folder):
    engine = Embedded(folder)
    engine.write([versioned(1, 1)])
    kill_in_the_middle(folder, "build", 7)
    assert len(files(folder)) == 2
    engine.write([versioned(2, 1)])
    assert sorted(engine.ids()) == [1, 2]
    build = engine.start_build()
    assert len(files(folder)) == 2
    build.write([versioned(3, 1)])
    engine.switch(build)
    assert files(folder) == [build.builds.current()]
    assert engine.ids() == {3: 1}


def test_what_is_read_is_one_state(folder):
    engine = Embedded(folder)
    engine.write([versioned(number, 1) for number in range(1, 11)])
    ended = threading.Event()

    def write() -> None:
        version = 1
        while not ended.is_set():
            version += 1
            engine.write([versioned(number, version) for number in range(1, 11)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(100):
            result = ask(engine, "akt", "prvi", facet_names=("version_of",))
            assert result.total == len(result.hits) == 10
            assert list(result.facets["version_of"].values()) == [10]
            assert len({hit.score for hit in result.hits}) == 1
    finally:
        ended.set()
        writer.join()


def test_two_writers_take_turns(folder):
    def write(first: int) -> None:
        own = Embedded(folder)
        for number in range(first, first + 20):
            own.write([entry(number, "Akt")])

    writers = [threading.Thread(target=write, args=(first,)) for first in (1, 101, 201)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert ask(Embedded(folder), "akt").total == 60
    assert len(files(folder)) == 1


def test_a_writer_that_waits_too_long_says_so(folder, monkeypatch):
    engine = Embedded(folder)
    engine.write([entry(1, "Akt")])
    monkeypatch.setattr(builds, "WAIT", 0.05)
    with Builds(folder).writing(), pytest.raises(EngineUnavailable):
        engine.write([entry(2, "Akt")])
    engine.write([entry(3, "Akt")])
    assert sorted(engine.ids()) == [1, 3]


def test_readers_need_no_lock_of_the_writer(folder):
    engine = Embedded(folder)
    engine.write([entry(1, "Akt")])
    with Builds(folder).writing():
        assert found(Embedded(folder), "akt") == [1]


def test_old_builds_go_though_somebody_reads_them(folder):
    engine, other = Embedded(folder), Embedded(folder)
    engine.write([entry(1, "Akt")])
    assert found(other, "akt") == [1]
    build = engine.start_build()
    build.write([entry(2, "Akt")])
    engine.switch(build)
    assert files(folder) == [engine.builds.current()]
    assert found(other, "akt") == [2]


def test_the_log_does_not_grow_without_end(folder, monkeypatch):
    monkeypatch.setattr("search.engines.writing.TRUNCATE_EVERY", 5)
    engine = Embedded(folder)
    sizes = []
    for version in range(1, 41):
        engine.write([versioned(1, version)])
        (log,) = folder.glob("*-wal")
        sizes.append(log.stat().st_size)
    assert sizes[4] == sizes[39] == 0
    assert max(sizes[5:]) > 0


def test_a_forked_process_reads_and_writes_with_connections_of_its_own(folder):
    engine = Embedded(folder)
    engine.write([entry(1, "Akt")])
    assert found(engine, "akt") == [1]
    child = os.fork()
    if child == 0:
        code = 1
        try:
            engine.write([entry(2, "Akt")])
            code = 0 if found(engine, "akt") == [1, 2] else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    engine.write([entry(3, "Akt")])
    assert found(engine, "akt") == [1, 2, 3]


def test_what_was_never_written_is_empty_and_makes_no_files(folder):
    assert found(Embedded(folder), "akt") == []
    assert not folder.exists()


def test_an_index_whose_file_is_gone_is_empty_and_is_written_anew(folder):
    engine = Embedded(folder)
    engine.write([entry(1, "Akt")])
    engine.close()
    for path in folder.glob("index-*"):
        path.unlink()
    assert found(engine, "akt") == []
    engine.write([entry(2, "Akt")])
    assert found(engine, "akt") == [2]


@pytest.mark.parametrize("damage", ["start", "middle", "empty", "text"])
def test_a_damaged_index_is_unavailable_until_it_is_built_again(folder, damage):
    engine = Embedded(folder)
    engine.write([versioned(number, 1) for number in range(1, 200)])
    engine.close()
    path = folder / files(folder)[0]
    content = path.read_bytes()
    path.write_bytes({
        "start": b"\x00" * 4_096 + content[4_096:],
        "middle": content[:4_096] + b"\xff" * (len(content) - 4_096),
        "empty": b"",
        "text": b"nothing of the kind",
    }[damage])  # fmt: skip
    with pytest.raises(EngineUnavailable):
        found(engine, "akt")
    with pytest.raises(EngineUnavailable):
        engine.write([entry(1, "Akt", version=2)])
    with pytest.raises(EngineUnavailable):
        engine.ids()
    build = engine.start_build()
    build.write([entry(1, "Akt")])
    engine.switch(build)
    assert found(engine, "akt") == [1]


def test_an_index_of_another_format_is_unavailable_until_it_is_built_again(folder):
    engine = Embedded(folder)
    engine.write([entry(1, "Akt")])
    connection = sqlite3.connect(folder / files(folder)[0])
    connection.execute("pragma user_version = 99")
    connection.close()
    engine.close()
    with pytest.raises(EngineUnavailable, match="99"):
        found(engine, "akt")
    engine.switch(engine.start_build())
    assert found(engine, "akt") == []


def test_a_folder_that_cannot_be_made_is_no_crash(tmp_path):
    (tmp_path / "file").write_text("")
    engine = Embedded(tmp_path / "file" / "search")
    with pytest.raises(EngineUnavailable):
        engine.write([entry(1, "Akt")])
    with pytest.raises(EngineUnavailable):
        engine.start_build()


def test_the_installation_has_one_engine(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert engines.current() is engines.current()
    build = engines.start_build()
    build.write([entry(1, "Akt")])
    engines.switch(build)
    assert found(engines.current(), "akt") == [1]
    assert len(files(tmp_path / "search")) == 1
