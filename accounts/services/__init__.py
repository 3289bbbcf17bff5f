"""Writes of `accounts`: invitations, roles, and the language that a person reads in."""

from accounts.services.errors import (
    EmailTaken,
    EmailTwice,
    InvitationError,
    InvitationExpired,
    InvitationMoot,
    InvitationRevoked,
    InvitationsRefused,
    InvitationUnknown,
    InvitationUsed,
)
from accounts.services.invitations import (
    accept_invitation,
    address_of,
    invite,
    invite_many,
    open_invitation,
    resend,
    revoke,
)
from accounts.services.roles import set_language, set_roles, sync_role_groups, sync_role_permissions

__all__ = [
    "EmailTaken",
    "EmailTwice",
    "InvitationError",
    "InvitationExpired",
    "InvitationMoot",
    "InvitationRevoked",
    "InvitationUnknown",
    "InvitationUsed",
    "InvitationsRefused",
    "accept_invitation",
    "address_of",
    "invite",
    "invite_many",
    "open_invitation",
    "resend",
    "revoke",
    "set_language",
    "set_roles",
    "sync_role_groups",
    "sync_role_permissions",
]
