"""What members say about themselves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.enums import Language
from directory.querysets import ProfileQuerySet

if TYPE_CHECKING:
    from accounts.models import User

PHOTO_FOLDER: Final = "profiles"
CONFIRMED_FOR: Final = timedelta(days=365)

plain_text = RegexValidator(
    r"<\s*[/!a-zA-Z]", _("Write plain text, without HTML tags such as <b>."), code="html", inverse_match=True
)
phone_number = RegexValidator(
    r"^\+?[0-9 /().-]{5,40}$", _("Write a phone number with digits, spaces and / or -, for example 011/555-0123.")
)


class Software(models.Model):
    """Software that local governments run; the coordinator keeps the list, members choose what they know."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    maker = models.CharField(_("maker"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("software")
        verbose_name_plural = _("software")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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

    photo = models.ImageField(_("photo"), upload_to=f"{PHOTO_FOLDER}/", blank=True, editable=False)
    languages = models.JSONField(_("languages"), default=list, blank=True)  # of `enums.Language`
    topics = models.ManyToManyField("core.Topic", verbose_name=_("topics"), blank=True, related_name="+")
    software = models.ManyToManyField(Software, verbose_name=_("software"), blank=True, related_name="profiles")
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def language_names(self) -> list[str | Promise]:
        """The languages by name, in the order in which they are offered."""
        return [language.label for language in Language if language.value in self.languages]

    @property
    def photo_url(self) -> str:
        """The address of the photo, or nothing; a new photo has a new one."""
        return photo_url(self.user_id, self.photo.name or "")

    @property
    def small_photo_url(self) -> str:
        """The address of the photo as lists show it, or nothing."""
        return photo_url(self.user_id, small_photo(self.photo.name) if self.photo.name else "")


def photo_url(person_id: int, name: str) -> str:
    """The address of a stored photo of a person; nothing for no name."""
    return reverse("profile_photo", args=[person_id, PurePosixPath(name).stem]) if name else ""


def small_photo(name: str) -> str:
    """The name of the small one of a stored photo: ``profiles/1f.webp`` has ``profiles/1f-small.webp``."""
    return f"{name.removesuffix('.webp')}-small.webp"


def confirmation_due(person: User) -> bool:
    """Whether nobody has changed or confirmed the person's profile for a year; a new account has a year too."""
    profile = getattr(person, "profile", None)
    since = profile.confirmed_on if profile and profile.confirmed_on else timezone.localdate(person.date_joined)
    return since + CONFIRMED_FOR <= timezone.localdate()
