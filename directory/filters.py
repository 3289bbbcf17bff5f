"""Filters of the directory's lists: what stands in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, cast

from django import forms
from django.apps import apps
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.filters import FilterForm
from core.models import Topic
from core.names import in_order
from directory.enums import Kind, Language, SeatKind, SeatState
from directory.models.profiles import confirmation_due
from directory.names import as_written
from directory.querysets import AppointmentQuerySet, LocalGovernmentQuerySet
from serbian.folding import fold

if TYPE_CHECKING:
    from directory.models import Appointment, District, LocalGovernment

NOT_CONFIRMED: Final = "old"
LONG: Final = frozenset({"topic", "software", "language", "district"})
"""Fields of people with many values, which stand in one line each."""


class PlaceFilter(FilterForm):
    """By name and district."""

    name = forms.CharField(label=_("Name"), required=False, max_length=80)
    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        ordered = in_order(apps.get_model("directory.District").objects.all())
        self.districts = {district.slug: district for district in ordered}
        self.offer("district", _("All districts"), ((slug, row.full_name) for slug, row in self.districts.items()))

    @property
    def chosen_district(self) -> District | None:
        """The district that the list is narrowed to."""
        return self.districts.get(self.chosen("district"))


class LocalGovernmentFilter(PlaceFilter):
    """By name, district, kind and state of the seats; beside each choice stands how many fit it."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    seats = forms.ChoiceField(label=_("Seats"), required=False, choices=[("", _("All seats")), *SeatState.choices])

    def read(self, units: LocalGovernmentQuerySet) -> list[LocalGovernment]:
        """All local governments of a queryset with what the filter and a list look at, in the reader's order."""
        found = units.with_seats()
        return in_order(found.prefetch_related("former_names") if self.chosen("name") else found)

    def narrow(self, units: list[LocalGovernment], *, without: str = "") -> list[LocalGovernment]:
        """Keep the local governments of `read()` that fit all fields, or all but one."""
        asked = {name: self.chosen(name) for name in self.fields if name != without and self.chosen(name)}
        checks = [check(name, value) for name, value in asked.items()]
        return [unit for unit in units if all(fitting(unit) for fitting in checks)]

    def count(self, units: list[LocalGovernment]) -> None:
        """Write beside each choice how many local governments fit it, of those that the other fields leave."""
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                left = self.narrow(units, without=name)
                (everything, title), *others = cast("list[tuple[str, str]]", field.choices)
                counted = [(value, f"{label} ({sum(map(check(name, value), left))})") for value, label in others]
                field.choices = [(everything, title), *counted]


class PeopleFilter(PlaceFilter):
    """By name, seat, district, what people know, and for the register's keepers by who has not confirmed the profile.

    Each value says how many there are with it under the other filters; values that nobody has are not offered.
    """

    name = forms.CharField(label=_("Name or place"), required=False, max_length=80)
    seat = forms.ChoiceField(label=_("Seat"), required=False, choices=[("", _("Both seats")), *SeatKind.choices])
    topic = forms.ChoiceField(label=_("Knows about"), required=False)
    software = forms.ChoiceField(label=_("Software"), required=False)
    language = forms.ChoiceField(
        label=_("Languages"), required=False, choices=[("", _("All languages")), *Language.choices]
    )
    confirmed = forms.ChoiceField(
        label=_("Profile"),
        required=False,
        choices=[("", _("All profiles")), (NOT_CONFIRMED, _("Not confirmed for a year"))],
    )

    field_order = ["name", "seat", "topic", "software", "language", "district"]

    def __init__(self, data: Any = None, *, keeps_register: bool = False) -> None:
        super().__init__(data)
        self.offer("topic", _("All topics"), Topic.objects.values_list("slug", "name"))
        software = in_order(apps.get_model("directory.Software").objects.all())
        self.offer("software", _("All software"), ((row.pk, as_written(row.name)) for row in software))
        if not keeps_register:
            del self.fields["confirmed"]
        self.rows: list[Appointment] = []

    def narrow(self, appointments: AppointmentQuerySet) -> list[Appointment]:
        """Keep the appointments whose person, unit and seat fit."""
        words = spelled(self.chosen("name"))
        self.rows = [row for row in appointments if fits(words, f"{row.person} {row.seat.local_government.name}")]
        return self.fitting()

    def fitting(self, *, but: str = "") -> list[Appointment]:
        """The rows that fit all choices, those of one field left aside."""
        chosen = [(VALUES[name], self.chosen(name)) for name in VALUES if name in self.fields and name != but]
        made = [(values, value) for values, value in chosen if value]
        return [row for row in self.rows if all(value in values(row) for values, value in made)]

    def facet(self, name: str, field: forms.ChoiceField) -> dict[str, Any]:
        """One field, with how many there are of each value."""
        rows = self.fitting(but=name)
        counts = Counter(value for row in rows for value in VALUES[name](row)) + Counter({"": len(rows)})
        facet = super().facet(name, field)
        options = [option | {"count": counts[option["value"]]} for option in facet["options"]]
        facet["options"] = [option for option in options if option["count"] or option["selected"]]
        facet["control"] = self.control(name, facet["options"]) if name in LONG else ""
        return facet

    def control(self, name: str, options: list[dict[str, Any]]) -> SafeString:
        """A field on one line; the names of software stay in their own script."""
        choices = [(option["value"], f"{option['label']} ({option['count']})") for option in options]
        attributes = {"id": f"id_{name}"} | ({"translate": "no"} if name == "software" else {})
        return forms.Select(choices=choices).render(name, self.chosen(name), attributes)

    @property
    def facets(self) -> list[dict[str, Any]]:
        """The fields in which there is something to choose."""
        return [facet for facet in super().facets if any(option["value"] for option in facet["options"])]

    @property
    def choices_made(self) -> list[dict[str, Any]]:
        """The options that are chosen; the name of a software stays in its own script."""
        software = self.fields["software"].label
        return [
            choice | {"label": as_written(choice["label"])} if choice["title"] == software else choice
            for choice in super().choices_made
        ]


def known(row: Appointment, name: str) -> list[Any]:
    """What stands in a list of the profile of an appointment's person."""
    profile = getattr(row.person, "profile", None)
    if profile is None:
        return []
    found = getattr(profile, name)
    return found if isinstance(found, list) else list(found.all())


def confirmed_values(row: Appointment) -> list[str]:
    """Whether somebody has to be asked if the profile is right."""
    return [NOT_CONFIRMED] if confirmation_due(row.person) else []


VALUES: Final[dict[str, Callable[[Any], list[str]]]] = {
    "seat": lambda row: [row.seat.kind],
    "district": lambda row: [row.seat.local_government.district.slug],
    "topic": lambda row: [topic.slug for topic in known(row, "topics")],
    "software": lambda row: [str(software.pk) for software in known(row, "software")],
    "language": lambda row: known(row, "languages"),
    "confirmed": confirmed_values,
}


def check(name: str, value: str) -> Callable[[LocalGovernment], bool]:
    """What tells whether a local government fits a value of a field of `LocalGovernmentFilter`."""
    if name == "district":
        return lambda unit: unit.district.slug == value
    if name == "kind":
        return lambda unit: unit.kind == value
    if name == "seats":
        state = SeatState(value)
        return lambda unit: state.fits(unit.vacant_kinds)
    words = spelled(value)
    return lambda unit: is_called(words, unit)


def is_called(words: list[str], unit: LocalGovernment) -> bool:
    """Whether a local government is or was called so; its kind and its city may stand beside the name."""
    beside = {*spelled(unit.full_name_in("latin")), *(spelled(unit.parent.name) if unit.parent else [])}
    for name in (unit.name, *(former.name for former in unit.former_names.all())):
        begun = [fits([word], name) for word in words]
        if any(begun) and all(is_begun or word in beside for word, is_begun in zip(words, begun, strict=True)):
            return True
    return False


def fits(words: list[str], name: str) -> bool:
    """Whether each word of `spelled()` begins a word of the name, in whatever spelling."""
    parts = spelled(name)
    return all(any(part.startswith(word) for part in parts) for word in words)


def spelled(text: str) -> list[str]:
    """The words of a text in which all spellings meet: either script, with or without diacritics, đ as dj or d."""
    return fold(text).replace("dj", "d").replace("-", " ").split()
