"""What waits is taken into the index, and a row goes only when the index has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from library.models import LibraryPage
from news.models import NewsPage
from search import outbox
from search.engines.base import EngineUnavailable
from search.models import Entry, Passage, Pending
from search.outbox import BACK_OFF, drain, queue
from search.registry import pages
from search.services import search
from tests import factories
from tests.search.waiting import PAGE, ids, waiting, with_text


def titles(text: str = "pisarnica") -> set[str]:
    """What the administrator finds."""
    return {hit.entry.title for hit in search(text, user=factories.person(is_superuser=True)).hits}


def test_what_is_queued_twice_waits_once_with_the_later_version(two):
    before = dict(Pending.objects.values_list("object_id", "version"))
    queue(PAGE, [two[0].pk, two[0].pk])
    after = dict(Pending.objects.values_list("object_id", "version"))
    assert after.keys() == before.keys()
    assert after[two[0].pk] > before[two[0].pk]
    assert after[two[1].pk] == before[two[1].pk]


def test_what_is_taken_is_found_and_waits_no_more(two):
    assert drain() == 2
    assert titles() == {"Pisarnica Čačak", "Pisarnica Užice"}
    assert not Pending.objects.exists()
    assert drain() == 0


def test_a_draft_leaves_what_is_indexed_as_it_is(two, index):
    index()
    before = list(Entry.objects.values()), list(Passage.objects.values())
    two[0].title = "Pisarnica Kraljevo"
    two[0].save_revision()
    assert index() == 1
    assert (list(Entry.objects.values()), list(Passage.objects.values())) == before
    assert titles() == {"Pisarnica Čačak", "Pisarnica Užice"}


def test_passages_that_were_lost_come_back(two, index):
    index()
    kept = list(Passage.objects.values_list("entry", "number", "text"))
    Passage.objects.filter(entry__object_id=two[0].pk).delete()
    queue(PAGE, ids(*two))
    index()
    assert list(Passage.objects.values_list("entry", "number", "text").order_by("entry", "number")) == sorted(kept)


def test_the_oldest_changes_come_first(two):
    third = factories.news_page(title="Pisarnica Niš")
    Pending.objects.filter(object_id=two[1].pk).update(changed_at=timezone.now() - timedelta(days=7))
    assert drain(limit=1) == 1
    assert waiting() >= ids(two[0], third)
    assert titles() == {"Pisarnica Užice"}


def test_what_is_no_entry_any_more_leaves_the_index(two, index):
    index()
    two[0].unpublish()
    two[1].delete()
    index()
    assert titles() == set()
    assert not Entry.objects.filter(kind="news").exists()
    assert not Passage.objects.exists()


def test_a_change_during_a_drain_keeps_its_row(two, monkeypatch):
    """Loaded before the change, acknowledged after it: the row of the change stays, and the next drain takes it."""
    load = pages.load

    def changed_meanwhile(numbers: Iterable[int]) -> Any:
        contents = load(numbers)
        monkeypatch.setattr(pages, "load", load)
        two[0].title = "Pisarnica Kraljevo"
        two[0].save_revision().publish()
        return contents

    monkeypatch.setattr(pages, "load", changed_meanwhile)
    drain()
    assert titles() == {"Pisarnica Čačak", "Pisarnica Užice"}
    assert waiting() == {two[0].pk}
    drain()
    assert titles() == {"Pisarnica Kraljevo", "Pisarnica Užice"}
    assert not Pending.objects.exists()


@pytest.fixture
def poisonous(two, monkeypatch) -> NewsPage:
    """One of the two, which cannot be read."""
    load = pages.load

    def refuse(numbers: Iterable[int]) -> Any:
        if two[0].pk in numbers:
            raise ValueError("a text that nobody can read")
        return load(numbers)

    monkeypatch.setattr(pages, "load", refuse)
    return two[0]


def test_a_poisonous_entry_is_put_off_with_its_reason_and_holds_nobody_up(poisonous):
    assert drain() == 2
    assert titles() == {"Pisarnica Užice"}
    row = Pending.objects.get()
    assert (row.object_id, row.attempts) == (poisonous.pk, 1)
    assert "ValueError: a text that nobody can read" in row.error
    assert timedelta(0) < row.due_at - timezone.now() <= BACK_OFF[0]
    assert drain() == 0


def test_it_is_tried_later_and_later(poisonous):
    for attempt, wait in enumerate([*BACK_OFF, BACK_OFF[-1]], 1):
        Pending.objects.update(due_at=timezone.now())
        drain()
        row = Pending.objects.get()
        assert row.attempts == attempt
        assert wait - timedelta(seconds=10) < row.due_at - timezone.now() <= wait


def test_a_change_of_what_was_put_off_is_tried_at_once(poisonous):
    drain()
    poisonous.save()
    row = Pending.objects.get()
    assert (row.attempts, row.error) == (0, "")
    assert row.due_at <= timezone.now()


def test_while_the_engine_is_away_everything_waits(two, engine, monkeypatch):
    def unavailable(*args: Any) -> None:
        raise EngineUnavailable("no route to host")

    for name in ("write", "delete"):
        monkeypatch.setattr(engine, name, unavailable)
    before = list(Pending.objects.values())
    for _attempt in range(3):
        with pytest.raises(EngineUnavailable):
            drain()
    assert list(Pending.objects.values()) == before
    monkeypatch.delattr(engine, "write")
    monkeypatch.delattr(engine, "delete")
    drain()
    assert titles() == {"Pisarnica Čačak", "Pisarnica Užice"}


def test_rows_of_an_app_that_is_gone_are_acknowledged(two):
    queue("surveys.answer", [1, 2])
    assert drain() == 4
    assert not Pending.objects.exists()


# --- Two at once --------------------------------------------------------------------------------------------------


def overtaken(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Any]) -> None:
    """Let a drain do something right after it has read what it will write."""
    load = pages.load

    def loaded(numbers: Iterable[int]) -> Any:
        contents = load(numbers)
        monkeypatch.setattr(pages, "load", load)
        meanwhile()
        return contents

    monkeypatch.setattr(pages, "load", loaded)


def test_who_is_overtaken_never_writes_what_is_older(two, monkeypatch):
    def change() -> None:
        two[0].title = "Pisarnica Kraljevo"
        two[0].save_revision().publish()
        assert drain() >= 1

    overtaken(monkeypatch, change)
    drain()
    assert titles() == {"Pisarnica Kraljevo", "Pisarnica Užice"}
    drain()
    assert titles() == {"Pisarnica Kraljevo", "Pisarnica Užice"}


def test_who_is_overtaken_does_not_bring_back_what_is_gone(two, monkeypatch):
    def unpublish() -> None:
        two[0].unpublish()
        drain()

    overtaken(monkeypatch, unpublish)
    drain()
    drain()
    assert titles() == {"Pisarnica Užice"}
    assert not Pending.objects.exists()


def test_who_is_overtaken_does_not_take_away_what_has_come_back(two, monkeypatch):
    two[0].unpublish()

    def publish() -> None:
        two[0].get_latest_revision().publish()
        drain()

    overtaken(monkeypatch, publish)
    drain()
    drain()
    assert titles() == {"Pisarnica Čačak", "Pisarnica Užice"}


def test_a_clock_that_was_put_back_does_not_stop_the_index(two, index, monkeypatch):
    index()
    two[0].title = "Pisarnica Kraljevo"
    two[0].save_revision().publish()
    past = Entry.objects.latest("version").version - 3600 * 10**9
    monkeypatch.setattr(outbox.time, "time_ns", lambda: past)
    index()
    assert titles() == {"Pisarnica Kraljevo", "Pisarnica Užice"}


def test_texts_reach_the_index_with_their_places(db, engine, index):
    document = factories.document()
    with_text(document, "Zahtev se podnosi u roku od osam dana.")
    act = factories.act_page(document, parent=LibraryPage.objects.get(), title="Uredba")
    index()
    (hit,) = search("osam dana", user=factories.member()).hits
    assert hit.entry.object_id == act.pk
    assert hit.passages[0].address.startswith(f"/dokumenti/{document.pk}/tekst/1/?q=")
    with_text(document, "Zahtev se podnosi odmah.")
    index()
    assert not search("osam dana", user=factories.member()).hits
