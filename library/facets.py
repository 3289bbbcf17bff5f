"""What the values are called by which results are narrowed: topics and issuers."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Topic
from library.enums import Force
from library.models import Issuer
from search.registry import Facet


def topic_names(slugs: Collection[str]) -> dict[str, str]:
    """The names of topics by slug: one query."""
    return dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "name"))


def issuer_names(numbers: Collection[str]) -> dict[str, str]:
    """The short names of issuers by id in decimal digits: one query."""
    known = [number for number in numbers if number.isascii() and number.isdigit() and len(number) < 19]  # noqa: PLR2004
    rows = Issuer.objects.filter(pk__in=known).values_list("pk", "short_name", "name")
    return {str(pk): short_name or name for pk, short_name, name in rows}


def force_names(values: Collection[str]) -> dict[str, Promise]:
    """What it is called to be in force or not; `unknown` has no name, since nobody looks for that."""
    return {value: Force(value).label for value in values if value in Force and value != Force.UNKNOWN}


TOPIC = Facet("topic", _("Topic"), topic_names, order=20)
ISSUER = Facet("issuer", _("Issuer"), issuer_names, order=30)
FORCE = Facet("force", _("Force"), force_names, order=25)
