"""Accounts in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.forms import InvitationForm
from accounts.models import Invitation, User


class InviteView(CreateView):
    """Invite a person by e-mail."""

    page_title = _("Invite")
    submit_button_label = _("Send the invitation")
    submit_button_active_label = _("Sending…")
    success_message = _("The invitation is on its way to %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_success_buttons(self) -> list[Any]:
        """None: an invitation is not edited."""
        return []


class InvitationViewSet(ModelViewSet):
    """Invitations: made and withdrawn, never edited."""

    model = Invitation
    icon = "mail"
    name = "invitation"
    menu_label = _("Invitations")
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    add_view_class = InviteView
    inspect_view_enabled = True
    inspect_view_fields = ["email", "role", "invited_by", "created_at", "expires_at", "accepted_at"]
    copy_view_enabled = False
    list_display = [
        "email",
        Column("role", label=_("Role"), accessor="get_role_display"),
        Column("state", label=_("State"), accessor="state"),
        DateColumn("created_at", label=_("Sent at")),
        DateColumn("expires_at", label=_("Valid until")),
    ]
    search_fields = ["email"]

    def get_form_class(self, for_update: bool = False) -> type[InvitationForm]:
        return InvitationForm


@hooks.register("register_admin_viewset")
def invitations() -> InvitationViewSet:
    """Put invitations into the settings menu."""
    return InvitationViewSet()


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
    actions.register_action("accounts.roles", _("Change roles"), _("Roles changed"))
