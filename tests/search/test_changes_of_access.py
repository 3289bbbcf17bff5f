"""Every change of who may see pages and files leaves a row for each page that it reaches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home.models import ContentPage
from search.models import Pending
from tests import factories
from tests.search.waiting import Interrupted, family, ids, waiting
from tests.security import things


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
