"""The hits on one page of a document: which of all of them is looked at, and the ones before and after it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from files.drawings import words_on
from files.hits import snippets
from files.overlay import Box, marked_boxes

if TYPE_CHECKING:
    from files.hits import Hits
    from files.text_pages import TextPage

OPENED = "<mark>"
POINTED_AT = SafeString('<mark id="hit" class="now">')


class HitsOn:
    """The hits of a document as they are seen from one of its pages; `chosen` is the number of one, as typed."""

    def __init__(self, page: TextPage, hits: Hits, chosen: str) -> None:
        self.page, self.hits = page, hits
        first, here = hits.before(page.unit.number) + 1, hits.on(page.unit.number)
        wanted = int(chosen[:6]) if chosen[:6].isdecimal() and chosen.isascii() else first
        self.here = here
        self.current = min(max(wanted, first), first + here - 1) if here else 0  # from 1; none is on this page
        self.place = self.current - first if here else 0  # among those of this page, from 0

    @property
    def total(self) -> int:
        """All hits of the document."""
        return self.hits.total

    @property
    def previous(self) -> str:
        """The address of the hit before, or nothing."""
        wanted = self.current - 1 if self.current else self.hits.before(self.page.unit.number)
        return self.address(wanted) if wanted >= 1 else ""

    @property
    def following(self) -> str:
        """The address of the next hit, or nothing."""
        wanted = (self.current or self.hits.before(self.page.unit.number)) + 1
        return self.address(wanted) if wanted <= self.total else ""

    def address(self, hit: int) -> str:
        """The address of a hit."""
        return f"{self.page.address(self.hits.page_of(hit))}&hit={hit}#hit"

    def pointed_at(self, html: SafeString) -> SafeString:
        """The text of the page with the hit that is looked at pointed out; only marks of ours are tags in it."""
        parts = html.split(OPENED)
        if not self.here or len(parts) <= self.place + 1:
            return html
        place = self.place + 1
        return SafeString(OPENED.join(parts[:place]) + POINTED_AT + OPENED.join(parts[place:]))

    @cached_property
    def boxes(self) -> list[tuple[bool, Box]]:
        """The boxes to be drawn over the page, and whether each belongs to the hit that is looked at."""
        if not self.page.is_drawn or not self.page.looked_for:
            return []
        found = marked_boxes(words_on(self.page.document, self.page.unit.number), self.page.looked_for)
        return [(place == self.place and self.here > 0, box) for place, boxes in enumerate(found) for box in boxes]

    @cached_property
    def listed(self) -> list[dict]:
        """The pages with hits around this one, with their addresses."""
        rows = snippets(self.page.document, self.hits, self.page.unit.number, self.page.looked_for)
        return [row | {"address": f"{self.page.address(row['unit'].number)}#hit"} for row in rows]
