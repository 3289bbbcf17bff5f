"""The connections of the embedded engine: a thread's own, opened when it first asks, in the process that asks."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from search.engines.reading import Reader
from search.engines.writing import Writer

C = TypeVar("C", Reader, Writer)

_of_parents: list[object] = []
"""What came over a fork: to close it here would undo the locks and the log of the process that opened it."""


class Connections(threading.local):
    """One connection a purpose, to the build that was asked for last."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self.held: dict[str, tuple[Path, Reader | Writer]] = {}

    def reader(self, path: Path) -> Reader:
        """The connection that reads this build."""
        return self._get("reader", path, Reader)

    def writer(self, path: Path) -> Writer:
        """The connection that writes this build, which serves."""
        return self._get("writer", path, Writer)

    def builder(self, path: Path) -> Writer:
        """The connection that writes this build, which does not serve yet."""
        return self._get("builder", path, lambda path: Writer(path, building=True))

    def close(self) -> None:
        """Close those of this thread."""
        self._leave_those_of_parents()
        for _path, connection in self.held.values():
            connection.close()
        self.held.clear()

    def _get(self, purpose: str, path: Path, connect: Callable[[Path], C]) -> C:
        self._leave_those_of_parents()
        if purpose in self.held and self.held[purpose][0] != path:
            self.held.pop(purpose)[1].close()
        if purpose not in self.held:
            self.held[purpose] = (path, connect(path))
        return self.held[purpose][1]  # type: ignore[return-value] # a purpose has one type

    def _leave_those_of_parents(self) -> None:
        if self.process != os.getpid():
            _of_parents.append(self.held)
            self.process, self.held = os.getpid(), {}
