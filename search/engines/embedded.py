"""The embedded engine: SQLite's FTS5 in a file of its own, so that nothing has to be installed.

`builds` describes the files, and how a new build takes the place of an old one; `tables` the tables; `scoring` the
score. Connections are plain `sqlite3`: the index is no database of Django's, and its writes belong to no transaction
of it.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, TypeVar

from search.engines.base import Column, Engine, EngineEntry, EngineQuery, EngineResult, EngineUnavailable
from search.engines.builds import Builds
from search.engines.connections import Connections
from search.engines.reading import Reader
from search.engines.searching import answer
from search.engines.tables import FORMAT, create, format_of, open_existing
from search.engines.writing import BUSY, Writer

T = TypeVar("T")

ATTEMPTS: Final = 5  # to open the build that serves, when each time another one has taken its place


class Embedded(Engine):
    """The index in a folder: the build that serves, or one that is being made."""

    def __init__(self, folder: Path, build: str | None = None, lock: int | None = None) -> None:
        self.builds = Builds(folder)
        self.build = build  # None: whichever serves
        self._let_go = weakref.finalize(self, os.close, lock) if lock is not None else None
        self._connections = Connections()

    def write(self, entries: Sequence[EngineEntry]) -> None:
        """Add or replace entries, in what serves and in what is being built beside it."""
        self._change(lambda writer: writer.write(entries))

    def delete(self, ids: Sequence[int], *, version: int | None = None) -> None:
        """Remove entries, from what serves and from what is being built beside it."""
        self._change(lambda writer: writer.delete(ids, version))

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a query; an index that was never written is empty."""
        nothing = EngineResult(total=0, hits=(), facets={name: {} for name in query.facet_names}, matched_all=True)
        return self._read(lambda reader: answer(reader, query), nothing)

    def known(self, tokens: Collection[str], *, column: Column, audiences: frozenset[int]) -> dict[str, int]:
        """In how many entries of these audiences each token stands."""
        return self._read(lambda reader: reader.known(tokens, column, audiences), {})

    def ids(self) -> dict[int, int]:
        """The version of every entry."""
        return self._read(Reader.versions, {})

    def is_built(self) -> bool:
        """Whether there is a build, of this format."""
        with self._errors():
            name = self._named()
            return name is not None and self._has_format(self.builds.path(name))

    def start_build(self) -> Embedded:
        """Start an empty build; what a crashed one left is removed. Raises `EngineUnavailable` if one is under way."""
        with self._errors():
            lock = self.builds.start_building()
            name = self.builds.new_name()
            build = Embedded(self.builds.folder, name, lock)
            with self.builds.writing():
                self.builds.unlink_others(self.builds.current())
                create(self.builds.path(name))
                self.builds.announce(name)
        return build

    def switch(self, build: Engine) -> None:
        """Let a build of `start_build` serve from now on; `build` is then the engine that serves, too."""
        if not isinstance(build, Embedded) or build.build is None:
            raise TypeError("Only what start_build returned can be switched to.")
        with self._errors():
            build.serve(build.build)

    def serve(self, name: str) -> None:
        """Become the engine that serves."""
        writer = self._connections.builder(self.builds.path(name))
        writer.finish()
        with self.builds.writing():
            writer.truncate()
            self.builds.serve(name)
            self.builds.end_building()
            self.build = None
            self.builds.unlink_others(name)
        self.close()

    def close(self) -> None:
        """Give up a build that is under way, and close the connections of this thread."""
        self._connections.close()
        if self._let_go is not None:
            self._let_go()

    def _change(self, change: Callable[[Writer], None]) -> None:
        """Make a change; one that comes while a build is made is not lost by the switch, for it is in both."""
        with self._errors():
            if self.build is not None:
                change(self._connections.builder(self.builds.path(self.build)))
                return
            with self.builds.writing():
                serving, beside = self.builds.path(self._serving()), self.builds.under_way()
                if beside is None or self._has_format(serving):  # else nobody reads it, and the build takes its place
                    change(self._connections.writer(serving))
                if beside is not None:
                    change(self._connections.builder(self.builds.path(beside)))

    def _has_format(self, path: Path) -> bool:
        """Whether a build is there that can be read by this code; one that was damaged from the start is none."""
        if not path.exists():
            return False
        with closing(open_existing(path, busy=BUSY)) as connection:
            try:
                return format_of(connection) == FORMAT
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                return False

    def _named(self) -> str | None:
        """The name of the build that this engine stands for."""
        return self.build or self.builds.current()

    def _serving(self) -> str:
        """The name of the build that serves, under the writer's lock; the first one is made here."""
        name = self.builds.current()
        if name is None or not self.builds.path(name).exists():
            name = self.builds.new_name()
            create(self.builds.path(name))
            self.builds.serve(name)
        return name

    def _read(self, read: Callable[[Reader], T], nothing: T) -> T:
        """Read from the build that serves when reading begins; `nothing` is the answer where there is none."""
        with self._errors():
            for _attempt in range(ATTEMPTS):
                name = self._named()
                if name is None:
                    break
                try:
                    reader = self._connections.reader(self.builds.path(name))
                    with reader.snapshot():
                        if name == self._named():
                            return read(reader)
                except sqlite3.OperationalError:
                    if self.builds.path(name).exists():
                        raise
        return nothing

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Say that the engine is unavailable where its files are damaged, locked or out of reach."""
        try:
            yield
        except (sqlite3.Error, OSError, zlib.error) as error:
            self._connections.close()
            raise EngineUnavailable(f"The search index cannot be used: {error}") from error
