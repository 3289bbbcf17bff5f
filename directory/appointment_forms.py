"""Forms of appointments: appoint, end, replace, correct, annul. Each only reads; the services write."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents.forms import get_document_form
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.models import Collection

from core.templatetags.text import long_date
from directory.models import Appointment, Seat
from directory.people_choice import PersonChoice, described
from files.models import Document

if TYPE_CHECKING:
    from accounts.models import User

DATE_FORMATS: Final = ["%Y-%m-%d", "%d.%m.%Y.", "%d.%m.%Y", "%d. %m. %Y.", "%d. %m. %Y"]
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
SEEN: Final = ("person_id", "starts_on", "ends_on", "act_number", "act_date", "act_document_id")


def seen(appointment: Appointment) -> str:
    """An appointment as the form showed it, in one hidden word."""
    return "|".join(str(getattr(appointment, name) or "") for name in SEEN)


class Day(forms.DateField):
    """A day, typed as people here write it or as the calendar does; a year that nobody means is asked about."""

    def __init__(self, **kwargs: Any) -> None:
        unlikely = _("Check the year.")
        limits = [MinValueValidator(FIRST, unlikely), MaxValueValidator(LAST, unlikely)]
        super().__init__(input_formats=DATE_FORMATS, widget=AdminDateInput, validators=limits, **kwargs)


def first_day_field() -> Day:
    """The field of the first day."""
    return Day(label=pgettext_lazy("appointment", "From"), help_text=_("The first day; it may be in the future."))


def last_day_field() -> Day:
    """The field of the last day."""
    text = _("The last day. Empty: until further notice.")
    return Day(label=pgettext_lazy("appointment", "To"), required=False, help_text=text)


def reason_field() -> forms.CharField:
    """The field of a reason."""
    return forms.CharField(
        label=_("Reason"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the record, with your name and what stood before."),
        error_messages={"required": _("Write the reason: it is kept in the record.")},
    )


class DocumentChooser(AdminDocumentChooser):
    """The chooser of Wagtail, which falls when a refused form holds what is no number."""

    def get_instance(self, value: Any) -> Any:
        """The document, or nothing."""
        try:
            return super().get_instance(value)
        except ValueError:
            return None


class ActFields(forms.Form):
    """The act by which somebody is appointed: number, date, and its file, chosen among documents or sent along."""

    act_number = forms.CharField(label=_("Number of the act"), max_length=80, required=False)
    act_date = Day(label=_("Date of the act"), required=False)
    act_document = forms.ModelChoiceField(
        queryset=Document.objects.none(),
        label=_("The act"),
        required=False,
        widget=DocumentChooser,
        help_text=_("Its file, from the documents of this site. Members may read it."),
    )
    act_file = forms.FileField(
        label=_("Or send its file"), required=False, help_text=_("A new file takes the place of a chosen one.")
    )

    data: Any

    def __init__(self, *args: Any, user: User, place: Seat | None, **kwargs: Any) -> None:
        self.user, self.place = user, place
        super().__init__(*args, **kwargs)
        self.fields["act_document"].queryset = Document.objects.visible_to(user)  # type: ignore[attr-defined]

    def clean_act_file(self) -> Any:
        """Look into the file as every upload is looked into; what comes of it is the form that stores it."""
        file = self.cleaned_data.get("act_file")
        if not file:
            return None
        number = self.cleaned_data.get("act_number") or Path(file.name).stem
        title = f"{number}, {self.place}" if self.place else number
        data = {"title": title, "collection": Collection.get_first_root_node().pk}
        upload = get_document_form(Document)(
            data, {"file": file}, instance=Document(uploaded_by_user=self.user), user=self.user
        )
        if not upload.is_valid():
            raise forms.ValidationError([text for texts in upload.errors.values() for text in texts])
        return upload

    def keep_file(self) -> None:
        """Store a good file that was sent along, and have it chosen: whatever else is wrong, it is not lost."""
        upload = getattr(self, "cleaned_data", {}).get("act_file")
        if upload:
            document = upload.save()
            self.cleaned_data["act_document"] = document
            self.data = self.data.copy()
            self.data[self.add_prefix("act_document")] = str(document.pk)

    @property
    def act(self) -> dict[str, Any]:
        """The act in the services' words."""
        return {name: self.cleaned_data[name] for name in ("act_number", "act_date", "act_document")}


class AppointForm(PersonChoice, ActFields):
    """Give a seat to a person."""

    seat = forms.ModelChoiceField(Seat.objects.none(), label=_("Seat"))
    starts_on = first_day_field()
    ends_on = last_day_field()

    field_order = ["seat", "person", "picked", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Seat.objects.select_related("local_government__parent")
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]


class OfAppointment(forms.Form):
    """A form about an appointment as it was when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        self.appointment = appointment
        kwargs["initial"] = {"seen": seen(appointment), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def is_stale(self) -> bool:
        """Whether the appointment is not any more what the form showed."""
        return self.data.get(self.add_prefix("seen")) != seen(self.appointment)


class EndForm(OfAppointment):
    """End an appointment."""

    last_day = Day(label=_("Last day"), help_text=_("It may be in the future; rights end with it by themselves."))


class ReplaceForm(OfAppointment, PersonChoice, ActFields):
    """Give the seat to another person: the day before is the last of the one who holds it."""

    starts_on = first_day_field()

    field_order = ["person", "picked", "starts_on"]

    def clean_starts_on(self) -> date:
        """The day is after the first of the one who holds the seat, and not after a gap."""
        day, present = self.cleaned_data["starts_on"], self.appointment
        if day <= present.starts_on:
            text = _("%(person)s holds the seat from %(start)s; a successor begins later than that.")
            facts = {"person": present.person, "start": long_date(present.starts_on, "sentence")}
            raise forms.ValidationError(text % facts)
        if present.ends_on and (day - present.ends_on).days > 1:
            text = _("This appointment ends on %(end)s already. Enter a new appointment to the seat instead.")
            raise forms.ValidationError(text % {"end": long_date(present.ends_on, "sentence")})
        return day


class CorrectForm(OfAppointment, PersonChoice, ActFields):
    """Set right what was entered wrongly."""

    starts_on = first_day_field()
    ends_on = last_day_field()
    reason = reason_field()

    field_order = ["person", "picked", "starts_on", "ends_on", "act_number", "act_date", "act_document", "act_file"]

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        self.known = appointment.person
        names = ("starts_on", "ends_on", "act_number", "act_date", "act_document")
        stands = {name: getattr(appointment, name) for name in names} | {"person": described(appointment.person)}
        super().__init__(*args, appointment=appointment, **kwargs | {"initial": stands})
        self.fields["person"].widget.attrs.pop("autofocus", None)

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from what stands."""
        names = ("person", "starts_on", "ends_on", "act_number", "act_date", "act_document")
        wanted = {name: self.cleaned_data[name] for name in names}
        return {name: value for name, value in wanted.items() if value != getattr(self.appointment, name)}


class AnnulForm(OfAppointment):
    """Take out an appointment that should never have been entered."""

    reason = reason_field()
