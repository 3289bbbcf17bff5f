"""Suggestions while typing: what is suggested to whom, in which order, for how many queries."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core import request_cache
from core.models import Topic
from core.registry import entitlements
from directory.enums import Kind, SeatKind
from library.enums import ActType
from library.models import ActPage, LibraryPage
from library.topics import suggested_topics
from news.models import NewsIndexPage, NewsPage
from search.analysis import words_of
from search.engines.base import EngineUnavailable
from search.models import Entry
from search.rebuilding import check
from search.registry import pages as page_source
from search.suggestions import MOST, Suggestion, shared_out, suggest
from tests import factories
from tests.queries import many
from tests.reading import LANGUAGES, know_the_tables, read
from tests.search.test_trimming import TRUTH, pages
from tests.security import things


def titles(person: Any, text: str) -> list[str]:
    """What is suggested to a person, one title after the other."""
    return [row.title for group in suggest(text, user=person) for row in group.rows]


@pytest.fixture
def network(db: None, index: Any) -> None:
    """A city with a representative, acts, news, a topic."""
    unit = factories.local_government("Čačak", kind=Kind.CITY)
    factories.appointment(factories.person(first_name="Đorđe", last_name="Čačanin"), factories.seat(unit))
    factories.act_page(title="Закон о локалној самоуправи", number="129/2007", abbreviations="ZLS")
    factories.act_page(title="Odluka o Čačku", act_type=ActType.ODLUKA)
    factories.news_page(title="Obuka u Čačku")
    Topic.objects.create(name="Lokalna samouprava", slug="lokalna-samouprava", synonyms="opštine\nградови")
    index()


# --- What is suggested --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    "typed", ["zakon o lok", "ЗАКОН О ЛОК", "lokalnoj zak", "129/2007", "129", "zls", "ЗЛС", "Zls "]
)
def test_an_act_is_suggested_by_title_number_and_abbreviation_in_either_script(member, typed):
    assert titles(member, typed) == ["Закон о локалној самоуправи"]


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("typed", ["čač", "Чач", "cac", "CAC"])
def test_groups_stand_in_their_order_with_or_without_diacritics(member, typed):
    groups = suggest(typed, user=member)
    assert [[row.title for row in group.rows] for group in groups] == [
        ["Odluka o Čačku", "Obuka u Čačku"],
        ["Đorđe Čačanin"],
        ["Grad Čačak"],
    ]


@pytest.mark.usefixtures("network")
def test_a_word_must_be_begun_not_contained(member):
    assert titles(member, "amoupravi") == []
    assert titles(member, "zakon ačak") == []
    assert titles(member, "zakon nepostojeće") == []


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("typed", ["lokalna s", "opšti", "gradovi", "ГРАД"])
def test_a_topic_leads_to_its_part_of_the_library(client, member, typed):
    topic = suggest(typed, user=member)[-1]
    assert [row.title for row in topic.rows] == ["Lokalna samouprava"]
    client.force_login(member)
    assert "Lokalna samouprava" in read(client, topic.rows[0].url)
    assert topic.rows[0].url == f"{LibraryPage.objects.get().url}?topic=lokalna-samouprava"


@pytest.mark.parametrize("typed", ["", " ", "z", "ж", "..", "\x00", "🙂🙂", "%%", "__", '""', "- -"])
@pytest.mark.usefixtures("network")
def test_nothing_is_suggested_for_less_than_two_letters(client, member, typed):
    assert suggest(typed, user=member) == []
    client.force_login(member)
    assert client.get(reverse("search_suggestions"), {"q": typed}).content.strip() == b""


def test_best_first(member, index):
    """What begins with it, by name or abbreviation; then acts in force; then short titles; what has ended is last."""
    factories.act_page(title="Stara uredba o arhivi", version={"in_force_to": factories.day(0)})
    factories.news_page(title="O uredbama")
    factories.act_page(title="Nova i dugačka uredba o arhivi", version={"in_force_from": factories.day(0)})
    factories.act_page(title="Uredba o arhivskoj građi organa", version={"in_force_from": factories.day(-9)})
    factories.act_page(title="Uredba o arhivi", version={"in_force_from": factories.day(1)})
    factories.act_page(title="Pravila", abbreviations="UREDBENICA", version={"in_force_from": factories.day(-9)})
    index()
    assert titles(member, "uredb") == [
        "Pravila",
        "Uredba o arhivskoj građi organa",
        "Uredba o arhivi",
        "Nova i dugačka uredba o arhivi",
        "O uredbama",
        "Stara uredba o arhivi",
    ]
    assert str(suggest("stara", user=member)[0].rows[0].note) == "Nije više na snazi"


def test_at_most_eight_and_no_group_is_crowded_out():
    def rows(number: int) -> list[Suggestion]:
        return [Suggestion(str(place), "/", "", ("", place)) for place in range(number)]

    def shares(*numbers: int) -> list[int]:
        groups = {str(place): rows(number) for place, number in enumerate(numbers)}
        shared = shared_out(groups, list(groups))
        assert all(shared.values())
        assert all(shown == groups[name][: len(shown)] for name, shown in shared.items())
        return [len(shared.get(name, ())) for name in groups]

    assert shares(20, 20, 20, 20) == [4, 2, 1, 1]
    assert shares(20, 0, 0, 0) == [8, 0, 0, 0]
    assert shares(0, 20, 0, 20) == [0, 4, 0, 4]
    assert shares(1, 20, 1, 0) == [1, 6, 1, 0]
    assert shares(2, 1, 1, 1) == [2, 1, 1, 1]
    assert shares(0, 0, 0, 0) == [0, 0, 0, 0]


def test_suggestions_do_not_need_the_engine(member, index, engine, monkeypatch):
    factories.news_page(title="Pisarnica")
    index()

    def refuse(*args: Any) -> None:
        raise EngineUnavailable

    monkeypatch.setattr(engine, "search", refuse)
    assert titles(member, "pis") == ["Pisarnica"]


# --- What the database keeps --------------------------------------------------------------------------------------


def test_words_are_folded_and_names_are_kept_apart():
    assert words_of(["Закон о локалној самоуправи", "ZLS", "129/2007"]) == (
        " zakon o lokalnoj samoupravi / zls / 129/2007"
    )
    assert words_of(["🙂", "Đorđe %_'\""]) == " djordje"
    assert words_of([]) == words_of(["", "–"]) == ""


def test_old_entries_get_their_words_by_the_nightly_comparison(member, index):
    page = factories.act_page(title="Uredba", abbreviations="UKP")
    index()
    entry = Entry.objects.get(object_id=page.pk, label=page_source.label)
    assert (entry.words, entry.in_force_from) == (" uredba / ukp / 21/2020", page.current_version.in_force_from)
    Entry.objects.update(words="", digest="of an earlier version")
    assert titles(member, "ukp") == []
    assert check().stale == Entry.objects.count()
    index()
    assert titles(member, "ukp") == ["Uredba"]


def test_a_changed_title_is_suggested_and_the_old_one_is_not(member, index):
    page = factories.news_page(title="Stari naslov")
    index()
    page.title = "Novi natpis"
    page.save_revision().publish()
    index()
    assert titles(member, "stari") == []
    assert titles(member, "novi nat") == ["Novi natpis"]
    page.unpublish()
    assert titles(member, "novi nat") == [], "before the index has heard of it"
    index()
    assert titles(member, "novi nat") == []


# --- To whom ------------------------------------------------------------------------------------------------------


def test_everybody_is_suggested_what_they_may_see_and_nothing_more(db, index):
    """Each page of the truth by its own title; the list over HTTP has the same."""
    pages()
    index()
    people = things.people()
    for title, marks in TRUTH.items():
        for (name, person), mark in zip(people.items(), marks.replace(" ", ""), strict=True):
            expected = mark == "+"
            assert (title in titles(person, title)) == expected, (title, name)
            if name not in {"anonymous", "inactive account"}:
                client = Client()
                client.force_login(person)
                html = unescape(read(client, reverse("search_suggestions") + f"?q={title}", "en"))
                assert (f"<span>{title}</span>" in html) == expected, (title, name)


def test_a_restriction_hides_suggestions_before_the_index_has_heard_of_it(db, index):
    general, ict = factories.member(kind=SeatKind.GENERAL_ADMINISTRATION), factories.member(kind=SeatKind.ICT)
    page = factories.content_page(title="Tajna")
    index()
    assert titles(general, "tajna") == titles(ict, "tajna") == ["Tajna"]
    factories.restrict(page, *things.groups(things.IKT))
    assert (titles(general, "tajna"), titles(ict, "tajna")) == ([], ["Tajna"])


def test_people_and_topics_are_suggested_to_readers_only(db, index):
    unit = factories.local_government("Čačak")
    factories.appointment(factories.person(first_name="Milica", last_name="Stojadinović"), factories.seat(unit))
    Topic.objects.create(name="Čačanske teme", slug="teme")
    index()
    for number, (name, person) in enumerate(things.people().items()):
        reads = TRUTH["open"].replace(" ", "")[number] == "+"
        assert (titles(person, "stojad") == ["Milica Stojadinović"]) == reads, name
        assert (titles(person, "čača") == [unit.full_name, "Čačanske teme"]) == reads, name


def test_a_topic_is_not_suggested_where_the_library_is_closed(db, index):
    Topic.objects.create(name="Arhiviranje", slug="arhiviranje")
    things.restrict(LibraryPage.objects.get(), things.IKT)
    assert titles(factories.member(kind=SeatKind.GENERAL_ADMINISTRATION), "arhiv") == []
    assert titles(factories.member(kind=SeatKind.ICT), "arhiv") == ["Arhiviranje"]
    LibraryPage.objects.get().unpublish()
    assert suggested_topics() == []


def test_who_lost_the_seat_a_second_ago_is_not_suggested(member, index):
    person = factories.person(first_name="Milica", last_name="Stojadinović")
    appointment = factories.appointment(person)
    index()
    assert titles(member, "stojad") == ["Milica Stojadinović"]
    appointment.ends_on = factories.day(-1)
    appointment.save()
    assert titles(member, "stojad") == []


def test_whoever_is_not_signed_in_is_sent_to_the_log_in(db, client):
    response = client.get(reverse("search_suggestions"), {"q": "zakon"})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


# --- How they are shown -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_links_in_the_script_of_the_reader(client, member, language):
    client.force_login(member)
    html = read(client, f"{reverse('search_suggestions')}?q=zakon o", language)
    act = ActPage.objects.get(abbreviations="ZLS")
    shown = "Закон о локалној самоуправи" if language in {"sr", "en"} else "Zakon o lokalnoj samoupravi"
    assert f'href="{act.url}"' in html
    assert f"<span>{shown}</span>" in html
    assert '<span translate="no">zakon o</span>' in html
    assert 'href="/pretraga/?q=zakon+o"' in html
    assert html.count('role="option"') == 2
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.usefixtures("network")
def test_the_way_to_all_results_is_always_there(client, member, former_member):
    client.force_login(member)
    assert 'href="/pretraga/?q=nepostoje%C4%87e"' in read(client, f"{reverse('search_suggestions')}?q=nepostojeće")
    client.force_login(former_member)
    html = read(client, f"{reverse('search_suggestions')}?q=zakon")
    assert html.count('role="option"') == 1


def test_the_text_of_people_cannot_become_markup(client, member, index):
    factories.news_page(title='<b>Pisarnica</b> "><img src=x onerror=alert(1)>')
    index()
    client.force_login(member)
    html = client.get(reverse("search_suggestions"), {"q": 'pisarnica "><script>alert(2)</script>'}).content.decode()
    html += client.get(reverse("search_suggestions"), {"q": "pisarnica"}).content.decode()
    assert "&lt;b&gt;Pisarnica&lt;/b&gt;" in html
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


def test_the_field_works_without_a_script(client, member):
    """Roles that promise a list are given by the script that makes it."""
    client.force_login(member)
    html = read(client, "/")
    field = re.search(r"<input\s[^>]*type=\"search\"[^>]*>", html)
    assert field
    assert "role=" not in field[0]
    assert "aria-expanded" not in field[0]
    assert re.search(r'<div id="q-suggestions"[^>]* hidden></div>', html)
    assert 'action="/pretraga/"' in html


# --- How much it costs --------------------------------------------------------------------------------------------


def cost(person: Any, text: str) -> int:
    """Queries of suggestions once it is known what the reader is entitled to, and the caches are warm."""
    know_the_tables()
    suggest(text, user=person)
    with request_cache.remembering():
        entitlements.of(person)
        with CaptureQueriesContext(connection) as captured:
            assert suggest(text, user=person)
    return len(captured)


@pytest.mark.parametrize("is_restricted", [False, True], ids=["open", "restricted"])
def test_three_hundred_cost_as_much_as_three(member, index, is_restricted):
    def fill(number: int) -> None:
        news = many.pages(NewsIndexPage.objects.get(), NewsPage, number, lambda place: {"title": f"Mesto {place}"})
        units = many.units(number)
        for label, rows in ((page_source.label, news), ("directory.localgovernment", units)):
            Entry.objects.bulk_create([entry(label, row.pk, f"Mesto {row.pk}") for row in rows])
        held = [seat for unit in units[:100] for seat in unit.seats.filter(appointments__ends_on=None)]
        people = [seat.appointments.get().person_id for seat in held]
        Entry.objects.bulk_create([entry("accounts.user", pk, f"Mesto {pk}") for pk in people])
        Topic.objects.bulk_create(
            [Topic(name=f"Mesto {row.pk}", slug=f"mesto-{row.pk}") for row in news[:100]], ignore_conflicts=True
        )

    audience = Entry._meta.get_field("audience").related_model.objects.get_or_create(key="[]")[0]

    def entry(label: str, pk: int, title: str) -> Entry:
        return Entry(
            label=label,
            object_id=pk,
            version=1,
            kind="news",
            title=title,
            words=words_of([title]),
            url=f"/{label}/{pk}/",
            audience=audience,
        )

    if is_restricted:
        things.restrict(factories.home(), things.IKT)
        things.restrict(NewsIndexPage.objects.get(), things.IKT)
    fill(3)
    few = cost(member, "mesto")
    fill(297)
    assert [len(group.rows) for group in suggest("mesto", user=member)] == [4, 2, 1, 1]
    assert cost(member, "mesto") == few == 6


# --- Whatever may be typed ----------------------------------------------------------------------------------------

ODD = ["\x00zakon", "z" * 10_000, "zakon " * 2000, "🙂 zakon", "'; DROP TABLE search_entry; --", '"zakon', "100% za"]
ODD += ["za_on", "z%n", "za\\kon", "\ud800zakon", "\u202ezakon", "-zakon", "129/", "//", "a/b", "½½", "zakon\r\n"]


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("typed", ODD)
def test_odd_input_is_answered(client, member, typed):
    client.force_login(member)
    response = client.get(reverse("search_suggestions"), {"q": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert "Закон" not in response.content.decode() or "zakon" in typed
    assert client.get(reverse("search_suggestions")).status_code == 200


@pytest.mark.usefixtures("network")
def test_signs_of_patterns_are_no_patterns(member):
    for typed in ("z%k", "z_kon", "%zakon%x", "__"):
        assert "Закон о локалној самоуправи" not in titles(member, typed)


@settings(max_examples=60, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.one_of(st.text(max_size=60), st.text(alphabet="zakon лс%_'\"\\/-129\x00", max_size=60)))
@example(typed="İ" * 300)
@pytest.mark.usefixtures("network")
def test_whatever_is_typed_gives_at_most_eight_that_fit(member, typed):
    rows = [row for group in suggest(typed, user=member) for row in group.rows]
    assert len(rows) <= MOST
    assert all(row.url and row.title for row in rows)


SENT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet="zakon лсž%_'\"\\/-129\x00\x1b\u202e\u200d🙂", max_size=80).map(str.encode),
    st.binary(max_size=80),
)


@settings(max_examples=80, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=SENT, again=st.integers(1, 300))
@example(sent="zakonić ".encode(), again=5_000)
@example(sent="čšž".encode(), again=20_000)
@example(sent=b"\xed\xa0\x80 za\xff\x00kon", again=1)
@example(sent=b"%", again=2_000)
@example(sent=b'" AND NOT NEAR( OR -', again=100)
@pytest.mark.usefixtures("network")
def test_whatever_a_browser_sends_there_is_an_answer_in_time(client, member, sent, again):
    """Bytes as they stand in an address: no Unicode at all, halves of characters, control characters, very long."""
    client.force_login(member)
    response = client.get(f"{reverse('search_suggestions')}?q={quote_from_bytes(sent * again)}")
    assert response.status_code == 200
    html = response.content.decode()
    assert "\x00" not in html
    assert html.count('role="option"') <= MOST + 1
    assert len(html) < 40_000
