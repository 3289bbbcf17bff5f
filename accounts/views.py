"""Doors: invitations, the gate of the admin, script and appearance."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import services
from accounts.forms import AcceptInvitationForm
from accounts.refusals import reason
from accounts.registry import purposes, welcome
from accounts.welcome import begin_welcome

THEMES = {"light", "dark"}
YEAR = 60 * 60 * 24 * 365


@login_not_required
@never_cache
@sensitive_post_parameters()
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of an invitation, make the account and sign the person in."""
    try:
        invitation = services.open_invitation(token)
        purpose = purposes.of([invitation.pk]).get(invitation.pk)
        form = AcceptInvitationForm(request.POST or None, email=invitation.email, purpose=purpose)
        if request.method == "POST" and form.is_valid():
            data = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "password")}
            user = services.accept_invitation(token=token, language=get_language() or "", **data)
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            begin_welcome(request, user)
            return redirect("welcome_security")
    except services.InvitationError as error:
        return render(request, "accounts/invitation_closed.html", {"reason": reason(error)}, status=410)
    context = {"form": form, "email": invitation.email, "purpose": purpose, "steps": len(welcome.steps)}
    return render(request, "accounts/accept_invitation.html", context)


@login_not_required
def gate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Answer whoever is sent to sign in by Wagtail: to the login page, unless signed in already.

    A signed-in person without rights gets 403 for the admin and 404 for what is not for them; sending them to the
    login page would send them back here for ever.
    """
    target = request.GET.get("next", "")
    if not request.user.is_authenticated:
        safe = target if url_has_allowed_host_and_scheme(target, request.get_host()) else reverse("wagtailadmin_home")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': safe})}")
    if not target or target.startswith("/admin/"):
        if request.user.has_perm("wagtailadmin.access_admin"):
            return redirect("wagtailadmin_home")
        list(messages.get_messages(request))  # read: what Wagtail says is what the page says
        raise PermissionDenied
    raise Http404


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the script or language that the reader chose: in a cookie, and with the account."""
    response = redirect(back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        keep_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
        if request.user.is_authenticated:
            services.set_language(user=request.user, language=language)
    return response


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of a light or dark page; anything else returns to what the device asks."""
    response = redirect(back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        keep_cookie(response, "theme", theme)
    else:
        response.delete_cookie("theme")
    return response


def keep_cookie(response: HttpResponse, name: str, value: str) -> None:
    """Set a cookie for a year."""
    response.set_cookie(name, value, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")


def back(request: HttpRequest) -> str:
    """The page that the form was on, if it is ours."""
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, request.get_host(), request.is_secure()) else "/"
