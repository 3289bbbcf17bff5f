"""Identity, invitations and roles."""

from accounts.models.invitations import Invitation
from accounts.models.roles import RoleGrant
from accounts.models.user import SignedInRequest, User, UserManager

__all__ = ["Invitation", "RoleGrant", "SignedInRequest", "User", "UserManager"]
