"""Names of local governments and seats in any spelling."""

from __future__ import annotations

from datetime import date

import pytest

from directory.enums import Kind, SeatKind
from directory.importing.columns import digits
from directory.importing.register import read_gazetteer
from directory.importing.spelling import is_same, seat_kind
from directory.models import FormerName
from tests import factories


@pytest.fixture
def units(db):
    beograd = factories.local_government("Beograd", kind=Kind.CITY)
    nis = factories.local_government("Niš", kind=Kind.CITY)
    made = {
        "Beograd": beograd,
        "Niš": nis,
        "Zemun": factories.local_government("Zemun", kind=Kind.CITY_MUNICIPALITY, parent=beograd),
        "Stari grad": factories.local_government("Stari grad", kind=Kind.CITY_MUNICIPALITY, parent=beograd),
        "Palilula B": factories.local_government("Palilula", kind=Kind.CITY_MUNICIPALITY, parent=beograd),
        "Palilula N": factories.local_government("Palilula", kind=Kind.CITY_MUNICIPALITY, parent=nis),
        "Čačak": factories.local_government("Čačak", kind=Kind.CITY),
        "Inđija": factories.local_government("Inđija"),
        "Sremska Mitrovica": factories.local_government("Sremska Mitrovica", kind=Kind.CITY),
        "Lapovo": factories.local_government("Lapovo"),
    }
    FormerName.objects.create(
        local_government=made["Lapovo"], name="Lapovo Varoš", name_cyrillic="Лапово Варош", until=date(2001, 1, 1)
    )
    return made


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Čačak", "Čačak"),
        ("ČAČAK", "Čačak"),
        ("cacak", "Čačak"),
        ("Чачак", "Čačak"),
        ("Град Чачак", "Čačak"),
        ("Grad  Čačak ", "Čačak"),
        ("Opština Čačak", "Čačak"),
        ("Чaчaк", "Čačak"),  # two Latin letters a
        ("Inđija", "Inđija"),
        ("Indjija", "Inđija"),
        ("Indija", "Inđija"),
        ("ОПШТИНА ИНЂИЈА", "Inđija"),
        ("Sremska  Mitrovica", "Sremska Mitrovica"),
        ("Zemun", "Zemun"),
        ("Beograd – Zemun", "Zemun"),
        ("Beograd-Zemun", "Zemun"),
        ("Zemun (Beograd)", "Zemun"),
        ("Gradska opština Zemun", "Zemun"),
        ("GO Zemun, Beograd", "Zemun"),
        ("Град Београд – Градска општина Земун", "Zemun"),
        ("Beograd / Stari Grad", "Stari grad"),
        ("stari grad", "Stari grad"),
        ("Палилула (Ниш)", "Palilula N"),
        ("Nis - Palilula", "Palilula N"),
        ("Beograd, Palilula", "Palilula B"),
        ("Grad Beograd", "Beograd"),
        ("Лапово Варош", "Lapovo"),
    ],
)
def test_names_in_any_spelling(units, written, name):
    assert read_gazetteer().find(written) == [units[name]]


def test_a_name_of_two_is_not_guessed(units):
    found = read_gazetteer().find("Palilula")
    assert set(found) == {units["Palilula B"], units["Palilula N"]}


@pytest.mark.parametrize("written", ["Čačka", "Cacakk", "Чачек"])
def test_the_nearest_are_suggested(units, written):
    gazetteer = read_gazetteer()
    assert gazetteer.find(written) == []
    assert gazetteer.suggest(written)[0] == units["Čačak"].pk


def test_what_is_near_to_nothing_has_no_suggestion(units):
    assert read_gazetteer().suggest("Qwxyz") == []


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *((text, SeatKind.ICT) for text in ("IKT", "ikt", "ИКТ", "IT", "Informatika", "IKT mesto", "ICT")),
        *((text, SeatKind.ICT) for text in ("Informaciono-komunikacione tehnologije", "информационе технологије")),
        *((text, SeatKind.GENERAL_ADMINISTRATION) for text in ("Opšta uprava", "opsta uprava", "ОПШТА УПРАВА")),
        *((text, SeatKind.GENERAL_ADMINISTRATION) for text in ("opšte uprave", "General administration", "uprava")),
        *((text, None) for text in ("", "Opšta uprava i IKT", "finansije", "komunikacije", "bit")),
    ],
)
def test_seats_in_any_spelling(written, kind):
    assert seat_kind(written) == kind


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Petrović", "Петровић", True),
        ("Petrović", "PETROVIĆ", True),
        ("Petrović", "Petrovic", True),  # the diacritics are not lost
        ("Petrovic", "Petrović", False),  # but they are gained
        ("Đorđević", "Djordjevic", True),
        ("Đorđević", "Dordevic", True),
        ("načelnik  odeljenja", "načelnik odeljenja", True),
        ("Petrović", "Petrić", False),
        ("", "x", False),
    ],
)
def test_what_says_the_same(old, new, same):
    assert is_same(old, new) is same


@pytest.mark.parametrize("written", ["011/555-0123", "+381 11 555 0123", "00381115550123", "115550123"])
def test_phone_numbers_that_are_one(written):
    assert digits(written) == digits("011 5550123")
