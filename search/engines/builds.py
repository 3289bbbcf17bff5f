"""The files of the embedded engine: one a build, a pointer to the one that serves, and two locks.

A build is never renamed or overwritten: a rename over a database in WAL mode destroys it. Instead the small file
`current` names the build that serves, and is replaced in one step; readers read it at every query.

Old builds are unlinked at once. Who has one open reads on, the system keeps it until it is closed, which is at the
reader's next query; who is just opening one sees the pointer changed and starts anew. So readers hold no locks.

`writer.lock` is held while the index that serves is written or replaced. `building.lock` is held by the process that
builds as long as it lives, so that what a crashed one left can be told from what is being built.
"""

from __future__ import annotations

import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.engines.base import EngineUnavailable

WAIT = 30.0  # seconds for a lock
POLL = 0.01  # seconds


class Builds:
    """The folder with all files of one index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The database of a build."""
        return self.folder / name

    def current(self) -> str | None:
        """The name of the build that serves, if there is one."""
        return self._pointed("current")

    def under_way(self) -> str | None:
        """The name of the build that a living process is making, if there is one."""
        name = self._pointed("building")
        if name is None:
            return None
        try:
            os.close(self._lock("building.lock", wait=0))
        except EngineUnavailable:
            return name
        (self.folder / "building").unlink(missing_ok=True)
        return None

    def new_name(self) -> str:
        """A name that no build has had."""
        return f"index-{uuid.uuid4().hex}.sqlite3"

    def announce(self, name: str) -> None:
        """Say that this build is being made: what is written meanwhile is written to it too."""
        self._point("building", name)

    def serve(self, name: str) -> None:
        """Let this build serve from now on."""
        self._point("current", name)

    def unlink_others(self, *kept: str | None) -> None:
        """Remove all builds but those named."""
        for path in self.folder.glob("index-*"):
            if not any(name and path.name.startswith(name) for name in kept):
                path.unlink(missing_ok=True)

    def end_building(self) -> None:
        """Say that no build is being made."""
        (self.folder / "building").unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; waits for it. Raises `EngineUnavailable` when it is not given in time."""
        lock = self._lock("writer.lock", wait=WAIT)
        try:
            yield
        finally:
            os.close(lock)

    def start_building(self) -> int:
        """Take the builder's lock, a descriptor to close at the end. Raises `EngineUnavailable` if it is taken."""
        return self._lock("building.lock", wait=1)

    def _pointed(self, pointer: str) -> str | None:
        try:
            return (self.folder / pointer).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def _point(self, pointer: str, name: str) -> None:
        draft = self.folder / f"{pointer}.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / pointer)
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _lock(self, name: str, wait: float) -> int:
        self.folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        end = time.monotonic() + wait
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            if time.monotonic() >= end:
                os.close(descriptor)
                raise EngineUnavailable(f"Another process holds {name} of the search index.")
            time.sleep(POLL)
