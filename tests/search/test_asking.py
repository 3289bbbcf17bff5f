"""What is asked of the engine beside the words themselves: articles, other words, other spellings."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from files.enums import State
from files.models import Document, TextUnit
from search import spelling, synonyms
from search.models import SynonymGroup
from search.queries import parse
from search.services import Results, search
from tests import factories
from tests.reading import LANGUAGES, read

LAW = ["Član 1.\nUređuje se rad uprave.", "Član 2.\nVidi član 3. ovog zakona.", "Član 3.\nPisarnica prima podneske."]


@pytest.fixture(autouse=True)
def _own_words(db: None) -> None:
    """No words stand for each other until a test says so."""
    SynonymGroup.objects.all().delete()
    synonyms.forget()


def act(title: str, *pages: str, **fields: Any) -> Any:
    """An act with a document that has been read."""
    document = factories.document()
    Document.objects.filter(pk=document.pk).update(state=State.READY, page_count=len(pages))
    TextUnit.objects.bulk_create(
        [TextUnit(document=document, number=number, text=text) for number, text in enumerate(pages, 1)]
    )
    return factories.act_page(document, title=title, **fields)


def titles(results: Results) -> list[str]:
    """The titles of the hits, in order."""
    return [hit.entry.title for hit in results.hits]


# --- Articles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["čl. 3 ZU", "члан 3 ЗУ", "zu clan 3", "člana 3. zakona o upravi"])
def test_the_article_that_is_named_stands_first(member, index, typed):
    act("Zakon o upravi", *LAW, abbreviations="ZU")
    act("Zakon o nečem drugom", "Član 1.\nU skladu sa članom 3. ZU.")
    index()
    hit = search(typed, user=member).hits[0]
    assert hit.entry.title == "Zakon o upravi"
    assert hit.passages[0].label == "str. 3 · čl. 3"


@pytest.mark.parametrize(
    ("typed", "articles"),
    [
        ("čl. 32 ZLS", ("32",)),
        ("члана 32а", ("32a",)),
        ("ZLS čl 7 i čl. 9", ("7", "9")),
        ("član odbora", ()),
        ("32 člana", ()),
        ('"član 5"', ("5",)),
        ("pisarnica -član 5", ()),
    ],
)
def test_articles_of_a_query(typed, articles):
    assert parse(typed).articles == articles


@pytest.mark.parametrize("typed", ["129/2007", "sl. glasnik 129/2007", "„Службени гласник РС“, бр. 129/2007"])
def test_a_number_of_the_gazette_leads_to_its_act(member, index, typed):
    reference = "„Sl. glasnik RS“, br. 129/2007 i 83/2014"
    act("Zakon o lokalnoj samoupravi", "Član 1.\nUređuje se.", version={"gazette_reference": reference})
    for number in range(3):
        act(f"Odluka {number}", "Na osnovu Zakona o lokalnoj samoupravi („Sl. glasnik RS“, br. 129/2007), 129/2007.")
    index()
    assert titles(search(typed, user=member))[0] == "Zakon o lokalnoj samoupravi"


# --- Titles, and what is in force ---------------------------------------------------------------------------------


def test_titles_stand_before_texts_and_acts_before_the_people_who_apply_them(member, index):
    factories.person(first_name="Ana", last_name="Uredbić")
    act("Uredba o kancelarijskom poslovanju organa državne uprave", "Član 1.\nUređuje se kancelarijsko poslovanje.")
    act("Pravilnik o pisarnici", "Kancelarijsko poslovanje. " * 20)
    index()
    assert titles(search("kancelarijsko poslovanje", user=member))[0].startswith("Uredba")


def test_an_act_stands_before_what_is_about_it(member, index):
    act("Uredba o kancelarijskom poslovanju organa državne uprave", "Član 1.\nUređuje se. " * 300)
    factories.meeting_page(title="14. sastanak: primena Uredbe o kancelarijskom poslovanju", agenda="Uredba. " * 5)
    index()
    assert titles(search("uredbe o kancelarijskom poslovanju", user=member))[0].startswith("Uredba")


def test_what_is_in_force_stands_before_what_is_not(member, index):
    for title, end in (("Zakon o tajnosti podataka", -10), ("Zakon o tajnosti podataka", None)):
        page = act(title, "Član 1.\nUređuje se.", version={"in_force_to": end and factories.day(end)})
        assert page.live
    index()
    first, second = search("zakon o tajnosti podataka", user=member).hits
    assert (first.entry.facts["in_force_to"], bool(second.entry.facts["in_force_to"])) == ("", True)
    ended = search("zakon o tajnosti podataka", user=member, filters={"force": ["ended"]})
    assert [hit.entry.pk for hit in ended.hits] == [second.entry.pk]


# --- All words, together ------------------------------------------------------------------------------------------


def test_words_that_stand_together_count_more_than_all_words_scattered(member, index):
    scattered = [f"Član {n}.\n{word}." for n, word in enumerate(["Brisanje", "Podatak", "Građanin", "Zahtev"], 1)]
    act("Uredba o svemu", *scattered)
    act("Zakon o podacima", "Član 1.\nZahtev za brisanje podataka podnosi lice.")
    index()
    results = search("brisanje podataka građana zahtev", user=member)
    assert titles(results) == ["Zakon o podacima", "Uredba o svemu"]
    assert not results.matched_all


def test_all_words_in_one_entry_suffice_for_two(member, index):
    act("Uredba o svemu", "Član 1.\nBrisanje.", "Član 2.\nPodatak.")
    act("Zakon o podacima", "Član 1.\nPodaci.")
    index()
    results = search("brisanje podataka", user=member)
    assert (titles(results), results.matched_all) == (["Uredba o svemu"], True)


# --- Words that stand for each other ------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["JLS", "јлс", "jedinice lokalne samouprave", "jedinica i lokalna samouprava"])
def test_an_abbreviation_and_what_it_stands_for(member, index, typed):
    act("Odluka o JLS", "Član 1.\nUređuje se.")
    act("Odluka o zajednicama", "Član 1.\nJedinica lokalne samouprave odlučuje.")
    act("Odluka o drugom", "Član 1.\nLokalne novine.")
    index()
    assert search(typed, user=member).total == 1
    SynonymGroup.objects.create(terms="JLS\njedinica lokalne samouprave")
    synonyms.forget()
    assert set(titles(search(typed, user=member))) == {"Odluka o JLS", "Odluka o zajednicama"}


def test_a_change_of_the_list_works_within_a_minute_without_a_rebuild(member, index, monkeypatch):
    act("Odluka o GIS", "Član 1.\nUređuje se.")
    index()
    assert search("geoportal", user=member).total == 0
    SynonymGroup.objects.create(terms="GIS\ngeoportal")
    now = synonyms.time.monotonic()
    monkeypatch.setattr(synonyms.time, "monotonic", lambda: now + 60)
    assert titles(search("geoportal", user=member)) == ["Odluka o GIS"]


def test_what_stands_for_a_word_is_marked(member, index):
    SynonymGroup.objects.create(terms="JLS\njedinica lokalne samouprave")
    act("Odluka", "Član 1.\nJedinica lokalne samouprave odlučuje.")
    index()
    assert "<mark>Jedinica lokalne samouprave</mark>" in search("JLS", user=member).hits[0].passages[0].html


# --- What was meant -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kancelarisko poslovanje", "kancelarijsko poslovanje"),
        ("kancelarijsko posolvanje", "kancelarijsko poslovanje"),
        ("kancelariijsko poslovanje", "kancelarijsko poslovanje"),
        ("канцеларијско пословањр", "канцеларијско poslovanje"),
        ("kancelarijskoposlovanje", "kancelarijsko poslovanje"),
        ("skupšitna", "skupština"),
    ],
)
def test_a_slip_is_undone(member, index, typed, meant):
    act("Uredba", "Član 1.\nUređuje se kancelarijsko poslovanje. Skupština opštine odlučuje.")
    index()
    results = search(typed, user=member)
    assert (results.total, results.meant and results.meant.text) == (1, meant)
    assert "<mark>" in results.hits[0].passages[0].html


@pytest.mark.parametrize("typed", ["qqqqzzzz", "kancelarijskim qqqqzzzz", "12345/2099", "xyz", "-skupština"])
def test_what_nobody_could_have_meant_stays(member, index, typed):
    act("Uredba", "Član 1.\nUređuje se kancelarijsko poslovanje. Skupština opštine odlučuje.")
    index()
    assert search(typed, user=member).meant is None


def test_known_words_are_never_replaced(member, index):
    act("Uredba o organu", "Član 1.\nOrgani odlučuju.")
    act("Uredba o orgamu", "Član 1.\nOrgam.")
    index()
    results = search("orgam", user=member)
    assert (titles(results), results.meant) == (["Uredba o orgamu"], None)


def test_what_is_closed_to_the_reader_is_not_what_was_meant(member, editor, index):
    page = act("Tajni akt", "Član 1.\nPosebna pisarnica.")
    factories.restrict(page, *editor.groups.all())
    index()
    results = search("pisarnca", user=member)
    assert (results.total, results.meant) == (0, None)
    assert search("pisarnca", user=editor).meant.text == "pisarnica"


def test_a_query_whose_words_are_there_takes_one_request(member, index, engine, monkeypatch):
    act("Uredba", "Član 1.\nUređuje se kancelarijsko poslovanje.")
    index()
    asked: list[str] = []
    for name in ("search", "known"):
        original = getattr(engine, name)
        monkeypatch.setattr(
            engine, name, lambda *args, of=original, said=name, **more: asked.append(said) or of(*args, **more)
        )
    search("poslovanje kancelarija", user=member)
    search("kancelarijsko", user=member)
    assert asked.count("search") <= 3
    asked.clear()
    search("kancelarijsko poslovanje", user=member)
    assert asked == ["search"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_was_looked_for_and_offers_what_was_typed(client, member, index, language):
    act("Uredba", "Član 1.\nUređuje se kancelarijsko poslovanje.")
    index()
    client.force_login(member)
    html = read(client, reverse("search") + "?q=kancelarisko", language)
    assert '<span translate="no">kancelarijsko</span>' in html
    assert "?q=kancelarisko&amp;verbatim=1" in html
    assert "kancelarijsko" not in read(client, reverse("search") + "?q=kancelarisko&verbatim=1", language)


def test_neighbours_are_one_slip_away():
    near = set(spelling.neighbours("rok"))
    assert {"ork", "rko", "ok", "rk", "ro", "rak", "rokk", "arok", "rook"} <= near
    assert not {"r", "kor", "rokovi", "raka"} & near


def test_editors_keep_the_list(client, editor):
    client.force_login(editor)
    address = reverse("wagtailsnippets_search_synonymgroup:add")
    assert client.post(address, {"terms": "JLS"}).status_code == 200
    assert client.post(address, {"terms": "JLS\n ... "}).status_code == 200
    assert SynonymGroup.objects.count() == 0
    assert client.post(address, {"terms": "ЈЛС\r\njedinica lokalne samouprave\r\n"}).status_code == 302
    assert SynonymGroup.objects.get().term_list == ["ЈЛС", "jedinica lokalne samouprave"]
