"""Single pages of a PDF or picture: drawn, and read by Tesseract where they have no text of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from files.extraction import sandbox
from files.extraction.drawing import REFUSED
from files.extraction.interface import STATE_OF_REASON, Limits, Place, RefusedError
from files.extraction.recognised import Recognised, read_tsv

LANGUAGES = "srp+srp_latn"
NEEDED = frozenset(LANGUAGES.split("+"))
PASSED_ON = ("TESSDATA_PREFIX",)
LARGEST = 50 << 20  # bytes of an answer
UNSURE = 80.0  # percent: below, a page is read in other ways too
ONE_SCRIPT = 0.97  # of the letters


class Request(NamedTuple):
    """What is asked of the process that draws."""

    path: str
    number: int
    width: int | None = None
    languages: str = LANGUAGES
    words: bool = False
    smooth: bool = False


def tesseract() -> str:
    """The path of Tesseract, if it is installed with the data for both Serbian scripts; else empty."""
    program = shutil.which("tesseract")
    if not program:
        return ""
    listed = subprocess.run(  # noqa: S603
        [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    ).stdout
    return program if set(listed.split()) >= NEEDED else ""


def draw(path: str | Path, number: int, width: int, limits: Limits | None = None) -> bytes:
    """Return a page (from 1) as WebP, so many pixels wide. Raises `RefusedError` with a reason."""
    return run(Request(str(Path(path).absolute()), number, width), limits or Limits(), "")


def recognise(path: str | Path, number: int, limits: Limits | None = None) -> Recognised:
    """Read the words in the picture of a page (from 1). Raises `RefusedError`.

    A page is read with the data of both scripts: with those of the other one alone it would be lost. When Tesseract is
    not sure, it reads the page again without its grain, and if that is in one script, with that one's data alone; the
    surest reading counts.
    """
    request, limits, program = Request(str(Path(path).absolute()), number), limits or Limits(), tesseract()
    found = read_tsv(run(request, limits, program))
    if found.confidence < UNSURE:
        request = request._replace(smooth=True)
        found = surer(found, read_tsv(run(request, limits, program)))
    if found.confidence < UNSURE and (language := only_language(found.text)):
        found = surer(found, read_tsv(run(request._replace(languages=language), limits, program)))
    return found


def surer(*readings: Recognised) -> Recognised:
    """The reading that Tesseract is surest of."""
    return max(readings, key=lambda reading: reading.confidence)


def words(path: str | Path, number: int, limits: Limits | None = None) -> list[Place]:
    """Return the words that a page (from 1) of a PDF has of its own, with their places. Raises `RefusedError`."""
    request = Request(str(Path(path).absolute()), number, words=True)
    return [Place(*word) for word in json.loads(run(request, limits or Limits(), ""))]


def only_language(text: str) -> str:
    """The data for the one script of a text; empty for a text in both, or in none."""
    letters = [letter for letter in text if letter.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    if not letters:
        return ""
    if cyrillic >= ONE_SCRIPT * len(letters):
        return "srp"
    return "srp_latn" if cyrillic <= (1 - ONE_SCRIPT) * len(letters) else ""


def run(request: Request, limits: Limits, program: str) -> bytes:
    """The answer of the process that draws. Raises `RefusedError`, and `SandboxError` when it cannot run at all."""
    process, output, said = start(request, limits, program)
    memory = sandbox.Memory(process.pid)
    try:
        answer = receive(output, limits, memory)
    finally:
        usage = sandbox.end(process)
        os.close(output)
        reason = os.read(said, 4096).decode(errors="replace")
        os.close(said)
    if answer is None:
        raise RefusedError("time")
    if process.returncode == 0 or (process.returncode < 0 and answer and not program):
        return answer
    if process.returncode == REFUSED and reason in STATE_OF_REASON:
        raise RefusedError(reason)
    if process.returncode > 0:
        raise RefusedError("damaged")
    raise RefusedError(sandbox.reason_of_death(process.returncode, usage, memory, limits) or "memory")


def start(request: Request, limits: Limits, program: str) -> tuple[subprocess.Popen[bytes], int, int]:
    """Start the process; return it with the ends of the pipes that it writes its answer and its reason to."""
    asked = request._asdict() | {"limits": limits, "parent": os.getpid(), "recognise": program}
    command = [sys.executable, "-s", "-m", "files.extraction.drawing", json.dumps(asked)]
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment = sandbox.ENVIRONMENT | {"OMP_THREAD_LIMIT": "1"} | passed_on
    output, written = os.pipe()
    said, complained = os.pipe()
    try:
        return (
            subprocess.Popen(  # noqa: S603
                command,
                cwd=sandbox.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=complained,
            ),
            output,
            said,
        )
    finally:
        os.close(written)
        os.close(complained)


def receive(output: int, limits: Limits, memory: sandbox.Memory) -> bytes | None:
    """All that the process writes; None when it takes too long or writes too much."""
    deadline = time.monotonic() + sandbox.PATIENCE * limits.seconds
    parts: list[bytes] = []
    left = LARGEST
    while sandbox.is_there_more(output, deadline, memory):
        piece = os.read(output, sandbox.PIECE)
        if not piece:
            return b"".join(parts)
        parts.append(piece)
        left -= len(piece)
        if left < 0:
            break
    return None
