"""Reads of the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from core.registry import entitlements
from directory.enums import Status

if TYPE_CHECKING:
    from core.registry import AnyUser


class RegisterQuerySet(QuerySet):
    """What all rows of the register share: every member may read them."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep what this person may see today: all for whoever is entitled, nothing for anybody else."""
        entitlement = entitlements.of(user)
        return self.all() if entitlement.member or entitlement.everything else self.none()


class LocalGovernmentQuerySet(RegisterQuerySet):
    """Reads of local governments."""

    def active(self) -> Self:
        """Keep those that exist today."""
        return self.filter(status=Status.ACTIVE)

    def with_seats(self) -> Self:
        """Fetch district, parent city and both seats with today's holders: four queries whatever the number."""
        seats = apps.get_model("directory.Seat").objects.with_holders()
        return self.select_related("district", "parent").prefetch_related(
            Prefetch("seats", queryset=seats.order_by("kind"))
        )

    def with_vacancy(self) -> Self:
        """Keep those with at least one seat that nobody holds today."""
        vacant = apps.get_model("directory.Seat").objects.vacant().filter(local_government=OuterRef("pk"))
        return self.filter(Exists(vacant))


class SeatQuerySet(RegisterQuerySet):
    """Reads of seats."""

    def with_holders(self) -> Self:
        """Fetch what `Seat.holder` and `Seat.vacant_since` tell: today's appointment, the last day of earlier ones."""
        appointments, today = apps.get_model("directory.Appointment").objects, timezone.localdate()
        current = appointments.in_force_on(today)
        ended = appointments.filter(seat=OuterRef("pk"), ends_on__lt=today).order_by("-ends_on")
        return self.annotate(last_held_on=Subquery(ended.values("ends_on")[:1])).prefetch_related(
            Prefetch(
                "appointments",
                queryset=current.select_related("person__profile"),
                to_attr="current_appointments",
            )
        )

    def with_holder_columns(self) -> Self:
        """Join today's appointment as `current`, for `values()`: a row a seat, unit by unit."""
        today = timezone.localdate()
        in_force = Q(appointments__starts_on__lte=today) & (
            Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=today)
        )
        return (
            self.filter(local_government__status=Status.ACTIVE)
            .annotate(current=FilteredRelation("appointments", condition=in_force))
            .order_by("local_government__name", "local_government", "kind")
        )

    def vacant(self) -> Self:
        """Keep the seats that nobody holds today."""
        current = apps.get_model("directory.Appointment").objects.in_force_on(timezone.localdate())
        return self.filter(~Exists(current.filter(seat=OuterRef("pk"))))


class AppointmentQuerySet(RegisterQuerySet):
    """Reads of appointments."""

    def in_force_on(self, day: date) -> Self:
        """Keep the appointments of a day; the first and the last day are included."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day)))

    def held_today(self, user: AnyUser) -> Self:
        """Keep the person's appointments of today, with seat and local government."""
        held = self.filter(person=user.pk).of_active().in_force_on(timezone.localdate())
        return held.select_related("seat__local_government__parent")

    def of_active(self) -> Self:
        """Keep those to seats of local governments that exist."""
        return self.filter(seat__local_government__status=Status.ACTIVE)

    def overlapping(self, start: date, end: date | None) -> Self:
        """Keep the appointments that share a day with [start, end]; without an end, with every day from `start`."""
        found = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
        return found.filter(starts_on__lte=end) if end else found


class ProfileQuerySet(RegisterQuerySet):
    """Reads of profiles."""
