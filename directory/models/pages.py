"""The page under which the register is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from accounts.models import User
from core.models import BasePage
from core.names import in_order
from directory import registry
from directory.filters import LocalGovernmentFilter, PeopleFilter
from directory.models.local_governments import District, LocalGovernment
from directory.models.seats import Appointment, Seat
from directory.names import person_key

if TYPE_CHECKING:
    from core.registry import AnyUser
    from directory.querysets import AppointmentQuerySet

PER_PAGE = 20


class DirectoryPage(RoutablePageMixin, BasePage):
    """The directory: local governments and people. What it shows comes from the register, not from the page."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        verbose_name = _("directory")
        verbose_name_plural = _("directories")

    @path("", name="index")
    def index(self, request: HttpRequest) -> TemplateResponse:
        """All local governments: seats by district, and a filtered table."""
        units = LocalGovernment.objects.visible_to(request.user).active()
        form = LocalGovernmentFilter(request.GET or None)
        found = in_order(form.narrow(units).with_seats())
        page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        is_start = page_obj.number == 1 and not form.is_used
        context = {
            "filter": form,
            "districts": by_district(found) if is_start else None,
            "page_obj": page_obj,
            **count_seats(found),
        }
        return self.render(request, context_overrides=context)

    @path("jls/<slug:slug>/", name="local_government")
    def local_government(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """One local government: its seats, their holders and who held them before."""
        units = LocalGovernment.objects.visible_to(request.user).with_seats()
        unit = get_object_or_404(units, slug=slug)
        history = Appointment.objects.visible_to(request.user).filter(seat__local_government=unit)
        context = {
            "unit": unit,
            "crumbs": [self, self.filtered_by(unit.district)],
            "history": history_by_seat(unit, list(history.select_related("person"))),
            "city_municipalities": in_order(unit.city_municipalities.visible_to(request.user).active()),
            "sections": registry.sections.render(request, unit),
        }
        return self.render(request, template="directory/local_government.html", context_overrides=context)

    @path("osobe/", name="people")
    def people(self, request: HttpRequest) -> TemplateResponse:
        """Today's representatives by name."""
        form = PeopleFilter(request.GET or None)
        found = form.narrow(current_appointments(request.user))
        people = sorted(found, key=lambda appointment: person_key(appointment.person))
        page_obj = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
        context = {"filter": form, "page_obj": page_obj, "crumbs": [self]}
        return self.render(request, template="directory/people.html", context_overrides=context)

    @path("osobe/<int:person_id>/", name="person")
    def person(self, request: HttpRequest, person_id: int) -> TemplateResponse:
        """One person: today's seats, contact, and seats held before. Who never held a seat is not in the directory."""
        person = get_object_or_404(User.objects.select_related("profile"), pk=person_id, is_active=True)
        appointments = Appointment.objects.visible_to(request.user).filter(person=person)
        held = list(appointments.select_related("seat__local_government__district", "seat__local_government__parent"))
        if not held:
            raise Http404
        context = {
            "person": person,
            "crumbs": [self, {"title": _("Representatives"), "url": self.reverse_url("people")}],
            "current": [appointment for appointment in held if appointment.is_current],
            "coming": [appointment for appointment in held if appointment.starts_on > timezone.localdate()],
            "earlier": [appointment for appointment in held if appointment.has_ended],
        }
        return self.render(request, template="directory/person.html", context_overrides=context)

    def reverse_url(self, name: str, **kwargs: Any) -> str:
        """The address of one of the views under this page."""
        return f"{self.url}{self.reverse_subpage(name, kwargs=kwargs)}"

    def filtered_by(self, district: District) -> dict[str, str]:
        """The path to the list of a district's local governments."""
        return {"title": district.full_name, "url": f"{self.url}?district={district.slug}"}


def current_appointments(user: AnyUser) -> AppointmentQuerySet:
    """Today's appointments with all that a list of people shows."""
    current = Appointment.objects.visible_to(user).of_active().in_force_on(timezone.localdate())
    return current.select_related(
        "person__profile", "seat__local_government__district", "seat__local_government__parent"
    )


def by_district(units: list[LocalGovernment]) -> list[dict]:
    """Group units by district, in Serbian order of the districts, with the number of vacant seats."""
    groups: dict[District, list[LocalGovernment]] = {}
    for unit in units:
        groups.setdefault(unit.district, []).append(unit)
    return [
        {"district": district, "units": groups[district], **count_seats(groups[district])}
        for district in in_order(groups)
    ]


def count_seats(units: list[LocalGovernment]) -> dict[str, int]:
    """Count units, seats and vacant seats; expects `with_seats()`."""
    seats: list[Seat] = [seat for unit in units for seat in unit.seats.all()]
    vacant = sum(1 for seat in seats if seat.holder is None)
    return {
        "unit_count": len(units),
        "seat_count": len(seats),
        "vacant_count": vacant,
        "held_count": len(seats) - vacant,
    }


def history_by_seat(unit: LocalGovernment, appointments: list[Appointment]) -> list[dict]:
    """The seats of a unit, each with all its appointments, newest first."""
    return [
        {"seat": seat, "appointments": [row for row in appointments if row.seat_id == seat.pk]}
        for seat in unit.seats.all()
    ]
