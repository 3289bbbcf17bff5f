"""The page of a local government: who held its seats when, what it was called, what it came from and what of it."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.log_actions import log

from directory.enums import Kind, SeatKind
from directory.models import Appointment, Colleague, FormerName, LocalGovernment, Seat, Succession
from directory.querysets import holders_on
from directory.services import appoint, merge, rename, split
from files.services import may_read
from tests import factories
from tests.queries import many
from tests.reading import LANGUAGES, queries, read

CACAK = "/imenik/jls/cacak/"
day = factories.day


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


@pytest.fixture
def cacak(db) -> LocalGovernment:
    return factories.local_government(
        "Čačak", kind=Kind.CITY, gazette="Službeni list grada Čačka", gazette_url="https://glasilo.example/"
    )


def hold(unit: LocalGovernment, kind: str, last_name: str, start: date, end: date | None = None, **act) -> Appointment:
    person = factories.person(first_name="Ana", last_name=last_name)
    return appoint(seat=factories.seat(unit, kind), person=person, starts_on=start, ends_on=end, **act)


def answer(html: str) -> str:
    """What is answered to who held the seats on a day."""
    return html.split('role="status"')[1].split("</dl>", maxsplit=1)[0] if 'role="status"' in html else ""


# Who held the seats


@pytest.fixture
def held(cacak) -> dict[str, Appointment]:
    """Both seats with one day without anybody in ICT."""
    return {
        "first": hold(cacak, SeatKind.ICT, "Prva", date(2019, 1, 14), date(2023, 6, 4)),
        "second": hold(cacak, SeatKind.ICT, "Druga", date(2023, 6, 6)),
        "general": hold(cacak, SeatKind.GENERAL_ADMINISTRATION, "Opšta", date(2022, 4, 11)),
    }


@pytest.mark.parametrize(
    ("on", "ict", "general"),
    [
        (date(2019, 1, 13), None, None),
        (date(2019, 1, 14), "first", None),
        (date(2022, 4, 11), "first", "general"),
        (date(2023, 6, 4), "first", "general"),
        (date(2023, 6, 5), None, "general"),
        (date(2023, 6, 6), "second", "general"),
        (date(9999, 12, 31), "second", "general"),
        (date.min, None, None),
    ],
)
def test_the_holders_of_a_day(cacak, held, on, ict, general):
    found = holders_on(cacak, on)
    assert found == {SeatKind.ICT: held.get(ict), SeatKind.GENERAL_ADMINISTRATION: held.get(general)}


def test_the_holders_of_a_day_are_those_of_the_rows(cacak, held):
    other = factories.local_government()
    factories.appointment(None, factories.seat(other))
    merge(units=[cacak], into=other, first_day=date(2024, 2, 1))
    for unit in (cacak, other):
        unit.refresh_from_db()
        for on in [date(2018 + number // 12, number % 12 + 1, 5) for number in range(96)] + [day(0)]:
            rows = Appointment.objects.filter(seat__local_government=unit).select_related("seat")
            held_by_rows = {row.seat.kind: row for row in rows if row.starts_on <= on <= (row.ends_on or date.max)}
            assert holders_on(unit, on) == {kind: held_by_rows.get(kind) for kind in SeatKind.values}, on


@pytest.mark.parametrize("written", ["2023-06-04", "4. 6. 2023.", "04.06.2023", " 4.6.2023. "])
def test_a_day_is_asked_for_as_people_write_it(client, reader, cacak, held, written):
    found = answer(read(client, f"{CACAK}?na={written}"))
    assert "Ana Prva" in found
    assert "Ana Opšta" in found
    assert "Ana Druga" not in found


@pytest.mark.parametrize(("language", "vacant"), [("sr-latn", "upražnjeno"), ("sr", "упражњено"), ("en", "vacant")])
def test_a_vacant_seat_is_said_to_be_vacant(client, reader, held, language, vacant):
    found = answer(read(client, f"{CACAK}?na=2023-06-05", language))
    assert found.count(vacant) == 1


@pytest.mark.parametrize("written", ["juče", "31. 2. 2024.", "2024-13-01", "1" * 300, "<script>", "0. 0. 0.", "\x00"])
def test_what_is_no_day_gets_a_sentence_and_keeps_what_was_typed(client, reader, cacak, held, written):
    response = client.get(CACAK, {"na": written}, HTTP_ACCEPT_LANGUAGE="en")
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="id_na_error"' in html
    assert answer(html) == ""
    assert "<script>" not in html.split('id="history"')[1].split("</form>")[0]
    assert "Ana Druga" in html


def test_no_day_asks_nothing(client, reader, cacak, held):
    html = read(client, f"{CACAK}?na=")
    assert 'id="id_na_error"' not in html
    assert answer(html) == ""


def test_before_it_existed_nobody_held_anything(client, reader, cacak):
    split(unit=cacak, into=[{"name": "Novo", "kind": Kind.MUNICIPALITY}], first_day=date(2024, 3, 1), keeps=True)
    html = read(client, "/imenik/jls/novo/?na=2024-02-29", "en")
    assert "On 29 February 2024 this local government did not exist." in " ".join(html.split())
    assert "vacant" in answer(read(client, "/imenik/jls/novo/?na=2024-03-01", "en"))


# Acts


def test_an_appointment_shows_number_date_and_file_of_its_act(client, reader, cacak):
    paper = factories.document("Rešenje o imenovanju")
    hold(cacak, SeatKind.ICT, "Prva", day(-9), act_number="02-114/22", act_date=date(2022, 4, 5), act_document=paper)
    html = read(client, CACAK).split('id="history"')[1]
    assert "02-114/22" in html
    assert "5. aprila 2022." in html


def test_the_file_of_an_act_is_linked_for_whoever_may_read_it(client, reader, cacak):
    paper = factories.document("Rešenje o imenovanju")
    hold(cacak, SeatKind.ICT, "Prva", day(-9), act_document=paper)
    for visitor in (reader, factories.coordinator(), factories.editor()):
        client.force_login(visitor)
        assert (paper.url in read(client, CACAK)) == may_read(visitor, paper), visitor
    assert paper.url in read(client, CACAK)


def test_a_closed_account_keeps_the_name_without_a_link(client, reader, cacak):
    row = hold(cacak, SeatKind.ICT, "Prva", day(-9), day(-1))
    row.person.is_active = False
    row.person.save()
    html = read(client, CACAK)
    assert "Ana Prva" in html
    assert f"/imenik/osobe/{row.person_id}/" not in html


# What it was and what it became


def test_the_gazette_stands_with_its_address(client, reader, cacak):
    html = read(client, CACAK)
    assert "Službeni list grada Čačka" in html
    assert 'href="https://glasilo.example/"' in html


@pytest.mark.parametrize(("language", "name"), [("sr-latn", "Gradac"), ("sr", "Градац")])
def test_former_names_stand_with_their_last_day(client, reader, cacak, language, name):
    rename(local_government=cacak, name="Gradac", from_day=date(2021, 5, 2))
    rename(local_government=cacak, name="Novi Gradac", from_day=date(2023, 5, 2))
    html = read(client, CACAK, language)
    side = html.split("<aside")[1]
    assert name in side
    assert {"sr-latn": "1. maja 2023.", "sr": "1. маја 2023."}[language] in side
    assert {"sr-latn": "1. maja 2021.", "sr": "1. маја 2021."}[language] in side


def test_a_merged_unit_and_what_follows_it_lead_to_each_other(client, reader, cacak):
    gone = factories.local_government("Mrčajevci")
    hold(gone, SeatKind.ICT, "Prva", date(2020, 1, 1))
    merge(units=[gone], into=cacak, first_day=date(2026, 1, 1))
    html = read(client, "/imenik/jls/mrcajevci/", "en")
    assert "Existed until 31 December 2025" in " ".join(html.split())
    assert html.count('href="/imenik/jls/cacak/"') == 2
    assert "Ana Prva" in html
    assert "vacant" not in html.split("<main")[1].lower()
    assert 'href="/imenik/jls/mrcajevci/"' in read(client, CACAK).split("<aside")[1]


def test_a_coming_change_is_announced_on_both_pages(client, reader, cacak):
    split(
        unit=cacak,
        into=[{"name": name, "kind": Kind.MUNICIPALITY} for name in ("Bor", "Novo")],
        first_day=day(9),
        keeps=False,
    )
    html = read(client, CACAK, "en")
    assert "Exists until" in html
    assert html.split("<main")[1].count("Vacant") == 4  # it has its seats until then
    assert "Exists from" in read(client, "/imenik/jls/novo/", "en")


# Colleagues


def colleague(unit: LocalGovernment, **fields) -> Colleague:
    person = factories.person(first_name="Marina", last_name=f"Tošić {fields.pop('number', '')}")
    facts = {"position": "pisarnica", "approved_on": day(-1), "person": person, "proposed_by": person} | fields
    return Colleague.objects.create(local_government=unit, email=person.email, **facts)


def test_colleagues_of_today_are_listed(client, reader, cacak):
    colleague(cacak, number=1)
    colleague(cacak, number=2, ends_on=day(-1))
    colleague(cacak, number=3, approved_on=None)
    colleague(factories.local_government(), number=4)
    side = read(client, CACAK).split("<aside")[1]
    assert "Marina Tošić 1, pisarnica" in " ".join(side.split())
    assert [f"Tošić {number}" in side for number in (2, 3, 4)] == [False] * 3


def test_its_own_representatives_alone_propose_colleagues_here(client, reader, cacak):
    propose = "/kolege/predlog/"
    assert propose not in read(client, CACAK)
    representative = factories.appointment(place=factories.seat(cacak)).person
    client.force_login(representative)
    assert propose in read(client, CACAK)


# Who may, and what it costs


def test_only_members_read_it(client, cacak):
    for visitor in (factories.former_member(), factories.person()):
        client.force_login(visitor)
        assert client.get(f"{CACAK}?na=2024-03-01").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_write_is_escaped(client, reader, cacak, language):
    LocalGovernment.objects.filter(pk=cacak.pk).update(gazette="<b>glasilo")
    colleague(cacak, position="<b>saradnik")
    assert "<b>" not in read(client, CACAK, language)


def test_it_costs_the_same_with_three_and_three_hundred_rows(client, cacak):
    client.force_login(factories.coordinator())
    url = f"{CACAK}?na=2024-03-01"
    empty = queries(client, url)
    fill(cacak, 0, 3)
    few = queries(client, url)
    fill(cacak, 3, 300)
    assert queries(client, url) == few
    assert few - empty <= 8


def fill(unit: LocalGovernment, first: int, last: int) -> None:
    """Holders, former names, colleagues, successions and changes."""
    for seat in Seat.objects.filter(local_government=unit):
        many.history(seat, last - first)
    Appointment.objects.update(act_document=factories.document())
    Colleague.objects.bulk_create(
        Colleague(local_government=unit, person=person, approved_on=day(-1), proposed_by=person)
        for person in many.people(last - first)
    )
    FormerName.objects.bulk_create(
        FormerName(local_government=unit, name="Ime", name_cyrillic="Име", until=day(-number))
        for number in range(first, last)
    )
    others = many.units(2 * (last - first))
    Succession.objects.bulk_create(
        Succession(predecessor=other, successor=unit, kind="merge", starts_on=day(-number))
        if number % 2
        else Succession(predecessor=unit, successor=other, kind="split", starts_on=day(-number))
        for number, other in enumerate(others)
    )
    for person in many.people(min(last - first, 30)):
        log(unit, "directory.rename", user=person, data={"from": {"name": "A"}, "to": {"name": "B"}})
