"""What a member does in the directory: the own profile."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import SignedInRequest
from directory.forms import ProfileForm
from directory.models import Profile


def edit_profile(request: SignedInRequest) -> HttpResponse:
    """Show and save the signed-in person's own profile; there is no address for another's."""
    profile = Profile.objects.filter(user=request.user).first() or Profile(user=request.user)
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("edit_profile")
    return render(request, "directory/edit_profile.html", {"form": form})
