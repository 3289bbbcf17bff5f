"""A piece of a document's text as a page of the site: its neighbours, its addresses, and who uses the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.models import Page

from core.querysets import visible_pages
from files.drawings import WIDTHS, is_drawable
from files.enums import Origin
from files.models import Document, TextUnit
from files.registry import uses

if TYPE_CHECKING:
    from core.registry import AnyUser


STRIP = 24  # small pictures of pages
LINE_INSIDE_SENTENCE = re.compile(r"(?<=[\w,])\n(?=(\w+)(?!\w|\)))")  # but not before "a)"


@dataclass(frozen=True)
class TextPage:
    """A text unit, the numbers of all units of its document in order, and what was looked for."""

    document: Document
    unit: TextUnit
    numbers: Sequence[int]
    looked_for: str

    @classmethod
    def of(cls, document: Document, number: int, looked_for: str) -> Self | None:
        """The page of a unit, or nothing if the document has no such page or unit: two queries at most.

        A document whose pages are drawn has them all, with text or without; others have their units.
        """
        units = TextUnit.objects.filter(document=document)
        unit = units.filter(number=number).first()
        if is_drawable(document):
            numbers: Sequence[int] = range(1, (document.page_count or 0) + 1)
            unit = unit or (TextUnit(document=document, number=number) if number in numbers else None)
            return cls(document, unit, numbers, looked_for) if unit else None
        if unit is None:
            return None
        return cls(document, unit, list(units.order_by("number").values_list("number", flat=True)), looked_for)

    def address(self, number: int) -> str:
        """The address of another unit, with the same words marked."""
        path = reverse("document_text", args=[self.document.pk, number])
        return f"{path}?{urlencode({'q': self.looked_for})}" if self.looked_for else path

    def picture(self, number: int, width: int) -> str:
        """The address of a drawn page."""
        return reverse("document_page", args=[self.document.pk, number, width])

    @property
    def smaller_picture(self) -> str:
        """The address of this page as it is drawn for narrow screens."""
        return self.picture(self.unit.number, WIDTHS[1])

    @property
    def pictures(self) -> str:
        """The addresses of this page with the widths that it is drawn in, for a browser to choose."""
        return ", ".join(f"{self.picture(self.unit.number, width)} {width}w" for width in WIDTHS[1:])

    @property
    def is_drawn(self) -> bool:
        """Whether the page is shown as it looks."""
        return is_drawable(self.document)

    @property
    def strip(self) -> list[tuple[int, str, str]]:
        """The pages around this one: number, address, and the address of a small picture."""
        first = max(0, min(self.unit.number - 1 - STRIP // 2, len(self.numbers) - STRIP))
        return [
            (number, self.address(number), self.picture(number, WIDTHS[0]))
            for number in self.numbers[first : first + STRIP]
        ]

    @property
    def is_paged(self) -> bool:
        """Whether the document's own pages are what its text is divided by."""
        return bool(self.document.page_count) and self.unit.source != Origin.HEADING

    @property
    def last_number(self) -> int:
        """The number of the last page, which may have no text, or of the last piece."""
        return self.document.page_count or self.numbers[-1] if self.is_paged else self.numbers[-1]

    @property
    def previous(self) -> str:
        """The address of the unit before, or nothing."""
        place = self.numbers.index(self.unit.number)
        return self.address(self.numbers[place - 1]) if place else ""

    @property
    def following(self) -> str:
        """The address of the next unit, or nothing."""
        place = self.numbers.index(self.unit.number) + 1
        return self.address(self.numbers[place]) if place < len(self.numbers) else ""

    @property
    def file_url(self) -> str:
        """The address of the file itself; browsers open a PDF at the page."""
        is_pdf = self.document.file_extension.lower() == "pdf"
        return f"{self.document.url}#page={self.unit.number}" if is_pdf else self.document.url


def shown_text(unit: TextUnit) -> str:
    """The text of a unit as it is shown: with whole sentences where it comes from a page."""
    return unit.text if unit.source == Origin.HEADING else flowing(unit.text)


def flowing(text: str) -> str:
    """The text of a printed page with the lines of a sentence joined, so that it fits any width; as long as before."""
    return LINE_INSIDE_SENTENCE.sub(lambda line: " " if line[1][0].islower() else "\n", text)


def nearest(numbers: Sequence[int], typed: str) -> int | None:
    """The number nearest to what somebody typed; nothing if that is no number."""
    try:
        wanted = int(typed[:10])
    except ValueError:
        return None
    place = bisect_left(numbers, wanted)
    return min(numbers[max(place - 1, 0) : place + 1], key=lambda number: abs(number - wanted))


def users_of(document: Document, user: AnyUser) -> list[Page]:
    """The pages that use the document and that this person may see, by title."""
    pages = Page.objects.filter(pk__in=uses.pages_with([document.pk]))
    return list(visible_pages(pages, user).order_by("title"))
