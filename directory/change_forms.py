"""Forms of the changes of local governments: another name, a merge, a split."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from core.fields import ChosenRowsField
from core.names import in_order
from directory import services
from directory.enums import Kind
from directory.models import LocalGovernment
from directory.models.local_governments import NAME_TAKEN
from serbian.script import to_latin

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_YEAR: Final = 1900
PARTS: Final = range(1, 7)  # of a split, in the form
NEW: Final = "new"


def earliest(day: date) -> None:
    """Refuse days that are mistakes of typing."""
    if day.year < FIRST_YEAR:
        raise ValidationError(_("Enter a day after the year 1900."))


class ChangeForm(forms.Form):
    """What all changes have: the unit whose page it began on, the day, the act."""

    first_day = forms.DateField(label=_("First day"), widget=AdminDateInput, validators=[earliest])
    act_number = forms.CharField(
        label=_("Number of the act"),
        max_length=80,
        required=False,
        help_text=_("The act or law by which it changes."),
    )

    def __init__(self, *args: Any, unit: LocalGovernment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def carry_out(self, by: Any) -> LocalGovernment:
        """Make the change; return whose page shows it."""
        raise NotImplementedError

    @property
    def losing(self) -> list[LocalGovernment]:
        """The local governments that end."""
        return []

    def refuse(self, error: services.RegisterError | ValidationError) -> None:
        """Say at its field why the change cannot be made."""
        if isinstance(error, services.RegisterError):
            self.add_error(self.field_of(error), explain(error))
            return
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(self.field_named(name), message)

    def field_of(self, error: services.RegisterError) -> str | None:
        """The field that a refusal is about."""
        return None

    def field_named(self, name: str) -> str | None:
        """The field of the form in which a field of a local government stands."""
        return name if name in self.fields else None


class RenameForm(ChangeForm):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=80, help_text=_("In either script."))
    name_cyrillic = forms.CharField(
        label=_("New name in Cyrillic script"),
        max_length=80,
        required=False,
        help_text=_("Leave empty to have it made from the Latin name; check it once."),
    )
    field_order = ["name", "name_cyrillic"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].help_text = _("The first day of the new name; today at the latest.")

    def carry_out(self, by: Any) -> LocalGovernment:
        data = self.cleaned_data
        return services.rename(
            local_government=self.unit,
            name=data["name"],
            name_cyrillic=data["name_cyrillic"],
            from_day=data["first_day"],
            act_number=data["act_number"],
            by=by,
        )

    def field_of(self, error: services.RegisterError) -> str | None:
        return "name" if isinstance(error, services.NameUnchanged) else "first_day"

    def field_named(self, name: str) -> str | None:
        return "name" if name == NON_FIELD_ERRORS else super().field_named(name)


class MergeForm(ChangeForm):
    """Local governments that end, and what follows them."""

    units = ChosenRowsField(
        label=_("Local governments that end"),
        queryset=LocalGovernment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    into = forms.ChoiceField(label=_("They merge into"))
    new_name = forms.CharField(
        label=_("Name of the new one"), max_length=80, required=False, help_text=_("If they make a new one.")
    )
    new_kind = forms.ChoiceField(label=_("Kind of the new one"), choices=Kind.choices, required=False)
    field_order = ["units", "into", "new_name", "new_kind"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = LocalGovernment.objects.active().select_related("parent")
        there = in_order(rows)
        self.by_id = {str(row.pk): row for row in there}
        units: Any = self.fields["units"]
        units.queryset = rows
        units.choices = [(row.pk, str(row)) for row in there]
        into: Any = self.fields["into"]
        into.choices = [
            ("", "–"),
            (NEW, _("a new local government")),
            *((pk, str(row)) for pk, row in self.by_id.items()),
        ]
        self.fields["first_day"].help_text = _("The first day of what follows; it may be to come.")

    def clean(self) -> dict[str, Any]:
        """A new one has a name."""
        data = super().clean() or {}
        if data.get("into") == NEW and not data.get("new_name", "").strip():
            self.add_error("new_name", _("Enter the name of the new local government."))
        return data

    @property
    def losing(self) -> list[LocalGovernment]:
        return list(self.cleaned_data.get("units", []))

    def carry_out(self, by: Any) -> LocalGovernment:
        data = self.cleaned_data
        new: services.NewLocalGovernment | None = None
        if data["into"] == NEW:
            new = {"name": data["new_name"], "kind": data["new_kind"] or Kind.MUNICIPALITY}
        return services.merge(
            units=data["units"],
            into=None if new else self.by_id[data["into"]],
            new=new,
            first_day=data["first_day"],
            act_number=data["act_number"],
            by=by,
        )

    def field_of(self, error: services.RegisterError) -> str | None:
        return "into" if isinstance(error, services.MergeIntoItself) else "units"

    def field_named(self, name: str) -> str | None:
        return "new_kind" if name in ("kind", "parent") else "new_name"


class SplitForm(ChangeForm):
    """What a local government is split into, and whether it goes on existing."""

    keeps = forms.BooleanField(
        label=_("It goes on existing"),
        required=False,
        help_text=_("If not, its appointments end the day before."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_day"].help_text = _("The first day of the new ones; it may be to come.")
        for number in PARTS:
            label = gettext("New local government %(number)s: name") % {"number": number}
            self.fields[f"name_{number}"] = forms.CharField(label=label, max_length=80, required=False)
            label = gettext("New local government %(number)s: kind") % {"number": number}
            kinds = forms.ChoiceField(label=label, choices=Kind.choices, required=False, initial=self.unit.kind)
            self.fields[f"kind_{number}"] = kinds
        rows = [f"{what}_{number}" for number in PARTS for what in ("name", "kind")]
        self.order_fields([*rows, "keeps"])

    def clean(self) -> dict[str, Any]:
        """Say which name is taken, or written twice; the service refuses it too, without knowing the row."""
        data = super().clean() or {}
        taken = set(LocalGovernment.objects.filter(parent=self.unit.parent).values_list("name", flat=True))
        for number in PARTS:
            name = to_latin(" ".join(data.get(f"name_{number}", "").split()))
            if name in taken:
                self.add_error(f"name_{number}", NAME_TAKEN)
            taken |= {name} if name else set()
        return data

    @property
    def parts(self) -> list[services.NewLocalGovernment]:
        """The rows with a name."""
        data = self.cleaned_data
        return [
            {"name": data[f"name_{number}"], "kind": data[f"kind_{number}"] or self.unit.kind}
            for number in PARTS
            if data.get(f"name_{number}", "").strip()
        ]

    @property
    def losing(self) -> list[LocalGovernment]:
        return [] if self.cleaned_data.get("keeps") else [self.unit]

    def carry_out(self, by: Any) -> LocalGovernment:
        data = self.cleaned_data
        services.split(
            unit=self.unit,
            into=self.parts,
            first_day=data["first_day"],
            keeps=data["keeps"],
            act_number=data["act_number"],
            by=by,
        )
        return self.unit

    def field_of(self, error: services.RegisterError) -> str | None:
        return "name_1" if isinstance(error, services.TooFewLocalGovernments) else "first_day"


def explain(error: services.RegisterError) -> str:
    """Say in words why a change of local governments cannot be made."""
    if isinstance(error, services.LocalGovernmentGone):
        message = gettext("%(unit)s does not exist on these days, or its last day is entered already.")
        return message % {"unit": error.local_government}
    if isinstance(error, services.CityHasMunicipalities):
        message = gettext("These city municipalities would be left without their city: %(units)s. Change them too.")
        return message % {"units": listed(error.local_governments)}
    if isinstance(error, services.AppointmentsLater):
        message = gettext("These appointments start on that day or later: %(appointments)s. Annul them first.")
        return message % {"appointments": listed(error.appointments)}
    return str(SENTENCES[type(error)])


def listed(things: Iterable[Any]) -> str:
    """Things in a sentence."""
    return "; ".join(map(str, things))


SENTENCES: Final[dict[type[services.RegisterError], Any]] = {
    services.RenameInFuture: _("A name is changed on its day or later, not before. Enter today or an earlier day."),
    services.NameUnchanged: _("This is the present name."),
    services.ChangeOutOfOrder: _("The present name began on that day or later. Enter a later day."),
    services.TooFewLocalGovernments: _(
        "Too few: two make a new one or come of one that ends; one is enough if another one goes on existing."
    ),
    services.MergeIntoItself: _("A local government cannot merge into itself: take it out of those that end."),
}
