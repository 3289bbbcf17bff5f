"""Identity, invitations and roles."""

from accounts.models.invitations import Invitation
from accounts.models.roles import RoleGrant
from accounts.models.user import User, UserManager

__all__ = ["Invitation", "RoleGrant", "User", "UserManager"]
