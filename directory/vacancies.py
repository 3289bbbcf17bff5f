"""Seats that nobody holds today: since when, and whom to ask about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.names import interface_script
from directory.enums import SeatKind
from directory.filters import PlaceFilter, fits, spelled
from directory.querysets import SeatQuerySet, existing_on
from serbian.sorting import sort_key

if TYPE_CHECKING:
    from core.registry import AnyUser
    from directory.models import Seat


class VacancyFilter(PlaceFilter):
    """By name and district of the local government, and by kind of seat."""

    seat = forms.ChoiceField(label=_("Seat"), required=False, choices=[("", _("Both seats")), *SeatKind.choices])

    def narrow(self, seats: SeatQuerySet) -> list[Seat]:
        """Keep the seats that fit."""
        if district := self.chosen("district"):
            seats = seats.filter(local_government__district__slug=district)
        if kind := self.chosen("seat"):
            seats = seats.filter(kind=kind)
        words = spelled(self.chosen("name"))
        return [seat for seat in seats if fits(words, seat.local_government.name)]


def vacant_seats(user: AnyUser) -> SeatQuerySet:
    """The vacant seats of today's local governments, with all that a list shows of them: five queries in all.

    Each has, besides what `with_holders()` fetches, `coming_appointments`, and its local government's seats.
    """
    today = timezone.localdate()
    seats, appointments = apps.get_model("directory.Seat").objects, apps.get_model("directory.Appointment").objects
    coming: QuerySet = appointments.filter(starts_on__gt=today).order_by("starts_on").select_related("person")
    return (
        seats.visible_to(user)
        .vacant()
        .filter(existing_on(today, "local_government__"))
        .select_related("local_government__district", "local_government__parent")
        .with_holders()
        .prefetch_related(
            Prefetch("local_government__seats", queryset=seats.with_holders()),
            Prefetch("appointments", queryset=coming, to_attr="coming_appointments"),
        )
    )


def vacancy(seat: Seat) -> dict[str, Any]:
    """A vacant seat as a row of the list: the other representative of its unit, and who comes."""
    others = [other for other in seat.local_government.seats.all() if other.pk != seat.pk]
    other = next((row.holder for row in others if row.holder), None)
    coming = getattr(seat, "coming_appointments", [])
    return {"seat": seat, "other": other, "coming": coming[0] if coming else None}


def longest_first(seats: list[Seat]) -> list[Seat]:
    """Seats that nobody ever held, then by the days of the vacancy, then by name in the reader's alphabet."""
    script = interface_script()

    def order(seat: Seat) -> tuple[bool, int, Any, str]:
        name = sort_key(seat.local_government.name, script)
        return (seat.vacant_since is not None, -seat.vacant_days, name, seat.kind)

    return sorted(seats, key=order)
