"""The order of people in the directory."""

from __future__ import annotations

from accounts.models import User
from core.names import interface_script
from serbian.sorting import SortKey, sort_key


def person_key(person: User) -> tuple[SortKey, SortKey, int]:
    """The key that sorts people by last name, then first name, in the alphabet of the reader."""
    script = interface_script()
    return (sort_key(person.last_name, script), sort_key(person.first_name, script), person.pk)
