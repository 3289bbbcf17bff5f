"""The indexes of Elasticsearch behind one alias: the one that serves, and the one that is being built beside it.

With the alias `mreza` they are called `mreza-1`, `mreza-2` and so on; whatever has such a name is ours. The alias
moves from one to the next in a single step, in which the old one goes. A build has the alias `mreza-build` until then,
by which writers know of it.

Who builds says so in the mapping of the build: an index of the next number can be made only once, so two builders
never take the same. A build counts as given up when its process is gone, which only its own machine can see, or when
it has shown no sign of life for a quarter of an hour.
"""

from __future__ import annotations

import os
import re
import socket
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.timezone import get_default_timezone
from elasticsearch import BadRequestError, NotFoundError

from search.engines.elastic.bulk import Targets
from search.engines.elastic.connection import LONG_TIMEOUT, Connection
from search.engines.elastic.mapping import BUILDING, FORMAT, SERVING, SETTINGS, mapping
from search.engines.elastic.troubles import Trouble

GIVEN_UP: Final = 15 * 60  # seconds without a sign of life
BEAT: Final = 30  # seconds between signs of life

_own_builds: set[str] = set()
"""Marks of the builds that this process is making."""


@dataclass(frozen=True)
class Index:
    """An index as it is on the server."""

    name: str
    number: int
    aliases: frozenset[str]
    format: int
    owner: Mapping[str, Any]
    read_only: str

    @property
    def alive(self) -> bool:
        """Whether somebody is still building it."""
        if self.owner.get("host") == socket.gethostname():
            if self.owner.get("process") == os.getpid():
                return self.owner.get("mark") in _own_builds
            if not is_running(self.owner.get("process")):
                return False
        return time.time() < self.given_up_at

    @property
    def given_up_at(self) -> float:
        """When it counts as given up without another sign of life, in seconds since 1970."""
        return float(self.owner.get("seen", 0)) + GIVEN_UP


class Indexes:
    """All indexes of one alias."""

    def __init__(self, connection: Connection, alias: str) -> None:
        self.connection = connection
        self.alias = alias
        self.build_alias = f"{alias}-build"
        self._ours = re.compile(rf"{re.escape(alias)}-(\d+)")

    def all(self, *, reader: bool = False) -> list[Index]:
        """What there is, by number; a reader does not wait long."""
        with self.connection.reading() if reader else self.connection.writing() as client:
            found = client.indices.get(index=f"{self.alias}-*", expand_wildcards="all", flat_settings=True)
            indexes = [
                self.read(name, int(match[1]), description)
                for name, description in found.items()
                if (match := self._ours.fullmatch(name))
            ]
        return sorted(indexes, key=lambda index: index.number)

    def read(self, name: str, number: int, description: Mapping[str, Any]) -> Index:
        """Read what the server says of an index."""
        meta = description["mappings"].get("_meta", {})
        settings = description["settings"]
        blocks = [key for key in settings if key.startswith("index.blocks.") and settings[key] == "true"]
        return Index(
            name=name,
            number=number,
            aliases=frozenset(description["aliases"]),
            format=meta.get("format", 0),
            owner=meta.get("owner", {}),
            read_only=", ".join(blocks),
        )

    def serving(self) -> Index | None:
        """The index that serves, if there is one; asked by a reader."""
        return next((index for index in self.all(reader=True) if self.alias in index.aliases), None)

    def targets(self) -> Targets:
        """Where changes go; the first index is made here. Raises `ElasticsearchUnavailable` for one of another format.

        While a living process builds the one that takes its place, changes go to that alone. A build of a process that
        is gone is written to as well, until the next build takes it away.
        """
        indexes = self.all()
        if not any(self.alias in index.aliases for index in indexes):
            self.create(next_number(indexes), self.alias, {}, {})
            indexes = self.all()
        build = next((index for index in indexes if self.build_alias in index.aliases), None)
        if build is not None and build.format != FORMAT:
            raise self.connection.unavailable(Trouble.OTHER_FORMAT)
        serves = all(index.format == FORMAT for index in indexes if self.alias in index.aliases)
        if not serves and (build is None or not build.alive):
            raise self.connection.unavailable(Trouble.OTHER_FORMAT)
        serving = self.alias if serves else None
        return Targets(serving, self.build_alias, build.name) if build else Targets(serving)

    def create(self, number: int, alias: str, owner: dict[str, Any], settings: Mapping[str, Any]) -> str | None:
        """Make an index; None if somebody else has just made it."""
        name = f"{self.alias}-{number}"
        with self.connection.writing() as client:
            try:
                client.indices.create(
                    index=name, aliases={alias: {}}, settings={**SETTINGS, **settings}, mappings=mapping(owner)
                )
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise
                return None
        return name

    def start_build(self) -> tuple[str, dict[str, Any]]:
        """Make an empty index for a build; return its name and its owner. What was given up is removed."""
        with self.connection.writing():
            indexes = self.all()
            for index in indexes:
                if self.build_alias in index.aliases and index.alive:
                    raise self.connection.unavailable(Trouble.BUILDING, clock(index.given_up_at))
            self.delete([index for index in indexes if self.alias not in index.aliases])
            owner: dict[str, Any] = {"host": socket.gethostname(), "process": os.getpid(), "mark": uuid.uuid4().hex}
            _own_builds.add(owner["mark"])
            owner["seen"] = int(time.time())
            name = self.create(next_number(indexes), self.build_alias, owner, BUILDING)
        if name is None:
            _own_builds.discard(owner["mark"])
            raise self.connection.unavailable(Trouble.BUILDING, clock(time.time() + GIVEN_UP))
        return name, owner

    def show_life(self, name: str, owner: dict[str, Any]) -> None:
        """Say that a build goes on, if that was said some time ago."""
        if time.time() - owner["seen"] >= BEAT:
            owner["seen"] = int(time.time())
            with self.connection.writing() as client:
                client.indices.put_mapping(index=name, meta={"format": FORMAT, "owner": owner})

    def serve(self, name: str) -> None:
        """Put a build in order, let it serve, and remove the one that served before."""
        try:
            with self.connection.writing(LONG_TIMEOUT) as client:
                client.indices.refresh(index=name)
                client.indices.forcemerge(index=name, max_num_segments=1)
                client.indices.put_settings(index=name, settings={"index": SERVING})
                client.indices.flush(index=name)
                others = [index for index in self.all() if self.alias in index.aliases and index.name != name]
                client.indices.update_aliases(actions=self.moves(name, others))
                # A writer that found no index at all may have made the first one just before.
                self.delete([index for index in self.all() if self.alias in index.aliases and index.name != name])
        except Exception as error:
            if isinstance(error.__cause__, NotFoundError):
                raise self.connection.unavailable(Trouble.BUILD_GONE) from error
            raise

    def moves(self, name: str, others: list[Index]) -> list[dict[str, Any]]:
        """The step in which an index takes the place of others."""
        return [
            {"remove": {"index": name, "alias": self.build_alias, "must_exist": True}},
            {"add": {"index": name, "alias": self.alias}},
            *({"remove_index": {"index": index.name}} for index in others),
        ]

    def delete(self, indexes: list[Index]) -> None:
        """Remove indexes, by their names."""
        with self.connection.writing() as client:
            for index in indexes:
                client.indices.delete(index=index.name, ignore_unavailable=True)

    def remove(self) -> None:
        """Remove all there is."""
        self.delete(self.all())


def give_up(mark: str) -> None:
    """Say that this process does not go on with a build."""
    _own_builds.discard(mark)


def next_number(indexes: list[Index]) -> int:
    """A number that no index has."""
    return max((index.number for index in indexes), default=0) + 1


def clock(moment: float) -> str:
    """A moment in seconds since 1970 as a clock of this installation shows it."""
    return f"{datetime.fromtimestamp(moment, get_default_timezone()):%H:%M}"


def is_running(process: Any) -> bool:
    """Whether a process of this machine runs."""
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, TypeError, ValueError):
        return False
    except PermissionError:
        return True
    return True
