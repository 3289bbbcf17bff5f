"""Reads of the register."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Exists, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.enums import Role
from core.registry import entitlements
from directory.enums import SeatKind

if TYPE_CHECKING:
    from core.registry import AnyUser
    from directory.models import Appointment, LocalGovernment


def existing_on(day: date, prefix: str = "") -> Q:
    """The condition that a local government exists on the day; `prefix` is the lookup that leads to it."""
    begun = Q(**{f"{prefix}exists_from__isnull": True}) | Q(**{f"{prefix}exists_from__lte": day})
    return begun & (Q(**{f"{prefix}exists_until__isnull": True}) | Q(**{f"{prefix}exists_until__gte": day}))


def holders_on(unit: LocalGovernment, day: date) -> dict[str, Appointment | None]:
    """Who held each seat of a local government on a day, by kind of seat; none where it was vacant (one query)."""
    rows = apps.get_model("directory.Appointment").objects.of_active(day).in_force_on(day)
    held = {row.seat.kind: row for row in rows.filter(seat__local_government=unit).select_related("seat", "person")}
    return {kind.value: held.get(kind.value) for kind in SeatKind}


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
        return self.filter(existing_on(timezone.localdate()))

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
            self.filter(existing_on(today, "local_government__"))
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

    def of_active(self, on: date | None = None) -> Self:
        """Keep those to seats of local governments that exist on the day, today unless told."""
        return self.filter(existing_on(on or timezone.localdate(), "seat__local_government__"))

    def overlapping(self, start: date, end: date | None) -> Self:
        """Keep the appointments that share a day with [start, end]; without an end, with every day from `start`."""
        found = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
        return found.filter(starts_on__lte=end) if end else found


class ProfileQuerySet(RegisterQuerySet):
    """Reads of profiles."""

    def shown_to(self, user: AnyUser) -> Self:
        """Keep those whose content this person may see today: of whoever holds a seat, and the own one."""
        held = apps.get_model("directory.Appointment").objects.visible_to(user).of_active()
        shown = held.in_force_on(timezone.localdate()).filter(person__is_active=True)
        return self.filter(Q(user__in=shown.values("person")) | Q(user=user.pk))


def is_coordinator(user: AnyUser) -> bool:
    """Whether the person keeps the register today."""
    entitlement = entitlements.of(user)
    return entitlement.everything or Role.COORDINATOR.group_name in entitlement.groups


class ColleagueQuerySet(QuerySet):
    """Reads of colleagues without a seat."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep whom this person may see today.

        Members see the colleagues of today, representatives all of their own local government, the coordinator all.
        """
        entitlement = entitlements.of(user)
        if is_coordinator(user):
            return self.all()
        if not entitlement.member:
            return self.none()
        rows = apps.get_model("directory.Colleague").objects
        current, own = rows.current_on(timezone.localdate()), rows.of(user)
        return self.filter(Q(pk__in=current.values("pk")) | Q(pk__in=own.values("pk")))

    def of(self, user: AnyUser) -> Self:
        """Keep those of the local governments whose seats the person holds today, whatever their state."""
        held = apps.get_model("directory.Appointment").objects.held_today(user)
        return self.filter(local_government__in=held.values("seat__local_government"))

    def open(self) -> Self:
        """Keep those that are proposed, invited or reading: not ended, and not with a withdrawn invitation."""
        today = timezone.localdate()
        going_on = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        return going_on.filter(Q(person__isnull=False) | Q(invitation__revoked_at__isnull=True))

    def current_on(self, day: date) -> Self:
        """Keep those who read with the members on the day: approved, accepted, not ended, of what exists."""
        begun = self.filter(existing_on(day, "local_government__"), person__isnull=False, approved_on__lte=day)
        return begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class GuestQuerySet(QuerySet):
    """Reads of guests."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep whom this person may see today: all for the coordinator, nobody for anybody else."""
        return self.all() if is_coordinator(user) else self.none()

    def open(self) -> Self:
        """Keep those whose visit has not ended, and whose invitation was not withdrawn."""
        going_on = self.filter(ends_on__gte=timezone.localdate())
        return going_on.filter(Q(person__isnull=False) | Q(invitation__revoked_at__isnull=True))

    def current_on(self, day: date) -> Self:
        """Keep those who have accepted, on a day of their visit."""
        return self.filter(person__isnull=False, starts_on__lte=day, ends_on__gte=day)


class WorkingGroupQuerySet(RegisterQuerySet):
    """Reads of working groups: every member sees which there are and who is in them."""

    def open(self) -> Self:
        """Keep those that are not closed."""
        return self.filter(is_closed=False)
