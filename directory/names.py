"""The order of people in the directory, and what stands for a name where there is no room."""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from core.names import interface_script
from serbian.sorting import SortKey, sort_key

DIGRAPHS: Final = ("dž", "lj", "nj")  # one letter each, written with two signs in Latin


def person_key(person: User) -> tuple[SortKey, SortKey, int]:
    """The key that sorts people by last name, then first name, in the alphabet of the reader."""
    script = interface_script()
    return (sort_key(person.last_name, script), sort_key(person.first_name, script), person.pk)


def initial(name: str) -> str:
    """The first letter of a name: Lj of Ljubiša."""
    return name[:2].capitalize() if name.lower().startswith(DIGRAPHS) else name[:1].upper()


def as_written(name: str) -> SafeString:
    """A name that stays in its own script whatever the reader's: of software."""
    return format_html('<span translate="no">{}</span>', name)
