"""What the directory itself knows that people hold: invitations that they sent and nobody has answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail.log_actions import log

from accounts.models import Invitation
from directory.enums import Fate
from directory.registry import Holding

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Appointment

INVITER = "accounts.add_invitation"


def open_invitations(appointment: Appointment, successor: User | None) -> Iterator[Holding]:
    """The open invitations that the person sent: they go on in the successor's name.

    Who invites by a role keeps them: the role does not end with the seat.
    """
    person = appointment.person
    sent = Invitation.objects.waiting().filter(invited_by=person)
    keeps = person.has_perm(INVITER)
    for invitation in sent.order_by("email"):
        url = reverse("invitation:inspect", args=[invitation.pk])
        if keeps:
            yield Holding(invitation.email, Fate.STAYS, url)
        elif successor is None:
            yield Holding(invitation.email, Fate.WAITS, url)
        else:
            yield Holding(invitation.email, Fate.MOVES, url, invite_for(invitation, successor))


def invite_for(invitation: Invitation, successor: User) -> Callable[[User | None], None]:
    """What lets an invitation go on in another's name; its link and its day stay as they are."""

    def carry_out(by: User | None) -> None:
        before = str(invitation.invited_by)
        Invitation.objects.filter(pk=invitation.pk).update(invited_by=successor)
        log(invitation, "directory.hand_over", user=by, data={"from": before, "to": str(successor)})

    return carry_out
