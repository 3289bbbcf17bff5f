"""Invitations to seats, and what accepting one does in the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import Invitation, User
from accounts.services import InvitationMoot, InvitationsRefused, address_of, invite
from directory.enums import SeatRefusal
from directory.models import Appointment, Colleague, Guest, Profile, Seat, SeatInvitation
from directory.services.appointments import appoint, check_free, end_appointment, lock
from directory.services.errors import (
    AppointmentChanged,
    EndBeforeStart,
    HasAccount,
    InvitedElsewhere,
    RegisterError,
    SeatGone,
    SeatInvited,
    SeatTaken,
    SeatVacant,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

REFUSALS = {
    SeatTaken: SeatRefusal.SEAT_TAKEN,
    AppointmentChanged: SeatRefusal.SEAT_TAKEN,
    SeatGone: SeatRefusal.SEAT_GONE,
    EndBeforeStart: SeatRefusal.DAYS_CROSSED,
}


class Invited(TypedDict):
    """One of many to invite to vacant seats."""

    seat: Seat
    email: str
    first_name: str
    last_name: str


@transaction.atomic
def invite_to_seat(
    *,
    seat: Seat,
    email: str,
    first_name: str = "",
    last_name: str = "",
    starts_on: date | None = None,
    act_number: str = "",
    act_date: date | None = None,
    by: User | None = None,
) -> SeatInvitation:
    """Invite the owner of an address to a vacant seat; whoever accepts is appointed from the day (today if none).

    Raises `HasAccount`, `SeatTaken`, `SeatGone`, `SeatInvited`.
    """
    first = starts_on or timezone.localdate()
    check_invited(seat, email)
    check_free(Appointment(seat=seat, person=by, starts_on=first))
    facts = {"first_name": first_name, "last_name": last_name, "act_number": act_number, "act_date": act_date}
    return send(SeatInvitation(seat=seat, starts_on=first, **facts), email, by)


@transaction.atomic
def replace_by_invitation(
    *,
    seat: Seat,
    email: str,
    first_name: str = "",
    last_name: str = "",
    starts_on: date | None = None,
    act_number: str = "",
    act_date: date | None = None,
    by: User | None = None,
) -> SeatInvitation:
    """Invite the owner of an address to a seat that is held: with the acceptance the holder's appointment ends.

    Its last day is the one before the successor's first: `starts_on`, or the day of the acceptance if that is later.
    Raises `HasAccount`, `SeatVacant`, `EndBeforeStart`, `SeatGone`, `SeatInvited`.
    """
    first = starts_on or timezone.localdate()
    check_invited(seat, email)
    held = holder_on(seat, first)
    if held is None:
        raise SeatVacant
    if first <= held.starts_on:
        raise EndBeforeStart
    if not seat.local_government.exists_on(first):
        raise SeatGone
    facts = {"first_name": first_name, "last_name": last_name, "act_number": act_number, "act_date": act_date}
    return send(SeatInvitation(seat=seat, starts_on=first, replaces=held, **facts), email, by)


def invite_representative(*, seat: Seat, starts_on: date, **facts: Any) -> SeatInvitation:
    """Invite to a seat, whether somebody holds it on the first day or not.

    Raises what `replace_by_invitation` raises where it is held, else what `invite_to_seat` does.
    """
    invite_one = replace_by_invitation if holder_on(seat, starts_on) else invite_to_seat
    return invite_one(seat=seat, starts_on=starts_on, **facts)


@transaction.atomic
def invite_to_seats(*, people: Sequence[Invited], starts_on: date, by: User | None = None) -> list[SeatInvitation]:
    """Invite people to vacant seats, all of them or none.

    Raises `accounts.services.InvitationsRefused` with what `invite_to_seat` raises, by places from 1.
    """
    refusals: dict[int, Exception] = {}
    sent = []
    for place, row in enumerate(people, 1):
        try:
            with transaction.atomic():
                sent.append(invite_to_seat(starts_on=starts_on, by=by, **row))
        except RegisterError as error:
            refusals[place] = error
    addresses = [address_of(row["email"]) for row in people]
    for place, address in enumerate(addresses, 1):
        if address in addresses[: place - 1]:
            refusals[place] = AddressTwice(address)
    if refusals:
        raise InvitationsRefused(refusals)
    return sent


class AddressTwice(RegisterError):
    """The address stands at another seat too."""


def check_invited(seat: Seat, email: str) -> None:
    """Check that the address is nobody's yet, and nobody else is invited; the seat is locked.

    Raises `HasAccount`, `SeatInvited`, `InvitedElsewhere`.
    """
    lock(seat.pk)
    address = address_of(email)
    person = User.objects.filter(email__iexact=address).first()
    if person:
        raise HasAccount(person)
    other = waiting_invitations().filter(seat=seat).exclude(invitation__email__iexact=address).first()
    if other:
        raise SeatInvited(other)
    check_not_promised(address, besides=seat)


def check_not_promised(address: str, besides: Seat | None = None) -> None:
    """Check that no other seat waits for the address: its invitation would be withdrawn unseen.

    Raises `InvitedElsewhere`.
    """
    waiting = waiting_invitations().filter(invitation__email__iexact=address)
    other = (waiting.exclude(seat=besides) if besides else waiting).first()
    if other:
        raise InvitedElsewhere(other)


def waiting_invitations() -> QuerySet[SeatInvitation]:
    """The invitations to seats that can still be accepted."""
    rows = SeatInvitation.objects.filter(invitation__in=Invitation.objects.waiting())
    return rows.select_related("invitation", "seat__local_government__parent")


def check_resent(sender: Any, invitation: Invitation, **kwargs: Any) -> None:
    """Check that what an invitation is for can still come of it. Raises `accounts.services.InvitationMoot`."""
    row = SeatInvitation.objects.select_related("seat__local_government").filter(invitation=invitation).first()
    guest, colleague = (model.objects.filter(invitation=invitation).first() for model in (Guest, Colleague))
    if (guest and guest.has_ended) or (colleague and colleague.has_ended):
        raise InvitationMoot
    if row:
        lock(row.seat_id)
        held = holder_on(row.seat, first_day(row))
        promised = waiting_invitations().filter(seat=row.seat).exclude(invitation=invitation).exists()
        if promised or (held and held.pk != row.replaces_id) or not row.seat.local_government.exists:
            raise InvitationMoot


def send(row: SeatInvitation, email: str, by: User | None) -> SeatInvitation:
    """Make the invitation with its row, record it, and have the mail sent."""

    def attach(invitation: Invitation) -> None:
        row.invitation = invitation
        row.save()

    invite(email=email, by=by, attach=attach)
    data = {"seat": row.seat.kind, "email": row.invitation.email, "starts_on": row.starts_on.isoformat()}
    log(row.seat.local_government, "directory.invite_to_seat", user=by, data=data)
    return row


def holder_on(seat: Seat, day: date) -> Appointment | None:
    """Who holds the seat on the day."""
    held = Appointment.objects.in_force_on(day).filter(seat=seat)
    return held.select_related("person", "seat__local_government").first()


def seat_accepted(sender: Any, invitation: Invitation, user: User, **kwargs: Any) -> None:
    """Appoint whoever accepted an invitation to a seat; if that cannot be, keep why, and the account alone."""
    row = SeatInvitation.objects.select_related("seat__local_government").filter(invitation=invitation).first()
    if row is None:
        return
    Profile.objects.get_or_create(user=user)
    try:
        with transaction.atomic():
            appoint_invited(row, user)
    except RegisterError as error:
        row.refusal = REFUSALS[type(error)]
        row.save(update_fields=["refusal"])
        data = {"seat": row.seat.kind, "email": invitation.email, "refusal": row.refusal}
        log(row.seat.local_government, "directory.seat_refused", user=invitation.invited_by, data=data)


def appoint_invited(row: SeatInvitation, user: User) -> Appointment:
    """Give the seat to whoever accepted, and end the appointment that the invitation was to replace.

    Nobody's days are taken back: the first day is at the earliest the one after the last holder's, and where a holder
    goes because of the acceptance, its own day.
    """
    lock(row.seat_id)
    first, by = first_day(row), row.invitation.invited_by
    held = holder_on(row.seat, first)
    if held and held.pk == row.replaces_id:
        end_appointment(appointment=held, last_day=first - timedelta(days=1), by=by)
    return appoint(
        seat=row.seat,
        person=user,
        starts_on=first,
        act_number=row.act_number,
        act_date=row.act_date,
        by=by,
    )


def first_day(row: SeatInvitation) -> date:
    """The first day of an appointment by an invitation that is accepted today."""
    today = timezone.localdate()
    over = Appointment.objects.filter(seat=row.seat_id, ends_on__gte=row.starts_on, ends_on__lt=today)
    last = over.order_by("-ends_on").values_list("ends_on", flat=True).first()
    first = last + timedelta(days=1) if last else row.starts_on
    return max(first, today) if row.replaces_id else first
