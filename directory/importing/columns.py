"""Columns of tables as fields of django-import-export: what a cell means, and when it changes anything."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from import_export.fields import Field
from import_export.widgets import Widget

from core.tables.days import read_day
from directory.importing.spelling import is_same
from serbian.look_alikes import repair_look_alikes


class Column(Field):
    """A column: an empty cell changes nothing, and neither does the same in another spelling."""

    widget: CellWidget

    def __init__(self, name: str, widget: CellWidget) -> None:
        super().__init__(attribute=name, column_name=name, widget=widget)

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Take the cell's value over into the instance when it says something new."""
        value = self.clean(row)
        if value and not self.widget.is_same(getattr(instance, self.attribute), value):
            setattr(instance, self.attribute, value)


class CellWidget(Widget):
    """Reads a cell; a `ValueError` names the sentence that says what is wrong with it."""

    def is_same(self, old: Any, new: Any) -> bool:
        """Whether a value says what the register says already."""
        return bool(old == new)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The value as a difference shows it."""
        return "" if value is None else str(value)


class TextCell(CellWidget):
    """Text as a field of the register takes it."""

    def __init__(self, model: type[models.Model], name: str, wrong: str = "text") -> None:
        super().__init__()
        self.field: models.Field = model._meta.get_field(name)  # type: ignore[assignment]  # noqa: SLF001
        self.wrong = wrong

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """The text, with letters of the other script put right. Raises `ValueError`."""
        text = repair_look_alikes(value or "")
        if text:
            try:
                self.field.run_validators(text)
            except ValidationError as error:
                codes = {found.code: found.code for found in error.error_list}
                raise ValueError(codes.get("html") or codes.get("max_length") or self.wrong) from error
        return text

    def is_same(self, old: str, new: str) -> bool:
        """Whether it is the same in any spelling."""
        return is_same(old, new)


class PhoneCell(TextCell):
    """A phone: the same number may be written with other signs, and spreadsheets eat its first zero."""

    def is_same(self, old: str, new: str) -> bool:
        """Whether the digits are those of the same number."""
        return digits(old) == digits(new)


class EmailCell(CellWidget):
    """An address of e-mail, in small letters."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """The address. Raises `ValueError`."""
        text = (value or "").strip().strip("<>;,").removeprefix("mailto:").lower()
        if text:
            try:
                validate_email(text)
            except ValidationError as error:
                raise ValueError("email") from error
            if len(text) > 254:  # noqa: PLR2004  (RFC 5321; Django's fields)
                raise ValueError("max_length")
        return text

    def is_same(self, old: str, new: str) -> bool:
        """Whether it is the same in any capitals."""
        return old.lower() == new


class DayCell(CellWidget):
    """A day."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
        """The day. Raises `ValueError`."""
        if not value:
            return None
        try:
            return read_day(value)
        except ValueError as error:
            raise ValueError("day") from error


class AddressCell(CellWidget):
    """The address of a web site; people leave out how it is reached."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """The address with its scheme. Raises `ValueError`."""
        text = (value or "").strip()
        if not text:
            return ""
        text = text if "://" in text else f"https://{text}"
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError as error:
            raise ValueError("url") from error
        if len(text) > 200:  # noqa: PLR2004  (Django's fields)
            raise ValueError("max_length")
        return text

    def is_same(self, old: str, new: str) -> bool:
        """Whether both lead to the same place."""
        return bare(old) == bare(new)


def bare(address: str) -> tuple[str, ...]:
    """An address without what makes no difference: scheme, www, the last slash."""
    parts = urlsplit(address)
    return (parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query)


def digits(number: str) -> str:
    """The digits of a phone number without the country's code or the zero before it."""
    found = "".join(sign for sign in number if sign.isdecimal())
    return found.removeprefix("00").removeprefix("381").lstrip("0")
