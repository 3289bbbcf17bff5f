"""The list of local governments: what its filters keep, what they count, and what stands in the address."""

from __future__ import annotations

import re
from html import unescape

import pytest

from directory.enums import Kind, SeatKind, SeatState
from directory.models import FormerName, LocalGovernment
from tests import factories
from tests.reading import LANGUAGES, queries, read

URL = "/imenik/"
UNITS = {  # name: kind, district, the seats that are held
    "Beograd": (Kind.CITY, "Grad Beograd", []),
    "Zemun": (Kind.CITY_MUNICIPALITY, "Grad Beograd", [SeatKind.ICT]),
    "Čačak": (Kind.CITY, "Moravički", list(SeatKind)),
    "Gornji Milanovac": (Kind.MUNICIPALITY, "Moravički", [SeatKind.GENERAL_ADMINISTRATION]),
    "Inđija": (Kind.MUNICIPALITY, "Sremski", [SeatKind.GENERAL_ADMINISTRATION]),
    "Čajetina": (Kind.MUNICIPALITY, "Zlatiborski", []),
}


@pytest.fixture
def register(client, db):
    """Six local governments in every state, read by the ICT representative of Zemun."""
    made: dict[str, LocalGovernment] = {}
    for name, (kind, district, held) in UNITS.items():
        parent = made["Beograd"] if kind == Kind.CITY_MUNICIPALITY else None
        made[name] = factories.local_government(name, kind=kind, district=district, parent=parent)
        for seat in held:
            factories.appointment(place=factories.seat(made[name], seat))
    client.force_login(made["Zemun"].seats.get(kind=SeatKind.ICT).holder.person)
    return made


def rows(html: str) -> list[str]:
    """The names in the table, from the top down."""
    return re.findall(r'<th scope="row">\s*<a [^>]*>\s*(.*?)\s*</a>', html, re.DOTALL)


def counts(html: str, field: str) -> dict[str, int]:
    """The number beside each choice of a field."""
    select = re.search(rf'<select name="{field}".*?</select>', html, re.DOTALL)
    assert select
    found = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)</option>', select[0])
    return {value: int(number) for value, number in found}


def brute(**asked: str) -> list[str]:
    """The names that fit, read from `UNITS`."""
    states = {
        "held": lambda held: len(held) == 2,
        "vacant": lambda held: len(held) < 2,
        "ict": lambda held: SeatKind.ICT not in held,
        "general_administration": lambda held: SeatKind.GENERAL_ADMINISTRATION not in held,
        "both": lambda held: not held,
    }
    slugs = {
        "grad-beograd": "Grad Beograd",
        "moravicki": "Moravički",
        "sremski": "Sremski",
        "zlatiborski": "Zlatiborski",
    }
    return [
        name
        for name, (kind, district, held) in UNITS.items()
        if asked.get("kind", kind) == kind
        and slugs.get(asked.get("district", ""), district) == district
        and states.get(asked.get("seats", ""), lambda _held: True)(held)
    ]


@pytest.mark.parametrize("state", SeatState.values)
def test_each_state_of_the_seats_is_a_filter(client, register, state):
    found = rows(read(client, f"{URL}?seats={state}"))
    assert sorted(found) == sorted(brute(seats=state))
    assert found


@pytest.mark.parametrize(
    "query",
    ["", "kind=city", "district=moravicki", "seats=ict", "seats=both&kind=city", "district=moravicki&seats=held"],
)
def test_beside_each_choice_stands_what_the_other_filters_leave(client, register, query):
    html = read(client, f"{URL}?{query}")
    asked = dict(part.split("=") for part in query.split("&") if part)
    choices = {"kind": Kind.values, "seats": SeatState.values, "district": ["grad-beograd", "moravicki", "sremski"]}
    for field, values in choices.items():
        others = {name: value for name, value in asked.items() if name != field}
        shown = counts(html, field)
        assert [shown[value] for value in values] == [len(brute(**others, **{field: value})) for value in values]


def test_a_name_is_counted_too(client, register):
    html = read(client, f"{URL}?name=ca")
    assert counts(html, "kind") == {"city": 1, "municipality": 1, "city_municipality": 0}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("indjija", ["Inđija"]),
        ("Inđija", ["Inđija"]),
        ("Indija", ["Inđija"]),
        ("ИНЂИЈА", ["Inđija"]),
        ("milanovac gornji", ["Gornji Milanovac"]),
        ("opstina Čajetina", ["Čajetina"]),
        ("Град Чачак", ["Čačak"]),
        ("Zemun, Beograd", []),
        ("Zemun Beograd", ["Zemun"]),
        ("Beograd – Zemun", []),
        ("Beograd-Zemun", ["Zemun"]),
        ("beograd", ["Beograd"]),
        ("opština", []),
        ("milan", ["Gornji Milanovac"]),
        ("ilanovac", []),
    ],
)
def test_a_name_is_found_in_any_spelling(client, register, name, found):
    assert rows(read(client, f"{URL}?name={name}")) == found


@pytest.mark.parametrize("name", ["Despotovica", "деспотовица", "despotov", "opština despotovica"])
def test_a_former_name_is_found_and_shown(client, register, name):
    FormerName.objects.create(
        local_government=register["Gornji Milanovac"],
        name="Despotovica",
        name_cyrillic="Деспотовица",
        until=factories.day(-400),
    )
    html = read(client, f"{URL}?name={name}")
    assert rows(html) == ["Gornji Milanovac"]
    assert ": Despotovica</span>" in " ".join(html.split())
    assert "Despotovica" not in read(client, URL)


def test_the_line_counts_what_is_found(client, register):
    status = read(client, f"{URL}?district=moravicki").split('id="found-status">')[1].split("</p>")[0]
    assert [int(number) for number in re.findall(r": (\d+)", status)] == [2, 4, 3, 1]


@pytest.mark.parametrize(
    "query", ["seats=0", "kind=grad", "district=x", "seats=held%00", "kind=city&kind=x", "prikaz=x"]
)
def test_odd_values_are_ignored_and_all_is_shown(client, register, query):
    assert len(rows(read(client, f"{URL}?{query}"))) == len(UNITS)


def test_what_is_chosen_stands_in_the_form_and_in_the_address_of_the_export(client, register):
    html = read(client, f"{URL}?name=mil&district=moravicki&seats=ict")
    assert '<option value="ict" selected>' in html
    assert 'value="mil"' in html
    address = re.search(r'action="(/imenik/izvoz/[^"]*)"', html)
    assert address
    assert unescape(address[1]) == "/imenik/izvoz/?name=mil&district=moravicki&seats=ict"


@pytest.mark.parametrize("page", ["", "osobe/", "upraznjena/"])
def test_what_the_script_changes_is_on_the_page_once(client, register, page):
    for query in ("", "?district=moravicki", "?name=xyz"):
        html = read(client, f"{URL}{page}{query}")
        targets = re.search(r'hx-select-oob="([^"]+)"', html)
        assert targets
        for target in ["#found", *targets[1].split(",")]:
            assert html.count(f'id="{target.removeprefix("#").split(":")[0]}"') == 1, target


def test_the_form_works_without_a_script(client, register):
    form = re.search(r"<form\s[^>]*\bclass=\"inline-fields filter-line\".*?</form>", read(client, URL), re.DOTALL)
    assert form
    assert f'action="{URL}"' in form[0]
    assert "<button" in form[0]
    assert 'method="post"' not in form[0]


@pytest.mark.parametrize("query", ["", "?seats=vacant", "?name=selo", "?district=moravicki&kind=municipality"])
def test_the_list_costs_the_same_with_many(client, register, query):
    def fill(number: int) -> None:
        for count in range(number):
            unit = factories.local_government(f"Selo {LocalGovernment.objects.count()}")
            factories.appointment(place=factories.seat(unit), start=-count - 1)
            FormerName.objects.create(
                local_government=unit, name="Staro", name_cyrillic="Старо", until=factories.day(-9)
            )

    fill(3)
    few = queries(client, f"{URL}{query}")
    fill(27)
    assert queries(client, f"{URL}{query}") == few


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_reads_in_every_language(client, register, language):
    assert len(rows(read(client, f"{URL}?seats=vacant", language))) == len(brute(seats="vacant"))
