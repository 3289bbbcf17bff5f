"""The results page: what is found, how it is narrowed, and what it says when there is nothing to show."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.models import Topic
from directory.enums import SeatKind
from directory.models import Profile
from library.models import Issuer
from news.models import NewsIndexPage, NewsPage
from search.engines.base import EngineUnavailable
from tests import factories
from tests.queries import many
from tests.reading import LANGUAGES, queries, read
from tests.search.engines.servers import BOTH

NAMES = {
    "sr-latn": ("1 rezultat za „", "Vrsta", "Propisi", "Na snazi"),
    "sr": ("1 резултат за „", "Врста", "Прописи", "На снази"),
    "en": ("1 result for “", "Kind", "Regulations", "In force"),
}
LOGGING = 4  # a line in the log: inside the transaction of the test, on PostgreSQL with a shorter patience


@pytest.fixture(autouse=True)
def _signed_in(client: Any, member: Any) -> None:
    client.force_login(member)


def address(text: str, **chosen: Any) -> str:
    """The address of results, each value given as one or as a list."""
    parts = [("q", text)]
    for name, values in chosen.items():
        parts += [(name, value) for value in (values if isinstance(values, list) else [values])]
    return reverse("search") + "?" + "&".join(f"{name}={quote(str(value))}" for name, value in parts)


def found(client: Any, text: str, **chosen: Any) -> Any:
    """What the page shows, as its template has it."""
    response = client.get(address(text, **chosen))
    assert response.status_code == 200
    return response.context


def titles(context: Any) -> list[str]:
    """The titles of the hits in their order."""
    return [hit.entry.title for hit in context["results"].hits]


def news(number: int) -> None:
    """So many news items, published at once."""
    parent = NewsIndexPage.objects.get()
    for count in range(number):
        parent.add_child(instance=NewsPage(title=f"Pisarnica {count}", lead="Nova pisarnica.", live=True))


def links_to_results(html: str) -> list[str]:
    """The addresses of results that a page links to, written as `address` writes them."""
    found_links = [unescape(link) for link in re.findall(r'href="(/pretraga/[^"]*)"', html)]
    return [link.replace("+", "%20") for link in found_links]


# --- What is found ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_is_found_in_the_script_of_the_reader_and_quoted_in_its_own(client, index, language):
    factories.act_page(title="Uredba o arhivskoj građi", summary="Чување архивске грађе у писарници.")
    index()
    html = read(client, address("arhivske građe"), language)
    assert all(word in html for word in NAMES[language])
    assert '<p lang="sr-Cyrl" translate="no">Чување <mark>архивске грађе</mark> у писарници.' in html
    title = {"sr": "Уредба о <mark>архивској грађи</mark>"}.get(language, "Uredba o <mark>arhivskoj građi</mark>")
    assert title in html
    assert "<title>" in html
    assert 'value="arhivske građe"' in html


def test_a_passage_opens_at_its_block_with_the_words(client, index):
    body = [("paragraph", "<p>Arhiviranje</p>"), ("paragraph", "<p>Prijemni štambilj</p>")]
    item = factories.news_page(title="Vest", body=body)
    index()
    passage = found(client, "штамбиља")["results"].hits[0].passages[0]
    block = item.body[1].id
    assert passage.address == f"{item.url}?q={quote('штамбиља')}#b-{block}"
    assert f'id="b-{block}"' in read(client, passage.address)


def test_what_is_no_longer_in_force_says_so(client, index):
    factories.act_page(title="Stari pravilnik", version={"in_force_to": factories.day(-1)})
    factories.act_page(title="Budući pravilnik", version={"in_force_from": factories.day(1)})
    index()
    html = read(client, address("pravilnik"))
    assert html.count('class="hit gone"') == 1
    assert html.count("Nije više na snazi") == 2  # the hit, and the facet
    assert 'class="status warn"' in html


def test_the_text_of_people_cannot_become_markup(client, index):
    factories.news_page(title="<b>Pisarnica</b>", lead="<script>alert(1)</script> pisarnica &amp; <img src=x>")
    index()
    html = read(client, address('pisarnica "><script>alert(2)</script>'))
    html += read(client, address("pisarnica"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>pisarnica</mark> &amp;amp; &lt;img" in html
    assert "&lt;b&gt;<mark>Pisarnica</mark>&lt;/b&gt;" in html
    assert "<script>" not in html
    assert "<img" not in html


def test_most_of_the_words_is_said_plainly(client, index):
    factories.news_page(title="Elektronska pisarnica")
    index()
    html = read(client, address("elektronska pisarnica kvantna"))
    assert "Elektronska" in html
    assert "Nijedna strana nema sve reči na jednom mestu" in html
    assert "Nijedna strana nema sve reči" not in read(client, address("elektronska pisarnica"))


def test_results_come_in_pages_that_keep_what_was_asked(client, index):
    news(25)
    index()
    first, last = found(client, "pisarnica", kind="news"), found(client, "pisarnica", kind="news", page=2)
    assert [len(titles(first)), len(titles(last))] == [20, 5]
    assert not set(titles(first)) & set(titles(last))
    assert "?q=pisarnica&amp;kind=news&amp;page=2" in read(client, address("pisarnica", kind="news"))
    for odd in ("999", "-1", "abc", "", "٣", "1e9", "9" * 50):
        assert found(client, "pisarnica", page=odd)["results"].total == 25
    assert titles(found(client, "pisarnica", page="99")) == titles(found(client, "pisarnica", page=2))


def test_newest_first(client, index):
    for title, year in (("Priručnik stariji", 2024), ("Priručnik noviji", 2026), ("Priručnik srednji", 2025)):
        factories.resource_page(title=title, date=f"{year}-03-01")
    index()
    newest = found(client, "priručnik", sort="date")
    assert titles(newest) == ["Priručnik noviji", "Priručnik srednji", "Priručnik stariji"]
    year = next(facet for facet in newest["facets"] if facet["name"] == "year")
    assert [option["value"] for option in year["options"]] == ["2026", "2025", "2024"]
    html = read(client, address("priručnik", sort="date"))
    assert 'name="sort" value="date"' in html
    assert found(client, "priručnik", sort="nonsense")["asked"].sort == "relevance"


# --- Narrowing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def library(db: None, index: Any) -> None:
    """Acts and resources of two issuers with three topics."""
    topics = [Topic.objects.create(name=name) for name in ("Pisarnica", "Arhiviranje", "Bezbednost")]
    issuers = [Issuer.objects.create(name="Vlada"), Issuer.objects.create(name="Ministarstvo", short_name="MDULS")]
    for number in range(8):
        issuer, topic = issuers[number % 2], topics[number % 3]
        if number % 4:
            page = factories.act_page(title=f"Odluka o registraturi {number}", issuer=issuer, live=False)
        else:
            page = factories.resource_page(title=f"Vodič o registraturi {number}", issuer=issuer, live=False)
        page.topics.add(topic)
        page.save_revision().publish()
    index()


CHOICES: list[dict[str, list[str]]] = [
    {},
    {"kind": ["regulation"]},
    {"topic": ["pisarnica", "arhiviranje"]},
    {"kind": ["resource"], "topic": ["pisarnica"]},
]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("chosen", CHOICES)
def test_the_counts_of_a_facet_are_the_results_after_a_click(client, chosen):
    facets = found(client, "registratura", **chosen)["facets"]
    assert {facet["name"] for facet in facets} >= {"kind", "topic", "issuer", "year"}
    for facet in facets:
        for option in facet["options"]:
            clicked = {**chosen, facet["name"]: [option["value"]]}
            assert found(client, "registratura", **clicked)["results"].total == option["count"]


@pytest.mark.usefixtures("library")
def test_values_of_a_facet_add_up_and_facets_narrow_each_other(client):
    def total(**chosen: Any) -> int:
        return found(client, "registratura", **chosen)["results"].total

    assert total(topic=["pisarnica", "arhiviranje"]) == total(topic="pisarnica") + total(topic="arhiviranje") == 6
    assert total(kind="resource") == 2
    assert total(kind="resource", topic="pisarnica") == 1


@pytest.mark.usefixtures("library")
def test_chosen_values_are_tags_that_can_be_removed(client):
    context = found(client, "registratura", kind="resource", topic=["pisarnica", "nema-je"], issuer="x" * 500)
    assert [choice["label"] for choice in context["choices"]] == ["Građa", "Pisarnica", "nema-je"]
    assert [choice["title"] for choice in context["choices"]] == ["Vrsta", "Tema", "Tema"]
    without = context["choices"][0]["url"]
    assert without == address("registratura", topic=["pisarnica", "nema-je"])
    html = read(client, address("registratura", kind="resource"))
    assert ">MDULS<" in html or ">Vlada<" in html
    assert "Suzi rezultate (1 izbor)" in html


# --- Who finds what -----------------------------------------------------------------------------------------------


def test_what_a_reader_may_not_see_is_in_no_hit_total_or_facet(client, index, editor):
    closed = factories.act_page(title="Povučeni akt", summary="pečat")
    factories.restrict(closed, *editor.groups.all())
    factories.news_page(title="Otvorena vest", lead="pečat")
    index()
    context = found(client, "pečat")
    assert context["results"].total == 1
    assert titles(context) == ["Otvorena vest"]
    assert [option["value"] for option in context["facets"][0]["options"]] == ["news"]
    client.force_login(editor)
    assert found(client, "pečat")["results"].total == 2


def test_a_former_member_finds_nothing_and_learns_why(client, index, former_member):
    factories.news_page(title="Pisarnica")
    index()
    client.force_login(former_member)
    html = read(client, address("pisarnica"))
    assert "Nemate važeće imenovanje u Mreži" in html
    client.logout()
    assert client.get(address("pisarnica")).status_code == 302


# --- Cards --------------------------------------------------------------------------------------------------------


@pytest.fixture
def uzice(db: None) -> Any:
    """The representative of Užice in ICT; the other seat is vacant."""
    seat = factories.seat(factories.local_government("Užice"), SeatKind.ICT)
    person = factories.person()
    person.first_name, person.last_name = "Milica", "Stanković"
    person.save()
    factories.appointment(person, seat)
    Profile.objects.filter(user=person).update(position="administratorka", phone="031/555-010")
    return person


@pytest.mark.parametrize("text", ["Užice", "ужицу", "grad Uzice", "opština Užica", "„Užice“"])
def test_the_name_of_a_local_government_shows_its_card(client, index, uzice, text):
    index()
    card = found(client, text)["cards"][0]
    assert card.context["unit"].name == "Užice"
    html = read(client, address(text))
    assert all(word in html for word in ("Milica Stanković", "031/555-010", "Upražnjeno", "/imenik/jls/uzice/"))


@pytest.mark.parametrize("text", ["Milica Stanković", "станкoвић", "Stankovića", "stankovic milica"])
def test_the_name_of_a_person_shows_a_card(client, index, uzice, text):
    index()
    card = found(client, text)["cards"][0]
    assert card.context["person"]["name"] == "Milica Stanković"
    html = read(client, address(text))
    assert f"/imenik/osobe/{uzice.pk}/" in html
    assert "css/components/people" in html  # what the photo on the card is drawn with


@pytest.mark.parametrize("text", ["Milica", "grad", "Užice registratura", "Milica Petrović", "-Užice"])
def test_other_words_show_no_card(client, index, uzice, text):
    index()
    assert not found(client, text).get("cards")


def test_cards_stand_above_the_first_page_of_all_results_only(client, index, uzice):
    index()
    assert found(client, "Užice")["cards"]
    assert not found(client, "Užice", kind="person")["cards"]


# --- Cost ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(engine: Any, monkeypatch: Any) -> list[Any]:
    """What the engine has been asked."""
    questions: list[Any] = []
    search = engine.search
    monkeypatch.setattr(engine, "search", lambda query: questions.append(query) or search(query))
    return questions


def cost(client: Any, asked: list[Any]) -> tuple[list[int], list[int]]:
    """How many hits there are of all kinds and of each, and what they cost in database queries and in requests."""
    totals, costs = [], []
    for kind in ([], "regulation", "local_government", "person"):
        totals.append(found(client, "mesto", kind=kind)["results"].total)
        costs.append(queries(client, address("mesto", kind=kind)))
    assert len(asked) == 3 * len(totals)  # one for each time that a page was opened
    asked.clear()
    return totals, costs


def test_three_hundred_hits_cost_as_many_queries_as_three(client, asked):
    start = queries(client, reverse("search"))
    assert not asked
    many.entries(1)
    totals, few = cost(client, asked)
    assert totals == [3, 1, 1, 1]
    assert max(few) - start <= 10 + LOGGING
    many.entries(99)
    totals, costs = cost(client, asked)
    assert totals == [300, 100, 100, 100]
    assert (costs[0] <= few[0], costs[1:]) == (True, few[1:])


def test_cards_and_hits_of_every_kind_cost_ten_queries(client, index, uzice):
    topic, issuer = Topic.objects.create(name="Pisarnica"), Issuer.objects.create(name="Vlada")
    act = factories.act_page(title="Uredba za Užice", issuer=issuer, live=False)
    act.topics.add(topic)
    act.save_revision().publish()
    index()
    context = found(client, "užice")
    assert context["cards"]
    labels = {hit.entry.label for hit in context["results"].hits}
    assert labels == {"wagtailcore.page", "directory.localgovernment", "accounts.user"}
    assert queries(client, address("užice")) - queries(client, reverse("search")) <= 10 + LOGGING


# --- Nothing, and the engine away ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found_says_what_was_looked_for_and_what_to_do(client, engine, language):
    html = read(client, address('"prijemni pečat"', kind="news"), language)
    assert '<span translate="no">’prijemni pečat’</span>' in html
    assert 'value="&quot;prijemni pečat&quot;"' in html
    asked = links_to_results(html)
    assert address("prijemni pečat", kind="news") in asked
    assert address('"prijemni pečat"') in asked
    assert reverse("contact_coordinator") in html


@pytest.mark.parametrize("text", ["", "   ", "-pisarnica", "!?", "🙂"])
def test_without_words_the_page_says_how_to_search(client, engine, text):
    assert "Reč sa minusom ispred sebe" in read(client, address(text))


@pytest.fixture
def engine_away(index: Any, engine: Any, monkeypatch: Any) -> None:
    """An engine that does not answer any more."""
    factories.news_page(title="Vest")
    index()

    def refuse(query: Any) -> None:
        raise EngineUnavailable("away")

    monkeypatch.setattr(engine, "search", refuse)


@pytest.mark.usefixtures("engine_away")
@pytest.mark.parametrize("language", LANGUAGES)
def test_while_the_engine_is_away_titles_are_shown(client, editor, language):
    act = factories.act_page(title="Уредба о канцеларијском пословању")
    factories.restrict(factories.news_page(title="Uredba za urednike"), *editor.groups.all())
    factories.news_page(title="Uredba u nacrtu", live=False)
    response = client.get(address("uredbom kancelarijsko -nacrt"))
    assert response.status_code == 200
    assert [page.pk for page in response.context["titled_pages"]] == [act.pk]
    html = read(client, address("uredba"), language)
    assert 'class="notice warn' in html
    assert act.url in html
    assert "urednik" not in html.split("<main")[1]
    assert "<title>" in html
    assert read(client, address("nepostojeće"), language)


# --- Whatever may be typed ----------------------------------------------------------------------------------------


@pytest.fixture
def one_news_item(index: Any) -> None:
    """An index that is not empty."""
    factories.news_page(title="Pisarnica")
    index()


TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='"„“«»-−*():^~\\{}[]|&<>/ \x00\u202e\u200babčЖ🙂7', max_size=80),
)


@pytest.mark.parametrize("engine", BOTH, indirect=True)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=TYPED, value=TYPED, page=TYPED)
@example(text="a" * 10_000, value="0", page="1")
@example(text="pisarnica " * 1_000, value="news", page="0")
@example(text="a\x00b", value="\x00", page="\x00")
@example(text='pisarnica NEAR("x" y) AND NOT *', value="1' OR '1'='1", page="1;")
@example(text="pisarnica", value="99999999999999999999999", page="-5")
@example(text="pisarmicaa qqqqqqqqqqqqqqqqqqqqqqqq zzzzzzzzzzzzzzzzzzzzzzzz", value="", page="1")
@example(text="pisarnica", value="²", page="²")
@example(text="\ud800 pisarnica", value="x", page="x")
def test_whatever_is_typed_there_is_an_answer(client, one_news_item, text, value, page):
    parameters = {"q": text, "kind": value, "topic": value, "issuer": value, "year": value, "sort": value}
    encoded = {name: part.encode("utf-8", "surrogatepass") for name, part in {**parameters, "page": page}.items()}
    response = client.get(reverse("search"), encoded)
    assert response.status_code == 200
    assert "titled_pages" not in response.context, "the engine has refused the question"
    assert b"\x00" not in response.content
    assert len(response.content) < 150_000


# --- The field ----------------------------------------------------------------------------------------------------


def test_the_field_is_in_the_header_of_whoever_is_signed_in(client):
    for url in ("/", "/biblioteka/", reverse("edit_profile")):
        assert read(client, url).count('<form class="search" role="search"') == 1
    client.logout()
    assert 'role="search"' not in read(client, reverse("account_login"))
