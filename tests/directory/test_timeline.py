"""The changes of a local government in the register, for whoever keeps it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from wagtail.log_actions import log

from directory.enums import Kind, SeatKind
from directory.models import LocalGovernment
from directory.services import correct_appointment, merge, rename, save_local_government
from tests import factories
from tests.reading import read

CACAK = "/imenik/jls/cacak/"
EXPORT = f"{CACAK}?izmene=csv"
day = factories.day


@pytest.fixture
def keeper(client, coordinator):
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def cacak(db) -> LocalGovernment:
    return factories.local_government("Čačak", kind=Kind.CITY)


def shown(html: str) -> str:
    """The text of the timeline."""
    text = html.split('id="changes"')[1].split("</section>", maxsplit=1)[0]
    return " ".join(re.sub("<[^>]+>", " ", text).split())


def table(client) -> list[list[str]]:
    """The rows of the export."""
    response = client.get(EXPORT)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_a_change_says_who_when_from_what_to_what(client, keeper, cacak):
    rename(local_government=cacak, name="Gradac", from_day=day(-1), act_number="011-5/26", by=keeper)
    text = shown(read(client, CACAK, "en"))
    assert "Name changed Name in Latin script Čačak → Gradac Name in Cyrillic script Чачак → Градац From" in text
    assert "Number of the act 011-5/26" in text
    assert keeper.get_full_name() in text


def test_names_stand_as_they_were_written(client, keeper, cacak):
    rename(local_government=cacak, name="Gradac", from_day=day(-1), by=keeper)
    for language in ("sr-latn", "sr"):
        text = shown(read(client, CACAK, language))
        assert "Čačak → Gradac" in text
        assert "Чачак → Градац" in text


def test_a_correction_says_why_and_what_stayed(client, keeper, cacak):
    row = factories.appointment(factories.person(last_name="Prva"), factories.seat(cacak, SeatKind.ICT))
    correct_appointment(appointment=row, act_number="7", reason="Pogrešan broj.", by=keeper)
    text = shown(read(client, CACAK, "en"))
    assert text.index("Appointment corrected") < text.index("Appointed")
    assert "Seat ICT Person Jelena Prva From" in text
    assert "02-1/2026 → 7" in text
    assert "Reason Pogrešan broj." in text


def test_what_is_edited_says_what_is_different(client, keeper, cacak):
    cacak.email = "uprava@cacak.example"
    save_local_government(local_government=cacak, by=keeper)
    cacak.email = "pisarnica@cacak.example"
    save_local_government(local_government=cacak, by=keeper)
    assert [row[3:6] for row in table(client)[1:3]] == [
        ["Službena e-pošta", "uprava@cacak.example", "pisarnica@cacak.example"],
        ["Službena e-pošta", "", "uprava@cacak.example"],
    ]
    text = shown(read(client, CACAK, "en"))
    assert "Official e-mail uprava@cacak.example → pisarnica@cacak.example" in text


def test_a_merge_stands_with_everybody_concerned(client, keeper, cacak):
    gone = factories.local_government("Mrčajevci")
    factories.appointment(factories.person(last_name="Prva"), factories.seat(gone))
    merge(units=[gone], into=cacak, first_day=day(0), by=keeper)
    assert "Opština Mrčajevci → Grad Čačak" in shown(read(client, CACAK, "en"))
    text = shown(read(client, "/imenik/jls/mrcajevci/", "en"))
    assert "Opština Mrčajevci → Grad Čačak" in text
    assert "Appointment ended" in text


def test_what_the_product_does_not_know_is_still_shown(client, keeper, cacak):
    log(cacak, "directory.appoint", data={"to": {"nesto": ["a", "b"]}, "drugo": 7, "from": "tekst", "prazno": None})
    text = shown(read(client, CACAK, "en"))
    assert "nesto a, b drugo 7" in text


def test_the_latest_stand_first_and_twenty_on_a_page(client, keeper, cacak):
    for number in range(1, 25):
        log(cacak, "directory.rename", user=keeper, data={"to": {"name": f"Ime-{number:02}."}})
    first, second = read(client, CACAK), read(client, f"{CACAK}?page=2")
    assert re.findall(r"Ime-(\d\d)", first) == [f"{number:02}" for number in range(24, 4, -1)]
    assert re.findall(r"Ime-(\d\d)", second) == ["04", "03", "02", "01"]
    assert 'href="?page=2#changes"' in first
    for odd in ("0", "-1", "abc", "99"):
        assert client.get(f"{CACAK}?page={odd}").status_code == 200


def test_the_table_has_all_and_no_formula(client, keeper, cacak):
    for number in range(30):
        log(cacak, "directory.rename", user=keeper, data={"from": {"name": "+1"}, "to": {"name": f"=A{number}"}})
    rows = table(client)
    assert len(rows) == 1 + 30 + 4  # the heads, and what was entered when it was added
    assert rows[1][1] == keeper.get_full_name()
    assert rows[1][4:6] == ["'+1", "'=A29"]
    assert all(len(row) == 7 for row in rows)


@pytest.mark.parametrize("role", ["member", "editor"])
def test_others_get_neither(client, cacak, role):
    log(cacak, "directory.rename", data={"to": {"name": "Tajna"}})
    client.force_login(getattr(factories, role)())
    html = read(client, CACAK)
    assert 'id="changes"' not in html
    assert "Tajna" not in html
    assert client.get(EXPORT).status_code == 404


def test_nobody_else_gets_anything(client, cacak):
    assert client.get(EXPORT).status_code == 302
    client.force_login(factories.former_member())
    assert client.get(EXPORT).status_code == 404


def test_facts_of_every_action_have_names(client, keeper, cacak):
    facts = {"first_name": "Ana", "position": "šefica", "phone": "011/555-0123", "file": "tabela.xlsx"}
    log(cacak, "directory.import_data", data={"from": {}, "to": facts})
    log(cacak, "directory.seat_refused", data={"refusal": "seat_taken", "seat": "ict"})
    items = [{"kind": "drafts", "title": "Poziv", "fate": "moves"}]
    log(cacak, "directory.hand_over", data={"from": {"person": "Ana"}, "items": items, "appointment": 12})
    named = {row[3] for row in table(client)[1:]}
    assert not named & {*facts, "refusal", "items", "appointment"}
    assert "seat_taken" not in {row[5] for row in table(client)[1:]}
