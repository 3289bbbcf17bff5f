"""What is asked of the results page, as its address has it: every page of results can be shared and bookmarked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from search.queries import QUOTES, Query, parse
from search.registry import facets
from search.services import PER_PAGE

MAX_PAGE: Final = 10_000 // PER_PAGE
"""Nobody reads further, and engines do not count further."""
MAX_VALUES: Final = 50
"""Values of one facet that are looked at."""
MAX_VALUE_LENGTH: Final = 200
BLANK_QUOTES: Final = str.maketrans(dict.fromkeys(QUOTES, " "))

Sort = Literal["relevance", "date"]


@dataclass(frozen=True)
class SearchAddress:
    """A query, the values chosen of each facet, the order and the page (from 1)."""

    query: Query = field(default_factory=Query)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    verbatim: bool = False

    @classmethod
    def read(cls, parameters: QueryDict) -> Self:
        """Read the parameters of an address; what makes no sense counts as not given."""
        chosen = {facet.name: read_values(parameters.getlist(facet.name)) for facet in facets.ordered()}
        return cls(
            query=parse(parameters.get("q", "")),
            filters={name: values for name, values in chosen.items() if values},
            sort="date" if parameters.get("sort") == "date" else "relevance",
            page=read_page(parameters.get("page", "")),
            verbatim=parameters.get("verbatim") == "1",
        )

    @property
    def parameters(self) -> QueryDict:
        """The parameters of the address, the page left out: what pages of the same results have in common."""
        found = QueryDict(mutable=True)
        found["q"] = self.query.text
        for name, values in self.filters.items():
            found.setlist(name, list(values))
        if self.sort != "relevance":
            found["sort"] = self.sort
        if self.verbatim:
            found["verbatim"] = "1"
        return found

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"{reverse('search')}?{self.parameters.urlencode()}"

    def by_relevance(self) -> Self:
        """The same results, the best first."""
        return replace(self, sort="relevance", page=1)

    def by_date(self) -> Self:
        """The same results, the newest first."""
        return replace(self, sort="date", page=1)

    def without(self, name: str, value: str) -> Self:
        """The same without one chosen value."""
        kept = {
            facet: tuple(other for other in values if (facet, other) != (name, value))
            for facet, values in self.filters.items()
        }
        return replace(self, filters={facet: values for facet, values in kept.items() if values}, page=1)

    def without_filters(self) -> Self:
        """The same words everywhere."""
        return replace(self, filters={}, page=1)

    def as_it_is(self) -> Self:
        """The same words as they were typed, though nobody has written them so."""
        return replace(self, verbatim=True, page=1)

    def without_phrases(self) -> Self:
        """The same words wherever they stand, without quotation marks."""
        return replace(self, query=parse(self.query.text.translate(BLANK_QUOTES)), page=1)

    def chosen(self) -> Iterator[tuple[str, str]]:
        """The chosen values, each with the name of its facet."""
        for name, values in self.filters.items():
            for value in values:
                yield name, value


def read_values(values: list[str]) -> tuple[str, ...]:
    """The values of a facet, each once; those that cannot be one are left out."""
    possible = [value for value in values if value.isprintable() and 0 < len(value) <= MAX_VALUE_LENGTH]
    return tuple(dict.fromkeys(possible))[:MAX_VALUES]


def read_page(number: str) -> int:
    """A page number from 1 to `MAX_PAGE`; the first if it is none."""
    try:
        return min(max(int(number[:10]), 1), MAX_PAGE)
    except ValueError:
        return 1


def results_url(text: str) -> str:
    """The address of the results for a text."""
    return f"{reverse('search')}?{urlencode({'q': text})}"
