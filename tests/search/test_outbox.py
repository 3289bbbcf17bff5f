"""Every change of pages and files leaves a row in its transaction, and a row goes only when the index has it.

The changes of the register are tried where the register is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from core.models import Topic
from directory.services import save_profile
from files import reading
from files.extraction.interface import Unit
from files.extraction.sandbox import Extraction
from home.models import ContentPage
from library.models import Issuer, LibraryPage
from news.models import NewsPage
from search import outbox
from search.engines.base import EngineUnavailable
from search.models import Entry, Passage, Pending
from search.outbox import BACK_OFF, drain, queue
from search.registry import pages
from search.services import search
from tests import factories
from tests.security import things

PAGE, PERSON = pages.label, "accounts.user"


@pytest.fixture
def changes(db: None) -> Callable[[Callable[[], Any]], set[int]]:
    """Forget what waits, make a change, and return the ids of the pages that wait then."""

    def made(change: Callable[[], Any]) -> set[int]:
        Pending.objects.all().delete()
        change()
        return waiting()

    return made


def waiting() -> set[int]:
    """The pages that wait; that nothing waits twice is the database's."""
    return set(Pending.objects.filter(label=PAGE, due_at__lte=timezone.now()).values_list("object_id", flat=True))


def ids(*rows: Any) -> set[int]:
    """The ids of rows."""
    return {row.pk for row in rows}


def family() -> list[ContentPage]:
    """A page, one under it, a draft under that, and one beside them."""
    top = factories.content_page()
    below = factories.content_page(top)
    return [top, below, factories.content_page(below, live=False), factories.content_page()]


def with_text(document: Any, text: str) -> None:
    """Keep a text as what was read of a file."""
    type(document).objects.filter(pk=document.pk).update(state="waiting")
    document.refresh_from_db()
    assert reading.store(document, Extraction(units=[Unit(1, text)]))
    document.refresh_from_db()


# --- Pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", ["content_page", "news_page", "act_page", "resource_page", "meeting_page"])
def test_a_page_of_any_type_is_one_row(changes, make):
    before = set(Page.objects.values_list("pk", flat=True))
    found = changes(getattr(factories, make))
    assert found == set(Page.objects.values_list("pk", flat=True)) - before
    assert len(found) == 1


@pytest.mark.parametrize("make", ["content_page", "news_page", "act_page"])
def test_edits_publishing_and_taking_back_are_one_row(changes, make):
    page = getattr(factories, make)()

    def edit() -> None:
        page.title = "Drugi naslov"
        page.save_revision()

    revision = page.save_revision()
    for change in (edit, revision.publish, page.unpublish, page.save, Page.objects.get(pk=page.pk).save):
        assert changes(change) == {page.pk}, change


def test_a_page_goes_with_all_that_is_under_it(changes):
    top, below, draft, _beside = family()
    under = ids(top, below, draft)
    assert changes(top.delete) == under
    assert not Page.objects.filter(pk__in=under).exists()


def test_a_copy_is_queued_with_all_that_is_under_it(changes):
    top, *_rest = family()
    before = set(Page.objects.values_list("pk", flat=True))
    found = changes(lambda: top.copy(recursive=True, update_attrs={"slug": "kopija"}))
    assert found >= set(Page.objects.values_list("pk", flat=True)) - before
    assert len(found) >= 3


def test_a_move_reaches_all_that_is_under_the_page(changes):
    top, below, draft, beside = family()
    assert changes(lambda: top.move(beside, pos="last-child")) == ids(top, below, draft)
    draft.refresh_from_db()
    assert changes(lambda: draft.move(factories.home(), pos="last-child")) == ids(draft)


def test_a_new_address_reaches_all_that_is_under_the_page(changes):
    top, below, draft, _beside = family()
    top.slug = "druga-adresa"
    assert changes(lambda: top.save_revision().publish()) == ids(top, below, draft)
    assert changes(lambda: top.save_revision().publish()) == ids(top)


@pytest.mark.parametrize("change", ["move", "slug"])
def test_moves_and_new_addresses_are_queued_in_their_transaction(changes, change):
    """What comes after the transaction may never come: the process may have died."""
    top, below, _draft, beside = family()

    def make() -> None:
        if change == "move":
            top.move(beside, pos="last-child")
        else:
            top.slug = "druga-adresa"
            top.save()

        assert below.pk in waiting()

    assert changes(lambda: interrupted(make)) == set()


class Interrupted(Exception):
    """Something went wrong after a change."""


def interrupted(change: Callable[[], Any]) -> None:
    """Make a change in a transaction that is rolled back."""

    def fail() -> None:
        with transaction.atomic():
            change()
            raise Interrupted

    with pytest.raises(Interrupted):
        fail()


def test_a_transaction_that_is_rolled_back_leaves_no_row(changes, member):
    page = factories.content_page()
    profile = member.profile

    def change() -> None:
        page.save_revision().publish()
        factories.restrict(page, Group.objects.get(name="IKT"))
        save_profile(profile=profile, by=member)
        assert {PAGE, PERSON} == set(Pending.objects.values_list("label", flat=True))

    changes(lambda: interrupted(change))
    assert not Pending.objects.exists()


def test_restrictions_reach_all_that_is_under_the_page(changes):
    top, below, draft, _beside = family()
    ict, general = things.groups("IKT", "Opšta uprava")
    added = ids(top, below, draft)
    assert changes(lambda: factories.restrict(top, ict)) == added
    restriction = PageViewRestriction.objects.get(page=top)
    assert changes(lambda: restriction.groups.set([general])) == added
    assert changes(lambda: ict.pageviewrestriction_set.add(restriction)) == added
    assert changes(ict.pageviewrestriction_set.clear) == added
    assert changes(restriction.save) == added
    assert changes(restriction.delete) == added


def test_groups_that_are_renamed_or_deleted_reach_what_is_restricted_to_them(changes):
    top, below, draft, beside = family()
    group = Group.objects.create(name="Radna grupa")
    factories.restrict(top, group)
    document = things.used_by(factories.home(), collection=things.collection("Radna grupa"))
    user = ContentPage.objects.get(documents__document=document)
    group.name = "Radna grupa za propise"
    assert changes(group.save) == ids(top, below, draft, user)
    assert changes(group.delete) == ids(top, below, draft, user)
    assert beside.pk not in waiting()


@pytest.mark.parametrize("kind", ["page", "collection"])
def test_a_restriction_is_queued_before_it_is_saved(changes, kind):
    """It is saved outside of any transaction; if the process dies right after that, the index hears of it later."""
    page = factories.content_page()
    document = things.used_by(factories.home())
    if kind == "page":
        target, restriction = page, PageViewRestriction(page=page, restriction_type="groups")
    else:
        place = Collection.get_first_root_node().add_child(name="Zbirka")
        things.in_collection(document, place)
        target = ContentPage.objects.get(documents__document=document)
        restriction = CollectionViewRestriction(collection=place, restriction_type="groups")

    def die(instance: Any, **kwargs: Any) -> None:
        raise Interrupted

    first, post_save.receivers = post_save.receivers, []
    post_save.connect(die)
    post_save.sender_receivers_cache.clear()
    try:
        with pytest.raises(Interrupted):
            changes(restriction.save)
    finally:
        post_save.receivers = first
        post_save.sender_receivers_cache.clear()
    later = timezone.now() + timedelta(minutes=2)
    assert not waiting()
    assert set(Pending.objects.filter(due_at__lt=later).values_list("object_id", flat=True)) == {target.pk}


def test_topics_and_issuers_reach_the_pages_that_carry_them(changes):
    topic = Topic.objects.create(name="Pisarnica")
    issuer = Issuer.objects.create(name="Vlada Republike Srbije")
    act, resource, other = (
        factories.act_page(issuer=issuer),
        factories.resource_page(issuer=issuer),
        factories.act_page(),
    )
    for page in (act, other):
        page.topic_items.create(tag=topic)
        page.save_revision().publish()
    topic.slug = "kancelarijsko-poslovanje"
    assert changes(topic.save) == ids(act, other)
    issuer.short_name = "Vlada"
    assert changes(issuer.save) == ids(act, resource)


# --- Files -------------------------------------------------------------------------------------------------------


def test_a_new_text_reaches_the_pages_that_use_the_document(changes):
    document = factories.document()
    act, other = factories.act_page(document), factories.act_page()
    user = factories.content_page()
    things.attach(user, document, live=True)
    assert changes(lambda: with_text(document, "Rok je osam dana.")) == ids(act, user)
    assert other.pk not in waiting()
    document.title = "Drugi naslov"
    assert changes(document.save) == ids(act, user)


def test_restrictions_of_collections_reach_the_pages_that_use_their_documents(changes):
    place = Collection.get_first_root_node().add_child(name="Zbirka")
    below = place.add_child(name="Unutra")
    kept = [things.in_collection(factories.document(), where) for where in (place, below)]
    acts = [factories.act_page(document) for document in kept]
    factories.act_page(factories.document())
    ict, general = things.groups("IKT", "Opšta uprava")
    restriction = CollectionViewRestriction(collection=place, restriction_type="groups")
    assert changes(restriction.save) == ids(*acts)
    assert changes(lambda: restriction.groups.set([ict])) == ids(*acts)
    assert changes(lambda: general.collectionviewrestriction_set.add(restriction)) == ids(*acts)
    assert changes(restriction.delete) == ids(*acts)
    assert changes(below.save) == ids(acts[1])


def test_editors_move_documents_and_collections_in_the_admin(changes, client):
    client.force_login(factories.person(is_superuser=True))
    documents = [factories.document(), factories.document()]
    acts = [factories.act_page(document) for document in documents]
    closed = things.collection("IKT")
    chosen = "&".join(f"id={document.pk}" for document in documents)
    address = f"/admin/bulk/files/document/add_to_collection/?next=/&{chosen}"
    assert changes(lambda: posted(client, address, collection=closed.pk)) == ids(*acts)
    assert {document.collection_id for document in type(documents[0]).objects.all()} == {closed.pk}
    other = Collection.get_first_root_node().add_child(name="Druga")
    edit = f"/admin/collections/{closed.pk}/"
    assert changes(lambda: posted(client, edit, name="Zbirka", parent=other.pk)) == ids(*acts)
    closed.refresh_from_db()
    assert closed.is_descendant_of(Collection.objects.get(pk=other.pk))


def posted(client: Client, address: str, **fields: Any) -> None:
    """Post a form of the admin that leads on."""
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()[:3000]


def test_the_form_of_a_page_s_privacy_queues_it(changes, client, editor):
    client.force_login(editor)
    top, below, draft, _beside = family()
    ict = Group.objects.get(name="IKT")
    address = f"/admin/pages/{top.pk}/privacy/"
    assert changes(lambda: client.post(address, {"restriction_type": "groups", "groups": [ict.pk]})) == ids(
        top, below, draft
    )
    assert PageViewRestriction.objects.get(page=top).groups.get() == ict
    assert changes(lambda: client.post(address, {"restriction_type": "none"})) == ids(top, below, draft)
    assert not PageViewRestriction.objects.exists()


# --- Taking changes into the index --------------------------------------------------------------------------------


@pytest.fixture
def two(db: None, engine: Any) -> list[NewsPage]:
    """Two news items that wait, and nothing else."""
    made = [factories.news_page(title="Pisarnica Čačak"), factories.news_page(title="Pisarnica Užice")]
    Pending.objects.all().delete()
    queue(PAGE, ids(*made))
    return made


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
