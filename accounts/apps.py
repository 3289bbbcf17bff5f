from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from core.registry import Entitlement

if TYPE_CHECKING:
    from accounts.models import User


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Say what roles entitle to, and register this app's jobs."""
        from accounts import tasks
        from accounts.registry import WelcomeStep, welcome
        from core import registry

        welcome.register(WelcomeStep("welcome_security", _("Safe log-in"), order=10))
        welcome.register(WelcomeStep("welcome_script", _("Script"), order=30))
        registry.entitlements.register(role_entitlement)
        registry.jobs.register("clear_sessions", tasks.clear_sessions, minutes=24 * 60)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app with our screen of accounts."""

    user_viewset = "accounts.users.AccountViewSet"

    def ready(self) -> None:
        """Close the screens of groups, which are copies."""
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from accounts.groups import ClosedPolicy

        super().ready()
        register_permission_policy(Group, ClosedPolicy(Group))


def role_entitlement(user: User, on: date) -> Entitlement:
    """A role makes its holder a reader like any member, and one of the role's group; an administrator reads all."""
    from accounts.enums import Role
    from accounts.models import RoleGrant

    roles = RoleGrant.objects.filter(user=user).values_list("role", flat=True)
    groups = frozenset(Role(role).group_name for role in roles)
    return Entitlement(member=bool(groups) or user.is_superuser, groups=groups, everything=user.is_superuser)
