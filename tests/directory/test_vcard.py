"""A person's card for an address book, read back line by line as RFC 6350 says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import services
from directory.models import Profile
from directory.vcard import escaped, folded
from tests import factories

SPECIAL = "Odeljenje; za, opštu\\upravu"


@pytest.fixture
def shown(client: Any, member: Any) -> Any:
    """A representative with a full profile; a member reads."""
    unit = factories.local_government("Čačak", kind="city")
    person = factories.person(first_name="Љубиша", last_name="Đorđević-Šarić", email="ljubisa@cacak.test")
    factories.appointment(person, factories.seat(unit))
    profile = Profile.objects.get(user=person)
    profile.position, profile.department = "načelnik za " + "ćirilicu і šđčćž " * 8, SPECIAL
    profile.phone, profile.mobile, profile.ask_me_about = "032/555-010", "+381 60 555-1", "sve"
    services.save_profile(profile=profile, by=person)
    client.force_login(member)
    return person


def unescaped(text: str) -> str:
    """A value as it was before it was escaped."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


def parts(value: str) -> list[str]:
    """The components of a value, at semicolons that are not escaped."""
    return [unescaped(part) for part in re.findall(r"(?:\\.|[^;\\])+|(?<=;)(?=;|$)", value)]


def read_back(data: bytes) -> list[tuple[str, str]]:
    """The names and raw values of a card's properties, its lines joined again."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no sign is divided
    return [
        tuple(line.split(":", 1)) for line in data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    ]


def card(client: Any, person: Any) -> Any:
    """The answer with the card."""
    return client.get(f"/imenik/osobe/{person.pk}/vcard/")


def test_the_card_says_who_where_and_how(client, shown):
    response = card(client, shown)
    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="ljubisa-djordjevic-saric.vcf"'
    assert "no-store" in response.headers["Cache-Control"]
    properties = read_back(response.content)
    assert properties[:2] == [("BEGIN", "VCARD"), ("VERSION", "4.0")]
    assert properties[-1] == ("END", "VCARD")
    values = dict(properties)
    assert values["FN"] == "Љубиша Đorđević-Šarić"
    assert values["N"] == "Đorđević-Šarić;Љубиша;;;"
    assert parts(values["ORG"]) == ["Grad Čačak", SPECIAL]
    assert unescaped(values["TITLE"]) == Profile.objects.get(user=shown).position
    assert values["ROLE"] == "IKT"
    assert values["TEL;TYPE=work,voice"] == "032/555-010"
    assert values["TEL;TYPE=work,cell"] == "+381 60 555-1"
    assert values["EMAIL;TYPE=work"] == "ljubisa@cacak.test"
    assert values["URL"] == values["UID"] == f"http://testserver/imenik/osobe/{shown.pk}/"
    assert "sve" not in response.content.decode()


def test_the_page_of_the_person_leads_to_the_card(client, shown):
    assert f'href="/imenik/osobe/{shown.pk}/vcard/"' in client.get(f"/imenik/osobe/{shown.pk}/").content.decode()


def test_what_is_not_said_is_left_out(client, member):
    client.force_login(member)
    names = {name for name, _value in read_back(card(client, member).content)}
    assert not {"TITLE", "TEL;TYPE=work,voice", "TEL;TYPE=work,cell"} & names
    assert {"FN", "N", "ORG", "ROLE", "EMAIL;TYPE=work"} <= names


def test_who_holds_two_seats_has_both(client, member):
    factories.appointment(member, factories.seat(factories.local_government("Arilje")))
    client.force_login(member)
    organizations = [value for name, value in read_back(card(client, member).content) if name == "ORG"]
    assert len(organizations) == 2
    assert "Opština Arilje" in organizations


def test_there_is_no_card_of_who_holds_no_seat_nor_for_who_may_not_read(client, shown):
    for person in (factories.former_member(), factories.person(), factories.editor()):
        assert card(client, person).status_code == 404
    client.force_login(factories.former_member())
    assert card(client, shown).status_code == 404
    client.logout()
    assert card(client, shown).status_code == 302
    assert card(client, type(shown)(pk=10**9)).status_code == 302


@given(st.text())
def test_any_text_is_read_back(text):
    line = f"NOTE:{escaped(text)}"
    pieces = list(folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    joined = "".join([pieces[0], *(piece[1:] for piece in pieces[1:])])
    assert joined == line
    assert "\n" not in line
    assert "\r" not in line
    assert unescaped(line.removeprefix("NOTE:")) == text.replace("\r\n", "\n").replace("\r", "")
