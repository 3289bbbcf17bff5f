"""Names of places and people in the script and the order of the alphabet that the reader has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.utils.translation import get_language

from accounts.models import User
from serbian.sorting import SortKey, sort_key
from serbian.units import Script


class Named(Protocol):
    """What has a name."""

    name: str


N = TypeVar("N", bound=Named)


def interface_script() -> Script:
    """The script in which the present reader has names; Latin in other languages."""
    return "cyrillic" if get_language() == "sr" else "latin"


def in_order(things: Iterable[N]) -> list[N]:
    """Sort districts or local governments by name."""
    script = interface_script()
    return sorted(things, key=lambda thing: sort_key(thing.name, script))


def person_key(person: User) -> tuple[SortKey, SortKey, int]:
    """The key that sorts people by last name, then first name."""
    script = interface_script()
    return (sort_key(person.last_name, script), sort_key(person.first_name, script), person.pk)
