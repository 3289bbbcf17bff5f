"""What members say about themselves."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.querysets import ProfileQuerySet

plain_text = RegexValidator(
    r"<\s*[/!a-zA-Z]", _("Write plain text, without HTML tags such as <b>."), code="html", inverse_match=True
)
phone_number = RegexValidator(
    r"^\+?[0-9 /().-]{5,40}$", _("Write a phone number with digits, spaces and / or -, for example 011/555-0123.")
)


class Profile(models.Model):
    """A person's official contact and position, edited by the person on the site."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    position = models.CharField(
        _("position"), max_length=160, blank=True, validators=[plain_text], help_text=_("As in your decision.")
    )
    department = models.CharField(_("department"), max_length=160, blank=True, validators=[plain_text])
    phone = models.CharField(_("office phone"), max_length=40, blank=True, validators=[phone_number])
    mobile = models.CharField(_("official mobile phone"), max_length=40, blank=True, validators=[phone_number])
    ask_me_about = models.TextField(
        _("ask me about"),
        max_length=600,
        blank=True,
        validators=[plain_text],
        help_text=_("What colleagues from other local governments may ask you about."),
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)
