"""What pages say of people."""

from __future__ import annotations

from django import template

from accounts.models import User
from directory.names import initial

register = template.Library()


@register.filter
def initials(person: User) -> str:
    """The first letters of first and last name, in the script in which the names are written."""
    return initial(person.first_name) + initial(person.last_name)
