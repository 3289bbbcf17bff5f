"""Lists on paper: all rows, no way through the site, and the day."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from directory.models import LocalGovernment
from tests import factories
from tests.directory.test_unit_filters import rows
from tests.reading import LANGUAGES, queries, read

URL = "/imenik/?prikaz=stampa"


@pytest.fixture
def reader(client, member):
    client.force_login(member)
    return member


def today() -> str:
    day = timezone.localdate()
    return f"{day.day}. {day.month}. {day.year}."


def test_all_rows_stand_on_one_page_without_navigation(client, reader):
    for count in range(35):
        factories.local_government(f"Selo {count}")
    html = read(client, URL)
    assert len(rows(html)) == LocalGovernment.objects.count() > 20
    for gone in ("<nav", "<form", "<header", "<footer", "htmx", 'class="pages"'):
        assert gone not in html
    assert today() in html
    assert "css/print.css" in html
    assert html.count("<thead>") == 1


def test_the_filters_hold_on_paper_and_are_named(client, reader):
    factories.local_government("Arilje", district="Zlatiborski")
    factories.local_government("Čajetina", district="Zlatiborski")
    html = read(client, f"{URL}&district=zlatiborski&name=ari")
    assert rows(html) == ["Arilje"]
    assert ">Zlatiborski okrug</h1>" in html
    assert ": ari</span>" in html
    assert re.search(r'href="/imenik/\?name=ari&amp;district=zlatiborski"', html)


def test_nothing_found_is_said_on_paper_too(client, reader):
    html = read(client, f"{URL}&name=nema-ga")
    assert "<table" not in html
    assert "Nema takve jedinice" in html


def test_a_typed_name_is_escaped(client, reader):
    html = read(client, f"{URL}&name=<script>alert(1)</script>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_district_and_the_unit_say_the_day_on_paper(client, reader, language):
    unit = reader.appointments.get().seat.local_government
    for url in (f"/imenik/jls/{unit.slug}/", f"/imenik/okruzi/{unit.district.slug}/"):
        said = re.search(r'<p class="paper-only[^>]*>(.*?)</p>', read(client, url, language), re.DOTALL)
        assert said
        assert today() in said[1]


def test_the_list_links_to_its_paper_with_the_filters(client, reader):
    html = read(client, "/imenik/?kind=municipality")
    assert 'href="/imenik/?prikaz=stampa&amp;kind=municipality"' in html


def test_paper_costs_the_same_with_many(client, reader):
    factories.local_government()
    few = queries(client, URL)
    for _ in range(20):
        factories.appointment()
    assert queries(client, URL) == few


def test_only_members_print(client, reader):
    client.force_login(factories.former_member())
    assert client.get(URL).status_code == 404
