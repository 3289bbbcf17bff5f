"""The engine of search that this installation uses."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.embedded import Embedded

__all__ = ["current", "start_build", "switch"]


def current() -> Engine:
    """The engine that serves; the same object for the whole process."""
    return _embedded(Path(settings.VAR_DIR) / "search")


def start_build() -> Engine:
    """A new, empty index beside the one that serves. Raises `EngineUnavailable`, also if one is being built."""
    return current().start_build()


def switch(build: Engine) -> None:
    """Let a build serve from now on. Raises `EngineUnavailable`."""
    current().switch(build)


@cache
def _embedded(folder: Path) -> Embedded:
    return Embedded(folder)
