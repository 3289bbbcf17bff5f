"""How django-allauth behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.backends import may_sign_in_here
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by accepting an invitation, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse the demo's people outside the demo, in the words of a wrong password.

        The backend alone does not: allauth goes on with an account that a backend refuses, to say that it is inactive.
        """
        super().pre_authenticate(request, **credentials)
        if not may_sign_in_here(str(credentials.get("email", ""))):
            raise self.validation_error("email_password_mismatch")


class MFAAdapter(DefaultMFAAdapter):
    """How second factors behave here."""

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002  (allauth's name)
        """A first name for a new passkey, in the reader's language."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
