"""The page of a district."""

from __future__ import annotations

import re

import pytest

from directory.enums import Kind, SeatKind
from directory.models import LocalGovernment, Profile
from tests import factories
from tests.reading import LANGUAGES, queries, read

URL = "/imenik/okruzi/moravicki/"
ADDRESSES = re.compile(r"<textarea[^>]*>\s*(.*?)\s*</textarea>", re.DOTALL)


@pytest.fixture
def district(client, db):
    """Čačak with both seats held, Ivanjica with neither (one for two days), and a unit of another district."""
    cacak = factories.local_government("Čačak", kind=Kind.CITY)
    ivanjica = factories.local_government("Ivanjica")
    factories.appointment(place=factories.seat(ivanjica), start=-50, end=-2)
    reader = factories.person(first_name="Jelena", last_name="Đorđević", email="jelena@cacak.test")
    other = factories.person(first_name="Snežana", last_name="Šarić", email="snezana@cacak.test")
    factories.appointment(reader, factories.seat(cacak))
    factories.appointment(other, factories.seat(cacak, SeatKind.GENERAL_ADMINISTRATION))
    Profile.objects.filter(user=other).update(phone="032/555-0118", position="načelnica")
    factories.appointment(place=factories.seat(factories.local_government("Užice", district="Zlatiborski")))
    client.force_login(reader)
    return cacak.district


def flat(html: str) -> str:
    return " ".join(html.split())


WORDS = {
    "sr-latn": ["Moravički okrug", "Šumadija i Zapadna Srbija", "Čačak", "Jelena Đorđević", "načelnica", "upražnjeno"],
    "sr": ["Моравички округ", "Шумадија и Западна Србија", "Чачак", "Јелена Ђорђевић", "начелница", "упражњено"],
    "en": ["Moravički okrug", "Čačak", "Jelena Đorđević", "Contacts of the representatives", "vacant"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_district_shows_its_units_seats_and_contacts(client, district, language):
    html = read(client, URL, language)
    for word in [*WORDS[language], 'href="/imenik/jls/cacak/"', "mailto:snezana@cacak.test", "032/555-0118"]:
        assert word in html
    assert "uzice" not in html
    numbers = re.search(r'<p class="meta mt4">(.*?)</p>', html, re.DOTALL)
    assert numbers
    assert re.findall(r": (\d+)", numbers[1]) == ["2", "4", "2", "2"]


def test_vacant_seats_stand_with_their_age(client, district):
    vacancies = flat(read(client, URL)).split('id="vacancies"')[1].split("</table>")[0]
    assert vacancies.count("Opština Ivanjica") == 2
    assert "(2 dana)" in vacancies  # yesterday and today
    assert "Još niko nije imenovan." in vacancies


def test_the_addresses_of_all_can_be_copied(client, district):
    found = ADDRESSES.search(read(client, URL))
    assert found
    assert found[1].split("; ") == ["snezana@cacak.test", "jelena@cacak.test"]


def test_who_holds_both_seats_is_written_to_once(client, district):
    unit = factories.local_government("Lučani")
    person = factories.person(email="oba@lucani.test")
    for kind in SeatKind:
        factories.appointment(person, factories.seat(unit, kind))
    found = ADDRESSES.search(read(client, URL))
    assert found
    assert found[1].split("; ").count("oba@lucani.test") == 1


def test_a_district_without_units_says_so(client, district):
    LocalGovernment.objects.filter(district=district).exclude(name="Čačak").update(exists_until=factories.day(-1))
    assert "Ivanjica" not in read(client, URL)
    LocalGovernment.objects.filter(district=district).update(district=factories.local_government("X").district)
    reader = factories.member()
    LocalGovernment.objects.exclude(seats__appointments__person=reader).update(exists_until=factories.day(-1))
    client.force_login(reader)
    other = factories.local_government("Bor", district="Borski")
    LocalGovernment.objects.filter(pk=other.pk).update(exists_until=factories.day(-1))
    html = read(client, "/imenik/okruzi/borski/", "en")
    assert "There is no local government in this district" in html
    assert "<textarea" not in html


@pytest.mark.parametrize("slug", ["nema-ga", "Moravicki", "моравички", "x" * 200, ""])
def test_an_unknown_district_is_not_found(client, district, slug):
    assert client.get(f"/imenik/okruzi/{slug}/").status_code == 404


def test_the_list_and_the_units_lead_to_the_district(client, district):
    assert f'href="{URL}"' in read(client, "/imenik/")
    assert read(client, "/imenik/jls/cacak/").count(f'href="{URL}"') == 2  # the path, and the facts
    assert f'href="{URL}"' in read(client, "/imenik/?district=moravicki")


def test_only_members_read_it(client, district):
    client.force_login(factories.former_member())
    assert client.get(URL).status_code == 404
    client.logout()
    assert client.get(URL).status_code == 302


def test_what_people_write_is_escaped_once(client, district):
    Profile.objects.update(position="<script>alert(1)</script> & co", phone="<b>")
    html = read(client, URL)
    assert "<script>alert" not in html
    assert "&amp;lt;" not in html


def test_a_district_costs_the_same_with_many(client, district):
    def fill(number: int) -> None:
        for _ in range(number):
            unit = factories.local_government()
            factories.appointment(place=factories.seat(unit))

    fill(3)
    few = queries(client, URL)
    fill(27)
    assert queries(client, URL) == few
