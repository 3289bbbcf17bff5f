"""The process that reads a file: what it may do, and what becomes of a file when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from files.extraction import sandbox
from files.extraction.interface import Limits
from files.extraction.sandbox import SandboxError, extract
from tests.files import made_files as made
from tests.running.installation import children, is_alive, wait_until

SEEN = """
import json, os, resource, signal, socket, sys
from files.extraction import child
from files.extraction.interface import Limits
child.confine(Limits(memory_mb=300, seconds=7), os.getppid())
limits = {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in ("AS", "CPU", "NOFILE", "CORE")}
print(json.dumps({"limits": limits, "nice": os.nice(0), "variables": sorted(os.environ)}))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good PDF."""
    path = tmp_path / "akt.pdf"
    path.write_bytes(made.numbered(40))
    return path


@pytest.fixture
def on_start(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int, int], None]], None]:
    """A function that has something done to each child as soon as it is started: with its place and its number."""
    start = sandbox.start
    numbers: list[int] = []

    def set_up(step: Callable[[int, int], None]) -> None:
        def started(path: str, limits: Limits) -> Any:
            process, output = start(path, limits)
            numbers.append(process.pid)
            step(len(numbers), process.pid)
            return process, output

        monkeypatch.setattr(sandbox, "start", started)

    return set_up


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A function that puts a program of the test in the place of the child, as a file might that takes it over."""

    def set_up(program: str) -> None:
        def started(path: str, limits: Limits) -> Any:
            output, written = os.pipe()
            process = subprocess.Popen([sys.executable, "-c", program], stdout=written)
            os.close(written)
            return process, output

        monkeypatch.setattr(sandbox, "start", started)

    return set_up


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_that_is_killed_is_started_again(file, on_start, number):
    on_start(lambda place, pid: os.kill(pid, number) if place < 3 else None)
    extraction = extract(file)
    assert (extraction.state, len(extraction.units)) == ("ready", 40)


def test_a_child_that_is_killed_in_the_middle_leaves_no_half(tmp_path, on_start):
    path = tmp_path / "akt.pdf"
    path.write_bytes(made.numbered(2000))

    def kill_later(place: int, pid: int) -> None:
        if place == 1:
            subprocess.Popen(["/bin/sh", "-c", f"sleep 0.3; kill -9 {pid}"]).wait()

    on_start(kill_later)
    extraction = extract(path)
    assert [unit.number for unit in extraction.units] == list(range(1, 2001))


def test_a_child_that_is_always_killed_ends_in_a_state(file, on_start):
    on_start(lambda _place, pid: os.kill(pid, signal.SIGKILL))
    extraction = extract(file)
    assert (extraction.state, extraction.reason, extraction.units) == ("too_big", "memory", [])


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
def test_a_file_that_makes_the_child_crash_is_damaged(file, on_start, number):
    on_start(lambda _place, pid: os.kill(pid, number))
    assert extract(file).reason == "damaged"


def test_a_child_without_an_answer_is_the_installations_fault(file, saying):
    saying("import no_such_module")
    with pytest.raises(SandboxError):
        extract(file)


@pytest.mark.parametrize(
    "program",
    [
        "print('no JSON')",
        "print('[1, 2]')",
        'print(\'{"number": "x", "text": "", "heading": "", "source": "text"}\')',
        'print(\'{"end": true, "reason": "no such reason"}\')',
        "print('{\"end\": true}')",
        "print('[' * 100000)",
    ],
)
def test_a_child_that_says_nonsense_is_not_believed(file, saying, program):
    saying(program)
    extraction = extract(file)
    assert (extraction.state, extraction.reason, extraction.units) == ("corrupt", "damaged", [])


def test_a_child_that_never_stops_talking_is_ended(file, saying):
    saying("while True: print('a' * 10000)")
    assert extract(file, Limits(characters=1000)).reason == "damaged"
    saying("while True: print('a' * 10000, end='')")
    assert extract(file, Limits(characters=1000)).reason == "characters"


def test_a_child_that_says_nothing_is_ended(file, saying):
    saying("import time; time.sleep(60)")
    extraction = extract(file, Limits(seconds=1))
    assert extraction.reason == "time"
    assert extraction.seconds < 10


def test_the_child_is_confined_and_told_no_secret():
    program = [sys.executable, "-s", "-c", SEEN]
    environment = {"PYTHONPATH": str(settings.BASE_DIR), **sandbox.ENVIRONMENT}
    seen = json.loads(subprocess.run(program, env=environment, capture_output=True, check=True).stdout)
    assert seen["limits"] == {"AS": [300 << 20] * 2, "CPU": [7, 8], "NOFILE": [32, 32], "CORE": [0, 0]}
    assert seen["nice"] >= 5
    assert not {"SECRET_KEY", "DATABASE_URL"}.intersection(sandbox.ENVIRONMENT)


def test_reading_loads_no_module_of_the_network():
    program = (
        "import sys; import files.extraction.child, files.extraction.registry, files.extraction.pdf, "
        "files.extraction.word, files.extraction.plain; print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, check=True, text=True
    ).stdout.split()
    assert "pypdfium2_raw" in loaded
    assert not {"socket", "ssl", "http.client", "urllib.request", "django"}.intersection(loaded)


def test_no_child_outlives_whoever_started_it(tmp_path):
    path = tmp_path / "akt.pdf"
    path.write_bytes(made.pdf_that_multiplies())
    program = f"from files.extraction.sandbox import extract; extract({str(path)!r})"
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=settings.BASE_DIR)
    (child,) = wait_until("it has a child", lambda: children(parent.pid))
    wait_until("the child reads", lambda: "python" in Path(f"/proc/{child}/cmdline").read_text())
    wait_until("the child has confined itself", lambda: niceness(child) >= 5)
    parent.kill()
    parent.wait()
    wait_until("the child is gone", lambda: not is_alive(child), seconds=5)


def niceness(pid: int) -> int:
    """The niceness of a process."""
    return os.getpriority(os.PRIO_PROCESS, pid)
