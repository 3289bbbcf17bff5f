"""People without a seat: colleagues of representatives, and guests of national bodies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.enums import ColleagueState, SeatRefusal
from directory.models.local_governments import LocalGovernment
from directory.models.profiles import plain_text
from directory.querysets import ColleagueQuerySet, GuestQuerySet

if TYPE_CHECKING:
    from directory.models.working_groups import WorkingGroup


class Invited(models.Model):
    """Who is invited by name and address; the account comes when the invitation is accepted."""

    email = models.EmailField(_("official e-mail"))
    first_name = models.CharField(_("first name"), max_length=80, validators=[plain_text])
    last_name = models.CharField(_("last name"), max_length=80, validators=[plain_text])
    invitation = models.OneToOneField(
        "accounts.Invitation",
        verbose_name=_("invitation"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="%(class)s",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="%(class)s_rows",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Colleague(Invited):
    """Who works beside a local government's representatives and reads what they read, without a seat.

    A representative proposes, the coordinator approves, the colleague accepts; it ends with a day.
    """

    local_government = models.ForeignKey(
        LocalGovernment, verbose_name=_("local government"), on_delete=models.PROTECT, related_name="colleagues"
    )
    position = models.CharField(_("position"), max_length=160, blank=True, validators=[plain_text])
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    ends_on = models.DateField(_("to"), null=True, blank=True, editable=False, help_text=_("The last day."))

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")
        ordering = ["last_name", "first_name"]

    @property
    def state(self) -> ColleagueState:
        """Where the colleague stands today."""
        if self.approved_on is None:
            return ColleagueState.PROPOSED
        if self.has_ended:
            return ColleagueState.ENDED
        return ColleagueState.INVITED if self.person_id is None else ColleagueState.CURRENT

    @property
    def has_ended(self) -> bool:
        """Whether the last day has passed."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    def is_current_on(self, day: date) -> bool:
        """Whether the colleague reads with the members on the day."""
        approved = self.approved_on is not None and self.approved_on <= day
        return approved and self.person_id is not None and (self.ends_on is None or day <= self.ends_on)


class Guest(Invited):
    """A person of a national body, until a day: sees what a working group opens to its people, and nothing else."""

    body = models.CharField(_("body"), max_length=160, validators=[plain_text])
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("to"), help_text=_("The last day."))
    groups_to_join = models.ManyToManyField(
        "directory.WorkingGroup",
        verbose_name=_("working groups"),
        blank=True,
        related_name="+",
        help_text=_("The guest sees only what is opened to these groups."),
    )  # until the invitation is accepted; then the groups themselves have the person

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="directory_guest_ends_after_start",
                violation_error_message=_("A visit cannot end before it starts."),
            )
        ]

    @property
    def groups(self) -> list[WorkingGroup]:
        """The working groups that the guest is in, or will join by accepting."""
        joined = list(self.person.working_groups.all()) if self.person else []
        return joined + list(self.groups_to_join.all())

    @property
    def has_ended(self) -> bool:
        """Whether the last day of the visit has passed."""
        return self.ends_on < timezone.localdate()


class SeatInvitation(models.Model):
    """An invitation to a seat: whoever accepts it is appointed from the day that stands in it."""

    invitation = models.OneToOneField(
        "accounts.Invitation", verbose_name=_("invitation"), on_delete=models.CASCADE, related_name="seat_invitation"
    )
    seat = models.ForeignKey(
        "directory.Seat", verbose_name=_("seat"), on_delete=models.PROTECT, related_name="invitations"
    )
    first_name = models.CharField(_("first name"), max_length=80, blank=True, validators=[plain_text])
    last_name = models.CharField(_("last name"), max_length=80, blank=True, validators=[plain_text])
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    act_number = models.CharField(_("number of the act"), max_length=80, blank=True)
    act_date = models.DateField(_("date of the act"), null=True, blank=True)
    replaces = models.ForeignKey(
        "directory.Appointment",
        verbose_name=_("appointment that it ends"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    refusal = models.CharField(_("why nobody was appointed"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("invitation to a seat")
        verbose_name_plural = _("invitations to seats")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.invitation}, {self.seat}"

    @property
    def refusal_text(self) -> str:
        """Why nobody was appointed, in the reader's language."""
        return str(SeatRefusal(self.refusal).label) if self.refusal else ""
