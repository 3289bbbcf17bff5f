"""Fields of forms that stay calm where Django's fall."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField
from wagtail.admin.forms.models import register_form_field_override


class ChosenRowsField(forms.ModelMultipleChoiceField):
    """Several rows; a number too large for the database is a choice that there is not, not an error of the server."""

    def clean(self, value: Any) -> Any:
        """The rows. Raises `ValidationError`."""
        try:
            return super().clean(value)
        except OverflowError as error:
            params, sentence = {"value": max(map(str, value), key=len)}, self.error_messages["invalid_choice"]
            raise ValidationError(sentence, code="invalid_choice", params=params) from error


def register() -> None:
    """Use it in the forms of Wagtail's admin too."""
    register_form_field_override(ManyToManyField, override={"form_class": ChosenRowsField})
