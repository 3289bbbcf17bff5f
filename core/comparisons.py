"""How two revisions of a page are compared in the admin: dates and yes or no in words of the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from wagtail.admin.compare import FieldComparison, register_comparison_class


class WordedComparison(FieldComparison):
    """Compares what a reader would be shown; Wagtail compares Python's values and writes None and True."""

    def __init__(self, field: models.Field, obj_a: models.Model, obj_b: models.Model) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a = in_words(field.value_from_object(obj_a))
        self.val_b = in_words(field.value_from_object(obj_b))


def in_words(value: Any) -> str:
    """A value as a reader sees it; times are local."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)


def register() -> None:
    """Use it for the kinds of field that Wagtail has no comparison of its own for."""
    for field in (models.DateField, models.DateTimeField, models.BooleanField):
        register_comparison_class(field, comparison_class=WordedComparison)
