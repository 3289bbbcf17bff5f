"""While the engine is away nothing is lost and nobody waits: saving never speaks to it, and titles are found."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from search import engines
from search.engines.base import EngineUnavailable
from search.engines.elastic import bulk
from search.engines.elastic.connection import Connection, Server
from search.engines.elasticsearch import Elasticsearch
from search.models import Entry, Pending
from search.outbox import drain, drain_all
from search.rebuilding import check, rebuild
from search.services import search
from tests import factories
from tests.search.engines.doubles import double, nobody, silent
from tests.search.engines.servers import own_index

REFUSED = {"error": {"type": "es_rejected_execution_exception", "reason": "no time"}}
FULL = {
    "error": {"type": "cluster_block_exception", "reason": "[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage"}
}
STATES: dict[str, Any] = {
    "stopped": nobody,
    "hanging": silent,
    "answering 500": lambda: double(lambda _request: (500, {"error": {"type": "exception", "reason": "broken"}})),
    "busy": lambda: double(lambda _request: (429, REFUSED)),
    "full": lambda: double(lambda _request: (429, FULL)),
    "another product": lambda: double(lambda _request: (200, {}), headers={"Content-Type": "application/json"}),
    "another version": lambda: double(lambda _request: (406, {"error": "Content-Type is not supported"})),
}


def use(engine: Elasticsearch, monkeypatch: pytest.MonkeyPatch) -> Elasticsearch:
    """Let an engine be that of the installation."""
    monkeypatch.setattr(engines, "current", lambda: engine)
    return engine


@pytest.fixture(params=STATES)
def away(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elasticsearch]:
    """The engine of the installation, on a server in one of these states."""
    monkeypatch.setattr(bulk, "WAITS", (0.01,))
    monkeypatch.setattr("search.engines.elastic.connection.WRITE_TIMEOUT", 1.0)
    with ExitStack() as stack:
        state = STATES[request.param]()
        server = state if isinstance(state, str) else stack.enter_context(state)
        url = server if isinstance(server, str) else server.url
        yield use(Elasticsearch(Connection(Server(url)), "mreza"), monkeypatch)


@pytest.fixture
def elastic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elasticsearch]:
    """The engine of the installation, on the real server."""
    with own_index() as engine:
        yield use(engine, monkeypatch)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that were connected to."""
    addresses: list[Any] = []
    connect = socket.socket.connect

    def noted(self: socket.socket, address: Any) -> None:
        addresses.append(address)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    return addresses


def change_everything() -> None:
    """Changes of every kind: a page made, edited, published, moved, restricted, deleted, in transactions."""
    with transaction.atomic():
        page = factories.news_page(title="Vest o pisarnici")
        act = factories.act_page(title="Uredba o pisarnici")
        folder = factories.content_page()
    below = factories.content_page(folder, title="Ispod")
    page.title = "Druga vest o pisarnici"
    page.save_revision().publish()
    below.move(factories.home(), pos="last-child")
    factories.restrict(below, factories.editor().groups.first())
    act.unpublish()
    act.save_revision().publish()
    factories.news_page().delete()


def engine_connections(addresses: list[Any], engine: Elasticsearch) -> list[Any]:
    """Those of the addresses where the engine is."""
    ports = {node.port for node in engine.connection.server.nodes}
    return [address for address in addresses if isinstance(address, tuple) and address[1] in ports]


def test_saving_never_speaks_to_the_engine(db, away, reached):
    change_everything()
    assert Pending.objects.count() > 4
    assert engine_connections(reached, away) == []
    with suppress(EngineUnavailable):
        drain()
    assert engine_connections(reached, away)


def test_the_outbox_keeps_all(db, away):
    change_everything()
    before = list(Pending.objects.order_by("pk").values())
    for _attempt in range(2):
        with pytest.raises(EngineUnavailable):
            drain()
    assert list(Pending.objects.order_by("pk").values()) == before


def test_the_page_shows_titles_and_says_so(db, away, client, member):
    page = factories.news_page(title="Vest o pisarnici")
    with suppress(EngineUnavailable):
        drain()
    client.force_login(member)
    times = []
    for _reader in range(3):
        started = time.monotonic()
        response = client.get(reverse("search"), {"q": "pisarnicom"})
        times.append(time.monotonic() - started)
        assert response.status_code == 200
        assert list(response.context["titled_pages"]) == [page.page_ptr]
        assert "notice warn" in response.content.decode()
    assert times[0] < 5
    assert max(times[1:]) < 2


def test_the_admin_says_how_the_engine_is(db, away, client, coordinator):
    factories.news_page(title="Vest o pisarnici")
    client.force_login(coordinator)
    response = client.get(reverse("waiting_changes"))
    assert response.status_code == 200
    assert response.context["trouble"]
    assert str(response.context["waiting"]) in response.content.decode()


# --- What fails by itself -----------------------------------------------------------------------------------------


@pytest.fixture
def refused(db: None) -> Pending:
    """A change that the index could not take."""
    page = factories.news_page(title="Otrovna vest")
    Pending.objects.filter(object_id=page.pk).update(
        error="Traceback\n<script>alert(1)</script>\nEntryRejected: 7: razlog", attempts=3
    )
    return Pending.objects.get(object_id=page.pk)


@pytest.mark.usefixtures("engine")
def test_the_admin_shows_what_failed_with_its_reason(client, coordinator, refused):
    client.force_login(coordinator)
    assert reverse("waiting_changes") in client.get("/admin/").content.decode()
    page = client.get(reverse("waiting_changes")).content.decode()
    assert "EntryRejected: 7: razlog</code></summary>" in page
    assert reverse("wagtailadmin_pages:edit", args=[refused.object_id]) in page
    assert "<script>alert" not in page
    Pending.objects.filter(pk=refused.pk).update(due_at=timezone.now() + timezone.timedelta(hours=5))
    assert client.post(reverse("try_change_again", args=[refused.pk])).status_code == 302
    refused.refresh_from_db()
    assert refused.due_at <= timezone.now()
    assert refused.attempts == 0
    drain_all()
    assert "EntryRejected" not in client.get(reverse("waiting_changes")).content.decode()
    assert client.post(reverse("try_change_again", args=[refused.pk])).status_code == 302


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("hours", [0, 1])
def test_the_admin_warns_of_changes_that_wait_for_long(client, coordinator, hours):
    factories.news_page()
    Pending.objects.update(due_at=timezone.now() - timezone.timedelta(hours=hours))
    client.force_login(coordinator)
    panel = "help-warning" in client.get("/admin/").content.decode()
    assert panel == bool(hours)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("who", ["editor", "member"])
def test_others_are_not_concerned(client, request, refused, who):
    client.force_login(request.getfixturevalue(who))
    assert reverse("waiting_changes") not in client.get("/admin/").content.decode()
    assert client.get(reverse("waiting_changes")).status_code in {302, 403, 404}
    before = refused.due_at
    client.post(reverse("try_change_again", args=[refused.pk]))
    refused.refresh_from_db()
    assert (refused.due_at, refused.attempts) == (before, 3)


@pytest.mark.elasticsearch
def test_one_poisonous_entry_does_not_block_the_rest(db, elastic, member):
    pages = [factories.news_page(title=f"Vest {number}", body=long_body(number)) for number in range(4)]
    elastic.indexes.targets()
    indices, index = elastic.connection.client.indices, elastic.indexes.alias
    indices.put_settings(index=index, settings={"index.mapping.nested_objects.limit": 5})
    drain_all()
    (row,) = Pending.objects.all()
    assert row.object_id == pages[2].pk
    assert row.attempts == 1
    assert "EntryRejected" in row.error.splitlines()[-1]
    assert {hit.entry.object_id for hit in search("vest", user=member).hits} == {
        page.pk for page in pages if page.pk != pages[2].pk
    }
    indices.put_settings(index=index, settings={"index.mapping.nested_objects.limit": 1_000})
    Pending.objects.update(due_at=timezone.now())
    drain_all()
    assert not Pending.objects.exists()
    assert len(search("vest", user=member).hits) == 4


def long_body(number: int) -> Any:
    """A body of one passage, but of many for the third page."""
    return [("paragraph", RichText("<p>Rok za podnošenje zahteva organu uprave.</p>"))] * (20 if number == 2 else 1)


# --- The product on the real server -------------------------------------------------------------------------------


@pytest.mark.elasticsearch
def test_a_rebuild_on_the_real_server(db, elastic, member):
    page = factories.news_page(title="Vest o pisarnici")
    drain_all()
    page.title = "Vest o arhivi"
    page.save_revision().publish()
    factories.news_page(title="Vest o arhivama")
    assert rebuild() == Entry.objects.count() == len(elastic.ids())
    assert [index.name for index in elastic.indexes.all()] == [f"{elastic.indexes.alias}-2"]
    assert len(search("arhiva", user=member).hits) == 2
    assert not search("pisarnica", user=member).hits
    assert check().total == 0


@pytest.mark.elasticsearch
def test_a_comparison_repairs_what_the_real_server_lost(db, elastic, member):
    factories.news_page(title="Vest o pisarnici")
    drain_all()
    elastic.remove()
    assert not search("pisarnica", user=member).hits
    out = StringIO()
    call_command("search_check", stdout=out)
    assert "not_in_engine: 0" not in out.getvalue()
    assert len(search("pisarnica", user=member).hits) == 1
    assert check().total == 0


def server(task: str) -> None:
    """Have the server of the tests halt or resume."""
    subprocess.run([product.BASE_DIR / "bin" / "elasticsearch", task], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def own_server() -> Iterator[None]:
    """The server is one that can be stopped; it runs again at the end, whatever happens."""
    command = [product.BASE_DIR / "bin" / "elasticsearch", "url"]
    url = subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()
    if url != os.environ["SEARCH_TEST_URL"]:
        pytest.skip("the Elasticsearch of SEARCH_TEST_URL is not one that bin/elasticsearch can stop")
    yield
    try:
        Connection(Server(url)).client.cluster.health()
    except Exception:
        server("halt")
        server("resume")


def down_and_up(log: list[str]) -> None:
    """Stop the server and start it again, after some time each."""
    time.sleep(1.5)
    server("halt")
    log.append("halted")
    time.sleep(3)
    server("resume")
    log.append("resumed")


def edit(number: int, pages: list[Any]) -> None:
    """The next of a stream of edits: now a page is made, now one changes, goes, or is published again."""
    kind = number % 5
    if kind in {0, 1} or len(pages) < 3:
        pages.append(factories.news_page(title=f"Vest broj {number}"))
    elif kind == 2:
        pages.pop(number % len(pages)).delete()
    else:
        page = pages[number * 7 % len(pages)]
        page.title = f"Promenjena vest {number}"
        page.save_revision().publish()


@pytest.mark.elasticsearch
@pytest.mark.slow
@pytest.mark.usefixtures("own_server")
def test_a_server_that_stops_and_starts_in_the_middle_of_edits_loses_nothing(db, elastic, member):
    drain_all()
    log: list[str] = []
    pages: list[Any] = []
    seen: dict[str, int] = {"taken": 0, "refused": 0}
    operator = threading.Thread(target=down_and_up, args=(log,))
    operator.start()
    number = 0
    while operator.is_alive() or number < 60:
        edit(number, pages)
        try:
            seen["taken"] += drain()
        except EngineUnavailable:
            seen["refused"] += 1
        number += 1
        time.sleep(0.1)
    operator.join()
    assert log == ["halted", "resumed"]
    assert min(seen.values()) > 5
    wait_for(lambda: drain_all() >= 0)
    assert not Pending.objects.exists()
    assert vars(check()) == dict.fromkeys(vars(check()), 0)
    found = {hit.entry.object_id for hit in search("vest", user=member, limit=10_000).hits}
    assert found == {page.pk for page in pages}


def wait_for(work: Callable[[], bool], seconds: float = 60) -> None:
    """Try until the engine is there again."""
    end = time.monotonic() + seconds
    while True:
        try:
            assert work()
        except EngineUnavailable:
            assert time.monotonic() < end
            time.sleep(0.5)
        else:
            return
