"""Invitations to seats, colleagues and guests in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from core.lists import ReportView
from directory import services
from directory.admin_forms import PeopleFormView
from directory.admin_seat_invitations import InviteToSeatsView, InviteToSeatView
from directory.forms_people import GuestForm, ReasonForm, VisitForm
from directory.models import Colleague, Guest
from directory.refusals import explain_person


class ColleaguesView(PermissionRequiredMixin, ReportView):
    """All colleagues, those that wait for a decision first."""

    permission_required = "directory.change_colleague"
    template_name = "directory/admin/colleagues.html"
    page_title = _("Colleagues")
    header_icon = "group"
    context_object_name = "colleagues"

    def get_queryset(self) -> QuerySet[Colleague]:
        rows = Colleague.objects.visible_to(self.request.user)
        return rows.select_related("local_government__parent", "proposed_by", "invitation").order_by(
            F("approved_on").desc(nulls_first=True), "-pk"
        )


class GuestsView(PermissionRequiredMixin, ReportView):
    """All guests, those whose visit ends last first."""

    permission_required = "directory.change_guest"
    template_name = "directory/admin/guests.html"
    page_title = _("Guests")
    header_icon = "user"
    context_object_name = "guests"

    def get_queryset(self) -> QuerySet[Guest]:
        rows = Guest.objects.visible_to(self.request.user).select_related("invitation")
        return rows.prefetch_related("groups_to_join", "person__working_groups").order_by("-ends_on", "-pk")


class DeclineView(PeopleFormView):
    """Decline a proposal, with the reason that its proposer gets."""

    permission_required = "directory.change_colleague"
    form_class = ReasonForm
    page_title = _("Decline the proposal")
    submit_button_label = _("Decline and tell the proposer")
    refused_field = "reason"
    parent = ("directory_colleagues", _("Colleagues"))

    def get_page_subtitle(self) -> str:
        return str(self.colleague)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = Colleague.objects.visible_to(request.user).filter(approved_on=None)
        if self.has_permission():
            self.colleague = get_object_or_404(rows.select_related("local_government"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def carry_out(self, data: dict[str, Any]) -> str:
        services.decline_colleague(colleague=self.colleague, by=self.request.user, **data)  # type: ignore[arg-type]
        return gettext("The proposal is declined. The proposer gets the reason by mail.")


class InviteGuestView(PeopleFormView):
    """Invite a guest."""

    permission_required = "directory.add_guest"
    form_class = GuestForm
    page_title = _("Invite a guest")
    submit_button_label = _("Send the invitation")
    refused_field = "email"
    parent = ("directory_guests", _("Guests"))

    def carry_out(self, data: dict[str, Any]) -> str:
        groups = data.pop("groups_to_join")
        guest = services.invite_guest(by=self.request.user, working_groups=groups, **data)  # type: ignore[arg-type]
        if guest.person:
            return gettext("%(name)s has an account and sees what the groups open from the first day.") % {
                "name": guest
            }
        return gettext("The invitation is on its way to %(email)s.") % {"email": guest.email}


class ChangeVisitView(PeopleFormView):
    """Give a visit another last day."""

    permission_required = "directory.change_guest"
    form_class = VisitForm
    page_title = _("Last day of the visit")
    refused_field = "ends_on"
    parent = ("directory_guests", _("Guests"))

    def get_page_subtitle(self) -> str:
        return str(self.guest)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_permission():
            self.guest = get_object_or_404(Guest.objects.visible_to(request.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": self.guest.ends_on}

    def carry_out(self, data: dict[str, Any]) -> str:
        services.change_visit(guest=self.guest, by=self.request.user, **data)  # type: ignore[arg-type]
        return gettext("The last day is kept.")


@permission_required("directory.change_colleague", raise_exception=True)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a proposal."""
    colleague = get_object_or_404(Colleague.objects.visible_to(request.user), pk=pk)
    try:
        services.approve_colleague(colleague=colleague, by=request.user)  # type: ignore[arg-type]
    except services.RegisterError as error:
        messages.error(request, explain_person(error))
    else:
        messages.success(request, gettext("%(name)s is approved.") % {"name": colleague})
    return redirect("directory_colleagues")


def urls() -> list[URLPattern]:
    """The addresses of these screens."""
    return [
        path("seat-invitations/", InviteToSeatsView.as_view(), name="directory_invite_to_seats"),
        path("seat-invitations/one/", InviteToSeatView.as_view(), name="directory_invite_to_seat"),
        path("colleagues/", ColleaguesView.as_view(), name="directory_colleagues"),
        path("colleagues/<int:pk>/approve/", approve, name="directory_approve_colleague"),
        path("colleagues/<int:pk>/decline/", DeclineView.as_view(), name="directory_decline_colleague"),
        path("guests/", GuestsView.as_view(), name="directory_guests"),
        path("guests/new/", InviteGuestView.as_view(), name="directory_invite_guest"),
        path("guests/<int:pk>/last-day/", ChangeVisitView.as_view(), name="directory_change_visit"),
    ]


class PermittedItem(MenuItem):
    """A menu entry for those who have a permission."""

    def __init__(self, label: Any, url_name: str, permission: str, **kwargs: Any) -> None:
        super().__init__(label, reverse(url_name), name=url_name.replace("_", "-"), **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


def menu() -> SubmenuMenuItem:
    """The entry of the main menu."""
    items = [
        PermittedItem(
            _("Invite to seats"), "directory_invite_to_seats", "directory.add_appointment", icon_name="mail"
        ),
        PermittedItem(_("Invitations"), "invitation:index", "accounts.view_invitation", icon_name="list-ul"),
        PermittedItem(_("Colleagues"), "directory_colleagues", "directory.change_colleague", icon_name="group"),
        PermittedItem(_("Guests"), "directory_guests", "directory.change_guest", icon_name="user"),
    ]
    return SubmenuMenuItem(_("Invitations and people"), Menu(items=items), name="people", icon_name="mail", order=255)
