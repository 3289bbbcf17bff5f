"""What a row of the results needs beside its own text."""

from __future__ import annotations

import textwrap

from django import template
from django.utils.translation import gettext as _

from search.services import FoundPassage
from serbian.script import script_of

register = template.Library()

PARTS = " · "  # between the headings over a piece of text
MOST_OF_HEADING = 24
INNER_QUOTES = str.maketrans(dict.fromkeys('"„“”«»', "’"))
LANGUAGE_TAGS = {"cyrillic": "sr-Cyrl", "latin": "sr-Latn"}


@register.filter
def script_tag(text: str) -> str:
    """The language tag of a text that is shown in its own script."""
    return LANGUAGE_TAGS[script_of(text) or "latin"]


@register.filter
def inner_quotes(text: str) -> str:
    """A text that stands in quotation marks itself: its own become single ones."""
    return text.translate(INNER_QUOTES)


@register.simple_tag
def place(passage: FoundPassage) -> str:
    """Where a passage stands, in few words: page and article of a file, the last heading over it, or the text."""
    if passage.page:
        _page, _part, article = passage.label.partition(PARTS)
        return PARTS.join(filter(None, [_("p. %(number)d") % {"number": passage.page}, article]))
    return shortened(passage.label.rpartition(PARTS)[2]) or _("in the text")


def shortened(heading: str) -> str:
    """The first words of a heading, at least one."""
    return textwrap.shorten(heading, max(MOST_OF_HEADING, len(heading.partition(" ")[0]) + 2), placeholder="…")
