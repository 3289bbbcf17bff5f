"""Who may sign in."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class EmailBackend(AuthenticationBackend):
    """E-mail and password, except for the demo's people outside the demo."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Whether this account may sign in here; asked again for the session of each request."""
        return super().user_can_authenticate(user) and may_sign_in_here(str(getattr(user, "email", "")))


def may_sign_in_here(email: str) -> bool:
    """Whether the address is not of the demo, or this is the demo.

    Addresses of the demo end in `.example`, which nobody can own (RFC 2606); everybody knows their passwords.
    """
    return settings.DEMO or not email.lower().endswith(".example")
