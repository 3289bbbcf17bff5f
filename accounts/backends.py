"""Who may sign in."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class EmailBackend(AuthenticationBackend):
    """E-mail and password, except for the demo's people outside the demo.

    Their addresses end in `.example`, which nobody can own (RFC 2606), and their passwords are known to everybody.
    """

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Whether this account may sign in here."""
        is_demo_person = str(getattr(user, "email", "")).endswith(".example")
        return super().user_can_authenticate(user) and (settings.DEMO or not is_demo_person)
