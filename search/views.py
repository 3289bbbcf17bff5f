"""The results page: one address for everything that is searched."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from core.filters import MOST_OPEN
from core.querysets import satisfied_audiences
from search import log, registry
from search.addresses import MAX_PAGE, SearchAddress, results_url
from search.registry import Card
from search.services import PER_PAGE, EngineUnavailable, FacetView, Results, as_typed, search
from search.suggestions import suggest, words_typed
from search.titles import pages_titled

if TYPE_CHECKING:
    from core.registry import AnyUser

logger = logging.getLogger(__name__)

MOST_CARDS = 3


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what is found; before anything is looked for, how to; and titles while the engine is away."""
    asked = SearchAddress.read(request.GET)
    context: dict[str, Any] = {"asked": asked, "search_text": asked.query.text}
    if asked.query.is_empty:
        return render(request, "search/start.html", context)
    try:
        found, asked = find(asked, request.user)
    except EngineUnavailable as error:
        logger.warning("Search answers with titles only: %s", error)
        context["titled_pages"] = pages_titled(asked.query, request.user, PER_PAGE)
        return render(request, "search/unavailable.html", context)
    context |= {
        "asked": asked,
        "results": found,
        "page_obj": paginator(found).get_page(asked.page),
        "facets": facet_groups(found.facets),
        "choices": choices(asked, found.facets),
        "cards": find_cards(asked, request.user),
        "search_record": logged(request, asked, found),
    }
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is suggested for the beginning of a query: a piece of a page, for the list under the search field."""
    text = as_typed(request.GET.get("q", ""))
    context = {
        "text": text,
        "groups": suggest(text, user=request.user),
        "results_url": results_url(text) if words_typed(text) else "",
    }
    return render(request, "search/suggestions.html", context)


@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """Take down what was opened from a page of results; a script of that page tells."""
    try:
        log.record_click(request.POST.get("search", ""), request.POST.get("address", ""))
    except log.ClickRefused:
        return HttpResponseBadRequest()
    return HttpResponse(status=204)


def logged(request: HttpRequest, asked: SearchAddress, found: Results) -> str:
    """Log a first page of results of somebody who may read something; return what its clicks are known by."""
    if asked.page > 1 or request.method != "GET" or not satisfied_audiences(request.user):
        return ""
    return log.record(asked.query, found.total)


def find(asked: SearchAddress, user: AnyUser) -> tuple[Results, SearchAddress]:
    """Search for a page of results; behind the last one, for the last one. Raises `EngineUnavailable`."""
    found = search_page(asked, user)
    last = paginator(found).num_pages
    if found.total and asked.page > last:
        asked = replace(asked, page=last)
        found = search_page(asked, user)
    return found, asked


def search_page(asked: SearchAddress, user: AnyUser) -> Results:
    """One page of results. Raises `EngineUnavailable`."""
    return search(
        asked.query.text,
        user=user,
        filters=asked.filters,
        sort=asked.sort,
        offset=(asked.page - 1) * PER_PAGE,
        limit=PER_PAGE,
        correct=not asked.verbatim,
    )


def paginator(found: Results) -> Paginator:
    """The pages of the results that can be opened."""
    return Paginator(range(min(found.total, MAX_PAGE * PER_PAGE)), PER_PAGE)


def facet_groups(facets: Sequence[FacetView]) -> list[dict[str, Any]]:
    """The facets as <c-facet> shows them; a long one is folded until something in it is chosen."""
    return [
        {
            "name": facet.name,
            "title": facet.title,
            "options": [
                {"value": value.value, "label": value.label, "count": value.count, "selected": value.chosen}
                for value in facet.values
            ],
            "open": len(facet.values) <= MOST_OPEN or any(value.chosen for value in facet.values),
        }
        for facet in facets
    ]


def choices(asked: SearchAddress, facets: Sequence[FacetView]) -> list[dict[str, Any]]:
    """The chosen values, each with the address without it; one that nobody knows is called by its own name."""
    labels = {(facet.name, value.value): value.label for facet in facets for value in facet.values}
    return [
        {
            "title": registry.facets.facets[name].title,
            "label": labels.get((name, value), value),
            "url": asked.without(name, value).url,
        }
        for name, value in asked.chosen()
    ]


def find_cards(asked: SearchAddress, user: AnyUser) -> list[Card]:
    """The people and local governments whose name the query is, above the first page of unfiltered results."""
    if asked.page > 1 or asked.filters:
        return []
    return [card for finder in registry.cards.finders for card in finder(asked.query.text, user)][:MOST_CARDS]
