"""Writes of the register: every change of who holds what is one of these functions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import User
from core import request_cache
from directory.enums import SeatKind
from directory.models import Appointment, District, LocalGovernment, Profile, Seat
from search.services import queue
from serbian.slugs import slugify


class RegisterError(Exception):
    """A change of the register that cannot be made."""


class EndBeforeStart(RegisterError):
    """The last day is before the first."""


class SeatTaken(RegisterError):
    """Somebody holds the seat on one of these days; `appointment` is the one in the way."""

    def __init__(self, appointment: Appointment) -> None:
        super().__init__(str(appointment))
        self.appointment = appointment


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


@transaction.atomic
def appoint(
    *,
    seat: Seat,
    person: User,
    starts_on: date,
    ends_on: date | None = None,
    act_number: str = "",
    by: User | None = None,
) -> Appointment:
    """Give a seat to a person from a day to a day (both included) or until further notice.

    The seat's row is locked meanwhile, so two coordinators cannot both do it. Raises `EndBeforeStart`, `SeatTaken`.
    """
    appointment = Appointment(seat=seat, person=person, starts_on=starts_on, ends_on=ends_on, act_number=act_number)
    check_free(appointment)
    appointment.save()
    Profile.objects.get_or_create(user=person)
    after_change(appointment, "directory.appoint", by=by)
    return appointment


@transaction.atomic
def change_appointment(*, appointment: Appointment, by: User | None = None) -> Appointment:
    """Save changed days or act number of an appointment. Raises `EndBeforeStart`, `SeatTaken`."""
    before = Appointment.objects.select_related("seat").get(pk=appointment.pk)
    check_free(appointment)
    appointment.save()
    after_change(appointment, "directory.change_appointment", by=by, before=before)
    if before.person_id != appointment.person_id:
        sync_seat_groups(user=before.person)
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, last_day: date, by: User | None = None) -> Appointment:
    """End an appointment with the day that is its last. Raises `EndBeforeStart`, `SeatTaken`."""
    appointment.ends_on = last_day
    return change_appointment(appointment=appointment, by=by)


def check_free(appointment: Appointment) -> None:
    """Lock the seat and check that nobody else holds it on these days; call inside a transaction."""
    if appointment.ends_on and appointment.ends_on < appointment.starts_on:
        raise EndBeforeStart
    Seat.objects.select_for_update().get(pk=appointment.seat_id)
    others = Appointment.objects.filter(seat=appointment.seat_id).exclude(pk=appointment.pk)
    other = others.overlapping(appointment.starts_on, appointment.ends_on).select_related("person").first()
    if other:
        raise SeatTaken(other)


def after_change(appointment: Appointment, action: str, *, by: User | None, before: Appointment | None = None) -> None:
    """Record a change, have the people found as what they are now, and renew the copy in Django's groups."""
    data = {"to": appointment_facts(appointment)}
    if before:
        data["from"] = appointment_facts(before)
    log(appointment.seat.local_government, action, user=by, data=data)
    queue("accounts.user", {row.person_id for row in (appointment, before) if row})
    sync_seat_groups(user=appointment.person)


def appointment_facts(appointment: Appointment) -> dict[str, str]:
    """An appointment in the audit's words: days in ISO 8601."""
    return {
        "seat": appointment.seat.kind,
        "person": appointment.person.get_full_name(),
        "starts_on": appointment.starts_on.isoformat(),
        "ends_on": appointment.ends_on.isoformat() if appointment.ends_on else "",
        "act_number": appointment.act_number,
    }


def sync_seat_groups(*, user: User | None = None) -> None:
    """Make the groups of the two kinds of seat equal to today's appointments, of one person or of all."""
    people = User.objects.filter(pk=user.pk) if user else User.objects.all()
    today = Appointment.objects.of_active().in_force_on(timezone.localdate())
    for kind in SeatKind:
        group, _created = Group.objects.get_or_create(name=kind.group_name)
        entitled = set(people.filter(appointments__in=today.filter(seat__kind=kind)).values_list("pk", flat=True))
        present = set(people.filter(groups=group).values_list("pk", flat=True))
        group.user_set.add(*entitled - present)
        group.user_set.remove(*present - entitled)
    request_cache.forget()


def save_profile(*, profile: Profile, by: User) -> Profile:
    """Save a checked profile with the name of its person, and record who changed it."""
    with transaction.atomic():
        profile.user.save(update_fields=["first_name", "last_name"])
        profile.save()
        log(profile, "wagtail.edit", user=by)
        queue("accounts.user", [profile.user_id])
    return profile


def queue_local_government(local_government: LocalGovernment) -> None:
    """Have what names a local government indexed anew: itself, its city municipalities, its representatives."""
    units = [local_government.pk, *local_government.city_municipalities.values_list("pk", flat=True)]
    queue("directory.localgovernment", units)
    held = Appointment.objects.in_force_on(timezone.localdate()).filter(seat__local_government__in=units)
    queue("accounts.user", held.values_list("person", flat=True))
