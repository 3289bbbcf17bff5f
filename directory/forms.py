"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import User
from directory import services
from directory.models import Appointment, LocalGovernment, Profile
from directory.models.profiles import plain_text
from serbian.dates import long_date


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


class AppointmentForm(WagtailAdminModelForm):
    """An appointment in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            people = User.objects.filter(is_active=True).order_by("last_name", "first_name")
            self.fields["person"].queryset = people
            self.fields["person"].label_from_instance = lambda person: f"{person} ({person.email})"
        if "seat" in self.fields:
            self.fields["seat"].queryset = self.fields["seat"].queryset.select_related("local_government__parent")

    instance: Appointment

    def clean(self) -> dict[str, Any]:
        """Ask the service first: it says who is in the way, where the database only names its constraint."""
        data = super().clean() or {}
        if all(data.get(name) for name in ("seat", "person", "starts_on")):
            facts = {name: data.get(name) for name in ("seat", "person", "starts_on", "ends_on")}
            try:
                with transaction.atomic():
                    services.check_free(Appointment(pk=self.instance.pk, **facts))
            except services.RegisterError as error:
                self.add_error(field_of(error), explain(error))
        return data

    def save(self, commit: bool = True) -> Appointment:
        """Save through the service, which refuses what cannot be."""
        row = self.instance
        if row.pk:
            return services.change_appointment(appointment=row, by=self.for_user)
        saved = services.appoint(
            seat=row.seat,
            person=row.person,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            act_number=row.act_number,
            by=self.for_user,
        )
        self.instance = saved
        return saved


def field_of(error: services.RegisterError) -> str:
    """The field of an appointment's form that a refusal is about."""
    return "seat" if isinstance(error, services.SeatTaken) else "ends_on"


def explain(error: services.RegisterError) -> str:
    """Say in words why a change of the register cannot be made."""
    if isinstance(error, services.SeatTaken):
        other = error.appointment
        message = _("%(person)s holds this seat from %(start)s. End that appointment first.")
        return message % {"person": other.person, "start": long_date(other.starts_on)}
    return str(_("An appointment cannot end before it starts."))
