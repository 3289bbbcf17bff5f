"""A seat in the admin, and what is done with its appointments: appoint, end, replace, correct, annul."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from directory import services
from directory.appointment_forms import ActFields, AnnulForm, AppointForm, CorrectForm, EndForm, ReplaceForm
from directory.enums import AppointmentState
from directory.forms import explain, field_of
from directory.models import Appointment, Seat

APPOINT, CHANGE = "directory.add_appointment", "directory.change_appointment"


def state_of(appointment: Appointment) -> AppointmentState:
    """Whether the appointment is in force today, coming or over."""
    if appointment.is_current:
        return AppointmentState.CURRENT
    return AppointmentState.ENDED if appointment.has_ended else AppointmentState.COMING


def appoint_url(seat: Seat) -> str:
    """The form that gives this seat to somebody."""
    return f"{reverse('wagtailsnippets_directory_appointment:add')}?seat={seat.pk}"


def invite_url(seat: Seat | None) -> str:
    """The form that invites a person without an account to a seat, where there is one."""
    try:
        address = reverse("directory_invite_to_seat")
    except NoReverseMatch:
        return ""
    return f"{address}?seat={seat.pk}" if seat else address


def seat_url(seat_id: int) -> str:
    """The screen of a seat."""
    return reverse("directory_seat", args=[seat_id])


class RegisterScreen(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """A screen about seats and appointments, for those who keep the register."""

    permission_required: Any = CHANGE
    raise_exception = True
    request: Any
    kwargs: dict[str, Any]
    header_icon = "user"

    @cached_property
    def seat(self) -> Any:
        """The seat that the screen is about; only the form that appoints may have none."""
        rows = Seat.objects.select_related("local_government__parent")
        return get_object_or_404(rows, pk=self.kwargs["seat_id"])

    def get_page_subtitle(self) -> str:
        return str(self.seat) if self.seat else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path: the list of appointments, the seat, this screen."""
        listed = {"url": reverse("wagtailsnippets_directory_appointment:list"), "label": _("Appointments")}
        seat = [{"url": seat_url(self.seat.pk), "label": str(self.seat)}] if self.seat else []
        return [*super().get_breadcrumbs_items(), listed, *seat, {"url": "", "label": self.page_title}]


class SeatScreen(RegisterScreen, TemplateView):
    """A seat: who holds it, who will, who held it, and what can be done."""

    template_name = "directory/admin/seat.html"

    def get_page_title(self) -> str:
        return str(self.seat)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The path ends with the seat."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": str(self.seat)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The appointments, the latest first, each with its state."""
        rows = list(Appointment.objects.filter(seat=self.seat).select_related("person", "act_document"))
        for row in rows:
            row.seat = self.seat
        found = [{"appointment": row, "state": state_of(row)} for row in rows]
        facts = {
            "seat": self.seat,
            "rows": found,
            "is_vacant": not any(row.is_current for row in rows),
            "states": AppointmentState,
            "appoint_url": appoint_url(self.seat),
            "invite_url": invite_url(self.seat),
        }
        return super().get_context_data(**kwargs, **facts)


class Operation(RegisterScreen, FormView):
    """A form that changes who holds a seat; a refusal stands in the form, which keeps what was typed."""

    template_name = "directory/admin/appointment_form.html"
    form_class: Any
    submit_label: Any = ""
    explanation: Any = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Forms with an act ask what the person may choose."""
        kwargs = super().get_form_kwargs()
        if issubclass(self.form_class, ActFields):
            kwargs |= {"user": self.request.user, "place": self.seat}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form with its words."""
        facts = {
            "submit_label": self.submit_label,
            "explanation": self.explanation,
            "seat_url": seat_url(self.seat.pk) if self.seat else "",
            "invite_url": invite_url(self.seat),
        }
        context = super().get_context_data(**kwargs, **facts)
        context["media"] = context["form"].media
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep a file that was sent along, then try."""
        form = self.get_form()
        is_valid = form.is_valid()
        if isinstance(form, ActFields):
            form.keep_file()
        return self.form_valid(form) if is_valid else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        """Change the register, or say why not."""
        try:
            done = self.carry_out(form)
        except services.RegisterError as error:
            form.add_error(field_of(error, form), explain(error))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def carry_out(self, form: Any) -> str:
        """Call the service; return what was done, in a sentence."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        """The seat."""
        return seat_url(self.seat.pk)


class Appoint(Operation):
    """Give a seat, which the address may name, to a person."""

    permission_required = APPOINT
    form_class = AppointForm
    page_title = _("Enter an appointment")
    submit_label = _("Appoint")

    @cached_property
    def seat(self) -> Any:
        """The seat of the form that was sent, else of the address; it can be chosen in the form too."""
        named = self.request.POST.get("seat") or self.request.GET.get("seat") or ""
        rows = Seat.objects.select_related("local_government__parent")
        return rows.filter(pk=named).first() if named.isascii() and named.isdecimal() else None

    def get_initial(self) -> dict[str, Any]:
        return {"seat": self.seat.pk if self.seat else None}

    def carry_out(self, form: Any) -> str:
        """Appoint."""
        names = ("seat", "person", "starts_on", "ends_on")
        facts = {name: form.cleaned_data[name] for name in names}
        services.appoint(**facts, **form.act, by=self.request.user)
        return gettext("%(person)s is appointed: %(seat)s.") % facts


class OfAppointment(Operation):
    """What is done with one appointment."""

    @cached_property
    def appointment(self) -> Any:
        """The appointment, or nothing when somebody has annulled it in the meantime."""
        rows: QuerySet[Appointment] = Appointment.objects.filter(seat=self.seat).select_related("person")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found:
            found.seat = self.seat
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An appointment that is gone leads to its seat."""
        if self.has_permission() and self.appointment is None:
            messages.warning(request, gettext("This appointment is not there any more; somebody annulled it."))
            return redirect(seat_url(self.seat.pk))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"appointment": self.appointment}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, appointment=self.appointment)

    def form_valid(self, form: Any) -> HttpResponse:
        """A form that shows what is no more so is refused."""
        if form.is_stale:
            form.add_error(None, explain(services.AppointmentChanged()))
            return self.form_invalid(form)
        return super().form_valid(form)


class End(OfAppointment):
    """End an appointment; what the person held is handed over next."""

    form_class: Any = EndForm
    page_title = _("End an appointment")
    submit_label = _("End the appointment")
    explanation = _("The seat is vacant from the next day on. What the person wrote keeps the name and the seat.")

    def carry_out(self, form: Any) -> str:
        """End it."""
        day = form.cleaned_data["last_day"]
        services.end_appointment(appointment=self.appointment, last_day=day, by=self.request.user)
        return gettext("The appointment of %(person)s is ended.") % {"person": self.appointment.person}

    def get_success_url(self) -> str:
        """The handover."""
        return reverse("directory_handover", args=[self.seat.pk, self.appointment.pk])


class Replace(End):
    """Give the seat to another person in one step."""

    form_class = ReplaceForm
    page_title = _("Replace a representative")
    submit_label = _("Replace")
    explanation = _("The day before is the last of the one who holds the seat; both changes are made, or none.")

    def carry_out(self, form: Any) -> str:
        """Replace."""
        person, before = form.cleaned_data["person"], self.appointment.person
        services.replace(
            appointment=self.appointment,
            person=person,
            starts_on=form.cleaned_data["starts_on"],
            **form.act,
            by=self.request.user,
        )
        return gettext("%(person)s follows %(before)s.") % {"person": person, "before": before}


class Correct(OfAppointment):
    """Set right what was entered wrongly, with the reason."""

    form_class = CorrectForm
    page_title = _("Correct an appointment")
    submit_label = _("Correct")
    explanation = _("For what was entered wrongly. Who leaves is not corrected away: end the appointment instead.")

    def form_valid(self, form: Any) -> HttpResponse:
        """Nothing is recorded where nothing changes."""
        if not form.is_stale and not form.changes:
            form.add_error(None, gettext("You have changed nothing."))
            return self.form_invalid(form)
        return super().form_valid(form)

    def carry_out(self, form: Any) -> str:
        """Correct."""
        changes = form.changes
        services.correct_appointment(
            appointment=self.appointment, reason=form.cleaned_data["reason"], by=self.request.user, **changes
        )
        return gettext("The appointment is corrected; the record keeps what stood before.")


class Annul(OfAppointment):
    """Take out an appointment that should never have been entered, with the reason."""

    form_class = AnnulForm
    page_title = _("Annul an appointment")
    submit_label = _("Annul")
    explanation = _("As if it had never been: for what should not have been entered. The record keeps what it said.")

    def carry_out(self, form: Any) -> str:
        """Annul."""
        reason = form.cleaned_data["reason"]
        services.annul_appointment(appointment=self.appointment, reason=reason, by=self.request.user)
        return gettext("The appointment of %(person)s is annulled.") % {"person": self.appointment.person}


def urls() -> list[URLPattern]:
    """The addresses of seats and of what is done with their appointments."""
    one = "register/seats/<int:seat_id>/<int:pk>/"
    return [
        path("register/seats/<int:seat_id>/", SeatScreen.as_view(), name="directory_seat"),
        path(f"{one}end/", End.as_view(), name="directory_end_appointment"),
        path(f"{one}replace/", Replace.as_view(), name="directory_replace"),
        path(f"{one}correct/", Correct.as_view(), name="directory_correct_appointment"),
        path(f"{one}annul/", Annul.as_view(), name="directory_annul_appointment"),
    ]
