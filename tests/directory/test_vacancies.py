"""The page of vacant seats, and what the other representative is told."""

from __future__ import annotations

import re

import pytest

from directory.enums import Kind, SeatKind
from directory.models import LocalGovernment, Profile
from tests import factories
from tests.reading import LANGUAGES, read

URL = "/imenik/upraznjena/"
GENERAL, ICT = SeatKind.GENERAL_ADMINISTRATION, SeatKind.ICT


@pytest.fixture
def reader(client, member):
    """A member; the other seat of the same local government is held too, so that it adds no vacancy."""
    unit = member.appointments.get().seat.local_government
    factories.appointment(factories.person(), factories.seat(unit, GENERAL))
    client.force_login(member)
    return member


@pytest.fixture
def cacak(db) -> LocalGovernment:
    """ICT vacant for 40 days, general administration held."""
    unit = factories.local_government("Čačak", kind=Kind.CITY)
    factories.appointment(factories.person(), factories.seat(unit), start=-400, end=-40)
    snezana = factories.person(first_name="Snežana", last_name="Đorđević", email="snezana@cacak.test")
    factories.appointment(snezana, factories.seat(unit, GENERAL))
    Profile.objects.update_or_create(user=snezana, defaults={"phone": "032/555-0118"})
    return unit


@pytest.fixture
def pirot(db) -> LocalGovernment:
    """Both seats vacant: one never held, the other for a day."""
    unit = factories.local_government("Pirot", district="Pirotski", region="Južna i Istočna Srbija")
    factories.appointment(factories.person(), factories.seat(unit), start=-400, end=-1)
    return unit


def shown(client, query: str = "") -> list[tuple[str, str]]:
    """The vacant seats of the list, in its order."""
    context = client.get(f"{URL}{query}").context
    return [(row["seat"].local_government.name, row["seat"].kind) for row in context["vacancies"]]


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def test_the_longest_vacant_stand_first(client, reader, cacak, pirot):
    assert shown(client) == [("Pirot", GENERAL), ("Čačak", ICT), ("Pirot", ICT)]


def test_a_row_says_since_when_and_whom_to_ask(client, reader, cacak, pirot):
    rows = {(row["seat"].local_government.name, row["seat"].kind): row for row in client.get(URL).context["vacancies"]}
    row = rows["Čačak", ICT]
    assert (row["seat"].vacant_since, row["seat"].vacant_days) == (factories.day(-39), 40)
    assert rows["Pirot", GENERAL]["seat"].vacant_since is None
    assert rows["Pirot", ICT]["seat"].vacant_days == 1
    assert rows["Pirot", ICT]["other"] is None
    html = flat(read(client, URL, "en"))
    for words in (
        "Snežana Đorđević",
        "mailto:snezana@cacak.test",
        "032/555-0118",
        "(40 days)",
        "(1 day)",
        "never held",
    ):
        assert words in html


def test_who_comes_is_said_and_the_seat_is_vacant_until_then(client, reader, cacak):
    factories.appointment(factories.person(first_name="Nikola", last_name="Vuković"), factories.seat(cacak), start=3)
    assert shown(client) == [("Čačak", ICT)]
    assert "Nikola Vuković comes, from" in flat(read(client, URL, "en"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?seat=ict", [("Čačak", ICT), ("Pirot", ICT)]),
        ("?district=pirotski", [("Pirot", GENERAL), ("Pirot", ICT)]),
        ("?district=pirotski&seat=general_administration", [("Pirot", GENERAL)]),
        ("?name=чачак", [("Čačak", ICT)]),
        ("?name=nema", []),
        ("?seat=x&district=y&page=99", [("Pirot", GENERAL), ("Čačak", ICT), ("Pirot", ICT)]),
    ],
)
@pytest.mark.usefixtures("reader", "cacak", "pirot")
def test_the_list_is_narrowed(client, query, found):
    assert shown(client, query) == found


def test_what_is_held_or_gone_is_not_vacant(client, reader, cacak, pirot):
    factories.appointment(factories.person(), factories.seat(cacak), start=0)
    LocalGovernment.objects.filter(pk=pirot.pk).update(exists_until=factories.day(-1))
    assert shown(client) == []
    assert "No seat is vacant" in read(client, URL, "en")


def test_only_the_coordinator_is_led_to_appoint(client, reader, cacak):
    link = f"/admin/snippets/directory/appointment/add/?seat={factories.seat(cacak).pk}"
    assert link not in read(client, URL)
    client.force_login(factories.coordinator())
    assert link in read(client, URL)


@pytest.mark.parametrize("who", [factories.former_member, factories.person])
def test_others_find_no_such_page(client, cacak, who):
    client.force_login(who())
    assert client.get(URL).status_code == 404


def test_the_page_is_found_from_the_directory(client, reader):
    for language in LANGUAGES:
        assert f'href="{URL}"' in read(client, "/imenik/", language)


def test_the_other_representative_is_told_on_the_first_page(client, cacak):
    other = cacak.seats.get(kind=GENERAL).holder.person
    client.force_login(other)
    html = flat(read(client, "/", "en"))
    assert "Vacant seat of your local government (Grad Čačak): ICT." in html
    assert f'href="{URL}"' in html
    factories.appointment(factories.person(), factories.seat(cacak), start=0)
    assert "Vacant seat" not in read(client, "/", "en")


def test_names_are_escaped(client, reader, cacak):
    person = cacak.seats.get(kind=GENERAL).holder.person
    person.last_name = "<script>alert(1)</script>"
    person.save()
    assert "<script>alert" not in read(client, URL)
