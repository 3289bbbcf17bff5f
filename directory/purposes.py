"""What invitations are for in the register: a seat, a colleague, a visit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from accounts.registry import Purpose
from directory.models import Colleague, Guest, SeatInvitation


def purposes_of(invitations: Collection[int]) -> dict[int, Purpose]:
    """What these invitations are for, by their ids, in the reader's language (three queries)."""
    rows = {"invitation__in": invitations}
    place = "local_government__parent"
    found: dict[int, Purpose] = {}
    for seat in SeatInvitation.objects.filter(**rows).select_related(f"seat__{place}"):
        found[seat.invitation_id] = of_seat(seat)
    for colleague in Colleague.objects.filter(**rows).select_related(place):
        found[colleague.invitation_id or 0] = of_colleague(colleague)
    for guest in Guest.objects.filter(**rows):
        found[guest.invitation_id or 0] = of_guest(guest)
    return found


def of_seat(row: SeatInvitation) -> Purpose:
    """An invitation to a seat."""
    names = {"seat": row.seat.get_kind_display(), "place": row.seat.local_government.full_name}
    label = _("Seat: %(seat)s, %(place)s") if not row.replaces_id else _("Replacement: %(seat)s, %(place)s")
    as_what = _("You are invited as the representative for the seat: %(seat)s, %(place)s.")
    return Purpose(label % names, as_what % names, trouble=row.refusal_text, **names_of(row))


def of_colleague(row: Colleague) -> Purpose:
    """An invitation of a colleague."""
    names = {"place": row.local_government.full_name}
    as_what = _("You are invited as a colleague of the representatives of: %(place)s.")
    return Purpose(_("Colleague: %(place)s") % names, as_what % names, **names_of(row))


def of_guest(row: Guest) -> Purpose:
    """An invitation of a guest."""
    names = {"body": row.body}
    as_what = _("You are invited as a guest: %(body)s.")
    return Purpose(_("Guest: %(body)s") % names, as_what % names, **names_of(row))


def names_of(row: Any) -> dict[str, str]:
    """The name of whoever is invited."""
    return {"first_name": row.first_name, "last_name": row.last_name}
