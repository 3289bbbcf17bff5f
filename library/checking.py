"""What an editor should look at before an act is published. Warnings, never errors.

A further warning is a function of an act that yields `Warning`s, added to `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from files.enums import State
from serbian.script import mixed_script_words

if TYPE_CHECKING:
    from library.models import ActPage

TEXT_FIELDS = ("title", "number", "summary")


class Warning(NamedTuple):  # noqa: A001
    """A code for tests and templates, and a sentence for the editor."""

    code: str
    text: str


Check = Callable[["ActPage"], Iterable[Warning]]


def warnings(page: ActPage) -> list[Warning]:
    """The warnings of an act as it is in memory, saved or not; at most one query a version and its documents."""
    return [warning for check in CHECKS for warning in check(page)]


def number_missing(page: ActPage) -> Iterator[Warning]:
    """An act without a number is found by its title only."""
    if not page.number.strip():
        yield Warning("no_number", _("The act has no number."))


def scripts_mixed(page: ActPage) -> Iterator[Warning]:
    """Letters that look alike but belong to two scripts."""
    for name in TEXT_FIELDS:
        if words := mixed_script_words(getattr(page, name) or ""):
            label = page._meta.get_field(name).verbose_name  # noqa: SLF001
            sentence = _("Letters of both scripts stand in one word (%(field)s): %(words)s")
            yield Warning("mixed_scripts", sentence % {"field": label, "words": ", ".join(dict.fromkeys(words))})


def text_missing(page: ActPage) -> Iterator[Warning]:
    """An act without a version, or a version without a document."""
    versions = list(page.versions.all())
    if not versions or not all(list(version.documents.all()) for version in versions):
        yield Warning("no_text", _("The act has no document with its text."))


def files_unread(page: ActPage) -> Iterator[Warning]:
    """Files whose text is not there: search finds the act by its title only."""
    for version in page.versions.all():
        for row in version.documents.all():
            if row.document_id and row.document.state != State.READY:
                sentence = _("The text of the file “%(title)s” cannot be searched: %(state)s.")
                state = row.document.get_state_display()
                yield Warning("not_ready", sentence % {"title": row.document.title, "state": state})


CHECKS: list[Check] = [number_missing, scripts_mixed, text_missing, files_unread]
