"""Handover: what a person held for a seat goes to who holds it next, and the record says what, when and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.enums import Fate
from directory.models import Appointment
from directory.registry import Holding, HoldingKind, holdings
from directory.services.appointments import facts_of, lock
from directory.services.errors import AppointmentChanged, NotEndedYet, NothingToHandOver

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

ACTION: Final = "directory.hand_over"


def next_after(appointment: Appointment) -> Appointment | None:
    """The appointment to the same seat that follows, begun or not."""
    later = Appointment.objects.filter(seat=appointment.seat_id, starts_on__gt=appointment.starts_on)
    return later.select_related("person").order_by("starts_on").first()


def holder_after(appointment: Appointment) -> Appointment | None:
    """Today's appointment to the seat, if it is a later one: to its person goes what belongs to the seat."""
    later = Appointment.objects.filter(seat=appointment.seat_id, starts_on__gt=appointment.starts_on)
    return later.in_force_on(timezone.localdate()).select_related("person").first()


def holdings_of(appointment: Appointment) -> list[tuple[HoldingKind, list[Holding]]]:
    """What the person of an appointment holds, by kind, and what becomes of it today."""
    successor = holder_after(appointment)
    return holdings.of(appointment, successor.person if successor else None)


def handovers_of(appointment: Appointment) -> QuerySet[ModelLogEntry]:
    """The records of the handovers of an appointment, the latest first."""
    unit = appointment.seat.local_government
    return (
        ModelLogEntry.objects.for_instance(unit)
        .filter(action=ACTION, data__appointment=appointment.pk)
        .select_related("user")
        .order_by("-timestamp", "-pk")
    )


@transaction.atomic
def hand_over(*, appointment: Appointment, by: User | None = None) -> ModelLogEntry:
    """Carry out what becomes of all that the person held, and record each thing with its fate.

    What belongs to the seat moves to whoever holds it today, or waits; nothing that the person wrote disappears. A
    second handover takes what waited, or what came later. Returns the record, kept with the local government. Raises
    `NotEndedYet`, `NothingToHandOver`, `AppointmentChanged` when the appointment has been annulled.
    """
    lock(appointment.seat_id)
    rows = Appointment.objects.select_related("seat__local_government__parent", "person")
    current = rows.filter(pk=appointment.pk).first()
    if current is None:
        raise AppointmentChanged
    if not current.has_ended:
        raise NotEndedYet
    found = holdings_of(current)
    if not any(one.carry_out for _kind, held in found for one in held) and handovers_of(current).exists():
        raise NothingToHandOver
    items = [recorded(kind, one) for kind, held in found for one in held]
    for _kind, held in found:
        for one in held:
            if one.carry_out:
                one.carry_out(by)
    successor = holder_after(current)
    data: dict[str, Any] = {
        "appointment": current.pk,
        "from": facts_of(current),
        "to": facts_of(successor) if successor else {},
        "items": items,
    }
    return log(current.seat.local_government, ACTION, user=by, data=data)


def recorded(kind: HoldingKind, holding: Holding) -> dict[str, str]:
    """A thing in the record: words of the day, since it may be gone or renamed when the record is read."""
    return {"kind": kind.name, "title": holding.title, "url": holding.url, "fate": Fate(holding.fate).value}
