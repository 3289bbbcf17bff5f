"""Filters of the directory's lists: what stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from core.filters import FilterForm
from core.names import in_order
from directory.enums import Kind, SeatKind
from directory.querysets import AppointmentQuerySet, LocalGovernmentQuerySet
from serbian.folding import fold
from serbian.script import to_latin

if TYPE_CHECKING:
    from directory.models import District


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
    """By name, district, kind and vacancy."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices])
    seats = forms.ChoiceField(
        label=_("Seats"), required=False, choices=[("", _("All seats")), ("vacant", _("With a vacant seat"))]
    )

    def narrow(self, units: LocalGovernmentQuerySet) -> LocalGovernmentQuerySet:
        """Keep the local governments that fit."""
        if district := self.chosen("district"):
            units = units.filter(district__slug=district)
        if kind := self.chosen("kind"):
            units = units.filter(kind=kind)
        if self.chosen("seats"):
            units = units.with_vacancy()
        if words := fold(self.chosen("name")).split():
            fitting = [pk for pk, name in units.values_list("pk", "name") if fits(words, name)]
            units = units.filter(pk__in=fitting)
        return units


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
        words = fold(self.chosen("name")).split()
        return [row for row in appointments if fits(words, f"{row.person} {row.seat.local_government.name}")]


def fits(words: list[str], name: str) -> bool:
    """Whether each folded word begins a word of the name, in whatever script and with or without diacritics."""
    parts = fold(to_latin(name)).replace("-", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in words)
