"""Forms of the register."""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.fields import ChosenRowsField
from core.models import Topic
from core.names import in_order
from core.templatetags.text import long_date
from directory import services
from directory.enums import Language
from directory.models import Appointment, LocalGovernment, Profile, Software
from directory.models.profiles import plain_text
from directory.names import as_written
from directory.photos import FileTooLarge, NotAPhoto, Photo, PhotoRefused, TooManyPixels, make_photo

REFUSALS: Final[dict[type[PhotoRefused], str | Promise]] = {
    NotAPhoto: _("This file is not a photo in JPEG, PNG or WebP, or it is damaged. Choose another one."),
    FileTooLarge: _("The photo is larger than 10 MB. Choose a smaller one."),
    TooManyPixels: _("The photo has more than 50 megapixels. Make it smaller, or choose another one."),
}


class ProfileForm(forms.ModelForm):
    """What a member says of himself or herself; the name is part of the account.

    A photo that was right comes back in the form when something else was not (`kept_photo`), as browsers do not choose
    a file again.
    """

    first_name = forms.CharField(label=_("First name"), max_length=80, validators=[plain_text])
    last_name = forms.CharField(label=_("Last name"), max_length=80, validators=[plain_text])
    new_photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, up to 10 MB. It is cut to a square; where and when it was taken is left out."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    kept_photo = forms.CharField(required=False, widget=forms.HiddenInput)
    remove_photo = forms.BooleanField(label=_("Remove the photo"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides Serbian, those in which colleagues may write or call."),
    )
    topics = ChosenRowsField(
        label=_("Topics that you know"),
        required=False,
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    software = ChosenRowsField(
        label=_("Software that you know"),
        required=False,
        queryset=Software.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The coordinator keeps the list. If something is missing, write to the coordinator."),
    )

    class Meta:
        model = Profile
        fields = ["position", "department", "phone", "mobile", "ask_me_about", "languages", "topics", "software"]
        widgets = {"ask_me_about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance.user
        for name in ("first_name", "last_name"):
            self.fields[name].initial = getattr(person, name)
        self.photo: Photo | None = None
        offered: Any = self.fields["software"]
        offered.choices = [(row.pk, as_written(row.name)) for row in in_order(offered.queryset)]

    def clean(self) -> dict[str, Any]:
        """Make the photo that was sent, now or with the form before."""
        data = super().clean() or {}
        sent, kept = data.get("new_photo"), "" if data.get("remove_photo") else data.get("kept_photo")
        try:
            if sent:
                self.photo = make_photo(sent.file)
            elif kept:
                self.photo = make_photo(io.BytesIO(base64.b64decode(kept, validate=True)))
        except PhotoRefused as error:
            self.add_error("new_photo", str(REFUSALS[type(error)]))
        except (binascii.Error, ValueError):
            self.add_error("new_photo", str(REFUSALS[NotAPhoto]))
        return data

    @property
    def photo_to_keep(self) -> str:
        """The photo that was sent with a form that is not saved yet, in base 64."""
        return base64.b64encode(self.photo.large).decode() if self.photo else ""

    def save(self, commit: bool = True) -> Profile:
        """Save name and profile."""
        person, data = self.instance.user, self.cleaned_data
        person.first_name, person.last_name = data["first_name"], data["last_name"]
        return services.save_profile(
            profile=self.instance,
            by=person,
            topics=data["topics"],
            software=data["software"],
            photo=self.photo,
            remove_photo=data["remove_photo"] and not self.photo,
        )


class LocalGovernmentForm(WagtailAdminModelForm):
    """A local government in the admin; its seats are made with it."""

    def save(self, commit: bool = True) -> LocalGovernment:
        """Save through the service."""
        return services.save_local_government(local_government=self.instance, by=self.for_user)


FIELDS: dict[type[services.RegisterError], tuple[str, ...]] = {
    services.SeatTaken: ("seat", "starts_on", "last_day"),
    services.EndBeforeStart: ("ends_on", "last_day", "starts_on"),
    services.SeatGone: ("starts_on", "last_day"),
    services.ReasonMissing: ("reason",),
}


def field_of(error: services.RegisterError, form: forms.BaseForm) -> str | None:
    """The field of a form that a refusal is about; none when it is about the whole form."""
    return next((name for name in FIELDS.get(type(error), ()) if name in form.fields), None)


def explain(error: services.RegisterError) -> str:
    """Say in words why a change of the register cannot be made."""
    if isinstance(error, services.SeatTaken):
        return explain_taken(error.appointment)
    sentences: dict[type[services.RegisterError], Any] = {
        services.EndBeforeStart: _("An appointment cannot end before it starts."),
        services.SeatGone: _("The local government does not exist on all of these days."),
        services.AppointmentChanged: _(
            "Somebody else has changed this appointment in the meantime. Nothing of yours is saved: look at the seat "
            "as it is now."
        ),
        services.ReasonMissing: _("Write the reason: it is kept in the record."),
        services.NotEndedYet: _("The appointment has not ended yet: handing over begins on the day after its last."),
        services.NothingToHandOver: _("All has been handed over before; there is nothing new."),
    }
    return str(sentences.get(type(error), _("The register refuses this change.")))


def explain_taken(other: Appointment) -> str:
    """Say who is in the way, and on which days."""
    facts = {"person": other.person, "start": long_date(other.starts_on, "sentence")}
    if other.ends_on:
        facts["end"] = long_date(other.ends_on, "sentence")
        return str(_("%(person)s holds this seat from %(start)s to %(end)s.") % facts)
    return str(_("%(person)s holds this seat from %(start)s. End that appointment first.") % facts)
