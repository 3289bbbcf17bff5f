"""Writes of local governments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from directory.enums import SeatKind
from directory.models import Appointment, District, LocalGovernment, Seat
from search.services import queue
from serbian.slugs import slugify

if TYPE_CHECKING:
    from accounts.models import User

RECORDED: Final = (
    *("name", "name_cyrillic", "kind", "website", "email", "gazette", "gazette_url"),
    *("exists_from", "exists_until"),
)


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
    """Save a checked local government, see to it that it has its two seats, and record what is different."""
    before = facts_of(LocalGovernment.objects.filter(pk=local_government.pk).first())
    is_new = local_government.pk is None
    local_government.save()
    to = facts_of(local_government)
    differing = [name for name in to if before.get(name, "") != to[name]]
    data = {side: {name: facts.get(name, "") for name in differing} for side, facts in (("from", before), ("to", to))}
    if is_new:
        del data["from"]
    for kind in SeatKind:
        Seat.objects.get_or_create(local_government=local_government, kind=kind)
    log(local_government, "wagtail.create" if is_new else "wagtail.edit", user=by, data=data)
    queue_local_government(local_government)
    return local_government


def facts_of(unit: LocalGovernment | None) -> dict[str, str]:
    """A local government in the audit's words; nothing of one that is not there."""
    if unit is None:
        return {}
    facts = {name: str(getattr(unit, name) or "") for name in RECORDED}
    return facts | {"district": unit.district.name, "parent": unit.parent.name if unit.parent else ""}


def queue_local_government(local_government: LocalGovernment) -> None:
    """Have what names a local government indexed anew: itself, its city municipalities, its representatives."""
    units = [local_government.pk, *local_government.city_municipalities.values_list("pk", flat=True)]
    queue("directory.localgovernment", units)
    held = Appointment.objects.in_force_on(timezone.localdate()).filter(seat__local_government__in=units)
    queue("accounts.user", held.values_list("person", flat=True))
