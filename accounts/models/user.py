"""The account of a person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

LANGUAGE_CHOICES = [("sr-latn", "Latinica"), ("sr", "Ћирилица"), ("en", "English")]


class SignedInRequest(HttpRequest):
    """A request that `LoginRequiredMiddleware` has let through."""

    user: User


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose login is the e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account. Only the acceptance of an invitation, the demo and tests do this."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create the administrator of an installation (`manage.py createsuperuser`)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its e-mail address in any case."""
        return self.get(email__iexact=username)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person who signs in by e-mail. What the person may do comes from roles and, above this app, from seats."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("There is already an account with this e-mail.")}
    )
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    language = models.CharField(_("script and language"), max_length=8, blank=True, choices=LANGUAGE_CHOICES)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()  # type: ignore[assignment, misc]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email
