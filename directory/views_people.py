"""What representatives do about their colleagues, and the profile of a new person."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import SignedInRequest
from accounts.registry import welcome
from core.registry import entitlements
from directory import services
from directory.forms_people import ColleagueForm, FirstProfileForm, LastDayForm, profile_of
from directory.models import Appointment, Colleague, LocalGovernment
from directory.querysets import is_coordinator
from directory.refusals import explain_person


def own_units(request: SignedInRequest) -> QuerySet[LocalGovernment]:
    """The local governments whose seats the person holds today; 404 for whoever holds none."""
    held = Appointment.objects.visible_to(request.user).held_today(request.user)
    units = LocalGovernment.objects.filter(pk__in=held.values("seat__local_government")).select_related("parent")
    if not units.exists():
        raise Http404
    return units


def own_colleagues(request: SignedInRequest) -> HttpResponse:
    """List the colleagues of one's own local government, proposed ones too."""
    units = own_units(request)
    rows = Colleague.objects.of(request.user).select_related("local_government__parent", "proposed_by", "invitation")
    context = {"colleagues": rows.order_by("ends_on", "last_name"), "several": len(units) > 1}
    return render(request, "directory/own_colleagues.html", context)


def propose_colleague(request: SignedInRequest) -> HttpResponse:
    """Show the form of a proposal and send it to the coordinator."""
    form = ColleagueForm(request.POST or None, units=own_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_colleague(by=request.user, **form.cleaned_data)
        except services.RegisterError as error:
            form.add_error("email", explain_person(error))
        else:
            messages.success(request, _("Your proposal waits for the coordinator."))
            return redirect("own_colleagues")
    return render(request, "directory/propose_colleague.html", {"form": form})


def end_colleague(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a representative of the local government, or the coordinator, end a colleague with a day."""
    rows = Colleague.objects.all() if is_coordinator(request.user) else Colleague.objects.of(request.user)
    approved = rows.filter(approved_on__isnull=False).select_related("local_government__parent")
    colleague = get_object_or_404(approved, pk=pk)
    form = LastDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_colleague(colleague=colleague, by=request.user, **form.cleaned_data)
        except services.RegisterError as error:
            form.add_error("last_day", explain_person(error))
        else:
            messages.success(request, _("The last day is kept."))
            is_own = Colleague.objects.of(request.user).filter(pk=pk).exists()
            return redirect("own_colleagues" if is_own else "directory_colleagues")
    return render(request, "directory/end_colleague.html", {"form": form, "colleague": colleague})


def welcome_profile(request: SignedInRequest) -> HttpResponse:
    """The step of the welcome that asks for position and phone."""
    onward = welcome.after("welcome_profile")
    entitlement = entitlements.of(request.user)
    if entitlement.guest and not entitlement.reads_unrestricted:
        return redirect(onward)  # a guest is in no directory
    form = FirstProfileForm(request.POST if request.method == "POST" else None, instance=profile_of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(onward)
    context = {"form": form, "onward": onward, **welcome.place_of("welcome_profile")}
    return render(request, "directory/welcome_profile.html", context)
