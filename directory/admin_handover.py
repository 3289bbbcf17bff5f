"""Handover in the admin: what a person held for a seat, what becomes of it, and the records of what was done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from directory import services
from directory.admin_seats import RegisterScreen, appoint_url, seat_url
from directory.enums import Fate
from directory.forms import explain
from directory.models import Appointment, LocalGovernment, Seat
from directory.registry import holdings
from directory.services.handover import ACTION


class Handover(RegisterScreen, TemplateView):
    """What the person of an ended appointment holds; one button does what is said of each thing."""

    template_name = "directory/admin/handover.html"
    page_title = _("Handover")
    header_icon = "resubmit"

    @cached_property
    def appointment(self) -> Appointment:
        """The appointment that has ended, or has a last day."""
        rows = Appointment.objects.filter(seat=self.seat, ends_on__isnull=False).select_related("person")
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        found.seat = self.seat
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each kind of things with the fate of each, who comes next, and what was handed over before."""
        row = self.appointment
        held = [(kind.title, found) for kind, found in services.holdings_of(row)]
        facts = {
            "appointment": row,
            "successor": services.next_after(row),
            "receiver": services.holder_after(row),
            "held": held,
            "is_open": row.has_ended and any(one.carry_out for _title, found in held for one in found),
            "opens_on": row.ends_on + timedelta(days=1) if row.ends_on and not row.has_ended else None,
            "records": list(services.handovers_of(row)),
            "seat_url": seat_url(row.seat_id),
            "appoint_url": appoint_url(row.seat),
        }
        return super().get_context_data(**kwargs, **facts)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand over, and show the record."""
        try:
            record = services.hand_over(appointment=self.appointment, by=self.request.user)
        except services.RegisterError as error:
            messages.warning(request, explain(error))
            return redirect(request.path)
        messages.success(request, gettext("The handover is recorded."))
        return redirect("directory_handover_record", pk=record.pk)


class HandoverRecord(RegisterScreen, TemplateView):
    """What was handed over: what, when, by whom, to whom."""

    template_name = "directory/admin/handover_record.html"
    page_title = _("Record of a handover")
    header_icon = "history"

    @cached_property
    def record(self) -> ModelLogEntry:
        """The entry in the log of the local government."""
        rows = ModelLogEntry.objects.filter(action=ACTION, content_type__app_label="directory").select_related("user")
        return get_object_or_404(rows.filter(data__has_key="items"), pk=self.kwargs["pk"])

    @cached_property
    def unit(self) -> LocalGovernment:
        """The local government, whose log the record is in."""
        rows = LocalGovernment.objects.select_related("parent")
        return get_object_or_404(rows, pk=self.record.object_id)

    @cached_property
    def seat(self) -> Any:
        """The seat that the record is about."""
        seat = Seat.objects.filter(local_government=self.unit, kind=self.record.data["from"]["seat"]).first()
        if seat is None:
            raise Http404
        seat.local_government = self.unit
        return seat

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record in words."""
        facts = {
            "record": self.record,
            "before": with_days(self.record.data["from"]),
            "after": with_days(self.record.data["to"]),
            "seat": self.seat,
            "kinds": by_kind(self.record.data["items"]),
            "print_url": reverse("directory_handover_print", args=[self.record.pk]),
        }
        return super().get_context_data(**kwargs, **facts)


class HandoverPrint(HandoverRecord):
    """The record for paper, with a line for each signature."""

    template_name = "directory/handover_print.html"


def with_days(facts: dict[str, str]) -> dict[str, Any]:
    """The facts of an appointment in a record, the days as dates."""
    days = {name: date.fromisoformat(facts[name]) for name in ("starts_on", "ends_on") if facts.get(name)}
    return {**facts, **days}


def by_kind(items: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The things of a record under the titles of their kinds, each with its fate in words."""
    titles = {kind.name: kind.title for kind in holdings.kinds}
    found: dict[str, list[dict[str, str]]] = {}
    for item in items:
        found.setdefault(item["kind"], []).append(item | {"fate": str(Fate(item["fate"]).label)})
    return [{"title": titles.get(name, name), "things": listed} for name, listed in found.items()]


def urls() -> list[URLPattern]:
    """The addresses of handovers and of their records."""
    return [
        path("register/seats/<int:seat_id>/<int:pk>/handover/", Handover.as_view(), name="directory_handover"),
        path("register/handovers/<int:pk>/", HandoverRecord.as_view(), name="directory_handover_record"),
        path("register/handovers/<int:pk>/print/", HandoverPrint.as_view(), name="directory_handover_print"),
    ]
