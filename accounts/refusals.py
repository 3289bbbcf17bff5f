"""Why something cannot be done with an invitation, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts import services


def reason(error: Exception) -> str:
    """Say why an invitation cannot be made, accepted, sent again or withdrawn, and what to do."""
    reasons: dict[type[Exception], str] = {
        services.InvitationUsed: _(
            "This invitation has been accepted already. Sign in with your e-mail and password."
        ),
        services.InvitationRevoked: _(
            "This invitation was withdrawn. If you got a newer one, open its link; if not, ask the coordinator."
        ),
        services.InvitationExpired: _("This invitation is no longer valid. Ask the coordinator for a new one."),
        services.EmailTaken: _("There is already an account with this e-mail. Sign in, or reset the password."),
    }
    return reasons.get(type(error), _("This link is not complete. Open it again from the mail, or copy all of it."))


def refusal(error: Exception) -> str:
    """Say to whoever invites why it cannot be done."""
    reasons: dict[type[Exception], str] = {
        services.InvitationUsed: _("This invitation has been accepted already."),
        services.InvitationRevoked: _("This invitation was withdrawn. Send a new one."),
        services.InvitationMoot: _(
            "What this invitation was for is over, or was given or promised to somebody else. Withdraw it."
        ),
        services.EmailTaken: _("There is already an account with this e-mail."),
        services.EmailTwice: _("The same e-mail stands twice."),
    }
    return reasons.get(type(error), _("The invitation could not be sent."))
