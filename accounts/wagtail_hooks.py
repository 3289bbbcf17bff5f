"""Accounts in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from accounts.admin_invitations import InvitationViewSet, resend, revoke
from accounts.models import User


@hooks.register("register_admin_viewset")
def invitations() -> InvitationViewSet:
    """Put invitations into the settings menu."""
    return InvitationViewSet()


@hooks.register("register_admin_urls")
def invitation_urls() -> list[URLPattern]:
    """The addresses that an invitation is sent again and withdrawn at."""
    return [
        path("invitations/<int:pk>/resend/", resend, name="resend_invitation"),
        path("invitations/<int:pk>/withdraw/", revoke, name="revoke_invitation"),
    ]


@hooks.register("before_bulk_action")
def no_bulk_actions_on_users(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Refuse Wagtail's bulk actions on accounts: they write groups and delete people past our services."""
    if User in action.models:
        raise PermissionDenied


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what `accounts.services` logs."""
    actions.register_action("accounts.invite", _("Invite"), _("Invited"))
    actions.register_action("accounts.accept", _("Accept an invitation"), _("Invitation accepted"))
    actions.register_action("accounts.resend", _("Send an invitation again"), _("Invitation sent again"))
    actions.register_action("accounts.revoke", _("Withdraw an invitation"), _("Invitation withdrawn"))
    actions.register_action("accounts.roles", _("Change roles"), _("Roles changed"))
