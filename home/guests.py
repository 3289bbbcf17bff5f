"""The first page of guests: what working groups have opened to them."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.models import Page

from accounts.models import SignedInRequest
from core.querysets import visible_pages
from core.registry import entitlements
from directory.models import Guest
from home.models import HomePage


def to_open_pages(page: Page, request: SignedInRequest, args: list, kwargs: dict) -> HttpResponseRedirect | None:
    """Lead a guest from the first page of members to his or her own."""
    if page.specific_class is HomePage and is_guest_only(request):
        return redirect("open_for_you")
    return None


def open_for_you(request: SignedInRequest) -> HttpResponse:
    """Show a guest the topmost pages that are open; members have their own first page."""
    if entitlements.of(request.user).reads_unrestricted:
        return redirect("/")
    if not is_guest_only(request):
        raise Http404
    visits = Guest.objects.current_on(timezone.localdate()).filter(person=request.user)
    return render(request, "home/open_for_you.html", {"pages": topmost(request), "visits": visits})


def is_guest_only(request: SignedInRequest) -> bool:
    """Whether the person is here today as a guest and as nothing else."""
    entitlement = entitlements.of(request.user)
    return (entitlement.guest or entitlement.is_reader) and not entitlement.reads_unrestricted


def topmost(request: SignedInRequest) -> list[Page]:
    """The pages that the reader may see and that stand under no other such page, in the tree's order."""
    found: list[Page] = []
    for page in visible_pages(Page.objects.order_by("path"), request.user):
        if not found or not page.path.startswith(found[-1].path):
            found.append(page)
    return found
