"""Forms about people without a seat, and about invitations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from accounts.models import User
from core.fields import ChosenRowsField
from directory import services
from directory.models import Colleague, Guest, LocalGovernment, Profile, Seat, WorkingGroup
from directory.models.profiles import plain_text
from directory.refusals import explain_person


def chooser(form: forms.BaseForm, name: str) -> forms.ModelChoiceField:
    """A field that chooses rows."""
    return cast("forms.ModelChoiceField", form.fields[name])


class ColleagueForm(forms.ModelForm):
    """Whom a representative proposes; the local government is asked for only where there are several."""

    local_government = forms.ModelChoiceField(
        label=_("Local government"), queryset=LocalGovernment.objects.none(), empty_label=None
    )

    class Meta:
        model = Colleague
        fields = ["local_government", "first_name", "last_name", "email", "position"]

    def __init__(self, *args: Any, units: QuerySet[LocalGovernment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser(self, "local_government").queryset = units
        only = units.first() if units.count() == 1 else None
        if only:
            field = self.fields["local_government"]
            field.widget, field.required, field.initial = forms.HiddenInput(), False, only
            self.only = only
        self.fields["email"].help_text = _("The address of the office, not a private one.")

    def clean_local_government(self) -> LocalGovernment:
        """The chosen one, or the only one."""
        return self.cleaned_data.get("local_government") or self.only


class LastDayForm(forms.Form):
    """The last day of a colleague."""

    last_day = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("With yesterday it ends at once."),
    )


class ReasonForm(forms.Form):
    """Why a proposal is declined."""

    reason = forms.CharField(label=_("Reason"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}))


class SeatInvitationForm(forms.Form):
    """Whom to invite to one seat."""

    seat = forms.ModelChoiceField(label=_("Seat"), queryset=Seat.objects.none())
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False, validators=[plain_text])
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False, validators=[plain_text])
    starts_on = forms.DateField(
        label=_("From"),
        initial=timezone.localdate,
        widget=AdminDateInput,
        help_text=_("The first day in the seat. Whoever holds it now goes the day before, once this is accepted."),
    )
    act_number = forms.CharField(label=_("Number of the act"), max_length=80, required=False, validators=[plain_text])
    act_date = forms.DateField(label=_("Date of the act"), required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser(self, "seat").queryset = Seat.objects.select_related("local_government__parent")


class GuestForm(forms.ModelForm):
    """Whom to invite as a guest, until when, and into which working groups."""

    class Meta:
        model = Guest
        fields = ["first_name", "last_name", "body", "email", "starts_on", "ends_on", "groups_to_join"]
        widgets = {
            "starts_on": AdminDateInput,
            "ends_on": AdminDateInput,
            "groups_to_join": forms.CheckboxSelectMultiple,
        }
        field_classes = {"groups_to_join": ChosenRowsField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser(self, "groups_to_join").queryset = WorkingGroup.objects.open().filter(is_by_rule=False)

    def clean(self) -> dict[str, Any]:
        """Say at the field that the days are in the wrong order; the constraint would say it at none."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", explain_person(services.EndBeforeStart()))
        return data


class VisitForm(forms.Form):
    """The last day of a visit."""

    ends_on = forms.DateField(
        label=_("To"), widget=AdminDateInput, help_text=_("The last day. With yesterday the visit ends at once.")
    )


class FirstProfileForm(forms.ModelForm):
    """What a new person says first; the whole profile has more."""

    class Meta:
        model = Profile
        fields = ["position", "phone"]

    def save(self, commit: bool = True) -> Profile:
        """Save it as the profile's own form does."""
        return services.save_profile(profile=self.instance, by=self.instance.user)


def profile_of(person: User) -> Profile:
    """The person's profile, or a new one that is not saved yet."""
    return Profile.objects.filter(user=person).first() or Profile(user=person)
