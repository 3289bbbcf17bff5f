"""The log of searches: what is kept, for how long, who sees it, and that nobody waits for it."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import signing
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.registry import jobs
from core.spreadsheets import cell
from news.models import NewsIndexPage, NewsPage
from search import log
from search.engines.base import EngineUnavailable
from search.models import LoggedSearch
from search.queries import parse
from search.searched import searched
from tests import factories
from tests.reading import queries, read

PATIENCE = 2  # seconds, for a page that is not to wait


@pytest.fixture
def reader(client: Client, member: User, index: Any) -> Client:
    """A member's browser, and something to find."""
    factories.news_page(title="Pisarnica radi", lead="Nova pisarnica.")
    index()
    client.force_login(member)
    return client


def look_for(client: Client, text: str, **parameters: Any) -> Any:
    """Open a page of results."""
    response = client.get(reverse("search"), {"q": text, **parameters})
    assert response.status_code == 200
    return response


def record_on(response: Any) -> str:
    """What the page gives to its script."""
    found = re.search(r'data-search="([^"]+)"', response.content.decode())
    return unescape(found[1]) if found else ""


def click(client: Client, search: str, address: str) -> int:
    """Tell that something was opened."""
    return client.post(reverse("search_click"), {"search": search, "address": address}).status_code


# --- What is written ----------------------------------------------------------------------------------------------


def test_a_first_page_of_results_is_one_line(reader):
    before = timezone.now()
    look_for(reader, "  nova   PISARNICA ")
    row = LoggedSearch.objects.get()
    assert (row.query, row.folded, row.results, row.clicked) == ("nova PISARNICA", "nova pisarnica", 1, "")
    assert before <= row.searched_at <= timezone.now()
    look_for(reader, "nepostojeće")
    assert list(LoggedSearch.objects.order_by("pk").values_list("query", "results")) == [
        ("nova PISARNICA", 1),
        ("nepostojeće", 0),
    ]


def test_it_knows_nobody():
    names = {field.name for field in LoggedSearch._meta.get_fields()}
    assert names == {"id", "query", "folded", "results", "clicked", "searched_at"}


def test_what_is_no_first_page_of_results_is_not_written(reader, former_member):
    look_for(reader, "")
    look_for(reader, "-pisarnica")
    look_for(reader, "🙂")
    reader.head(reverse("search"), {"q": "pisarnica"})
    reader.get(reverse("search_suggestions"), {"q": "pisarnica"})
    reader.force_login(former_member)
    look_for(reader, "pisarnica")
    assert not LoggedSearch.objects.exists()


def test_a_later_page_is_not_written(reader, index):
    parent = NewsIndexPage.objects.get()
    for number in range(20):
        parent.add_child(instance=NewsPage(title=f"Pisarnica {number}", lead="Nova.", live=True))
    index()
    look_for(reader, "pisarnica", page=2)
    assert not LoggedSearch.objects.exists()
    look_for(reader, "pisarnica", page=1)
    assert LoggedSearch.objects.get().results == 21


def test_the_engine_away_is_not_a_search_without_results(reader, engine, monkeypatch):
    def refuse(*args: Any) -> None:
        raise EngineUnavailable

    monkeypatch.setattr(engine, "search", refuse)
    look_for(reader, "pisarnica")
    assert not LoggedSearch.objects.exists()


@pytest.mark.parametrize("text", ["p" * 10_000, "\x00pisarnica", "🙂 pisarnica", "'\"; --", "đ" * 201, "½ İ ß"])
def test_odd_queries_are_cut_and_kept(reader, text):
    look_for(reader, text)
    for row in LoggedSearch.objects.all():
        assert len(row.query) <= 200
        assert len(row.folded) <= 200
        assert "\x00" not in row.query


# --- What was opened ----------------------------------------------------------------------------------------------


def test_a_click_is_written_to_its_search_without_the_query(reader):
    page = look_for(reader, "pisarnica")
    other = look_for(reader, "nova")
    hit = page.context["results"].hits[0]
    assert click(reader, record_on(page), hit.passages[0].address) == 204
    opened = dict(LoggedSearch.objects.values_list("query", "clicked"))
    assert opened == {"pisarnica": hit.passages[0].address.partition("?")[0], "nova": ""}
    assert click(reader, record_on(page), f"{hit.entry.url}?q=pisarnica#b-1") == 204
    assert LoggedSearch.objects.get(query="pisarnica").clicked == f"{hit.entry.url}#b-1"
    assert record_on(other) != record_on(page)


FOREIGN = [
    "",
    "vesti/",
    "https://zlo.example/",
    "//zlo.example/",
    "/\\zlo.example/",
    "\\\\zlo.example",
    "javascript:1",
]
FOREIGN += ["/vesti/\n", "/\x00", " /vesti/", "///zlo.example", "/" + "a" * 5000]


@pytest.mark.parametrize("address", FOREIGN)
def test_only_paths_of_this_site_are_taken(reader, address):
    search = record_on(look_for(reader, "pisarnica"))
    assert click(reader, search, address) == 400
    assert LoggedSearch.objects.get().clicked == ""


def test_only_searches_that_a_page_carried_are_taken(reader):
    search = record_on(look_for(reader, "pisarnica"))
    row = LoggedSearch.objects.get()
    forged = ["", "1", str(row.pk), search[:-1], f"{row.pk + 1}{search[len(str(row.pk)) :]}", "x" * 9000, "\x00"]
    forged += [signing.TimestampSigner(salt="other").sign(str(row.pk)), signing.dumps(row.pk)]
    assert [click(reader, text, "/vesti/") for text in forged] == [400] * len(forged)
    assert LoggedSearch.objects.get().clicked == ""
    row.delete()
    assert click(reader, search, "/vesti/") == 204  # pruned meanwhile


def test_an_old_page_is_not_taken(reader, monkeypatch):
    search = record_on(look_for(reader, "pisarnica"))
    monkeypatch.setattr(log, "CLICKS_FOR", timedelta(seconds=-1))
    assert click(reader, search, "/vesti/") == 400


def test_a_click_needs_the_secret_of_a_form(reader, member):
    search = record_on(look_for(reader, "pisarnica"))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert click(strict, search, "/vesti/") == 403
    assert LoggedSearch.objects.get().clicked == ""


def test_pages_without_a_record_have_no_script_of_clicks(reader):
    assert "js/clicks.js" in read(reader, reverse("search") + "?q=pisarnica")
    assert "js/clicks.js" not in read(reader, reverse("search"))


# --- Nobody waits -------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(transactional_db: None) -> Iterator[None]:
    """Another process writes and does not end."""
    other = connection.copy()
    statement = "BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN; LOCK TABLE search_log"
    with other.cursor() as cursor:
        cursor.execute(statement)
    yield
    with other.cursor() as cursor:
        cursor.execute("ROLLBACK")
    other.close()


@pytest.mark.usefixtures("busy")
def test_a_busy_database_costs_the_line_and_no_time():
    begun = time.monotonic()
    assert log.record(parse("pisarnica"), 3) == ""
    log.record_click(signing.TimestampSigner(salt=log.SALT).sign("1"), "/vesti/")
    assert time.monotonic() - begun < PATIENCE


def test_other_writers_wait_as_long_as_before(transactional_db):
    with connection.cursor() as cursor:
        statement = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
        cursor.execute(statement)
        before = cursor.fetchone()
        log.record(parse("pisarnica"), 3)
        cursor.execute(statement)
        assert cursor.fetchone() == before
    assert LoggedSearch.objects.count() == 1


@pytest.mark.parametrize("error", [OperationalError("database is locked"), DatabaseError("read-only")])
def test_an_error_of_the_database_costs_the_line_alone(reader, monkeypatch, error):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(LoggedSearch, "save", refuse)
    page = look_for(reader, "pisarnica")
    assert "Pisarnica" in page.content.decode()
    assert record_on(page) == ""
    assert "js/clicks.js" not in page.content.decode()


def test_an_open_transaction_is_not_spoilt(reader, monkeypatch):
    LoggedSearch.objects.create(pk=1, query="a", folded="a", results=0, searched_at=timezone.now())
    original = LoggedSearch.save

    def twice(self: LoggedSearch, **kwargs: Any) -> None:
        self.pk = 1
        original(self, **kwargs)

    monkeypatch.setattr(LoggedSearch, "save", twice)
    assert log.record(parse("pisarnica"), 3) == ""
    assert LoggedSearch.objects.count() == 1


# --- For how long -------------------------------------------------------------------------------------------------


def logged(text: str, results: int = 1, *, days: float = 0, clicked: str = "") -> None:
    """A search of so many days ago."""
    searched_at = timezone.now() - timedelta(days=days)
    LoggedSearch.objects.create(
        query=text, folded=log.folded(text), results=results, searched_at=searched_at, clicked=clicked
    )


def test_ninety_days_are_kept(db):
    for days in (0, 89.9, 90.1, 400):
        logged(f"pre {days} dana", days=days)
    LoggedSearch.objects.bulk_create(
        LoggedSearch(query="x", folded="x", results=1, searched_at=timezone.now() - timedelta(days=91))
        for _ in range(450)
    )
    assert jobs.specs["prune_search_log"].every == timedelta(days=1)
    assert jobs.specs["prune_search_log"].run() == 452
    assert jobs.specs["prune_search_log"].run() == 0
    assert set(LoggedSearch.objects.values_list("query", flat=True)) == {"pre 0 dana", "pre 89.9 dana"}


# --- Who sees it --------------------------------------------------------------------------------------------------


@pytest.fixture
def searches(db: None) -> None:
    """Searches of many, some of them in vain."""
    for text in ("ZUP", "зуп", "zup"):
        logged(text, 4, clicked="/biblioteka/zup/" if text == "zup" else "")
    for results in (0, 0, 1):
        logged("=HYPERLINK(pisarnica)", results)
    logged("<b>rešenje</b>", 0)
    logged("staro", 0, days=91)


@pytest.mark.usefixtures("searches")
def test_spellings_are_one_and_the_most_frequent_stand_first():
    rows = [(row["folded"], row["count"], row["unfound"], row["opened"]) for row in searched()]
    assert rows == [("hyperlink pisarnica", 3, 2, 0), ("zup", 3, 0, 1), ("b resenje b", 1, 1, 0)]
    assert [row["folded"] for row in searched(only_unfound=True)] == ["hyperlink pisarnica", "b resenje b"]


@pytest.mark.usefixtures("searches")
@pytest.mark.parametrize("person", ["editor", "coordinator"])
def test_editors_and_the_coordinator_see_the_list(client, request, person):
    client.force_login(request.getfixturevalue(person))
    assert reverse("searched") in client.get("/admin/").content.decode()
    html = read(client, reverse("searched"))
    assert "2 (67%)" in html
    assert "1 (33%)" in html
    assert "&lt;b&gt;rešenje&lt;/b&gt;" in html
    assert "staro" not in html
    unfound = read(client, reverse("searched") + "?only=unfound")
    assert "HYPERLINK" in unfound
    assert "зуп" not in unfound


@pytest.mark.usefixtures("searches")
def test_members_do_not(client, member):
    client.force_login(member)
    assert client.get(reverse("searched")).status_code == 302
    assert client.get(reverse("searched"), {"as": "csv"}, follow=True).status_code == 403


def test_nothing_can_be_changed(client, coordinator):
    client.force_login(coordinator)
    assert client.post(reverse("searched")).status_code == 405
    assert LoggedSearch._meta.default_permissions == ("view",)


@pytest.mark.usefixtures("searches")
def test_a_spreadsheet_has_no_formulas(client, editor):
    client.force_login(editor)
    response = client.get(reverse("searched"), {"as": "csv"})
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    assert len(head) == 5
    assert [row[:4] for row in rows] == [
        ["'=HYPERLINK(pisarnica)", "3", "2", "0"],
        ["зуп", "3", "0", "1"],
        ["<b>rešenje</b>", "1", "1", "0"],
    ]
    unfound = client.get(reverse("searched"), {"as": "csv", "only": "unfound"}).content.decode("utf-8-sig")
    assert len(unfound.splitlines()) == 3


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_cells_that_would_be_formulas_are_text(value):
    assert cell(value) == f"'{value}"
    assert cell("zakon = propis") == "zakon = propis"
    assert cell(-1) == -1


def test_the_list_costs_the_same_with_many(client, editor):
    client.force_login(editor)
    for number in range(3):
        logged(f"upit {number}")
    few = queries(client, reverse("searched"))
    for number in range(120):
        logged(f"drugi upit {number}")
    assert queries(client, reverse("searched")) == few
    assert 'translate="no">upit 2<' in read(client, reverse("searched") + "?p=3")
    for odd in ("x", "0", "99999", ""):
        assert client.get(reverse("searched"), {"p": odd}).status_code in {200, 404}
