"""What was changed in the register of one local government: who, when, from what to what, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from core.spreadsheets import csv_response
from directory.enums import Kind, SeatKind, SeatRefusal

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from directory.models.local_governments import LocalGovernment

LABELS: Final[dict[str, str | Promise]] = {
    "seat": _("seat"),
    "person": _("person"),
    "starts_on": _("from"),
    "ends_on": _("to"),
    "act_number": _("number of the act"),
    "act_date": _("date of the act"),
    "act_document": _("the act"),
    "name": _("name in Latin script"),
    "name_cyrillic": _("name in Cyrillic script"),
    "kind": _("kind"),
    "district": _("district"),
    "parent": _("parent city"),
    "website": _("web site"),
    "email": _("official e-mail"),
    "gazette": _("official gazette"),
    "gazette_url": _("address of the gazette"),
    "local_governments": _("local governments"),
    "from_day": _("from"),
    "first_name": _("first name"),
    "last_name": _("last name"),
    "position": _("position"),
    "phone": _("office phone"),
    "file": _("table"),
    "refusal": _("why nobody was appointed"),
    "exists_from": _("exists from"),
    "exists_until": _("existed until"),
}
WORDS: Final[dict[str, str | Promise]] = {
    word.value: word.label for choices in (SeatKind, Kind, SeatRefusal) for word in choices
}
DAYS: Final = frozenset({"starts_on", "ends_on", "act_date", "from_day", "exists_from", "exists_until", "approved_on"})
VERBATIM: Final = frozenset({"name", "name_cyrillic", "website", "email", "gazette_url"})
SAID_APART: Final = ("from", "to", "reason", "items", "appointment")


@dataclass(frozen=True)
class Fact:
    """One thing about a change: what it is called, what stood, what stands; the same twice when it did not change."""

    label: str
    before: str | date
    after: str | date
    is_verbatim: bool = False  # stays in the script in which it was written

    @property
    def is_day(self) -> bool:
        """Whether it is about days."""
        return isinstance(self.before or self.after, date)


@dataclass(frozen=True)
class Change:
    """One change of the register."""

    at: datetime
    who: str
    what: str
    facts: list[Fact]
    reason: str


def changes_of(unit: LocalGovernment) -> QuerySet[ModelLogEntry]:
    """What is logged with a local government, the latest first; one query."""
    kind = ContentType.objects.get_for_model(unit)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(unit.pk))
    return entries.select_related("user").order_by("-timestamp", "-pk")


def as_changes(entries: Iterable[ModelLogEntry]) -> list[Change]:
    """Log entries in words."""
    return [
        Change(
            at=entry.timestamp,
            who=str(entry.user_display_name),
            what=str(entry.message),
            facts=list(facts_of(entry.data or {})),
            reason=str((entry.data or {}).get("reason", "")),
        )
        for entry in entries
    ]


def facts_of(data: dict[str, Any]) -> Iterator[Fact]:
    """What an entry says: from and to side by side, then the rest."""
    before, after = (side if isinstance(side, dict) else {} for side in (data.get("from"), data.get("to")))
    for name in dict.fromkeys([*before, *after]):
        old, new = (in_words(name, side.get(name, "")) for side in (before, after))
        if old or new:
            yield Fact(label_of(name), old, new, name in VERBATIM)
    for name, value in data.items():
        if name not in SAID_APART and value:
            yield Fact(label_of(name), in_words(name, value), in_words(name, value))


def label_of(name: str) -> str:
    """What a logged fact is called; a strange one by its own name."""
    return capfirst(str(LABELS[name])) if name in LABELS else name


def in_words(name: str, value: Any) -> str | date:
    """A logged value as people read it: a day, or a text."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if name in DAYS and text:
        with suppress(ValueError):
            return date.fromisoformat(text)
    return str(WORDS.get(text, text)) if name in ("seat", "kind", "refusal") else text


def changes_as_csv(unit: LocalGovernment) -> HttpResponse:
    """All changes of a local government as a table: a row a fact, dates in ISO 8601."""
    heads = [
        gettext("When"),
        gettext("Who"),
        gettext("What"),
        gettext("Of what"),
        gettext("From what"),
        gettext("To what"),
        gettext("Reason"),
    ]
    return csv_response(f"izmene-{unit.slug}.csv", heads, csv_rows(as_changes(changes_of(unit))))


def csv_rows(changes: Iterable[Change]) -> Iterator[list[str]]:
    """The rows of the table; a change without facts has one row."""
    for change in changes:
        at = timezone.localtime(change.at).strftime("%Y-%m-%d %H:%M:%S")
        for fact in change.facts or [Fact("", "", "")]:
            yield [at, change.who, change.what, fact.label, str(fact.before), str(fact.after), change.reason]
