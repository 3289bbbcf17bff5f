"""The views of people under the directory's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from accounts.models import User
from directory import exports
from directory.filters import PeopleFilter
from directory.models.seats import Appointment
from directory.names import person_key
from directory.vcard import vcard

if TYPE_CHECKING:
    from core.registry import AnyUser
    from directory.querysets import AppointmentQuerySet

PEOPLE_PER_PAGE = 20


class PeopleViews:
    """A part of `DirectoryPage`: the list of representatives, and a person's page and card."""

    render: Any  # of RoutablePageMixin
    reverse_url: Any  # of DirectoryPage

    @path("osobe/", name="people")
    def people(self, request: HttpRequest) -> TemplateResponse:
        """Today's representatives by name, narrowed by what they are and know."""
        form = PeopleFilter(request.GET or None, keeps_register=request.user.has_perm("directory.add_appointment"))
        found = form.narrow(current_appointments(request.user))
        people = sorted(found, key=lambda appointment: person_key(appointment.person))
        page_obj = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
        context = {"filter": form, "page_obj": page_obj, "crumbs": [self]}
        return self.render(request, template="directory/people.html", context_overrides=context)

    @path("osobe/izvoz/", name="export_people")
    def export_people(self, request: HttpRequest) -> HttpResponse:
        """The filtered list of representatives as a file, on POST; GET leads to the list."""
        if request.method != "POST":
            return redirect(f"{self.reverse_url('people')}?{request.GET.urlencode()}")
        form = PeopleFilter(request.GET or None, keeps_register=request.user.has_perm("directory.add_appointment"))
        found = form.narrow(current_appointments(request.user))
        people = sorted(found, key=lambda appointment: person_key(appointment.person))
        return exports.of_people(people, page=self, request=request, filters=form.values)

    @path("osobe/<int:person_id>/", name="person")
    def person(self, request: HttpRequest, person_id: int) -> TemplateResponse:
        """One person: today's seats, contact, and seats held before. Who never held a seat is not in the directory."""
        from directory import working_groups

        person = active_person(person_id)
        appointments = Appointment.objects.visible_to(request.user).filter(person=person)
        held = list(appointments.select_related("seat__local_government__district", "seat__local_government__parent"))
        if not held:
            raise Http404
        current = [appointment for appointment in held if appointment.is_current]
        profile = getattr(person, "profile", None) if current else None
        context = {
            "person": person,
            "crumbs": [self, {"title": _("Representatives"), "url": self.reverse_url("people")}],
            "working_groups": working_groups.groups_of_person(person),
            "current": current,
            "coming": [appointment for appointment in held if appointment.starts_on > timezone.localdate()],
            "earlier": [appointment for appointment in held if appointment.has_ended],
            "topics": list(profile.topics.all()) if profile else [],
            "software": list(profile.software.all()) if profile else [],
        }
        return self.render(request, template="directory/person.html", context_overrides=context)

    @path("osobe/<int:person_id>/vcard/", name="vcard")
    def vcard(self, request: HttpRequest, person_id: int) -> HttpResponse:
        """The official contact of somebody who holds a seat today, for an address book."""
        person = active_person(person_id)
        held = list(current_appointments(request.user).filter(person=person))
        if not held:
            raise Http404
        url = request.build_absolute_uri(self.reverse_url("person", person_id=person.pk))
        return vcard(person, [appointment.seat for appointment in held], url).response()


def active_person(person_id: int) -> User:
    """A person whose account is active, with the profile. Raises `Http404`."""
    return get_object_or_404(User.objects.select_related("profile"), pk=person_id, is_active=True)


def current_appointments(user: AnyUser) -> AppointmentQuerySet:
    """Today's appointments with all that a list of people shows and is narrowed by."""
    current = (
        Appointment.objects.visible_to(user)
        .of_active()
        .in_force_on(timezone.localdate())
        .filter(person__is_active=True)
    )
    return current.select_related(
        "person__profile", "seat__local_government__district", "seat__local_government__parent"
    ).prefetch_related("person__profile__topics", "person__profile__software")
