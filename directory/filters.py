"""Filters of the directory's lists: what stands in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from core.filters import FilterForm
from core.names import in_order
from directory.enums import Kind, SeatKind, SeatState
from directory.querysets import AppointmentQuerySet, LocalGovernmentQuerySet
from serbian.folding import fold

if TYPE_CHECKING:
    from directory.models import District, LocalGovernment


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
    """By name, district and kind of seat."""

    name = forms.CharField(label=_("Name or place"), required=False, max_length=80)
    seat = forms.ChoiceField(label=_("Seat"), required=False, choices=[("", _("Both seats")), *SeatKind.choices])

    def narrow(self, appointments: AppointmentQuerySet) -> list:
        """Keep the appointments whose person, unit and seat fit."""
        if district := self.chosen("district"):
            appointments = appointments.filter(seat__local_government__district__slug=district)
        if seat := self.chosen("seat"):
            appointments = appointments.filter(seat__kind=seat)
        words = spelled(self.chosen("name"))
        return [row for row in appointments if fits(words, f"{row.person} {row.seat.local_government.name}")]


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
