from __future__ import annotations

import re

import pytest

from directory import registry
from directory.enums import Kind, SeatKind
from directory.models import LocalGovernment, Profile
from tests import factories
from tests.reading import LANGUAGES, queries, read

SCRIPT = "<script>alert(1)</script> & co"
CACAK = "/imenik/jls/cacak/"


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


@pytest.fixture
def cacak(db) -> LocalGovernment:
    """Čačak, where general administration is held and ICT has been vacant for two days."""
    return factories.local_government(
        "Čačak", kind=Kind.CITY, website="https://cacak.example/", email="uprava@cacak.example"
    )


@pytest.fixture
def holder(cacak):
    """Who holds general administration in Čačak, after somebody else."""
    place = factories.seat(cacak, SeatKind.GENERAL_ADMINISTRATION)
    factories.appointment(factories.person(first_name="Dušan", last_name="Krstić"), place, start=-900, end=-101)
    factories.appointment(factories.person(first_name="Nikola", last_name="Vuković"), factories.seat(cacak), end=-2)
    user = factories.person(first_name="Snežana", last_name="Đorđević")
    factories.appointment(user, place, start=-100)
    profile = {"position": "načelnica", "phone": "032/555-0118", "mobile": "060/555-1", "ask_me_about": "pisarnica"}
    Profile.objects.update_or_create(user=user, defaults=profile)
    return user


def flat(html: str) -> str:
    return " ".join(html.split())


WORDS = {
    "sr-latn": [
        "Grad Čačak",
        "Град Чачак",
        "Moravički okrug",
        "Snežana Đorđević",
        "načelnica",
        "Upražnjeno",
        "(2 dana)",
    ],
    "sr": ["Град Чачак", "Grad Čačak", "Моравички округ", "Снежана Ђорђевић", "начелница", "Упражњено", "(2 дана)"],
    "en": ["Grad Čačak", "Град Чачак", "Moravički okrug", "Snežana Đorđević", "načelnica", "Vacant", "(2 days)"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_local_government_shows_its_seats_and_its_data(client, reader, holder, language):
    html = flat(read(client, CACAK, language))
    for word in [*WORDS[language], "032/555-0118", f"mailto:{holder.email}", "https://cacak.example/", "02-1/2026"]:
        assert word in html
    assert f'href="/imenik/osobe/{holder.pk}/"' in html
    assert "mailto:uprava@cacak.example" in html


def test_who_held_the_seats_stands_from_the_latest(client, reader, holder):
    history = read(client, CACAK).split('id="history"')[1]
    assert history.index("Snežana Đorđević") < history.index("Dušan Krstić") < history.index("Nikola Vuković")
    start, end = factories.day(-900), factories.day(-101)
    assert f"{start.day}. {start.month}. {start.year}. – {end.day}. {end.month}. {end.year}." in flat(history)


def test_a_seat_that_nobody_held_says_so(client, reader, cacak):
    assert read(client, CACAK).count("Još niko nije imenovan.") == 2


def test_a_city_names_its_municipalities_and_they_their_city(client, reader, cacak):
    part = factories.local_government("Stari grad", kind=Kind.CITY_MUNICIPALITY, parent=cacak)
    assert f'href="/imenik/jls/{part.slug}/"' in read(client, CACAK)
    html = read(client, f"/imenik/jls/{part.slug}/")
    assert 'href="/imenik/jls/cacak/"' in html
    assert "Gradska opština Stari grad" in html


def test_what_is_gone_keeps_its_page_and_says_so(client, reader, holder, cacak):
    LocalGovernment.objects.filter(pk=cacak.pk).update(exists_until=factories.day(-1))
    html = read(client, CACAK)
    assert "Jedinice sa ovim nazivom danas nema." in html
    assert "Snežana Đorđević" in html


@pytest.mark.parametrize("slug", ["nema-je", "чачак", "ČAČAK", "x" * 300, "..%2f"])
def test_an_unknown_address_is_not_found(client, reader, cacak, slug):
    assert client.get(f"/imenik/jls/{slug}/").status_code == 404


def test_only_those_who_keep_the_register_get_links_to_it(client, reader, cacak):
    assert "/admin/" not in read(client, CACAK)
    client.force_login(factories.coordinator())
    html = read(client, CACAK)
    assert f"/admin/snippets/directory/localgovernment/edit/{cacak.pk}/" in html
    assert "/admin/snippets/directory/appointment/add/" in html


def test_higher_apps_add_sections(client, reader, cacak, monkeypatch):
    monkeypatch.setattr(registry.sections, "sections", [])
    registry.sections.register("components/tag.html", lambda _request, unit: {"slot": f"{unit.name} <b>"})
    registry.sections.register("components/tag.html", lambda _request, _unit: None)
    html = read(client, CACAK)
    assert html.count('class="tag"') == 1
    assert "Čačak &lt;b&gt;" in html


PERSON_WORDS = {
    "sr-latn": [
        "Snežana Đorđević",
        "načelnica",
        "Mesta danas",
        "Grad Čačak",
        "Opšta uprava",
        "Pitajte za",
        "pisarnica",
    ],
    "sr": ["Снежана Ђорђевић", "начелница", "Места данас", "Град Чачак", "Општа управа", "Питајте за", "писарница"],
    "en": ["Snežana Đorđević", "načelnica", "Seats today", "Grad Čačak", "General administration", "Ask me about"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_shows_seats_and_contact(client, reader, holder, language):
    html = read(client, f"/imenik/osobe/{holder.pk}/", language)
    for word in [
        *PERSON_WORDS[language],
        "032/555-0118",
        "060/555-1",
        f"mailto:{holder.email}",
        'href="/imenik/osobe/"',
    ]:
        assert word in html
    assert 'href="/moj-profil/"' not in html.split("<main")[1]


def test_the_own_page_leads_to_the_own_profile(client, reader):
    assert 'href="/moj-profil/"' in read(client, f"/imenik/osobe/{reader.pk}/").split("<main")[1]


def test_who_left_keeps_the_name_and_the_history_without_contact(client, reader, holder):
    former = factories.former_member()
    Profile.objects.update_or_create(user=former, defaults={"phone": "011/555-99", "ask_me_about": "arhiva"})
    html = read(client, f"/imenik/osobe/{former.pk}/")
    assert former.get_full_name() in html
    assert 'id="earlier"' in html
    assert "Danas nije ni na jednom mestu u Mreži." in html
    for word in (former.email, "011/555-99", "arhiva"):
        assert word not in html


def test_who_comes_later_is_said_to(client, reader):
    person = factories.person()
    factories.appointment(person, start=1)
    html = read(client, f"/imenik/osobe/{person.pk}/")
    assert "Imenovanja koja tek počinju" in html
    assert person.email not in html


def test_who_never_held_a_seat_or_has_no_account_is_not_there(client, reader, holder):
    assert client.get(f"/imenik/osobe/{factories.editor().pk}/").status_code == 404
    holder.is_active = False
    holder.save()
    assert client.get(f"/imenik/osobe/{holder.pk}/").status_code == 404
    for number in ("0", "999999", "9" * 40, "abc", "-1"):
        assert client.get(f"/imenik/osobe/{number}/").status_code == 404


def test_what_people_write_is_escaped_once(client, reader, holder, cacak):
    profile = {"position": SCRIPT, "department": SCRIPT, "phone": SCRIPT, "mobile": SCRIPT, "ask_me_about": SCRIPT}
    Profile.objects.filter(user=holder).update(**profile)
    holder.first_name = SCRIPT
    holder.save()
    holder.appointments.update(act_number=SCRIPT)
    for url in (CACAK, f"/imenik/osobe/{holder.pk}/"):
        for language in LANGUAGES:
            html = read(client, url, language)
            assert "<script>alert" not in html
            assert not re.search("&amp;(lt|gt|amp);", html)


def test_pages_cost_the_same_with_three_and_with_thirty_appointments(client, reader, cacak):
    person = factories.person()
    place = factories.seat(cacak)

    def fill(first: int, last: int) -> None:
        for count in range(first, last):
            factories.appointment(person, place, start=-1000 + 10 * count, end=-995 + 10 * count)
            factories.appointment(person, factories.seat(), start=-1000, end=-995)
            factories.local_government(f"Deo {count}", kind=Kind.CITY_MUNICIPALITY, parent=cacak)

    fill(0, 3)
    urls = [CACAK, f"/imenik/osobe/{person.pk}/"]
    few = [queries(client, url) for url in urls]
    fill(3, 30)
    assert [queries(client, url) for url in urls] == few
