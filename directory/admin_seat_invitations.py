"""Inviting representatives in the Wagtail admin: one seat with its act, or many vacant seats at once."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from accounts.models import Invitation
from accounts.services import InvitationsRefused
from core.filters import FilterForm
from core.names import in_order
from directory import services
from directory.admin_forms import PeopleFormView
from directory.enums import SeatKind
from directory.forms_people import SeatInvitationForm
from directory.models import District, Seat, SeatInvitation
from directory.models.profiles import plain_text
from directory.querysets import existing_on
from directory.refusals import explain_person

PER_PAGE = 40


class InviteToSeatView(PeopleFormView):
    """Invite one person to one seat (`?seat=`), with the act; a seat that is held is given on with the acceptance."""

    permission_required = "directory.add_appointment"
    form_class = SeatInvitationForm
    template_name = "directory/admin/invite_to_seat.html"
    page_title = _("Invite a representative")
    submit_button_label = _("Send the invitation")
    refused_field = "email"
    parent = ("directory_invite_to_seats", _("Invite to seats"))

    @cached_property
    def chosen(self) -> Seat | None:
        """The seat that the address names."""
        number = self.request.GET.get("seat", "")
        seats = Seat.objects.select_related("local_government__parent")
        return seats.filter(pk=number).first() if number.isascii() and number.isdecimal() else None

    def get_page_subtitle(self) -> str:
        return str(self.chosen or "")

    def get_initial(self) -> dict[str, Any]:
        return {"seat": self.chosen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holder = self.chosen.holder if self.chosen else None
        return super().get_context_data(**kwargs) | {"holder": holder, "seat": self.chosen}

    def carry_out(self, data: dict[str, Any]) -> str:
        """Invite, to replace whoever holds the seat on the first day."""
        row = services.invite_representative(by=self.request.user, **data)
        return gettext("The invitation is on its way to %(email)s.") % {"email": row.invitation.email}

    def explain(self, error: services.RegisterError) -> str | SafeString:
        """Lead on to the appointment of whoever has an account."""
        if isinstance(error, services.HasAccount):
            address = reverse("wagtailsnippets_directory_appointment:add")
            return format_html(
                '{} <a href="{}">{}</a>', explain_person(error), address, gettext("Enter an appointment")
            )
        return explain_person(error)


class VacantFilter(FilterForm):
    """Which vacant seats to list."""

    district = forms.ChoiceField(label=_("District"), required=False)
    kind = forms.ChoiceField(label=_("Seat"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.offer("district", _("all"), [(place.slug, place.full_name) for place in in_order(District.objects.all())])
        self.offer("kind", _("both"), SeatKind.choices)

    def narrow(self, seats: Any) -> Any:
        """Keep the seats that are asked for."""
        if self.chosen("district"):
            seats = seats.filter(local_government__district__slug=self.chosen("district"))
        return seats.filter(kind=self.chosen("kind")) if self.chosen("kind") else seats


class PersonRow(forms.Form):
    """Whom to invite to one of the listed seats; an empty row invites nobody."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False, validators=[plain_text])
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False, validators=[plain_text])

    def __init__(self, seat: Seat, data: QueryDict | None, waiting: SeatInvitation | None) -> None:
        super().__init__(data, prefix=f"seat-{seat.pk}")
        self.seat, self.waiting = seat, waiting
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {seat}"

    def clean(self) -> dict[str, Any]:
        """A name alone invites nobody, which would go unnoticed."""
        data = super().clean() or {}
        if not data.get("email") and "email" not in self.errors and (data.get("first_name") or data.get("last_name")):
            self.add_error("email", _("Write the e-mail too, or leave the row empty."))
        return data


class StartForm(forms.Form):
    """The first day in the seats."""

    starts_on = forms.DateField(label=_("From"), initial=timezone.localdate, widget=AdminDateInput)


class InviteToSeatsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The vacant seats, each with a row to invite somebody; all rows are sent together, or none."""

    raise_exception = True
    permission_required = "directory.add_appointment"
    template_name = "directory/admin/invite_to_seats.html"
    page_title = _("Invite to seats")
    header_icon = "mail"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path to the screen."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sent: QueryDict | None = kwargs.get("data")
        form = VacantFilter(self.request.GET or None)
        vacant = Seat.objects.vacant().filter(existing_on(timezone.localdate(), "local_government__"))
        found = form.narrow(vacant.select_related("local_government__parent", "local_government__district"))
        ordered = Paginator(found.order_by("local_government__name", "local_government", "kind"), PER_PAGE)
        page = ordered.get_page(self.request.GET.get("page"))
        seats = list(page.object_list) if sent is None else seats_in(sent)
        waiting = invitations_to(seats)
        return context | {
            "filter": form,
            "page_obj": page,
            "start": StartForm(sent),
            "rows": [PersonRow(seat, sent, waiting.get(seat.pk)) for seat in seats],
            "parameters": form.others(""),
            "media": StartForm().media,
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the invitations of all rows that are filled in."""
        context = self.get_context_data(data=request.POST)
        rows, start = context["rows"], context["start"]
        filled = [row for row in rows if row.has_changed()]
        fine = all([start.is_valid(), *(row.is_valid() for row in rows)])
        if fine and filled and self.send(filled, start.cleaned_data["starts_on"]):
            return redirect(request.get_full_path())
        if fine and not filled:
            context["nobody"] = True
        context["faults"] = [row for row in rows if row.errors]
        return self.render_to_response(context)

    def send(self, rows: list[PersonRow], starts_on: Any) -> bool:
        """Call the service; a refusal stands in its row."""
        people: Any = [{"seat": row.seat} | row.cleaned_data for row in rows]
        try:
            sent = services.invite_to_seats(people=people, starts_on=starts_on, by=self.request.user)  # type: ignore[arg-type]
        except InvitationsRefused as refused:
            for place, error in refused.refusals.items():
                rows[place - 1].add_error("email", explain_person(error))
            return False
        text = ngettext("%(number)d invitation is on its way.", "%(number)d invitations are on their way.", len(sent))
        messages.success(self.request, text % {"number": len(sent)})
        return True


def seats_in(sent: QueryDict) -> list[Seat]:
    """The seats of the rows that were sent, vacant still or not: whose row is filled in, is answered."""
    numbers = [int(found[1]) for name in sent if (found := re.fullmatch(r"seat-([0-9]{1,18})-email", name))]
    seats = Seat.objects.filter(pk__in=numbers).select_related("local_government__parent")
    return list(seats.order_by("local_government__name", "local_government", "kind"))


def invitations_to(seats: list[Seat]) -> dict[int, SeatInvitation]:
    """The invitations that wait for these seats, by the seat."""
    rows = SeatInvitation.objects.filter(seat__in=seats, invitation__in=Invitation.objects.waiting())
    return {row.seat_id: row for row in rows.select_related("invitation")}
