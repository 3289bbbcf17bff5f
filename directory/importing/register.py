"""The register as an import sees it: read once, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models.functions import Lower

from accounts.models import Invitation, User
from directory.importing.spelling import Gazetteer
from directory.models import Appointment, FormerName, LocalGovernment, Profile, Seat, SeatInvitation


def read_gazetteer() -> Gazetteer:
    """All local governments by their names (two queries)."""
    units = LocalGovernment.objects.select_related("parent", "district")
    return Gazetteer(units, FormerName.objects.values_list("local_government", "name"))


class Register:
    """Seats, who holds them, and the people of these addresses (six queries)."""

    def __init__(self, emails: Collection[str]) -> None:
        self.gazetteer = read_gazetteer()
        self.seats: dict[tuple[int, str], Seat] = {}
        for seat in Seat.objects.all():
            seat.local_government = self.gazetteer.units[seat.local_government_id]
            self.seats[seat.local_government_id, seat.kind] = seat
        self.appointments: dict[int, list[Appointment]] = defaultdict(list)
        for appointment in Appointment.objects.select_related("person").order_by("starts_on"):
            self.appointments[appointment.seat_id].append(appointment)
        wanted = User.objects.annotate(address=Lower("email")).filter(address__in=emails)
        self.people = {person.email.lower(): person for person in wanted}
        profiles = Profile.objects.filter(user__in=self.people.values())
        self.profiles = {profile.user_id: profile for profile in profiles}
        waiting = waiting_invitations()
        self.invitations = {row.invitation.email.lower(): row for row in waiting}
        self.invited = {row.seat_id: row.invitation.email for row in waiting}

    def appointment_of(
        self, seat: Seat, person: User, starts_on: date | None, ends_on: date | None, today: date
    ) -> Appointment | None:
        """The appointment of a person to a seat that a row with these days is about, if there is one already."""
        held = [row for row in self.appointments[seat.pk] if row.person_id == person.pk]
        tests = (
            lambda row: starts_on is not None and row.starts_on == starts_on,
            lambda row: starts_on is None and ends_on is not None and row.ends_on == ends_on,
            lambda row: row.in_force_on(today) and (ends_on is None or row.starts_on <= ends_on),
            lambda row: row.starts_on > today and (ends_on is None or ends_on > today),
        )
        return next((row for test in tests for row in held if test(row)), None)

    def in_the_way(
        self, seat: Seat, start: date, end: date | None, besides: Appointment | None = None
    ) -> list[Appointment]:
        """The other appointments to the seat that share a day with [start, end]."""
        return [
            row
            for row in self.appointments[seat.pk]
            if row != besides and (row.ends_on is None or row.ends_on >= start) and (not end or row.starts_on <= end)
        ]


def waiting_invitations() -> list[SeatInvitation]:
    """The invitations to seats that can still be accepted."""
    rows = SeatInvitation.objects.filter(invitation__in=Invitation.objects.waiting())
    return list(rows.select_related("invitation").order_by("pk"))
