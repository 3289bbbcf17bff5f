"""Where in a whole document what was looked for is: how often on each page, and the way from one place to the next."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from django.core.cache import cache

from files.models import Document, TextUnit
from files.text_pages import shown_text
from search.services import found_in, snippet_of

KEPT = 300  # seconds; only numbers of pages are kept, no text
MOST_CHARACTERS = 3_000_000  # of a document that is looked through
LISTED = 12  # pages in the list beside a page
SNIPPET = 90  # characters


@dataclass(frozen=True)
class Hits:
    """The numbers of the pages (or other pieces) with marks, in order, and how many marks each has."""

    pages: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """All marks."""
        return sum(self.counts)

    def on(self, page: int) -> int:
        """How many are on a page."""
        return self.counts[self.pages.index(page)] if page in self.pages else 0

    def before(self, page: int) -> int:
        """How many stand before a page."""
        return sum(self.counts[: bisect_right(self.pages, page - 1)])

    def page_of(self, hit: int) -> int:
        """The page of a hit (from 1)."""
        return self.pages[bisect_right(list(accumulate(self.counts)), hit - 1)]


def hits_in(document: Document, looked_for: str) -> Hits:
    """Look through a document; one that is very long is not, and has none."""
    if not looked_for:
        return Hits()
    asked = hashlib.sha256(f"{document.sha256}\0{looked_for}".encode()).hexdigest()
    key = f"hits:{document.pk}:{asked}"
    found = cache.get(key)
    if found is None:
        found = find(document, looked_for)
        cache.set(key, found, KEPT)
    return found


def find(document: Document, looked_for: str) -> Hits:
    """The hits of a document: one query."""
    units = list(TextUnit.objects.filter(document=document).order_by("number"))
    if sum(len(unit.text) for unit in units) > MOST_CHARACTERS:
        return Hits()
    counts = {unit.number: len(found_in(shown_text(unit), looked_for)) for unit in units}
    return Hits(tuple(page for page in counts if counts[page]), tuple(filter(None, counts.values())))


def snippets(document: Document, hits: Hits, page: int, looked_for: str) -> list[dict]:
    """The pages with hits around one, each with its first words: for the list beside it; one query."""
    place = bisect_right(hits.pages, page)
    first = max(0, min(place - LISTED // 2, len(hits.pages) - LISTED))
    numbers = hits.pages[first : first + LISTED]
    units = TextUnit.objects.filter(document=document, number__in=numbers).order_by("number")
    return [
        {"unit": unit, "count": hits.on(unit.number), "html": snippet_of(unit.text, looked_for, SNIPPET)}
        for unit in units
    ]
