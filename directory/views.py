"""What a member does in the directory: the own profile; and photos, which only readers see."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import SignedInRequest, User
from directory import services
from directory.forms import ProfileForm
from directory.models import Appointment, Profile, confirmation_due
from directory.models.profiles import small_photo
from files.services import send_picture


def edit_profile(request: SignedInRequest) -> HttpResponse:
    """Show and save the signed-in person's own profile; there is no address for another's."""
    profile = Profile.objects.filter(user=request.user).first() or Profile(user=request.user)
    profile.user = request.user
    form = ProfileForm(request.POST or None, request.FILES or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("edit_profile")
    holds_seat = Appointment.objects.held_today(request.user).exists()
    return render(
        request,
        "directory/edit_profile.html",
        {"form": form, "profile": profile, "ask_to_confirm": holds_seat and confirmation_due(request.user)},
    )


@require_POST
def confirm_profile(request: SignedInRequest) -> HttpResponse:
    """Take down that the own profile is right, and lead back to where that was said."""
    services.confirm_profile(person=request.user)
    messages.success(request, _("Thank you. We will ask you again in a year."))
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, request.get_host(), request.is_secure())
    return redirect(target if is_ours else "edit_profile")


@require_safe
def photo(request: HttpRequest, person_id: int, key: str) -> HttpResponse | FileResponse:
    """Send a person's photo, large or small, to whoever may see the profile; an old photo has no address any more."""
    profile = get_object_or_404(Profile.objects.shown_to(request.user), user__in=User.objects.filter(pk=person_id))
    large = profile.photo.name or ""
    name = next((name for name in (large, small_photo(large)) if large and PurePosixPath(name).stem == key), "")
    try:
        response = send_picture(default_storage.path(name)) if name else None
    except FileNotFoundError as error:
        raise Http404 from error
    if response is None:
        raise Http404
    response["Content-Type"] = "image/webp"
    return response
