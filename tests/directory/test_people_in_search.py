"""People are found by name, by seat and place, and by what they know; and narrowed by district, seat and topic."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from core.models import Topic
from directory import services
from directory.enums import SeatKind
from directory.models import LocalGovernment, Profile, Software
from search.models import Pending
from search.registry import facets
from search.services import search
from tests import factories
from tests.reading import LANGUAGES, read


@pytest.fixture
def cacak(client: Any, db: None, engine: Any) -> LocalGovernment:
    """Čačak with both seats held, by people who say what they do; Arilje with one; a reader; pages in the way."""
    unit = factories.local_government("Čačak", kind="city")
    say(factories.person(first_name="Snežana", last_name="Đorđević"), unit, SeatKind.ICT, "administratorka organa")
    say(factories.person(first_name="Petar", last_name="Šarić"), unit, SeatKind.GENERAL_ADMINISTRATION, "načelnik")
    arilje = factories.local_government("Arilje", district="Zlatiborski")
    say(factories.person(first_name="Ana", last_name="Ilić"), arilje, SeatKind.GENERAL_ADMINISTRATION, "sekretarka")
    factories.news_page(title="Sastanak u Čačku", lead="O IKT opremi u Čačku i opštoj upravi.")
    factories.act_page(title="Zakon o opštoj upravi i IKT", summary="Opšta uprava, IKT i ko je nadležan.")
    client.force_login(factories.member())
    return unit


def say(person: Any, unit: LocalGovernment, kind: str, position: str) -> None:
    """Give a person a seat and a position."""
    factories.appointment(person, unit.seats.get(kind=kind))
    profile = Profile.objects.get(user=person)
    profile.position = position
    services.save_profile(profile=profile, by=person)


def first(client: Any, text: str) -> str:
    """What stands first on the page of results: the card's person or local government, else the title of a hit."""
    context = client.get(reverse("search"), {"q": text}).context
    for card in context["cards"]:
        shown = card.context
        return shown["person"]["name"] if "person" in shown else f"{shown['unit'].name} {shown['seats'][1]['holder']}"
    return context["results"].hits[0].entry.title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ko je IKT u Čačku", "Snežana Đorđević"),
        ("ko je ikt u čačku", "Snežana Đorđević"),
        ("ко је ИКТ у Чачку", "Snežana Đorđević"),
        ("ко је икт у чачку", "Snežana Đorđević"),
        ("IKT Čačak", "Snežana Đorđević"),
        ("ИКТ Чачак", "Snežana Đorđević"),
        ("ikt grad cacak", "Snežana Đorđević"),
        ("predstavnik opšte uprave Arilje", "Ana Ilić"),
        ("представник опште управе Ариље", "Ana Ilić"),
        ("predstavnica za opštu upravu u Arilju", "Ana Ilić"),
        ("opšta uprava Čačak", "Petar Šarić"),
        ("ko je Đorđević", "Snežana Đorđević"),
        ("administratorka organa Čačak", "Snežana Đorđević"),
    ],
)
def test_who_holds_a_seat_stands_first(client, index, cacak, text, name):
    index()
    assert first(client, text) == name


@pytest.mark.parametrize("text", ["predstavnik opšte uprave Arilje", "predstavnik za IKT Čačak", "икт моравички"])
def test_the_hits_have_the_person_first_without_a_card(client, index, cacak, text):
    index()
    context = client.get(reverse("search"), {"q": text}).context
    assert context["results"].hits[0].entry.title in {"Ana Ilić", "Snežana Đorđević"}
    assert context["results"].matched_all


@pytest.mark.parametrize(("language", "word"), [("sr-latn", "Upražnjeno"), ("sr", "Упражњено"), ("en", "Vacant")])
def test_a_vacant_seat_is_said_to_be_vacant(client, index, cacak, language, word):
    index()
    appointment = cacak.seats.get(kind=SeatKind.ICT).appointments.get()
    services.end_appointment(appointment=appointment, last_day=factories.day(-1))
    html = read(client, f"{reverse('search')}?q=ko+je+IKT+u+Čačku", language)
    card = html[html.index('class="card"') :].partition("</dl>")[0]
    assert word in card
    assert "Đorđević" not in html.partition('class="hits"')[0]


def test_who_left_the_seat_today_is_not_the_card_though_the_index_is_old(client, index, cacak):
    index()
    appointment = cacak.seats.get(kind=SeatKind.ICT).appointments.get()
    new = factories.person(first_name="Nova", last_name="Novaković")
    services.replace(appointment=appointment, person=new, starts_on=factories.day(0))
    assert first(client, "IKT Čačak") == "Nova Novaković"


def test_what_people_know_is_found_and_can_be_narrowed(client, index, cacak):
    reader, topic = factories.member(), Topic.objects.create(name="Arhivska građa")
    program = Software.objects.create(name="Luna")
    person = cacak.seats.get(kind=SeatKind.ICT).appointments.get().person
    services.save_profile(profile=Profile.objects.get(user=person), by=person, topics=[topic], software=[program])
    index()
    for text in ("arhivska građa", "архивске грађе", "Луна"):
        assert [hit.entry.title for hit in search(text, user=reader).hits][:1] == ["Snežana Đorđević"]
    for name, value in (("topic", topic.slug), ("district", "moravicki"), ("seat", "ict")):
        found = search("Snežana Đorđević", user=reader, filters={name: [value]})
        assert [hit.entry.title for hit in found.hits] == ["Snežana Đorđević"]
        other = {"topic": "nema", "district": "zlatiborski", "seat": "general_administration"}[name]
        assert not search("Snežana Đorđević", user=reader, filters={name: [other]}).hits


@pytest.mark.parametrize("language", LANGUAGES)
def test_facets_have_names_in_the_language_of_the_reader(client, index, cacak, language):
    index()
    html = read(client, f"{reverse('search')}?q=Čačak", language)
    words = {
        "sr-latn": ["Okrug", "Moravički okrug", "Mesto", "Opšta uprava"],
        "sr": ["Округ", "Моравички округ", "Место", "Општа управа"],
        "en": ["District", "Moravički okrug", "Seat", "General administration"],
    }
    assert all(word in html for word in words[language])
    assert {"topic", "district", "seat"} <= facets.facets.keys()


def test_a_local_government_has_its_district_as_facet(index, cacak):
    index()
    found = search("Čačak", user=factories.member(), filters={"district": ["moravicki"], "kind": ["local_government"]})
    assert [hit.entry.object_id for hit in found.hits] == [cacak.pk]


def test_who_holds_two_seats_is_found_by_both(client, index, cacak):
    person = cacak.seats.get(kind=SeatKind.ICT).appointments.get().person
    arilje = LocalGovernment.objects.get(name="Arilje")
    factories.appointment(person, arilje.seats.get(kind=SeatKind.ICT))
    index()
    reader = factories.member()
    for district in ("moravicki", "zlatiborski"):
        found = search("Đorđević", user=reader, filters={"district": [district]})
        assert [hit.entry.title for hit in found.hits] == ["Snežana Đorđević"]
    assert first(client, "ikt arilje") == first(client, "ikt čačak") == "Snežana Đorđević"


@pytest.mark.parametrize("model", ["topic", "software"])
def test_a_renamed_or_deleted_topic_or_software_queues_who_knows_it(cacak, model):
    person = cacak.seats.get(kind=SeatKind.ICT).appointments.get().person
    thing = {"topic": Topic, "software": Software}[model].objects.create(name="Staro ime")
    known = {"topics": [thing]} if model == "topic" else {"software": [thing]}
    services.save_profile(profile=Profile.objects.get(user=person), by=person, **known)
    for change in (thing.save, thing.delete):
        Pending.objects.all().delete()
        change()
        assert list(Pending.objects.values_list("label", "object_id")) == [("accounts.user", person.pk)]
