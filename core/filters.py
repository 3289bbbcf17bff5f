"""Filters of lists that stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise


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
    def is_used(self) -> bool:
        """Whether any filter is set."""
        return any(self.chosen(name) for name in self.fields)
