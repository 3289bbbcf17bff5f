"""Why an invitation cannot be made, sent again, withdrawn or accepted."""

from __future__ import annotations

from collections.abc import Mapping


class InvitationError(Exception):
    """Something that cannot be done with an invitation."""


class EmailTaken(InvitationError):
    """There is already an account with this address."""


class EmailTwice(InvitationError):
    """The address stands twice among those to invite."""


class InvitationUnknown(InvitationError):
    """The link was not made by us, or there is no such invitation any more."""


class InvitationUsed(InvitationError):
    """The link has made an account already."""


class InvitationRevoked(InvitationError):
    """The invitation was withdrawn."""


class InvitationExpired(InvitationError):
    """The link is older than its days."""


class InvitationMoot(InvitationError):
    """What the invitation was for is given to somebody else, or over."""


class InvitationsRefused(InvitationError):
    """Some of many cannot be invited, so nobody was; `refusals` says which, by their places from 1, and why."""

    def __init__(self, refusals: Mapping[int, Exception]) -> None:
        super().__init__(", ".join(map(str, refusals)))
        self.refusals = refusals
