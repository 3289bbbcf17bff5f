"""The list of appointments in the admin; what is done with one is in `admin_seats`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core.choosers import ListOnlyChooserViewSet
from core.lists import ListView, ListViewSet
from core.names import in_order
from directory.admin_seats import CHANGE, Appoint, seat_url, state_of
from directory.enums import AppointmentState, SeatKind
from directory.models import Appointment, District
from directory.querysets import AppointmentQuerySet

View = Callable[..., HttpResponseBase]
OPERATIONS = {
    "replace": ("directory_replace", _("Replace"), "user"),
    "end": ("directory_end_appointment", _("End"), "calendar-check"),
    "handover": ("directory_handover", _("Handover"), "resubmit"),
    "correct": ("directory_correct_appointment", _("Correct"), "edit"),
    "annul": ("directory_annul_appointment", _("Annul"), "bin"),
}


class RegisterChooserViewSet(ListOnlyChooserViewSet):
    """Choosers of the register, for those who keep it: Wagtail's are open to everybody in the admin."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, each behind the permission to change local governments."""
        return decorate_urlpatterns(super().get_urlpatterns(), permission_required("directory.change_localgovernment"))


def districts() -> list[tuple[str, str]]:
    """The districts as choices, in the order of the reader's alphabet."""
    return [(str(district.pk), district.full_name) for district in in_order(District.objects.all())]


class AppointmentFilterSet(WagtailFilterSet):
    """By state, kind of seat and district."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=AppointmentState.choices, method="in_state")
    kind = django_filters.ChoiceFilter(label=_("Seat"), choices=SeatKind.choices, field_name="seat__kind")
    district = django_filters.ChoiceFilter(
        label=_("District"), choices=districts, field_name="seat__local_government__district"
    )

    class Meta:
        model = Appointment
        fields: list[str] = []

    def in_state(self, rows: AppointmentQuerySet, name: str, value: str) -> AppointmentQuerySet:
        """Keep the appointments that are in force, to come or over today."""
        today = timezone.localdate()
        return {
            AppointmentState.CURRENT: rows.in_force_on(today),
            AppointmentState.COMING: rows.filter(starts_on__gt=today),
            AppointmentState.ENDED: rows.filter(ends_on__lt=today),
        }[AppointmentState(value)]


def state_label(appointment: Appointment) -> str:
    """The state in words."""
    return str(state_of(appointment).label)


def operations(appointment: Appointment) -> list[str]:
    """What can be done with an appointment in its state."""
    over = appointment.has_ended
    names = [] if over else ["replace", "end"]
    return [*names, *(["handover"] if appointment.ends_on else []), "correct", "annul"]


class AppointmentListView(ListView):
    """The list; the buttons of a row are what can be done with it."""

    def get_list_more_buttons(self, instance: Appointment) -> list[Button]:
        if not self.request.user.has_perm(CHANGE):
            return []
        return [
            Button(label, reverse(address, args=[instance.seat_id, instance.pk]), icon_name=icon, priority=place)
            for place, (address, label, icon) in enumerate(OPERATIONS[name] for name in operations(instance))
        ]


def to_seat(request: HttpRequest, pk: str) -> HttpResponse:
    """Where Wagtail edits or deletes: the screen of the seat, since an appointment is never edited or deleted."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    appointment = get_object_or_404(Appointment, pk=pk)
    return redirect(f"{seat_url(appointment.seat_id)}#appointment-{appointment.pk}")


class AppointmentViewSet(ListViewSet):
    """Who holds which seat from when to when."""

    model = Appointment
    icon = "user"
    menu_label = _("Appointments")
    menu_name = "appointments"
    index_view_class = AppointmentListView
    filterset_class = AppointmentFilterSet
    chooser_viewset_class = RegisterChooserViewSet
    list_display = ["seat", "person", "starts_on", "ends_on", Column("state", label=_("State"), accessor=state_label)]
    search_fields = ["person__first_name", "person__last_name", "seat__local_government__name"]
    pk_path_converter = "int"

    @property
    def add_view(self) -> View:
        """The form that gives a seat to a person."""
        return Appoint.as_view()

    @property
    def edit_view(self) -> View:
        """An appointment is ended, replaced or corrected instead."""
        return to_seat

    delete_view = edit_view

    def get_queryset(self, request: Any) -> QuerySet[Appointment]:
        return Appointment.objects.select_related("seat__local_government__parent", "person")
