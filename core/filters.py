"""Filters of lists that stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise

MOST_OPEN = 10  # options of a facet that stands unfolded


class FilterForm(forms.Form):
    """A form that narrows a list: shareable, and values that are not among the choices count as not given."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)

    def offer(self, name: str, everything: str | Promise, choices: Iterable[tuple[Any, Any]]) -> None:
        """Give a field its choices, with one for "all" before them."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} has no choices")
        field.choices = [("", everything), *((str(value), label) for value, label in choices)]

    def chosen(self, name: str) -> str:
        """The value of a field, or nothing."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def values(self) -> dict[str, str]:
        """The chosen values by field, those alone that are set."""
        return {name: value for name in self.fields if (value := self.chosen(name))}

    @property
    def parameters(self) -> str:
        """The chosen values as parameters of an address."""
        return urlencode(self.values)

    @property
    def is_used(self) -> bool:
        """Whether any filter is set."""
        return any(self.chosen(name) for name in self.fields)

    @property
    def facets(self) -> list[dict[str, Any]]:
        """Each field with choices as a <c-facet> shows it; a long one is folded until something in it is chosen."""
        return [self.facet(name, field) for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]

    def facet(self, name: str, field: forms.ChoiceField) -> dict[str, Any]:
        """One field: its name, title, options, and whether it is unfolded."""
        chosen = self.chosen(name)
        choices: Any = field.choices  # Django takes and gives more kinds than `offer` makes
        options = [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]
        return {
            "name": name,
            "title": field.label,
            "options": options,
            "open": bool(chosen) or len(options) <= MOST_OPEN,
        }

    @property
    def choices_made(self) -> list[dict[str, Any]]:
        """The options that are chosen, each with the parameters of an address without it."""
        return [
            {"title": facet["title"], "label": option["label"], "others": self.others(facet["name"])}
            for facet in self.facets
            for option in facet["options"]
            if option["selected"] and option["value"]
        ]

    def others(self, name: str) -> str:
        """The chosen values of the other fields as parameters of an address."""
        return urlencode({other: self.chosen(other) for other in self.fields if other != name and self.chosen(other)})
