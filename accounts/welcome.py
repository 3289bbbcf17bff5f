"""The welcome of a new person: a safe log-in, the profile (of a higher app), the script. Each step works by itself."""

from __future__ import annotations

import ipaddress

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import services
from accounts.middleware import must_have_second_factor
from accounts.models import SignedInRequest, User
from accounts.models.user import LANGUAGE_CHOICES
from accounts.registry import welcome

IN_WELCOME = "in_welcome"  # in the session: pages of the account lead back to the welcome


def begin_welcome(request: HttpRequest, user: User) -> None:
    """Remember that the password has just been chosen: setting up a second factor does not ask for it again."""
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session[IN_WELCOME] = True


@require_safe
def security(request: SignedInRequest) -> HttpResponse:
    """Offer a second factor, which some must have; the others may go on without."""
    required = settings.MFA_REQUIRED and must_have_second_factor(request.user)
    done = is_mfa_enabled(request.user)
    context = {
        "done": done,
        "may_go_on": done or not required,
        "required": required,
        "passkeys": passkeys_work(request),
        "onward": welcome.after("welcome_security"),
        **welcome.place_of("welcome_security"),
    }
    return render(request, "accounts/welcome_security.html", context)


def passkeys_work(request: HttpRequest) -> bool:
    """Whether browsers make passkeys for this host: for names over https, and for localhost (W3C WebAuthn, 5.1.2)."""
    if "webauthn" not in settings.MFA_SUPPORTED_TYPES:
        return False
    host = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def script(request: SignedInRequest) -> HttpResponse:
    """Ask for the script of the interface, show it at once, and end the welcome."""
    if request.method == "POST":
        language = request.POST.get("language", "")
        response = redirect(welcome.after("welcome_script"))
        if language in dict(settings.LANGUAGES):
            services.set_language(user=request.user, language=language)
            keep_language(response, language)
        request.session.pop(IN_WELCOME, None)
        return response
    context = {
        "languages": LANGUAGE_CHOICES,
        "chosen": request.user.language or get_language(),
        **welcome.place_of("welcome_script"),
    }
    return render(request, "accounts/welcome_script.html", context)


def keep_language(response: HttpResponse, language: str) -> None:
    """Keep the choice in this browser too, for when nobody is signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
