"""Requests in the person's language, and a second factor for those who must have one."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import RoleGrant, User

ACCOUNT_PAGES = "/nalog/"


class LanguageMiddleware(LocaleMiddleware):
    """The language that the person chose on any machine, else this browser's choice, else Serbian Latin.

    What a browser says it prefers is not asked: an English Windows is no wish to read the network in English.
    """

    def process_request(self, request: HttpRequest) -> None:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.user.is_authenticated:
            chosen = request.user.language or chosen
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class RequireMFAMiddleware:
    """Send editors, the coordinator and administrators without a second factor to its set-up (`MFA_REQUIRED`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """Redirect before the view runs; only the account's own pages, files of the look and logging out stay open."""
        if not settings.MFA_REQUIRED or not request.user.is_authenticated or self.is_open(request):
            return None
        if must_have_second_factor(request.user) and not is_mfa_enabled(request.user):
            messages.warning(request, _("Your role requires a second factor. Set it up to go on."))
            return redirect("mfa_activate_totp")
        return None

    @staticmethod
    def is_open(request: HttpRequest) -> bool:
        """Whether the address is needed to set the second factor up."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        is_own_account = request.path_info.startswith(ACCOUNT_PAGES)
        return is_own_account or name in {"set_language", "set_theme", "healthz"}


def must_have_second_factor(user: User) -> bool:
    """Whether the person has rights in the admin."""
    return user.is_superuser or RoleGrant.objects.filter(user=user).exists()
