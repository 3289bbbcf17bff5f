from __future__ import annotations

import re

import pytest

from directory.enums import Kind, SeatKind
from directory.models import DirectoryPage, LocalGovernment, Profile
from tests import factories
from tests.reading import LANGUAGES, queries, read

URL = "/imenik/"
PEOPLE = "/imenik/osobe/"
SCRIPT = "<script>alert(1)</script> & co"


@pytest.fixture
def reader(client, db):
    """A member from Užice, signed in: the only one until a test adds more."""
    user = factories.person(first_name="Jelena", last_name="Marković")
    unit = factories.local_government("Užice", kind=Kind.CITY, district="Zlatiborski")
    factories.appointment(user, factories.seat(unit))
    client.force_login(user)
    return user


@pytest.fixture
def register(reader):
    """A few units of each kind in three districts, and people in some seats."""
    beograd = factories.local_government("Beograd", kind=Kind.CITY, district="Grad Beograd")
    factories.local_government("Palilula", kind=Kind.CITY_MUNICIPALITY, parent=beograd, district="Grad Beograd")
    for name in ("Čajetina", "Arilje"):
        factories.local_government(name, district="Zlatiborski")
    cacak = factories.local_government("Čačak", kind=Kind.CITY, district="Moravički")
    for kind, name in [(SeatKind.ICT, "Đorđević"), (SeatKind.GENERAL_ADMINISTRATION, "Šarić")]:
        person = factories.person(first_name="Snežana", last_name=name)
        factories.appointment(person, factories.seat(cacak, kind))


def rows(html: str) -> list[str]:
    """The names in the table, from the top down."""
    names = re.findall(r'<th scope="row">\s*<a [^>]*>(.*?)</a>', html, re.DOTALL)
    return [" ".join(name.split()) for name in names]


WORDS = {
    "sr-latn": [
        "Imenik",
        "Mesta po okruzima",
        "Zlatiborski okrug",
        "Užice",
        "Jelena Marković",
        "upražnjeno",
        "Opšta uprava",
    ],
    "sr": [
        "Именик",
        "Места по окрузима",
        "Златиборски округ",
        "Ужице",
        "Јелена Марковић",
        "упражњено",
        "Општа управа",
    ],
    "en": ["Seats by district", "Zlatiborski okrug", "Užice", "Jelena Marković", "vacant", "General administration"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_directory_shows_seats_by_district_and_a_table(client, reader, language):
    html = read(client, URL, language)
    for word in [*WORDS[language], 'href="/imenik/jls/uzice/"', f'href="/imenik/osobe/{reader.pk}/"']:
        assert word in html


def test_the_directory_counts_units_and_seats(client, register):
    html = " ".join(read(client, URL).split())
    assert "6 jedinica lokalne samouprave, po dva mesta u svakoj." in html
    assert "Popunjeno je 3 od 12 mesta" in html
    assert "upražnjeno 9" in html
    assert "3 jedinice, upražnjeno 5" in html
    assert "1 jedinica, sva mesta popunjena" in html


def test_names_stand_in_the_order_of_the_readers_alphabet(client, register):
    assert rows(read(client, URL)) == ["Arilje", "Beograd", "Čačak", "Čajetina", "Palilula", "Užice"]
    assert rows(read(client, URL, "sr")) == ["Ариље", "Београд", "Палилула", "Ужице", "Чајетина", "Чачак"]


def test_a_vacant_seat_says_since_when(client, reader):
    unit = factories.local_government("Arilje")
    factories.appointment(place=factories.seat(unit), start=-900, end=-400)
    factories.appointment(place=factories.seat(unit), start=-300, end=-3)
    html = " ".join(read(client, URL).split())
    since = factories.day(-2)
    assert re.search(rf"upražnjeno</strong> <span class=\"muted nowrap\"\s?>od {since.day}\. \w+", html)


def test_an_appointment_that_has_not_begun_or_has_ended_holds_no_seat(client, reader):
    unit = factories.local_government("Arilje")
    late, early = factories.person(last_name="Sutrašnji"), factories.person(last_name="Jučerašnji")
    factories.appointment(late, factories.seat(unit), start=1)
    factories.appointment(early, factories.seat(unit, SeatKind.GENERAL_ADMINISTRATION), start=-9, end=-1)
    for url in (URL, PEOPLE):
        html = read(client, url)
        assert "Sutrašnji" not in html
        assert "Jučerašnji" not in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("district=zlatiborski", ["Arilje", "Čajetina", "Užice"]),
        ("kind=city", ["Beograd", "Čačak", "Užice"]),
        ("kind=city_municipality", ["Palilula"]),
        ("seats=vacant", ["Arilje", "Beograd", "Čajetina", "Palilula", "Užice"]),
        ("name=ca", ["Čačak", "Čajetina"]),
        ("name=Чач", ["Čačak"]),
        ("name=cacak", ["Čačak"]),
        ("name=ačak", []),
        ("district=zlatiborski&kind=city&seats=vacant", ["Užice"]),
    ],
)
def test_filters_narrow_the_table(client, register, query, names):
    html = read(client, f"{URL}?{query}")
    assert rows(html) == names
    assert "Mesta po okruzima" not in html
    assert ("Nema takve jedinice" in html) is (not names)


def test_the_heading_names_the_chosen_district(client, register):
    html = read(client, f"{URL}?district=zlatiborski")
    assert '<h2 id="list-title">Zlatiborski okrug</h2>' in html
    assert "Jedinica: 3" in html


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-1", "page=999", "district=abc", "kind=<b>", "seats=1", "name=%00", "x=1"]
)
@pytest.mark.parametrize("url", [URL, PEOPLE])
def test_bad_parameters_count_as_not_given(client, register, url, query):
    assert rows(read(client, f"{url}?{query}")) == rows(read(client, url))


def test_the_table_has_pages(client, reader):
    for count in range(35):
        factories.local_government(f"Selo {count}")
    assert len(rows(read(client, URL))) == 20
    second = read(client, f"{URL}?page=2")
    assert len(rows(second)) == 16
    assert "Mesta po okruzima" not in second
    assert "name=Selo&amp;page=2" in read(client, f"{URL}?name=Selo")


def test_a_local_government_that_is_gone_is_not_listed(client, register):
    LocalGovernment.objects.filter(name="Čačak").update(exists_until=factories.day(-1))
    assert "Čačak" not in rows(read(client, URL))
    assert "Đorđević" not in read(client, PEOPLE)


PEOPLE_WORDS = {
    "sr-latn": ["Predstavnici", "Marković Jelena", "(vi)", "Grad Užice", "načelnica", "031/555-010"],
    "sr": ["Представници", "Марковић Јелена", "(ви)", "Град Ужице", "начелница", "031/555-010"],
    "en": ["Representatives", "Marković Jelena", "(you)", "Grad Užice", "načelnica", "031/555-010"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_stand_with_seat_and_contact(client, reader, language):
    Profile.objects.update_or_create(user=reader, defaults={"position": "načelnica", "phone": "031/555-010"})
    html = " ".join(read(client, PEOPLE, language).split())
    for word in [*PEOPLE_WORDS[language], f"mailto:{reader.email}"]:
        assert word in html


def test_people_stand_by_last_name_in_the_readers_alphabet(client, register):
    assert rows(read(client, PEOPLE)) == ["Đorđević Snežana", "Marković Jelena", "Šarić Snežana"]
    assert rows(read(client, PEOPLE, "sr")) == ["Ђорђевић Снежана", "Марковић Јелена", "Шарић Снежана"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("name=djordj", ["Đorđević Snežana"]),
        ("name=Ђорђевић", ["Đorđević Snežana"]),
        ("name=sne+sar", ["Šarić Snežana"]),
        ("name=cacak", ["Đorđević Snežana", "Šarić Snežana"]),
        ("seat=ict", ["Đorđević Snežana", "Marković Jelena"]),
        ("district=moravicki&seat=general_administration", ["Šarić Snežana"]),
        ("name=niko", []),
    ],
)
def test_filters_narrow_the_people(client, register, query, names):
    html = read(client, f"{PEOPLE}?{query}")
    assert rows(html) == names
    assert ("Nema takvog predstavnika" in html) is (not names)


def test_what_people_write_is_escaped_once(client, reader):
    reader.last_name = SCRIPT
    reader.save()
    Profile.objects.update_or_create(user=reader, defaults={"position": SCRIPT, "phone": SCRIPT})
    unit = factories.local_government("Arilje")
    LocalGovernment.objects.filter(pk=unit.pk).update(name=SCRIPT, name_cyrillic=SCRIPT)
    page = DirectoryPage.objects.get()
    page.title = SCRIPT
    page.save_revision().publish()
    for url in (URL, PEOPLE):
        for language in LANGUAGES:
            html = read(client, url, language)
            assert "<script>alert" not in html
            assert "&amp;lt;" not in html
            assert "&amp;amp;" not in html


@pytest.mark.parametrize("url", [URL, f"{URL}?seats=vacant", f"{URL}?name=selo", PEOPLE, f"{PEOPLE}?seat=ict"])
def test_lists_cost_the_same_with_three_and_with_thirty_units(client, reader, url):
    beograd = factories.local_government("Beograd", kind=Kind.CITY, district="Grad Beograd")

    def fill(number: int) -> None:
        for count in range(number):
            factories.appointment()
            factories.local_government(
                f"Deo {beograd.city_municipalities.count()}", kind=Kind.CITY_MUNICIPALITY, parent=beograd
            )
            Profile.objects.update(position=f"mesto {count}")

    fill(3)
    few = queries(client, url)
    fill(27)
    assert queries(client, url) == few
