"""Invitations in the Wagtail admin: made, sent again and withdrawn, never edited."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django.contrib.auth.decorators import permission_required
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts import services
from accounts.enums import InvitationState
from accounts.forms import InvitationForm
from accounts.models import Invitation
from accounts.refusals import refusal
from accounts.registry import Purpose, purposes

PERMISSION = "accounts.add_invitation"


class InviteView(CreateView):
    """Invite people by e-mail."""

    page_title = _("Invite")
    submit_button_label = _("Send the invitation")
    submit_button_active_label = _("Sending…")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_success_message(self, instance: Invitation) -> str:
        """Whom it was sent to."""
        sent = self.form.sent
        text = ngettext(
            "The invitation is on its way to %(addresses)s.",
            "The invitations are on their way to %(addresses)s.",
            len(sent),
        )
        return text % {"addresses": ", ".join(map(str, sent))}

    def get_success_buttons(self) -> list[Any]:
        """None: an invitation is not edited."""
        return []


class InvitationFilterSet(WagtailFilterSet):
    """The states of invitations."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=InvitationState.choices, widget=CheckboxSelectMultiple, method="in_states"
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_states(self, queryset: Any, name: str, states: list[str]) -> Any:
        """Keep those in the chosen states."""
        return queryset.in_states(states) if states else queryset


class PurposeColumn(Column):
    """What an invitation is for, and why it did not come to that."""

    cell_template_name = "accounts/admin/purpose_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | {"purpose": instance.purpose}


class StateColumn(Column):
    """Where an invitation stands, with what can be done about it."""

    cell_template_name = "accounts/admin/state_cell.html"

    def get_cell_context_data(self, instance: Invitation, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        here = f"{reverse('invitation:index')}?{request.GET.urlencode()}".rstrip("?")
        may_act = request.user.has_perm(PERMISSION) and not instance.is_used_up
        return context | {"invitation": instance, "next": here, "may_act": may_act, "csrf_token": get_token(request)}


class InvitationIndexView(IndexView):
    """The list of invitations with what they are for."""

    filterset_class = InvitationFilterSet

    def get_table(self, object_list: Iterable[Any]) -> Any:
        """The table, after one question for the purposes of all its rows."""
        rows = list(object_list)
        known = purposes.of([row.pk for row in rows])
        for row in rows:
            row.purpose = known.get(row.pk) or Purpose(row.get_role_display() or gettext("Account"))
        return super().get_table(rows)


class InvitationViewSet(ModelViewSet):
    """Invitations: made, sent again and withdrawn, never edited."""

    model = Invitation
    icon = "mail"
    name = "invitation"
    menu_label = _("Invitations")
    add_to_reference_index = False
    add_view_class = InviteView
    index_view_class = InvitationIndexView
    inspect_view_enabled = True
    inspect_view_fields = [
        "email",
        "role",
        "invited_by",
        "created_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
    ]
    copy_view_enabled = False
    list_display = [
        "email",
        PurposeColumn("purpose", label=_("For")),
        StateColumn("state", label=_("State")),
        Column("age", label=_("Days since it was made"), accessor="age"),
        DateColumn("expires_at", label=_("Valid until")),
    ]
    search_fields = ["email"]

    def get_form_class(self, for_update: bool = False) -> type[InvitationForm]:
        return InvitationForm


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    return act(request, pk, services.resend, gettext("The invitation is on its way to %(email)s again."))


@permission_required(PERMISSION, raise_exception=True)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    return act(request, pk, services.revoke, gettext("The invitation of %(email)s is withdrawn."))


def act(request: HttpRequest, pk: int, service: Callable, done: str) -> HttpResponse:
    """Call a service with an invitation, say what came of it, and go back to the list."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        service(invitation=invitation, by=request.user)
    except services.InvitationError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, done % {"email": invitation.email})
    return redirect(get_valid_next_url_from_request(request) or reverse("invitation:index"))
