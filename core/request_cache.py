"""Facts worked out once a request: a dictionary that lives as long as the request and is empty outside one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_facts: ContextVar[dict[Hashable, Any] | None] = ContextVar("request_facts", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember facts until the block ends."""
    token = _facts.set({})
    try:
        yield
    finally:
        _facts.reset(token)


def get_or_set(key: Hashable, work: Callable[[], T]) -> T:
    """Return the fact remembered under the key, or work it out; outside a request it is worked out each time."""
    facts = _facts.get()
    if facts is None:
        return work()
    if key not in facts:
        facts[key] = work()
    return facts[key]


def forget() -> None:
    """Drop all facts: for a service that has just changed what they were made of."""
    facts = _facts.get()
    if facts is not None:
        facts.clear()
