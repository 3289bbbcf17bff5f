"""Choosing topics while a page is written: all of the vocabulary to tick, nothing to spell."""

from __future__ import annotations

from typing import Any

from django import forms
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.forms.models import register_form_field_override

from core.fields import ChosenRowsField


class TopicChoice(forms.CheckboxSelectMultiple):
    """The topics in columns."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "topic-choice", **(attrs or {})}, choices)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was ticked; an empty value is nothing ticked."""
        return [value for value in super().value_from_datadict(data, files, name) or [] if value]


def topic_field(db_field: ClusterTaggableManager) -> dict[str, Any]:
    """The form field of a page's topics."""
    return {
        "form_class": ChosenRowsField,
        "queryset": db_field.related_model.objects.all(),
        "widget": TopicChoice,
    }


def register() -> None:
    """Use it in the page editor in place of Wagtail's field for free words."""
    register_form_field_override(ClusterTaggableManager, override=topic_field)
