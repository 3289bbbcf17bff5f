"""What the values are called by which people and local governments are narrowed in the results of a search."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Topic
from directory.enums import SeatKind
from directory.models import District
from search.registry import Facet


def topic_names(slugs: Collection[str]) -> dict[str, str]:
    """The names of topics by slug: one query."""
    return dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "name"))


def district_names(slugs: Collection[str]) -> dict[str, str]:
    """The names of districts by slug: one query."""
    return {district.slug: district.full_name for district in District.objects.filter(slug__in=slugs)}


def seat_names(values: Collection[str]) -> dict[str, str | Promise]:
    """What the kinds of seats are called."""
    return {value: SeatKind(value).label for value in values if value in SeatKind.values}


TOPIC = Facet(
    "topic", _("Topic"), topic_names, order=20
)  # the same as the library's: one facet for all that has topics
DISTRICT = Facet("district", _("District"), district_names, order=50)
SEAT = Facet("seat", _("Seat"), seat_names, order=60)
