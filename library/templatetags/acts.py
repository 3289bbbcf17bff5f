"""Acts and resources in the results of a search, from the facts that the index keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils import timezone
from django.utils.functional import Promise

from library.enums import ActType, Force, ResourceKind, force_between

register = template.Library()


@register.simple_tag
def force_today(facts: Mapping[str, str]) -> Force:
    """Whether the indexed version of an act is in force today; its days are in ISO 8601."""
    return force_between(day(facts, "in_force_from"), day(facts, "in_force_to"), timezone.localdate())


def day(facts: Mapping[str, str], name: str) -> date | None:
    """A date of the facts, if it is there."""
    return date.fromisoformat(facts[name]) if facts.get(name) else None


@register.filter
def act_type_label(value: str) -> str | Promise:
    """What a type of act is called."""
    return dict(ActType.choices).get(value, "")


@register.filter
def resource_kind_label(value: str) -> str | Promise:
    """What a kind of resource is called."""
    return dict(ResourceKind.choices).get(value, "")
