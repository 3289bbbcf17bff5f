"""Writing to the coordinator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.models import SignedInRequest
from home import services
from home.forms import MessageForm


def contact_coordinator(request: SignedInRequest) -> HttpResponse:
    """Show the form and send what is written; the page that the person came from goes along."""
    form = MessageForm(request.POST or None, initial={"page": came_from(request)})
    if request.method == "POST" and form.is_valid():
        services.write_to_coordinator(sender=request.user, **form.cleaned_data)
        messages.success(request, _("Your message is on its way to the coordinator. A copy is kept."))
        return redirect("contact_coordinator")
    return render(request, "home/contact_coordinator.html", {"form": form})


def came_from(request: HttpRequest) -> str:
    """The address of the page of ours that the person was on, or nothing."""
    address = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, request.get_host())
    return address[:300] if is_ours and request.path not in address else ""
