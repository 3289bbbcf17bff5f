"""Runs the child process on one file and never lets it cost more than is allowed, whatever the file is."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from files.extraction.interface import STATE_OF_REASON, Limits, Unit

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = {"LANG": "C.UTF-8"}  # the child is told no secret of ours
PIECE = 1 << 16
LOOK = 0.02  # seconds between looks at the memory
PATIENCE = 2  # times the seconds of processor time that a child may take on a busy machine
BYTES_PER_CHARACTER = 6  # of JSON in UTF-8, at most
CRASHES = {signal.SIGABRT, signal.SIGSEGV, signal.SIGILL, signal.SIGTRAP, signal.SIGBUS, signal.SIGFPE}
MUCH_MEMORY = 0.3  # of the limit: whoever crashes with more in use has most likely been refused some
ATTEMPTS = 3  # when somebody else ends the child


class SandboxError(Exception):
    """The child could not run: the installation is broken."""


@dataclass
class Extraction:
    """What came of a file: its state, a reason where there is no text, and what it cost."""

    state: str = "ready"
    reason: str = ""
    units: list[Unit] = field(default_factory=list)
    page_count: int | None = None
    has_pictures: bool = False
    seconds: float = 0.0
    peak_mb: float = 0.0

    @property
    def unread(self) -> list[int]:
        """The numbers of the pages that have no text, and a picture in which there may be some."""
        if not self.has_pictures or self.state not in {"ready", "needs_ocr"}:
            return []
        return sorted(set(range(1, (self.page_count or 0) + 1)) - {unit.number for unit in self.units})

    def refuse(self, reason: str) -> None:
        """End without text, for a reason of `STATE_OF_REASON`."""
        self.state, self.reason, self.units = STATE_OF_REASON[reason], reason, []


def extract(path: str | Path, limits: Limits | None = None) -> Extraction:
    """Read a file in a process of its own and return what came of it, whatever the file is; it is never changed.

    The format follows from the content and the name's extension. A child that somebody else ends is started again,
    twice. Raises `SandboxError` when the child cannot run at all.
    """
    for _ in range(ATTEMPTS):
        extraction = attempt(str(Path(path).absolute()), limits or Limits())
        if extraction:
            return extraction
    extraction = Extraction()
    extraction.refuse("memory")  # what a system short of it ends first is the process that has most
    return extraction


def attempt(path: str, limits: Limits) -> Extraction | None:
    """Read a file in one child; nothing when somebody else ended it."""
    extraction = Extraction()
    started = time.monotonic()
    process, output = start(path, limits)
    try:
        memory = Memory(process.pid)
        ending = receive(output, limits, extraction.units, memory)
    finally:
        usage = end(process)
        os.close(output)
    extraction.seconds = time.monotonic() - started
    if "reason" not in ending:
        ending["reason"] = reason_of_death(process.returncode, usage, memory, limits)
    if ending["reason"] is None:
        return None
    extraction.peak_mb = ending.get("peak_kb", memory.peak_kb) / 1024
    extraction.page_count = ending.get("page_count")
    extraction.has_pictures = ending.get("has_pictures", False)
    if error := ending.get("error"):
        logger.info("No text of %s: %s", path, error)
    if ending["reason"]:
        extraction.refuse(ending["reason"])
    return extraction


def start(path: str, limits: Limits) -> tuple[subprocess.Popen[bytes], int]:
    """Start the child on a file; return it with the end of the pipe that it writes to."""
    request = json.dumps({"path": path, "limits": limits, "parent": os.getpid()})
    command = [sys.executable, "-s", "-m", "files.extraction.child", request]
    output, written = os.pipe()
    try:
        return subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=written
        ), output
    finally:
        os.close(written)


class Memory:
    """The most memory that a process has held, looked at while it lives.

    What the system says of a dead one counts what it was a copy of, too, which may be more.
    """

    def __init__(self, number: int) -> None:
        self.status = Path(f"/proc/{number}/status")
        self.peak_kb = 0

    def look(self) -> None:
        """Take note of it."""
        with suppress(OSError, ValueError, StopIteration):
            lines = self.status.read_text(encoding="ascii", errors="replace").splitlines()
            held = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
            self.peak_kb = max(self.peak_kb, held)


def is_there_more(output: int, deadline: float, memory: Memory) -> bool:
    """Wait until there is something to read, looking at the memory meanwhile; false after the deadline."""
    while (left := deadline - time.monotonic()) > 0:
        memory.look()
        if select.select([output], [], [], min(LOOK, left))[0]:
            return True
    return False


def receive(output: int, limits: Limits, units: list[Unit], memory: Memory) -> dict[str, Any]:
    """Take the units that the child says and return how it says it ended.

    The answer is empty when the child dies before it can say so, and has only a reason when it takes longer, says
    more than it may, or says what it never would if the file had not taken it over.
    """
    deadline = time.monotonic() + PATIENCE * limits.seconds
    most = BYTES_PER_CHARACTER * limits.characters + PIECE
    begun: list[bytes] = []
    while is_there_more(output, deadline, memory):
        piece = os.read(output, PIECE)
        most -= len(piece)
        if not piece or most < 0:
            return {"reason": "characters"} if piece else {}
        begun.append(piece)
        if b"\n" not in piece:
            continue
        *lines, rest = b"".join(begun).split(b"\n")
        begun = [rest]
        try:
            if ending := take(lines, units):
                return ending
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            return {"reason": "damaged", "error": f"The reading process said {error!r}."}
    return {"reason": "time"}


def take(lines: list[bytes], units: list[Unit]) -> dict[str, Any] | None:
    """Add the units of the lines; return the line that ends them, when it has come. Raises what no child causes."""
    for line in map(json.loads, lines):
        if "end" not in line:
            units.append(Unit(int(line["number"]), str(line["text"]), str(line["heading"]), str(line["source"])))
        elif not line["reason"] or STATE_OF_REASON[line["reason"]]:
            return line
    return None


def end(process: subprocess.Popen[bytes]) -> Any:
    """End the child if it has not ended by itself, and return what it used."""
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)  # its number is its own until it is waited for
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def reason_of_death(code: int, usage: Any, memory: Memory, limits: Limits) -> str | None:
    """Why a child died that did not say so; None when somebody else ended it. Raises `SandboxError`."""
    if code == -signal.SIGXCPU or usage.ru_utime + usage.ru_stime >= limits.seconds:
        return "time"
    if -code in CRASHES:
        return "memory" if memory.peak_kb / 1024 >= MUCH_MEMORY * limits.memory_mb else "damaged"
    if code >= 0:
        raise SandboxError(f"The process that reads files ended with code {code}.")
    return None
