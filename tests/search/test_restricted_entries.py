"""A restricted entry adds nothing to what a reader without the right is shown: a test a surface, on both engines.

Each compares what is shown before there are restricted entries with what is shown after. There are more of them than a
page of results or a list of suggestions has, and they fit better than the open one, so that a check of what is shown
alone would leave a gap in their place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Topic
from directory.enums import SeatKind
from news.models import NewsIndexPage, NewsPage
from search import services
from search.outbox import queue
from search.services import PER_PAGE, Results, search
from search.suggestions import CANDIDATES
from tests import factories
from tests.queries import many
from tests.reading import read
from tests.search.engines.servers import BOTH
from tests.search.waiting import PAGE, ids
from tests.security import things

pytestmark = pytest.mark.parametrize("engine", BOTH, indirect=True)

MANY = max(PER_PAGE, CANDIDATES) + 4
QUERIES = {
    "a word": "pisarnica",
    "a phrase": '"nova pisarnica"',
    "less a word": "pisarnica -zatvorena",
    "most of the words": "pisarnica zabranjena",
    "any of the words": "pisarnica zabranjena skrivena tajna",
    "a word of theirs": "zabranjena",
}


@pytest.fixture
def reader(db: None) -> Any:
    """A reader without the right."""
    return factories.member(kind=SeatKind.GENERAL_ADMINISTRATION)


@pytest.fixture
def entitled(db: None) -> Any:
    """A reader with it."""
    return factories.member(kind=SeatKind.ICT)


@pytest.fixture(autouse=True)
def _open(reader: Any, entitled: Any, index: Any) -> None:
    """What everybody may see, the two readers among it."""
    factories.news_page(title="Otvorena je nova pisarnica", lead="Sve o njoj, i gde je.")
    factories.act_page(title="Uredba o kancelarijskom poslovanju organa uprave")
    index()


def add_restricted(text: str = "Nova pisarnica: zabranjena, skrivena, tajna.", title: str = "Pisarnica") -> None:
    """Many news items, and an act with a topic of its own, for one group only."""
    closed = factories.page(factories.home(), NewsIndexPage, title="Zatvorene vesti")
    things.restrict(closed, things.IKT)
    made = many.pages(closed, NewsPage, MANY, lambda _number: {"title": title, "lead": text})
    queue(PAGE, ids(*made))
    topic = Topic.objects.create(name="Zabranjena tema", slug="zabranjena-tema")
    things.restrict(factories.act_page(title=title, summary=text, topics=[topic]), things.IKT)


def adds_nothing(shown: Callable[[Any], Any], reader: Any, entitled: Any, add: Callable[[], Any]) -> None:
    """What the reader is shown stays as it is; what the other reader is shown does not."""
    before, more = shown(reader), shown(entitled)
    add()
    assert shown(reader) == before
    assert shown(entitled) != more


@pytest.fixture
def restricted(index: Any) -> Callable[..., None]:
    """Add the restricted entries, and take them into the index."""

    def add(**texts: str) -> None:
        add_restricted(**texts)
        index()

    return add


def page(person: Any, text: str) -> Results:
    """What the results page has found for a person."""
    client = Client()
    client.force_login(person)
    response = client.get(reverse("search"), {"q": text})
    assert response.templates[0].name == "search/results.html"
    return response.context["results"]


def hits(results: Results) -> list[Any]:
    """The titles and texts of hits."""
    return [(hit.entry.title, [passage.text for passage in hit.passages]) for hit in results.hits]


def all_hits(person: Any, text: str) -> Any:
    """The hits on the page, the first one alone, and the newest."""
    by_date = search(text, user=person, sort="date")
    return hits(page(person, text)), hits(search(text, user=person, limit=1)), hits(by_date)


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_results(reader, entitled, restricted, text):
    adds_nothing(lambda person: all_hits(person, text), reader, entitled, restricted)


@pytest.fixture
def _no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the engine has found is shown."""

    def all_of_them(entries: Any, _user: Any) -> set[int]:
        return {entry.pk for entry in entries}

    monkeypatch.setattr(services, "visible_entries", all_of_them)


@pytest.mark.usefixtures("_no_second_look")
@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_results_by_the_filter_of_the_engine_alone(reader, entitled, restricted, text):
    adds_nothing(lambda person: all_hits(person, text), reader, entitled, restricted)


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_totals(reader, entitled, restricted, text):
    def shown(person: Any) -> Any:
        of_kind = search(text, user=person, filters={"kind": ["news", "act"]})
        found = [page(person, text), search(text, user=person, limit=0), of_kind]
        return [(results.total, results.matched_all) for results in found]

    adds_nothing(shown, reader, entitled, restricted)


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES)
def test_facets(reader, entitled, restricted, text):
    def shown(person: Any) -> Any:
        of_kind = search(text, user=person, filters={"kind": ["news"]})
        return [(results.counts, results.facets) for results in (page(person, text), of_kind)]

    adds_nothing(shown, reader, entitled, restricted)


@pytest.mark.parametrize("typed", ["pisar", "nova", "otvorena je n"])
def test_suggestions(reader, entitled, restricted, typed):
    def shown(person: Any) -> str:
        client = Client()
        client.force_login(person)
        return read(client, reverse("search_suggestions") + f"?q={typed}", "en")

    title = {"pisar": "Pisarnica", "nova": "Nova", "otvorena je n": "Otvorena je Nova"}[typed]
    adds_nothing(shown, reader, entitled, lambda: restricted(title=title))


MEANT = {
    "a word of theirs alone": ("zabranjna", "Pisarnica je zabranjena.", None),
    "a word that they have": ("pisarnca", "Nova pisarnca.", "pisarnica"),
    "words that are nearer": ("pisarnca", "Nova pisrnaca, pisarncca, pisaarnca, pisarncaa.", "pisarnica"),
    "a form of theirs": ("zabranjna uprava", "Zabranjenih i zabranjenim organima uprave.", None),
    "two words of theirs": ("zabranjenatajna", "Zabranjena je tajna.", None),
}


@pytest.mark.parametrize("case", MEANT.values(), ids=MEANT)
def test_what_was_meant(reader, entitled, restricted, case):
    typed, text, meant = case

    def shown(person: Any) -> Any:
        results = page(person, typed)
        return results.meant and results.meant.text, results.total, hits(results)

    assert shown(reader)[0] == meant
    adds_nothing(shown, reader, entitled, lambda: restricted(text=text, title="Obaveštenje"))
