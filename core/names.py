"""Names in the script of the reader, in the order of its alphabet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.utils.translation import get_language

from serbian.sorting import sort_key
from serbian.units import Script


class Named(Protocol):
    """What has a name."""

    name: str


N = TypeVar("N", bound=Named)


def interface_script() -> Script:
    """The script in which the present reader has names; Latin in other languages."""
    return "cyrillic" if get_language() == "sr" else "latin"


def in_order(things: Iterable[N]) -> list[N]:
    """Sort things by name, in whatever script the name is written."""
    script = interface_script()
    return sorted(things, key=lambda thing: sort_key(thing.name, script))
