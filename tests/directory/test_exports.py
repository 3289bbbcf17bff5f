"""Lists of the directory as files: opened by openpyxl, and what they keep from a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, PageLogEntry

from directory.enums import Kind, SeatKind
from directory.models import DirectoryPage, LocalGovernment, Profile
from tests import factories
from tests.reading import know_the_tables

UNITS = "/imenik/izvoz/"
PEOPLE = "/imenik/osobe/izvoz/"
FORMULAS = ["=1+1", "+381 11 555", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://zlo.example";"x")', "＝1"]


@pytest.fixture
def reader(client, db):
    """The general administration of Čačak, signed in; ICT was vacated two days ago."""
    cacak = factories.local_government(
        "Čačak",
        kind=Kind.CITY,
        website="https://cacak.example/",
        email="uprava@cacak.example",
        gazette="Službeni list grada Čačka",
    )
    factories.appointment(place=factories.seat(cacak), start=-300, end=-3)
    user = factories.person(first_name="Snežana", last_name="Đorđević", email="snezana@cacak.test")
    factories.appointment(user, factories.seat(cacak, SeatKind.GENERAL_ADMINISTRATION), start=-30)
    Profile.objects.filter(user=user).update(position="načelnica", phone="032/555-0118", mobile="+381 60 555")
    client.force_login(user)
    return user


def export(client: Client, url: str, language: str = "sr-latn", wanted: str = "xlsx") -> bytes:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.post(url, {"format": wanted})
    assert response.status_code == 200, response.status_code
    assert response["Content-Disposition"].endswith(f'-{timezone.localdate().isoformat()}.{wanted}"')
    assert "no-store" in response["Cache-Control"]
    return response.content


def sheet(client: Client, url: str, language: str = "sr-latn"):
    return load_workbook(io.BytesIO(export(client, url, language))).active


def table(client: Client, url: str, language: str = "sr-latn") -> list[list]:
    return [[cell.value for cell in row] for row in sheet(client, url, language).iter_rows()]


def csv_table(client: Client, url: str, language: str = "sr-latn") -> list[list[str]]:
    text = export(client, url, language, "csv")
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_csv(value: object) -> object:
    """What a value of a sheet is in CSV."""
    return value.date().isoformat() if isinstance(value, datetime) else value or ""


def midnight(days: int) -> datetime:
    return datetime.combine(factories.day(days), datetime.min.time())  # as openpyxl reads a date


def test_units_come_with_their_data_and_seats(client, reader):
    heads, row = table(client, UNITS)
    assert row == [
        "Čačak",
        "Чачак",
        "Grad",
        "Moravički okrug",
        "Šumadija i Zapadna Srbija",
        None,
        "https://cacak.example/",
        "uprava@cacak.example",
        "Službeni list grada Čačka",
        "Snežana Đorđević",
        midnight(-30),
        "02-1/2026",
        "snezana@cacak.test",
        "032/555-0118",
        "+381 60 555",
        "upražnjeno",
        midnight(-2),
        None,
        None,
        None,
        None,
    ]
    assert len(heads) == len(row)
    assert heads[:3] == ["Naziv latinicom", "Naziv ćirilicom", "Vrsta"]
    assert heads[15] == "IKT"


def test_people_come_with_seat_and_contact(client, reader):
    heads, row = table(client, PEOPLE)
    assert row == [
        "Đorđević",
        "Snežana",
        "načelnica",
        "Grad Čačak",
        "Moravički okrug",
        "Opšta uprava",
        midnight(-30),
        "snezana@cacak.test",
        "032/555-0118",
        "+381 60 555",
    ]
    assert len(heads) == len(row)


def test_a_file_is_in_the_readers_script(client, reader):
    _heads, row = table(client, PEOPLE, "sr")
    assert row[:5] == ["Ђорђевић", "Снежана", "начелница", "Град Чачак", "Моравички округ"]
    assert row[7] == "snezana@cacak.test"
    assert "упражњено" in table(client, UNITS, "sr")[1]
    assert "vacant" in table(client, UNITS, "en")[1]


def test_csv_says_the_same_as_xlsx(client, reader):
    for url in (UNITS, PEOPLE):
        heads, *rows = table(client, url)
        said = [
            [value.date().isoformat() if isinstance(value, datetime) else value or "" for value in row] for row in rows
        ]
        found_heads, *found = csv_table(client, url)
        assert found_heads == heads
        assert [[cell.removeprefix("'") for cell in row] for row in found] == said


def test_a_city_municipality_names_its_city(client, reader):
    parent = LocalGovernment.objects.get(name="Čačak")
    factories.local_government("Stari grad", kind=Kind.CITY_MUNICIPALITY, parent=parent)
    assert [row[5] for row in table(client, UNITS)[1:]] == [None, "Čačak"]


@pytest.mark.parametrize(
    ("url", "names"),
    [
        (UNITS, ["Arilje", "Čačak", "Užice"]),
        (f"{UNITS}?district=zlatiborski", ["Arilje", "Užice"]),
        (f"{UNITS}?district=zlatiborski&kind=city", ["Užice"]),
        (f"{UNITS}?name=аријe&seats=both", []),
        (f"{UNITS}?name=ари", ["Arilje"]),
        (f"{UNITS}?seats=xyz&district=<b>", ["Arilje", "Čačak", "Užice"]),
        (f"{PEOPLE}?district=zlatiborski", ["Marković"]),
        (f"{PEOPLE}?seat=general_administration", ["Đorđević"]),
        (f"{PEOPLE}?name=sne", ["Đorđević"]),
    ],
)
def test_a_file_has_what_the_filters_of_the_list_keep(client, reader, url, names):
    factories.local_government("Arilje", district="Zlatiborski")
    uzice = factories.local_government("Užice", kind=Kind.CITY, district="Zlatiborski")
    factories.appointment(factories.person(last_name="Marković"), factories.seat(uzice))
    assert [row[0] for row in table(client, url)[1:]] == names
    assert [row[0] for row in csv_table(client, url)[1:]] == names


def test_all_rows_are_in_a_file(client, reader):
    for _ in range(45):
        factories.appointment()
    assert len(table(client, UNITS)) == 1 + 46
    assert len(table(client, PEOPLE)) == 1 + 46


@pytest.mark.parametrize("formula", FORMULAS)
def test_nothing_is_a_formula(client, reader, formula):
    reader.last_name = formula
    reader.save()
    Profile.objects.filter(user=reader).update(position=formula, phone=formula)
    reader.appointments.update(act_number=formula)
    LocalGovernment.objects.update(gazette=formula)
    for url, least in ((UNITS, 3), (PEOPLE, 3)):
        cells = [cell for row in sheet(client, url).iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d", "n"}
        assert sum(cell.quotePrefix for cell in cells) >= least
        guarded = [cell for row in csv_table(client, url) for cell in row if cell.startswith("'")]
        assert len(guarded) >= least
        for row in csv_table(client, url):
            assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)


def test_text_stays_as_it_is_in_xlsx(client, reader):
    Profile.objects.filter(user=reader).update(phone="+381 11 555", position="=A1 \x07 & <b>")
    row = table(client, PEOPLE)[1]
    assert (row[2], row[8]) == ("=A1  & <b>", "+381 11 555")


def test_the_sheet_is_ready_to_work_in(client, reader):
    found = sheet(client, UNITS)
    assert found.freeze_panes == "A2"
    assert found.print_title_rows in {"1:1", "$1:$1"}
    assert all(cell.font.bold for cell in found[1])
    assert found.column_dimensions["I"].width > len("Službeni list grada Čačka")
    assert found.auto_filter.ref == "A1:U2"
    assert found["K2"].is_date
    assert "yyyy" in found["K2"].number_format


def test_an_empty_list_is_a_file_with_heads(client, reader):
    assert len(table(client, f"{UNITS}?name=nema-ga")) == 1
    assert len(csv_table(client, f"{PEOPLE}?name=nema-ga")) == 1


@pytest.mark.parametrize("wanted", ["", "pdf", "<b>", "CSV"])
def test_another_format_counts_as_xlsx(client, reader, wanted):
    response = client.post(UNITS, {"format": wanted})
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert load_workbook(io.BytesIO(response.content)).active.max_row == 2


def test_who_takes_a_list_is_recorded(client, reader):
    export(client, f"{UNITS}?district=moravicki&kind=x&page=2", wanted="csv")
    export(client, f"{PEOPLE}?seat=general_administration")
    entries = PageLogEntry.objects.filter(action="directory.export").order_by("pk")
    assert [(entry.user, entry.data) for entry in entries] == [
        (reader, {"list": "jls", "format": "csv", "filters": {"district": "moravicki"}, "rows": 1}),
        (
            reader,
            {"list": "predstavnici", "format": "xlsx", "filters": {"seat": "general_administration"}, "rows": 1},
        ),
    ]
    assert {entry.page_id for entry in entries} == {DirectoryPage.objects.get().pk}


@pytest.mark.parametrize(("url", "back"), [(UNITS, "/imenik/"), (PEOPLE, "/imenik/osobe/")])
def test_an_address_opened_leads_to_the_list_and_writes_nothing(client, reader, url, back):
    before = (PageLogEntry.objects.count(), ModelLogEntry.objects.count())
    response = client.get(f"{url}?name=%C4%8Da&district=moravicki")
    assert (response.status_code, response["Location"]) == (302, f"{back}?name=%C4%8Da&district=moravicki")
    assert (PageLogEntry.objects.count(), ModelLogEntry.objects.count()) == before


@pytest.mark.parametrize("url", [UNITS, PEOPLE])
def test_a_form_from_elsewhere_takes_nothing(reader, url):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert strict.post(url, {"format": "csv"}).status_code == 403
    assert not PageLogEntry.objects.filter(action="directory.export").exists()


@pytest.mark.parametrize("url", [UNITS, PEOPLE])
def test_only_members_and_those_with_a_role_take_a_list(client, reader, url):
    client.force_login(factories.former_member())
    assert client.post(url).status_code == 404
    client.logout()
    assert client.post(url).status_code == 302
    for user in (factories.editor(), factories.coordinator()):
        client.force_login(user)
        assert client.post(url).status_code == 200
    assert PageLogEntry.objects.filter(action="directory.export").count() == 2


@pytest.mark.parametrize("url", ["/imenik/", "/imenik/osobe/", "/imenik/okruzi/moravicki/"])
def test_the_lists_offer_their_files(client, reader, url):
    html = client.get(url).content.decode()
    for wanted in ("xlsx", "csv"):
        assert f'value="{wanted}"' in html


@pytest.mark.parametrize("wanted", ["xlsx", "csv"])
@pytest.mark.parametrize("url", [UNITS, PEOPLE, f"{UNITS}?name=selo"])
def test_a_file_costs_the_same_with_many(client, reader, url, wanted):
    def cost() -> int:
        know_the_tables()
        export(client, url, wanted=wanted)
        with CaptureQueriesContext(connection) as captured:
            export(client, url, wanted=wanted)
        return len(captured)

    for _ in range(3):
        factories.appointment()
    few = cost()
    for _ in range(27):
        factories.appointment()
    assert cost() == few
