"""How a table invites people who have no account yet."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from accounts.services import invite
from directory.models import Seat, SeatInvitation


def invite_to_seat(
    *,
    seat: Seat,
    email: str,
    first_name: str,
    last_name: str,
    starts_on: date,
    act_number: str,
    act_date: date | None,
    by: User,
) -> SeatInvitation:
    """Invite a person to a seat. Raises `accounts.services.EmailTaken`."""
    return SeatInvitation.objects.create(
        invitation=invite(email=email, by=by),
        seat=seat,
        first_name=first_name,
        last_name=last_name,
        starts_on=starts_on,
        act_number=act_number,
        act_date=act_date,
    )
