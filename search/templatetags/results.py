"""What a row of the results needs beside its own text."""

from __future__ import annotations

from django import template
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from search.services import FoundPassage
from serbian.script import script_of

register = template.Library()

PARTS = " · "  # between the headings over a piece of text
MOST_OF_HEADING = 24
LANGUAGE_TAGS = {"cyrillic": "sr-Cyrl", "latin": "sr-Latn"}


@register.filter
def script_tag(text: str) -> str:
    """The language tag of a text that is shown in its own script."""
    return LANGUAGE_TAGS[script_of(text) or "latin"]


@register.simple_tag
def place(passage: FoundPassage) -> str:
    """Where a passage stands, in few words: the page of a file, the last of the headings over it, or the text."""
    if passage.page:
        return _("p. %(number)d") % {"number": passage.page}
    return Truncator(passage.label.rpartition(PARTS)[2]).chars(MOST_OF_HEADING) or _("in the text")
