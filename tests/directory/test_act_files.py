"""The file of the act by which somebody was appointed: who reads it, where it is used, and that no search finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from directory.enums import SeatKind
from directory.models import Appointment
from directory.services import annul_appointment, appoint, correct_appointment
from files.models import Document, TextUnit
from files.registry import RowUse, uses
from files.services import may_read
from search.services import search
from tests import factories


@pytest.fixture
def act(db: None) -> Document:
    """A file that nothing uses yet."""
    return factories.document("Rešenje o imenovanju", "resenje.txt", b"Imenuje se predstavnik.")


def used(act: Document, **fields: Any) -> Appointment:
    """An appointment of somebody by the act."""
    fields = {"seat": factories.seat(), "person": factories.person(), "starts_on": factories.day(-300)} | fields
    return appoint(act_document=act, act_number="02-7/2026", **fields)


def closed_to_all_but(act: Document, group: str) -> None:
    """Put a file into a collection that is restricted to a group."""
    place = Collection.get_first_root_node().add_child(name="Rešenja")
    restriction = CollectionViewRestriction.objects.create(
        collection=place, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name=group))
    act.collection = place
    act.save()


def test_nobody_but_editors_reads_an_act_before_it_is_used(act, member, coordinator):
    assert not may_read(member, act)
    assert may_read(coordinator, act)


@pytest.mark.parametrize("ends_on", [None, -1])
def test_members_read_the_act_of_any_appointment_others_do_not(act, member, former_member, ends_on):
    used(act, ends_on=ends_on and factories.day(ends_on))
    inactive = factories.member(is_active=False)
    assert may_read(member, act)
    for stranger in (former_member, AnonymousUser(), inactive, factories.person()):
        assert not may_read(stranger, act)


def test_the_served_file_answers_the_same(client, act, member, former_member):
    used(act)
    assert client.get(act.url).headers["Location"].startswith("/nalog/login/")
    for person, status in ((member, 200), (former_member, 404)):
        client.force_login(person)
        response = client.get(act.url)
        assert response.status_code == status
        if response.streaming:
            assert b"".join(response) == b"Imenuje se predstavnik."


def test_the_right_ends_with_the_appointment_that_is_corrected_or_annulled(act, member):
    first, second = used(act), used(act)
    correct_appointment(appointment=first, act_document=None, reason="Pogrešna datoteka.")
    assert may_read(member, act)
    annul_appointment(appointment=second, reason="Upisano dvaput.")
    assert not may_read(member, act)


def test_the_restriction_of_the_collection_is_demanded_too(act):
    used(act)
    closed_to_all_but(act, "IKT")
    assert may_read(factories.member(kind=SeatKind.ICT), act)
    assert not may_read(factories.member(kind=SeatKind.GENERAL_ADMINISTRATION), act)


def test_an_act_is_no_passage_of_any_search(act, member, index):
    used(act)
    TextUnit.objects.create(document=act, number=1, text="Imenuje se predstavnik za zvezdočatstvo.")
    index()
    assert uses.pages_with([act.pk]) == set()
    assert search("zvezdočatstvo", user=member).total == 0


def test_an_appointment_without_an_act_opens_nothing(act, member):
    used(None)
    [use] = [use for use in uses.uses if isinstance(use, RowUse)]
    assert list(use.visible_documents(member)) == []
    assert not may_read(member, act)


def test_the_admin_says_where_an_act_is_used(client, act, coordinator):
    appointment = used(act)
    client.force_login(coordinator)
    screen = client.get(reverse("wagtaildocs:document_usage", args=[act.pk])).content.decode()
    assert str(appointment.person) in screen
    assert reverse("wagtailsnippets_directory_appointment:edit", args=[appointment.pk]) in screen
    annul_appointment(appointment=appointment, reason="Greška.")
    assert not ReferenceIndex.get_references_to(act).exists()


def test_an_act_in_use_is_not_deleted(client, act, coordinator):
    used(act)
    client.force_login(factories.person(is_superuser=True))
    client.post(reverse("wagtaildocs:delete", args=[act.pk]))
    assert Document.objects.filter(pk=act.pk).exists()
