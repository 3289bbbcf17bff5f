"""Processes are killed at the points where the search could lose something: none of it is lost."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.models import Job, WorkerHeartbeat
from files.enums import State
from files.models import Document
from files.services import add_document
from news.models import NewsIndexPage, NewsPage
from search.engines.builds import Builds
from search.engines.embedded import Embedded
from search.models import Entry, Pending
from search.outbox import drain_all
from search.rebuilding import Differences, check
from search.services import search
from tests import factories
from tests.files import made_files as made
from tests.running.installation import (
    DEMO_PASSWORD,
    Installation,
    Running,
    children,
    form_fields,
    is_alive,
    wait_until,
)

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
PAGES = 100  # so that a rebuild takes a while
FORM = "form[data-edit-form]"


# --- The installation, and what stands still in it ----------------------------------------------------------------


@pytest.fixture(scope="module")
def network(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation with nothing but its tree, on which the tests work too.

    Its database is a copy of the test run's, if that has one already, since to make one takes long.
    """
    installation = Installation(tmp_path_factory.mktemp("search"), extra={"WORKER_SILENT_SECONDS": "3"})
    with django_db_blocker.unblock(), closing(sqlite3.connect(installation.folder / "demo.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    settings = override_settings(VAR_DIR=installation.folder, PASSWORD_HASHERS=HASHERS)
    with django_db_blocker.unblock(), installation.database(), settings:
        call_command("migrate", verbosity=0)
        yield installation
        installation.end()


@pytest.fixture
def worker(network: Installation) -> Running:
    """The worker, with nothing left to do."""
    living = [running for running in network.processes if running.log.stem == "worker" and not ended(running)]
    running = living[0] if living else network.start_worker()
    settle(running)
    return running


@pytest.fixture
def no_worker(network: Installation) -> None:
    """No worker runs."""
    for running in network.processes:
        running.end()


@pytest.fixture(scope="module")
def admin(network: Installation) -> Any:
    """One who sees everything and may edit."""
    person = factories.person(is_superuser=True)
    person.set_password(DEMO_PASSWORD)
    person.save()
    return person


def ended(running: Running) -> bool:
    """Whether a process has ended."""
    return running.process.poll() is not None


def settle(worker: Running) -> None:
    """Wait until every file is in a final state and nothing waits for the index."""
    wait_until("the search loop runs", lambda: loop_of(worker) or ended(worker))
    wait_until(
        "all files are read", lambda: not Document.objects.filter(state=State.WAITING).exists() or ended(worker)
    )
    wait_until("nothing waits", lambda: not Pending.objects.exists() or ended(worker))
    assert not ended(worker), worker.said


def assert_whole() -> None:
    """Database and index agree with what is true, after at most one drain."""
    drain_all()
    assert check() == Differences()


def loop_of(worker: Running) -> int:
    """The process of the search loop; 0 when it is just not there."""
    return next((pid for pid in children(worker.pid) if "worker_loop" in command_line(pid)), 0)


def command_line(pid: int) -> str:
    """How a process was started; nothing when it has ended meanwhile."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    return ""


def kill(pid: int) -> None:
    """Kill a process and wait until it is dead."""
    os.kill(pid, signal.SIGKILL)
    wait_until("the killed is dead", lambda: not is_alive(pid), seconds=10)


@contextmanager
def database_held(network: Installation) -> Iterator[None]:
    """Let nobody write to the database; all can read."""
    with closing(sqlite3.connect(network.folder / "demo.sqlite3", timeout=20, isolation_level=None)) as holder:
        holder.execute("begin immediate")
        yield
        holder.execute("rollback")


@contextmanager
def index_held(network: Installation) -> Iterator[None]:
    """Let nobody write to the index that serves; all can read."""
    with (network.folder / "search" / "writer.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def wants_the_index(network: Installation, pid: int) -> bool:
    """Whether a process is about to write to the index that serves."""
    lock = str(network.folder / "search" / "writer.lock")
    return any(is_link_to(descriptor, lock) for descriptor in Path(f"/proc/{pid}/fd").iterdir())


def is_link_to(descriptor: Path, target: str) -> bool:
    """Whether an open file is this one; it may have been closed meanwhile."""
    with suppress(OSError):
        return str(descriptor.readlink()) == target
    return False


def found(person: Any, text: str) -> set[str]:
    """The titles of all that is found."""
    return {hit.entry.title for hit in search(text, user=person, limit=1000).hits}


def versions(network: Installation) -> dict[int, int]:
    """What the engine has."""
    return Embedded(network.folder / "search").ids()


# --- The search loop ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", ["before writing", "after writing", "after deleting"])
def test_the_search_loop_is_killed_around_the_engine_s_change(network, worker, admin, point):
    """Before it, the database knows and the engine does not; after it, nothing is acknowledged."""
    page = factories.news_page(title=f"Stara vest {point}")
    settle(worker)
    entry, loop = Entry.objects.get(object_id=page.pk), loop_of(worker)
    page.title = f"Nova vest {point}"
    with ExitStack() as index, ExitStack() as database:
        index.enter_context(index_held(network))
        page.unpublish() if point == "after deleting" else page.save_revision().publish()
        wait_until("the loop is about to change the index", lambda: wants_the_index(network, loop))
        if point != "before writing":
            database.enter_context(database_held(network))
            index.close()
            wait_until("it has", lambda: versions(network).get(entry.pk) != entry.version, seconds=15)
        kill(loop)
        stored = Entry.objects.get(pk=entry.pk).version
        assert (versions(network).get(entry.pk) == stored) == (point == "after writing")
        assert set(Pending.objects.values_list("object_id", flat=True)) == {page.pk}
    settle(worker)
    assert loop_of(worker) != loop
    assert_whole()
    assert found(admin, f'"vest {point}"') == (set() if point == "after deleting" else {page.title})


# --- The worker in extraction -------------------------------------------------------------------------------------


def test_the_worker_is_killed_while_it_reads_a_file(network, worker, admin):
    content = made.numbered(2000)
    document = add_document(title="Zbirka", file=ContentFile(content, name="zbirka.pdf"))
    act = factories.act_page(document, title="Uredba")
    reads = wait_until("the file is being read", lambda: readers(worker, document))
    worker.signal(signal.SIGKILL)
    wait_until("nothing of it is left", lambda: not any(map(is_alive, reads)), seconds=10)
    assert Document.objects.get(pk=document.pk).state == State.WAITING
    wait_until("the dead are silent", lambda: not WorkerHeartbeat.objects.filter(seen_at__gt=seconds_ago(3)).exists())
    Job.objects.update(due_at=timezone.now())
    settle(network.start_worker())
    assert Document.objects.get(pk=document.pk).state == State.READY
    assert_whole()
    (hit,) = search('"strana 1777"', user=admin).hits
    assert (hit.entry.object_id, hit.passages[0].page) == (act.pk, 1777)


def seconds_ago(seconds: float) -> datetime:
    """A moment in the past."""
    return timezone.now() - timedelta(seconds=seconds)


def readers(worker: Running, document: Document) -> list[int]:
    """The processes that read a document."""
    return [pid for pid in children(worker.pid) if document.file.path in command_line(pid)]


# --- The web server -----------------------------------------------------------------------------------------------


class Request(threading.Thread):
    """A form that is posted to a server that may die."""

    def __init__(self, session: requests.Session, address: str, fields: dict[str, Any], **files: Any) -> None:
        super().__init__(daemon=True)
        self.send = lambda: session.post(address, fields, files=files, timeout=60, allow_redirects=False)
        self.status = 0

    def run(self) -> None:
        with suppress(requests.ConnectionError):
            self.status = self.send().status_code


def kill_after_commits(network: Installation, web: Running, request: Request, commits: int) -> None:
    """Kill the server as soon as a request has committed so many times."""
    with closing(sqlite3.connect(network.folder / "demo.sqlite3", isolation_level=None)) as watcher:
        seen = data_version(watcher)
        request.start()
        while commits and request.is_alive():
            version = data_version(watcher)
            commits -= version != seen
            seen = version
        web.signal_group(signal.SIGKILL)
    web.wait()
    request.join(30)


def data_version(watcher: sqlite3.Connection) -> int:
    """A number that changes with every commit of others."""
    return watcher.execute("pragma data_version").fetchone()[0]


def upload(session: requests.Session, network: Installation, name: str) -> Request:
    """An upload through the admin's form."""
    address = f"{network.address}/admin/documents/add/"
    fields = form_fields(session.get(address, timeout=60).text, "form[enctype='multipart/form-data']")
    return Request(session, address, fields | {"title": name}, file=(f"{name}.txt", b"Rok je osam dana."))


def publication(session: requests.Session, network: Installation, name: str) -> Request:
    """A news item through the admin's form, published at once."""
    section = NewsIndexPage.objects.get().pk
    address = f"{network.address}/admin/pages/add/news/newspage/{section}/"
    fields = form_fields(session.get(address, timeout=60).text, FORM)
    body = streamfield([("paragraph", rich_text(f"<p>{name}</p>"))])
    fields |= {"title": name, "lead": "Rok je osam dana.", "slug": name, "action-publish": "action-publish"}
    return Request(session, address, fields | nested_form_data({"body": body, "comments": inline_formset([])}))


def test_the_web_server_is_killed_between_two_commits(network, admin, no_worker):
    web = network.start_web()
    session = network.sign_in(admin.email)
    unanswered = 0
    for make in (upload, publication):
        for commits in (1, 2):
            request = make(session, network, f"{make.__name__}-{commits}")
            kill_after_commits(network, web, request, commits)
            unanswered += request.status == 0
            web = network.start_web()
    assert unanswered, "the server was never killed in the middle"
    web.end()
    settle(network.start_worker())
    assert_whole()
    assert all(len(Path(document.file.path).read_bytes()) for document in Document.objects.all())
    published = NewsPage.objects.live().filter(title__startswith="publication")
    assert found(admin, "publication") == set(published.values_list("title", flat=True))


# --- A rebuild ----------------------------------------------------------------------------------------------------


def many() -> None:
    """So many pages that a rebuild takes a while."""
    section = NewsIndexPage.objects.get()
    for number in range(PAGES):
        section.add_child(instance=NewsPage(title=f"Pisarnica {number}", lead="Rok je osam dana.", live=True))


def serving(network: Installation) -> str:
    """The name of the index that serves."""
    return (network.folder / "search" / "current").read_text()


def being_built(network: Installation) -> int:
    """How many entries the new index has so far, that a living process makes."""
    folder = network.folder / "search"
    with suppress(FileNotFoundError):
        build = Embedded(folder, Builds(folder).under_way() or "none")
        try:
            return len(build.ids())
        finally:
            build.close()
    return 0


def kill_in_the_middle(network: Installation, rebuild: Running) -> None:
    """Kill a rebuild that has written some of the entries: it waits for the database."""
    wait_until("some are written", lambda: being_built(network) or ended(rebuild), every=0.001)
    with database_held(network):
        assert being_built(network) < Entry.objects.count()
        kill(rebuild.pid)


def kill_at_the_switch(network: Installation, rebuild: Running) -> None:
    """Kill a rebuild that has written everything: it waits for the right to switch."""
    wait_until("some are written", lambda: being_built(network) or ended(rebuild), every=0.001)
    with index_held(network):
        wait_until("it is about to switch", lambda: wants_the_index(network, rebuild.pid))
        assert being_built(network) == Entry.objects.count()
        kill(rebuild.pid)


def test_a_rebuild_is_killed(network, worker, admin):
    many()
    settle(worker)
    folder, old = network.folder / "search", serving(network)
    for kill_it in (kill_in_the_middle, kill_at_the_switch):
        rebuild = network.start("rebuild", sys.executable, "manage.py", "search_rebuild")
        kill_it(network, rebuild)
        assert rebuild.wait() == -signal.SIGKILL
        assert serving(network) == old
        assert len(found(admin, "pisarnica")) == PAGES
    change = NewsPage.objects.get(title="Pisarnica 1")
    change.title = "Pisarnica prva"
    change.save_revision().publish()
    settle(worker)
    assert_whole()
    assert "Pisarnica prva" in found(admin, "pisarnica")
    again = network.start("rebuild", sys.executable, "manage.py", "search_rebuild")
    assert again.wait(120) == 0, again.said
    assert serving(network) != old
    assert_whole()
    assert [path.name for path in folder.glob("index-*.sqlite3")] == [serving(network)]
