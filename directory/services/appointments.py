"""Writes of appointments: every change of who holds what is one of these functions.

Each locks the seat's row, so two coordinators cannot both change it, and records from what to what it changed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from wagtail.log_actions import log

from directory.models import Appointment, Profile, Seat
from directory.services.errors import (
    AppointmentChanged,
    EndBeforeStart,
    ReasonMissing,
    SeatGone,
    SeatTaken,
)
from directory.services.groups import sync_groups
from search.services import queue

if TYPE_CHECKING:
    from accounts.models import User
    from files.models import Document

CORRECTABLE: Final = frozenset({"person", "starts_on", "ends_on", "act_number", "act_date", "act_document"})


@transaction.atomic
def appoint(
    *,
    seat: Seat,
    person: User,
    starts_on: date,
    ends_on: date | None = None,
    act_number: str = "",
    act_date: date | None = None,
    act_document: Document | None = None,
    by: User | None = None,
) -> Appointment:
    """Give a seat to a person from a day to a day (both included) or until further notice.

    Raises `EndBeforeStart`, `SeatGone`, `SeatTaken`.
    """
    lock(seat.pk)
    appointment = Appointment(
        seat=seat,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        act_number=act_number,
        act_date=act_date,
        act_document=act_document,
    )
    check_free(appointment)
    appointment.save()
    Profile.objects.get_or_create(user=person)
    after_change(appointment, "directory.appoint", by=by, to=facts_of(appointment))
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, last_day: date, by: User | None = None) -> Appointment:
    """End an appointment with the day that is its last; a later end that was known already may be moved forward.

    Raises `AppointmentChanged` when it has ended already or somebody else changed it, `EndBeforeStart`, `SeatTaken`.
    """
    current = unchanged(appointment)
    if current.has_ended:
        raise AppointmentChanged
    before = facts_of(current)
    current.ends_on = last_day
    check_free(current)
    current.save(update_fields=["ends_on"])
    after_change(current, "directory.end_appointment", by=by, before=before, to=facts_of(current))
    appointment.ends_on = last_day
    return current


@transaction.atomic
def replace(
    *,
    appointment: Appointment,
    person: User,
    starts_on: date,
    act_number: str = "",
    act_date: date | None = None,
    act_document: Document | None = None,
    by: User | None = None,
) -> Appointment:
    """Give the seat of an appointment to another person: the day before is the last of the one who held it.

    Raises what `end_appointment` and `appoint` raise; then nothing is changed.
    """
    end_appointment(appointment=appointment, last_day=starts_on - timedelta(days=1), by=by)
    return appoint(
        seat=appointment.seat,
        person=person,
        starts_on=starts_on,
        act_number=act_number,
        act_date=act_date,
        act_document=act_document,
        by=by,
    )


@transaction.atomic
def correct_appointment(
    *, appointment: Appointment, reason: str, by: User | None = None, **changes: Any
) -> Appointment:
    """Set right what was entered wrongly (`CORRECTABLE` fields), with the reason; the record keeps what stood before.

    Raises `ReasonMissing`, `AppointmentChanged`, `EndBeforeStart`, `SeatGone`, `SeatTaken`; `ValueError` for a field
    that no correction may change.
    """
    if not changes.keys() <= CORRECTABLE:
        raise ValueError(f"No correction changes {', '.join(sorted(changes.keys() - CORRECTABLE))}")
    if not reason.strip():
        raise ReasonMissing
    current = unchanged(appointment)
    before, person_before = facts_of(current), current.person
    for name, value in changes.items():
        setattr(current, name, value)
    check_free(current)
    current.save(update_fields=list(changes))
    Profile.objects.get_or_create(user=current.person)
    after_change(
        current, "directory.correct_appointment", by=by, before=before, to=facts_of(current), reason=reason.strip()
    )
    if person_before != current.person:
        queue("accounts.user", [person_before.pk])
        sync_groups(user=person_before)
    return current


@transaction.atomic
def annul_appointment(*, appointment: Appointment, reason: str, by: User | None = None) -> None:
    """Take out an appointment that should never have been entered; the record keeps what it said, and the reason.

    Raises `ReasonMissing`, `AppointmentChanged`.
    """
    if not reason.strip():
        raise ReasonMissing
    current = unchanged(appointment)
    before = facts_of(current)
    Appointment.objects.filter(pk=current.pk).delete()
    after_change(current, "directory.annul_appointment", by=by, before=before, reason=reason.strip())


def unchanged(appointment: Appointment) -> Appointment:
    """Lock the seat, and read the appointment again. Raises `AppointmentChanged` when it is not as it was read."""
    lock(appointment.seat_id)
    current = Appointment.objects.select_related("seat__local_government", "person").filter(pk=appointment.pk).first()
    if current is None or any(
        getattr(current, name) != getattr(appointment, name) for name in ("person_id", "starts_on", "ends_on")
    ):
        raise AppointmentChanged
    return current


def lock(seat_id: int) -> None:
    """Keep others from changing who holds the seat until the transaction ends."""
    Seat.objects.select_for_update().get(pk=seat_id)


def check_free(appointment: Appointment) -> None:
    """Check that the days are in order, that the local government exists on them, and nobody else holds the seat.

    Raises `EndBeforeStart`, `SeatGone`, `SeatTaken`.
    """
    if appointment.ends_on and appointment.ends_on < appointment.starts_on:
        raise EndBeforeStart
    unit = appointment.seat.local_government
    last = unit.exists_until
    if not unit.exists_on(appointment.starts_on) or (last and appointment.ends_on and last < appointment.ends_on):
        raise SeatGone
    others = Appointment.objects.filter(seat=appointment.seat_id).exclude(pk=appointment.pk)
    other = others.overlapping(appointment.starts_on, appointment.ends_on).select_related("person").first()
    if other:
        raise SeatTaken(other)


def after_change(
    appointment: Appointment,
    action: str,
    *,
    by: User | None,
    before: dict[str, str] | None = None,
    to: dict[str, str] | None = None,
    reason: str = "",
) -> None:
    """Record a change, have the person found as what he or she is now, and renew the copy in Django's groups."""
    data = {"from": before, "to": to, "reason": reason}
    log(
        appointment.seat.local_government,
        action,
        user=by,
        data={name: value for name, value in data.items() if value},
    )
    queue("accounts.user", [appointment.person_id])
    sync_groups(user=appointment.person)


def facts_of(appointment: Appointment) -> dict[str, str]:
    """An appointment in the audit's words: days in ISO 8601."""
    return {
        "seat": appointment.seat.kind,
        "person": appointment.person.get_full_name(),
        "starts_on": appointment.starts_on.isoformat(),
        "ends_on": appointment.ends_on.isoformat() if appointment.ends_on else "",
        "act_number": appointment.act_number,
        "act_date": appointment.act_date.isoformat() if appointment.act_date else "",
        "act_document": appointment.act_document.title if appointment.act_document else "",
    }
