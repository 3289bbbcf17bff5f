"""What a person may not see is in no hit, total, count, card or line of the command, and that is true at once."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page

from accounts.services import set_roles
from directory.enums import SeatKind
from directory.services import end_appointment
from files import reading
from files.extraction.interface import Unit
from files.extraction.sandbox import Extraction
from files.models import Document
from files.services import may_read
from home.models import ContentPage
from search.services import search
from tests import factories
from tests.search.engines.servers import BOTH
from tests.security import things

WORD = "pisarnica"

# Who finds what, written by hand; the columns are the people of `things.people()`, as in the one question:
# anonymous, inactive, ended yesterday, starts tomorrow, of a merged unit, left in Django's groups;
# general administration, ICT, both seats, ICT on the last day; editor, coordinator, administrator;
# colleague, guest in a group, in none, whose visit has ended, colleague not approved.
TRUTH = {
    "open": "------ ++++ +++ +----",
    "draft": "------ ---- --- -----",
    "for ICT": "------ -+++ --+ -----",
    "under one for ICT": "------ -+++ --+ -----",
    "for both kinds of seat": "------ ++++ --+ -----",
    "under general administration, for ICT": "------ --+- --+ -----",
    "for editors": "------ ---- +-+ -----",
    "for whoever signs in": "------ ++++ +++ +----",
    "behind a shared password": "------ ---- --- -----",
    "moved under one for ICT": "------ -+++ --+ -----",
    "moved there and back": "------ ++++ +++ +----",
}
CANNOT_SIGN_IN = {"anonymous", "inactive account"}


# --- What a person finds, asked in every way ----------------------------------------------------------------------


def found(person: Any, text: str = WORD) -> set[str]:
    """The titles that a person finds; total, counts, the command and the results page must agree with them."""
    results = search(text, user=person, limit=100)
    titles = [hit.entry.title for hit in results.hits]
    kinds = [hit.entry.kind for hit in results.hits]
    assert results.total == len(titles)
    counts = {name: dict(values) for name, values in results.counts.items()}
    assert counts.get("kind", {}) == {kind: kinds.count(kind) for kind in kinds}
    assert command(person, text) == (results.total, titles, counts)
    if not isinstance(person, AnonymousUser) and person.is_active:
        assert page(person, text) == (results.total, titles)
    return set(titles)


def command(person: Any, text: str) -> tuple[int, list[str], dict[str, Any]]:
    """The total, titles and counts that `manage.py search` prints as a person."""
    out = io.StringIO()
    options = {} if isinstance(person, AnonymousUser) else {"email": person.email}
    call_command("search", text, json=True, stdout=out, **options)
    said = json.loads(out.getvalue())
    return said["total"], [hit["title"] for hit in said["hits"]], said["facets"]


def page(person: Any, text: str) -> tuple[int, list[str]]:
    """The total and titles of the results page for a person who has signed in."""
    context = results_page(person, text)
    return context["results"].total, [hit.entry.title for hit in context["results"].hits]


def results_page(person: Any, text: str) -> Any:
    """What the results page shows."""
    client = Client()
    client.force_login(person)
    response = client.get(reverse("search"), {"q": text})
    assert response.status_code == 200
    return response.context


def cards(person: Any, text: str) -> set[str]:
    """The cards above the results."""
    return {
        str(card.context.get("unit") or card.context["person"]["name"]) for card in results_page(person, text)["cards"]
    }


def named(title: str, parent: Page | None = None, **fields: Any) -> ContentPage:
    """A plain page with the word in its text."""
    return factories.content_page(parent, title=title, body=[("paragraph", f"<p>Nova {WORD} radi.</p>")], **fields)


def pages() -> None:
    """A page in every state of the truth; what is above them has another text."""
    ict, general = things.restricted(things.IKT), things.restricted(things.GENERAL)
    named("open")
    named("draft", live=False)
    things.restrict(named("for ICT"), things.IKT)
    named("under one for ICT", ict)
    things.restrict(named("for both kinds of seat"), things.IKT, things.GENERAL)
    things.restrict(named("under general administration, for ICT", general), things.IKT)
    things.restrict(named("for editors"), things.EDITORS)
    things.restrict(named("for whoever signs in"), kind="login")
    things.restrict(named("behind a shared password"), kind="password")
    things.moved(named("moved under one for ICT"), ict)
    things.moved(things.moved(named("moved there and back"), ict), factories.home())


def test_everybody_finds_what_they_may_see_and_nothing_more(db, index):
    pages()
    index()
    people = things.people()
    columns = {title: marks.replace(" ", "") for title, marks in TRUTH.items()}
    for number, (name, person) in enumerate(people.items()):
        assert found(person) == {title for title, marks in columns.items() if marks[number] == "+"}, name


def test_counts_equal_what_a_click_gives(db, index):
    pages()
    factories.news_page(title=f"Vest: {WORD}")
    things.restrict(factories.news_page(title=f"Za urednike: {WORD}"), things.EDITORS)
    things.restrict(factories.act_page(title=f"Akt: {WORD}"), things.IKT)
    index()
    for person in things.people().values():
        results = search(WORD, user=person)
        for facet in results.facets:
            for value in facet.values:
                clicked = search(WORD, user=person, filters={facet.name: [value.value]}, limit=100)
                assert clicked.total == len(clicked.hits) == value.count > 0


def test_words_that_only_hidden_things_have_are_as_good_as_unknown(db, index):
    """Nothing tells them from words that occur nowhere: not the mode of most of the words either."""
    named("open")
    things.restrict(factories.content_page(title="Poverljivo"), things.EDITORS)
    index()
    member = factories.member()
    for text in ("poverljivo", "nepostojeće"):
        alone, together = search(text, user=member), search(f"{WORD} {text}", user=member)
        assert (alone.total, alone.hits, dict(alone.counts.get("kind", {}))) == (0, [], {})
        assert (together.total, together.matched_all) == (1, False)
        assert search(f"{WORD} -{text}", user=member).total == 1


# --- What changes -------------------------------------------------------------------------------------------------


@pytest.fixture
def two(db):
    """One in general administration, and one in ICT."""
    return (
        factories.member(kind=SeatKind.GENERAL_ADMINISTRATION),
        factories.member(kind=SeatKind.ICT),
    )


def test_restrictions_that_are_set_changed_and_removed(two, index):
    general, ict = two
    top = factories.content_page()
    named("pod njom", top)
    index()
    assert found(general) == found(ict) == {"pod njom"}
    restriction = factories.restrict(top, *things.groups(things.IKT))
    index()
    assert (found(general), found(ict)) == (set(), {"pod njom"})
    restriction.groups.set(things.groups(things.GENERAL))
    index()
    assert (found(general), found(ict)) == ({"pod njom"}, set())
    restriction.delete()
    index()
    assert found(general) == found(ict) == {"pod njom"}


def test_pages_that_are_moved_under_a_restriction_and_back(two, index):
    general, ict = two
    top, closed = factories.content_page(), things.restricted(things.IKT)
    named("pod njom", top)
    index()
    things.moved(top, closed)
    index()
    assert (found(general), found(ict)) == (set(), {"pod njom"})
    things.moved(ContentPage.objects.get(pk=top.pk), factories.home())
    index()
    assert found(general) == found(ict) == {"pod njom"}


@pytest.mark.parametrize("engine", BOTH, indirect=True)
def test_a_restriction_hides_hits_before_the_index_has_heard_of_it(two, index):
    general, ict = two
    top = named("tajna")
    index()
    factories.restrict(top, *things.groups(things.IKT))
    results = search(WORD, user=general)
    assert (results.total, results.hits) == (0, [])
    assert search(WORD, user=ict).total == 1


def test_who_joins_or_leaves_a_group_sees_it_without_any_indexing(db, index):
    pages()
    index()
    person = factories.person()
    assert found(person) == set()
    appointment = factories.appointment(person, factories.seat(kind=SeatKind.ICT))
    assert "for ICT" in found(person)
    assert "under general administration, for ICT" not in found(person)
    second = factories.appointment(person, factories.seat(kind=SeatKind.GENERAL_ADMINISTRATION))
    assert "under general administration, for ICT" in found(person)
    end_appointment(appointment=second, last_day=factories.day(0))
    assert "under general administration, for ICT" in found(person), "the last day is one of them"
    backdated(second, appointment)
    assert found(person) == set()
    set_roles(user=person, roles=("editor",), by=None)
    assert found(person) == {"open", "for editors", "for whoever signs in", "moved there and back"}
    set_roles(user=person, roles=(), by=None)
    assert found(person) == set()


def backdated(*appointments: Any) -> None:
    """Let appointments have ended yesterday."""
    for appointment in appointments:
        end_appointment(appointment=appointment, last_day=factories.day(-1))


# --- Files --------------------------------------------------------------------------------------------------------


def with_text(document: Document, text: str) -> Document:
    """The document with a text, as if it had been read from its file."""
    assert reading.store(document, Extraction(units=[Unit(1, text)]))
    document.refresh_from_db()
    return document


def using(document: Document, title: str = "Strana sa prilogom", parent: Page | None = None) -> ContentPage:
    """A live page that uses the document."""
    user = factories.content_page(parent, title=title, live=False)
    things.attach(user, document, live=True)
    return user


def test_the_text_of_a_closed_document_on_an_open_page_is_not_found(two, index):
    general, ict = two
    document = with_text(factories.document(), "Šifra je u koverti.")
    using(document)
    index()
    assert found(general, "koverta") == {"Strana sa prilogom"}
    things.in_collection(document, things.collection(things.EDITORS))
    index()
    for person in (general, ict, factories.editor()):
        assert found(person, "koverta") == set()
        (hit,) = search("prilogom", user=person).hits
        assert not any("koverti" in passage.text for passage in hit.passages)
    things.in_collection(document, Collection.get_first_root_node())
    index()
    assert found(general, "koverta") == {"Strana sa prilogom"}


def test_collections_that_are_closed_opened_and_nested(two, index):
    general, ict = two
    place = Collection.get_first_root_node().add_child(name="Zbirka")
    document = with_text(things.in_collection(factories.document(), place.add_child(name="Unutra")), "Šifra: koverta.")
    using(document, "otvorena")
    using(document, "za IKT", things.restricted(things.IKT))
    index()
    assert (found(general, "koverta"), found(ict, "koverta")) == ({"otvorena"}, {"otvorena", "za IKT"})
    restriction = place.get_view_restrictions().model(collection=place, restriction_type="groups")
    restriction.save()
    restriction.groups.set(things.groups(things.IKT))
    index()
    assert (found(general, "koverta"), found(ict, "koverta")) == (set(), {"za IKT"})
    restriction.groups.set(things.groups(things.GENERAL))
    index()
    assert found(general, "koverta") == found(ict, "koverta") == set()
    restriction.delete()
    index()
    assert (found(general, "koverta"), found(ict, "koverta")) == ({"otvorena"}, {"otvorena", "za IKT"})


def test_whoever_finds_a_text_may_read_its_file(db, index):
    """Of every document of the one question: search finds no text of one that `may_read` refuses."""
    people, shown = things.people(), 0
    for number, thing in enumerate(things.documents()):
        document = Document.objects.latest("pk")
        word = f"reč{number}"
        with_text(document, f"Ovde stoji {word}.")
        index()
        for name, person in people.items():
            hits = search(word, user=person).hits
            shown += len(hits)
            assert not hits or may_read(person, document), (thing.name, name)
            assert not hits or thing.questions["may_read"](person), (thing.name, name)
            assert {passage.text for hit in hits for passage in hit.passages} <= {f"Ovde stoji {word}."}
    assert shown > len(people)


# --- People and local governments ---------------------------------------------------------------------------------


def test_cards_and_names_are_for_readers_only(db, index):
    unit = factories.local_government("Čačak")
    factories.appointment(factories.person(first_name="Milica", last_name="Stojadinović"), factories.seat(unit))
    index()
    for number, (name, person) in enumerate(things.people().items()):
        reads = TRUTH["open"].replace(" ", "")[number] == "+"
        assert (unit.full_name in found(person, "Čačak")) == reads, name
        assert (found(person, "Stojadinović") == {"Milica Stojadinović"}) == reads, name
        if name not in CANNOT_SIGN_IN:
            assert cards(person, "Čačak") == ({str(unit)} if reads else set()), name
            assert cards(person, "Stojadinović") == ({"Milica Stojadinović"} if reads else set()), name


def test_who_lost_the_seat_a_second_ago_is_neither_card_nor_hit(db, index):
    reader, person = factories.member(), factories.person(first_name="Milica", last_name="Stojadinović")
    appointment = factories.appointment(person)
    index()
    assert found(reader, "Stojadinović") == cards(reader, "Stojadinović") == {"Milica Stojadinović"}
    end_appointment(appointment=appointment, last_day=factories.day(-1))
    assert cards(reader, "Stojadinović") == set()
    assert not search("Stojadinović", user=reader).hits
    index()
    assert found(reader, "Stojadinović") == set()
