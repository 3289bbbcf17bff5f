"""Fixtures that every test may use."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.core.cache import cache

from tests import factories


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits and site roots are cached; no test sees another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def member(db: None) -> Any:
    """A person who holds a seat today."""
    return factories.member()


@pytest.fixture
def editor(db: None) -> Any:
    """An editor."""
    return factories.editor()


@pytest.fixture
def coordinator(db: None) -> Any:
    """The coordinator."""
    return factories.coordinator()


@pytest.fixture
def former_member(db: None) -> Any:
    """A person whose appointment ended yesterday."""
    return factories.former_member()
