"""A new index while everything goes on: nothing missing, nothing stale; and the nightly comparison."""

from __future__ import annotations

import io
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from wagtail.models import Page

from files import reading
from files.extraction.interface import Unit
from files.extraction.sandbox import Extraction
from files.models import Document
from news.models import NewsIndexPage, NewsPage
from search import outbox
from search.analysis import analysed
from search.engines.base import EngineUnavailable
from search.engines.embedded import Embedded
from search.models import Entry, Passage, Pending
from search.outbox import drain, drain_all, queue, version_of_reading
from search.rebuilding import Differences, check, rebuild
from search.registry import pages
from search.services import search
from tests import factories
from tests.security import things

WORD = "pisarnica"


def found(user: Any, text: str = WORD) -> set[str]:
    """The titles of all that is found."""
    return {hit.entry.title for hit in search(text, user=user, limit=1000).hits}


def agrees(engine: Embedded) -> bool:
    """Whether the database and the engine have the same entries in the same versions."""
    return engine.ids() == dict(Entry.objects.values_list("pk", "version"))


def change(page: Page, title: str) -> None:
    """Publish a page with another title."""
    page.title = title
    page.save_revision().publish()


def while_reading(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Any]) -> None:
    """Let something happen right after the next batch has been read."""
    load = pages.load

    def loaded(ids: Iterable[int]) -> Any:
        contents = load(ids)
        monkeypatch.setattr(pages, "load", load)
        meanwhile()
        return contents

    monkeypatch.setattr(pages, "load", loaded)


@pytest.fixture
def admin(db: None) -> Any:
    """One who sees everything."""
    return factories.person(is_superuser=True)


@pytest.fixture
def news(db: None, index: Callable[[], int]) -> list[NewsPage]:
    """Three news items in the index."""
    made = [factories.news_page(title=f"Pisarnica {name}") for name in ("Čačak", "Užice", "Niš")]
    index()
    return made


# --- A rebuild ----------------------------------------------------------------------------------------------------


def test_a_new_index_has_everything_and_takes_the_place_of_the_old_one(admin, news, engine):
    before, old = found(admin), engine.builds.current()
    engine.delete([Entry.objects.get(object_id=news[0].pk).pk])
    assert found(admin) < before
    said = io.StringIO()
    call_command("search_rebuild", stdout=said)
    assert found(admin) == before == {"Pisarnica Čačak", "Pisarnica Užice", "Pisarnica Niš"}
    assert "wagtailcore.page: 3" in said.getvalue()
    assert f"with {Entry.objects.count()} entries" in said.getvalue()
    assert agrees(engine)
    assert engine.builds.current() != old
    assert not engine.builds.path(old).exists()


def test_an_index_that_was_lost_is_built_again(admin, news, engine):
    for path in engine.builds.folder.iterdir():
        path.unlink()
    engine.close()
    assert found(admin) == set()
    rebuild()
    assert len(found(admin)) == 3
    assert agrees(engine)


def test_the_old_index_serves_until_the_switch(admin, news, engine):
    old, seen = engine.builds.current(), []
    rebuild(lambda *_progress: seen.append((engine.builds.current(), len(found(admin)))))
    assert seen
    assert set(seen) == {(old, 3)}


def test_a_rebuild_that_fails_leaves_the_old_index_and_the_next_one_works(admin, news, engine):
    def fail(label: str, done: int) -> None:
        raise Interrupted

    old = engine.builds.current()
    with pytest.raises(Interrupted):
        rebuild(fail)
    assert engine.builds.current() == old
    assert len(found(admin)) == 3
    change(news[0], "Pisarnica Kraljevo")
    drain_all()
    assert "Pisarnica Kraljevo" in found(admin)
    rebuild()
    assert "Pisarnica Kraljevo" in found(admin)
    assert sorted(path.name for path in engine.builds.folder.glob("index-*.sqlite3")) == [engine.builds.current()]


class Interrupted(Exception):
    """Something went wrong in the middle."""


def test_a_change_that_was_read_before_and_committed_after_is_not_lost(admin, news, monkeypatch):
    """Its row is older than the reading, since its transaction was long."""
    change(news[0], "Pisarnica Kruševac")
    queue(pages.label, [news[0].pk])
    while_reading(monkeypatch, lambda: NewsPage.objects.filter(pk=news[0].pk).update(title="Pisarnica Kraljevo"))
    rebuild()
    assert "Pisarnica Kraljevo" in found(admin)
    assert check().total == 0


def test_what_goes_between_the_database_and_the_new_index_is_not_left_there(admin, news, engine, monkeypatch):
    write_entry = outbox.write_entry

    def written(*content: Any) -> Any:
        entry = write_entry(*content)
        if content[1] == news[0].pk:
            monkeypatch.setattr(outbox, "write_entry", write_entry)
            news[0].unpublish()
            drain_all()
        return entry

    monkeypatch.setattr(outbox, "write_entry", written)
    rebuild()
    assert found(admin) == {"Pisarnica Užice", "Pisarnica Niš"}
    assert agrees(engine)


def test_a_rebuild_that_is_given_up_leaves_no_difference(news):
    def fail(label: str, done: int) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        rebuild(fail)
    assert check() == Differences()


@pytest.mark.parametrize("drained", [True, False], ids=["drained at once", "drained later"])
def test_changes_in_the_middle_are_in_the_new_index(admin, news, engine, monkeypatch, drained):
    def meanwhile() -> None:
        change(news[0], "Pisarnica Kraljevo")
        news[1].unpublish()
        factories.news_page(title="Pisarnica Valjevo")
        things.restrict(news[2], things.EDITORS)
        if drained:
            drain_all()

    while_reading(monkeypatch, meanwhile)
    rebuild()
    assert found(admin) == {"Pisarnica Kraljevo", "Pisarnica Valjevo", "Pisarnica Niš"}
    assert found(factories.member()) == {"Pisarnica Kraljevo", "Pisarnica Valjevo"}
    assert search(WORD, user=factories.member()).total == 2
    assert agrees(engine)
    drain_all()
    assert check().total == 0


def test_what_is_published_while_the_gone_are_looked_for_stays(admin, news, engine, monkeypatch):
    """Its entry comes after the list of objects was made, and is not taken for one without an object."""
    ids, late = pages.ids, []

    def listed() -> Iterator[int]:
        yield from list(ids())
        late.append(factories.news_page(title=f"Pisarnica {len(late)}"))
        drain_all()

    monkeypatch.setattr(pages, "ids", listed)
    rebuild()
    assert {page.title for page in late} <= found(admin)
    assert agrees(engine)


def test_what_cannot_be_read_does_not_stop_a_rebuild_or_a_check(admin, news, monkeypatch):
    load = pages.load

    def refuse(ids: Iterable[int]) -> Any:
        if news[0].pk in ids:
            raise ValueError("a text that nobody can read")
        return load(ids)

    monkeypatch.setattr(pages, "load", refuse)
    for work in (rebuild, check):
        Pending.objects.all().delete()
        work()
        drain_all()
        row = Pending.objects.get()
        assert row.object_id == news[0].pk
        assert "a text that nobody can read" in row.error
        assert found(admin) == {"Pisarnica Užice", "Pisarnica Niš"}
    monkeypatch.setattr(pages, "load", load)
    Pending.objects.update(due_at=timezone.now())
    drain_all()
    assert len(found(admin)) == 3


def test_an_engine_that_goes_away_stops_a_rebuild(admin, news, engine, monkeypatch):
    def unavailable(build: Any) -> None:
        raise EngineUnavailable("the disk is full")

    monkeypatch.setattr(engine, "switch", unavailable)
    monkeypatch.setattr("search.engines.switch", unavailable)
    with pytest.raises(EngineUnavailable):
        rebuild()
    assert len(found(admin)) == 3


# --- The comparison -----------------------------------------------------------------------------------------------


WAYS = ("missing", "stale", "gone", "not_in_engine", "database taken back", "only_in_engine")


def ways_apart(news: list[NewsPage], engine: Embedded) -> dict[str, Callable[[], Any]]:
    """Ways in which the index and what is true come apart, by the difference that is found."""
    entry = Entry.objects.get(object_id=news[0].pk)

    def forget() -> None:
        engine.delete([entry.pk])
        Passage.objects.filter(entry=entry).delete()
        Entry.objects.filter(pk=entry.pk).delete()

    def take_back_the_database() -> None:
        Entry.objects.filter(pk=entry.pk).update(version=entry.version - 1)

    def leave_a_stray() -> None:
        content = pages.load([news[0].pk])[news[0].pk]
        entry.pk += 1000
        engine.write([analysed(entry, content)])

    return {
        "missing": forget,
        "stale": lambda: NewsPage.objects.filter(pk=news[0].pk).update(lead="Drugo."),
        "gone": lambda: NewsPage.objects.filter(pk=news[0].pk).update(live=False),
        "not_in_engine": lambda: engine.delete([entry.pk]),
        "database taken back": take_back_the_database,
        "only_in_engine": leave_a_stray,
    }


@pytest.mark.parametrize("way", WAYS)
def test_differences_are_found_and_repaired(admin, news, engine, way):
    assert check() == Differences()
    ways_apart(news, engine)[way]()
    name = "not_in_engine" if way == "database taken back" else way
    said = io.StringIO()
    call_command("search_check", stdout=said)
    assert f"{name}: 1" in said.getvalue()
    assert "Repaired: 1" in said.getvalue()
    assert check() == Differences()
    assert agrees(engine)
    assert found(admin) == set(NewsPage.objects.live().values_list("title", flat=True))


def test_entries_of_an_app_that_is_gone_are_taken_away(admin, news, engine):
    Entry.objects.filter(object_id=news[0].pk).update(label="surveys.survey")
    drain_all()
    call_command("search_check", stdout=io.StringIO())
    assert check() == Differences()
    assert not Entry.objects.filter(label="surveys.survey").exists()
    assert len(found(admin)) == 3


def test_nothing_differs_said_plainly(news):
    said = io.StringIO()
    call_command("search_check", stdout=said)
    assert "No differences." in said.getvalue()


def test_the_version_of_a_reading_is_no_lower_than_what_is_stored(news):
    later = 4 * 10**18
    Entry.objects.filter(object_id=news[0].pk).update(version=later)
    assert version_of_reading(pages.label, [page.pk for page in news]) == later


# --- Everything at once -------------------------------------------------------------------------------------------

STABLE = 25  # pages that nobody touches
EDITORS = 2
REBUILDS = 3


class Life:
    """Editors who change things, a worker that takes the changes, and a reader who searches, all without a pause."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.sections = [
            [factories.page(factories.home(), NewsIndexPage, title=f"Vesti {number}{half}") for half in "ab"]
            for number in range(EDITORS)
        ]  # two each: Wagtail does not bear it when two add pages to one at once
        self.ended = threading.Event()
        self.errors: list[BaseException] = []
        self.changes = self.searches = self.taken = 0

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Let them all work until the block ends; then raise what went wrong in any of them."""
        work = [self.work, self.read, *(lambda number=number: self.edit(number) for number in range(EDITORS))]
        threads = [threading.Thread(target=self.until_the_end, args=[step]) for step in work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()
        for error in self.errors:
            raise error

    def until_the_end(self, step: Callable[[], None]) -> None:
        """Repeat a step, and keep what goes wrong."""
        try:
            while not self.ended.is_set():
                step()
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()

    def work(self) -> None:
        """What the worker's loop does."""
        self.taken += drain()
        self.ended.wait(0.01)

    def read(self) -> None:
        """Search for what is always there."""
        results = search("stalna", user=self.reader, limit=2)
        assert results.total == STABLE
        assert results.counts["kind"] == {"news": STABLE}
        self.searches += 1

    def edit(self, number: int) -> None:
        """Change something of one's own, never what the other editor has."""
        chance = random.Random(self.changes * EDITORS + number)  # noqa: S311
        own = list(NewsPage.objects.filter(title__startswith=f"Promenljiva {number}."))
        if len(own) < 4:
            factories.news_page(title=f"Promenljiva {number}.{self.changes}", parent=self.section(number))
        else:
            chance.choice([self.rename, self.take_back, self.delete, self.move, self.restrict, self.read_again])(
                chance.choice(own)
            )
        self.changes += 1

    def rename(self, page: NewsPage) -> None:
        """Publish with another title."""
        change(page, f"{page.title.split()[0]} {page.title.split()[1]} put {self.changes}")

    def take_back(self, page: NewsPage) -> None:
        """Take back what is published, or publish what is not."""
        page.unpublish() if page.live else page.get_latest_revision().publish()

    def delete(self, page: NewsPage) -> None:
        """Delete."""
        Page.objects.get(pk=page.pk).delete()

    def move(self, page: NewsPage) -> None:
        """Move to the editor's other section."""
        number = int(page.title.split()[1][0])
        here = page.get_parent().pk
        (target,) = [section for section in self.sections[number] if section.pk != here]
        page.move(NewsIndexPage.objects.get(pk=target.pk), pos="last-child")

    def section(self, number: int) -> NewsIndexPage:
        """The editor's first section as it is now."""
        return NewsIndexPage.objects.get(pk=self.sections[number][0].pk)

    def restrict(self, page: NewsPage) -> None:
        """Set a restriction, or take it away."""
        if not page.view_restrictions.all().delete()[0]:
            things.restrict(page, things.IKT)

    def read_again(self, page: NewsPage) -> None:
        """Keep another text of its document."""
        row = page.documents.select_related("document").first()
        document = row.document if row else self.attach(page)
        Document.objects.filter(pk=document.pk).update(state="waiting")
        reading.store(document, Extraction(units=[Unit(1, f"Tekst broj {self.changes}.")]))

    def attach(self, page: NewsPage) -> Document:
        """Give the page a document."""
        document = factories.document()
        page.documents.create(document=document)
        page.save_revision().publish()
        return document


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_rebuilds_while_everything_goes_on(engine):
    section = NewsIndexPage.objects.get()
    for number in range(STABLE):
        section.add_child(instance=NewsPage(title=f"Stalna {number}", lead="Uvek ista.", live=True))
    drain_all()
    life = Life(factories.person(is_superuser=True))
    with life.going_on():
        for _ in range(REBUILDS):
            before, old = life.changes, engine.builds.current()
            rebuild()
            assert engine.builds.current() != old
            while life.changes < before + 5 and not life.errors:
                life.ended.wait(0.05)
    assert life.searches > REBUILDS
    assert life.changes >= 5 * REBUILDS
    drain_all()
    assert check() == Differences()
    assert agrees(engine)
    assert found(life.reader, "promenljiva") == set(
        NewsPage.objects.live().filter(title__startswith="Promenljiva").values_list("title", flat=True)
    )
