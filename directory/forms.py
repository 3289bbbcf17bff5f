"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.templatetags.text import long_date
from directory import services
from directory.models import Appointment, LocalGovernment, Profile
from directory.models.profiles import plain_text


class ProfileForm(forms.ModelForm):
    """What a member says of himself or herself; the name is part of the account."""

    first_name = forms.CharField(label=_("First name"), max_length=80, validators=[plain_text])
    last_name = forms.CharField(label=_("Last name"), max_length=80, validators=[plain_text])

    class Meta:
        model = Profile
        fields = ["position", "department", "phone", "mobile", "ask_me_about"]
        widgets = {"ask_me_about": forms.Textarea(attrs={"rows": 4})}

    field_order = ["first_name", "last_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance.user
        for name in ("first_name", "last_name"):
            self.fields[name].initial = getattr(person, name)

    def save(self, commit: bool = True) -> Profile:
        """Save name and profile."""
        person = self.instance.user
        person.first_name, person.last_name = self.cleaned_data["first_name"], self.cleaned_data["last_name"]
        return services.save_profile(profile=self.instance, by=person)


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
