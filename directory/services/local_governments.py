"""Writes of local governments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from directory.enums import SeatKind
from directory.models import Appointment, District, LocalGovernment, Seat
from search.services import queue
from serbian.slugs import slugify

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def add_local_government(
    *,
    name: str,
    kind: str,
    district: str,
    region: str,
    parent: LocalGovernment | None = None,
    by: User | None = None,
    **fields: Any,
) -> LocalGovernment:
    """Add a local government with its two seats. The district is made when it is new.

    Raises `django.core.exceptions.ValidationError` when the name is taken in its city or the parent does not fit.
    """
    place, _created = District.objects.get_or_create(
        name=district, defaults={"slug": slugify(district), "region": region}
    )
    local_government = LocalGovernment(name=name, kind=kind, district=place, parent=parent, **fields)
    local_government.full_clean(exclude=["slug"])
    save_local_government(local_government=local_government, by=by)
    return local_government


@transaction.atomic
def save_local_government(*, local_government: LocalGovernment, by: User | None = None) -> LocalGovernment:
    """Save a checked local government and see to it that it has its two seats."""
    is_new = local_government.pk is None
    local_government.save()
    for kind in SeatKind:
        Seat.objects.get_or_create(local_government=local_government, kind=kind)
    log(local_government, "wagtail.create" if is_new else "wagtail.edit", user=by)
    queue_local_government(local_government)
    return local_government


def queue_local_government(local_government: LocalGovernment) -> None:
    """Have what names a local government indexed anew: itself, its city municipalities, its representatives."""
    units = [local_government.pk, *local_government.city_municipalities.values_list("pk", flat=True)]
    queue("directory.localgovernment", units)
    held = Appointment.objects.in_force_on(timezone.localdate()).filter(seat__local_government__in=units)
    queue("accounts.user", held.values_list("person", flat=True))
