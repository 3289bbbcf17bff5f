"""Every change of a page or of what stands on it leaves a row in its transaction.

The changes of the register are tried where the register is.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from core.models import Topic
from directory.services import save_profile
from library.models import Issuer
from search.models import Pending
from tests import factories
from tests.search.waiting import PAGE, PERSON, family, ids, interrupted, waiting, with_text
from tests.security import things


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


def test_a_new_text_reaches_the_pages_that_use_the_document(changes):
    document = factories.document()
    act, other = factories.act_page(document), factories.act_page()
    user = factories.content_page()
    things.attach(user, document, live=True)
    assert changes(lambda: with_text(document, "Rok je osam dana.")) == ids(act, user)
    assert other.pk not in waiting()
    document.title = "Drugi naslov"
    assert changes(document.save) == ids(act, user)
