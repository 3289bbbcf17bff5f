"""Seats, and who holds them from when to when."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.enums import SeatKind
from directory.models.local_governments import LocalGovernment
from directory.querysets import AppointmentQuerySet, SeatQuerySet


class Seat(models.Model):
    """A local government's place in the network; each has one of either kind, made with it."""

    local_government = models.ForeignKey(
        LocalGovernment, verbose_name=_("local government"), on_delete=models.PROTECT, related_name="seats"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=SeatKind.choices)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["local_government__name", "kind"]
        constraints = [models.UniqueConstraint(fields=["local_government", "kind"], name="directory_seat_once")]

    def __str__(self) -> str:
        return f"{self.local_government}, {self.get_kind_display()}"

    @property
    def holder(self) -> Appointment | None:
        """Today's appointment, from what `with_holders()` fetched or by a query."""
        fetched = getattr(self, "current_appointments", None)
        if fetched is not None:
            return fetched[0] if fetched else None
        return self.appointments.in_force_on(timezone.localdate()).select_related("person").first()

    @property
    def vacant_since(self) -> date | None:
        """The first day without a holder, of a vacant seat that somebody held; needs `with_holders()`."""
        last_day: date | None = getattr(self, "last_held_on", None)
        return last_day + timedelta(days=1) if last_day and not self.holder else None

    @property
    def vacant_days(self) -> int:
        """How many days the seat has been vacant, today included; none when it is held or nobody ever held it."""
        return (timezone.localdate() - self.vacant_since).days + 1 if self.vacant_since else 0


class Appointment(models.Model):
    """A person holds a seat from a day to a day, both included."""

    seat = models.ForeignKey(Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("to"), null=True, blank=True, help_text=_("The last day. Empty: until further notice.")
    )
    act_number = models.CharField(
        _("number of the act"), max_length=80, blank=True, help_text=_("The act by which the person was appointed.")
    )

    act_date = models.DateField(_("date of the act"), null=True, blank=True)
    act_document = models.ForeignKey(
        "files.Document",
        verbose_name=_("the act"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Its file. Members may read it."),
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ends_on__isnull=True), name="directory_one_open_appointment_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="directory_appointment_ends_after_start",
                violation_error_message=_("An appointment cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.seat}"

    def in_force_on(self, day: date) -> bool:
        """Whether the seat is held by this person on the day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def is_current(self) -> bool:
        """Whether the appointment is in force today."""
        return self.in_force_on(timezone.localdate())

    @property
    def has_ended(self) -> bool:
        """Whether the last day has passed."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()
