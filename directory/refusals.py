"""Why the register refuses something about people, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.services import EmailTaken
from directory import services
from directory.forms import explain_taken


def explain_person(error: Exception) -> str:
    """Say in words why somebody cannot be invited, proposed, approved or ended."""
    if isinstance(error, services.SeatTaken):
        return explain_taken(error.appointment)
    if isinstance(error, services.HasAccount):
        return _("%(email)s has an account: %(person)s. Appoint that person instead.") % {
            "email": error.person.email,
            "person": error.person,
        }
    if isinstance(error, services.InvitedElsewhere):
        return _("%(email)s is invited to a seat: %(seat)s. Withdraw that invitation first.") % {
            "email": error.invitation.invitation.email,
            "seat": error.invitation.seat,
        }
    if isinstance(error, services.SeatInvited):
        return _("%(email)s is invited to this seat already. Withdraw that invitation first.") % {
            "email": error.invitation.invitation.email
        }
    sentences: dict[type[Exception], str] = {
        services.AddressTwice: _("The same e-mail stands at another seat too."),
        services.AlreadyDecided: _("Somebody has decided about this proposal in the meantime."),
        services.AlreadyEnded: _("It has ended already."),
        services.AlreadyThere: _("This person is here already: as a representative, colleague or guest, or invited."),
        services.EndBeforeStart: _("The last day is before the first."),
        services.NotRepresentative: _("Only today's representatives of a local government propose its colleagues."),
        services.ReasonMissing: _("Write the reason: the proposer gets it by mail."),
        services.SeatGone: _("The local government does not exist on that day."),
        services.SeatVacant: _("Nobody holds this seat on that day."),
        EmailTaken: _("There is already an account with this e-mail."),
    }
    return sentences.get(type(error), _("This cannot be done."))
