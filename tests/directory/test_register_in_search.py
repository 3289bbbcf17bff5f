"""What changes in the register is waiting for the index in the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.services import set_language
from directory import services
from directory.entries import LocalGovernmentSource, PersonSource
from directory.models import DirectoryPage, LocalGovernment, Profile
from search.models import Entry, Pending
from search.services import queue
from tests import factories


def waiting() -> set[tuple[str, int]]:
    """What waits for the index."""
    return set(Pending.objects.values_list("label", "object_id"))


@pytest.fixture
def person(db: None) -> Any:
    """A representative; nothing waits any more."""
    person = factories.member()
    Pending.objects.all().delete()
    return person


def unit_of(person: Any) -> LocalGovernment:
    """The local government that the person represents."""
    return person.appointments.get().seat.local_government


def test_an_appointment_and_its_end_queue_the_person(person):
    other = factories.person()
    seat = unit_of(person).seats.exclude(appointments__person=person).get()
    appointment = services.appoint(seat=seat, person=other, starts_on=timezone.localdate())
    assert waiting() == {("accounts.user", other.pk)}
    Pending.objects.all().delete()
    services.end_appointment(appointment=appointment, last_day=timezone.localdate())
    assert waiting() == {("accounts.user", other.pk)}


def test_an_appointment_given_to_another_person_queues_both(person):
    appointment, other = person.appointments.get(), factories.person()
    Pending.objects.all().delete()
    services.correct_appointment(appointment=appointment, person=other, reason="Pogrešna osoba.")
    assert waiting() == {("accounts.user", person.pk), ("accounts.user", other.pk)}


def test_a_renamed_local_government_queues_those_who_represent_it(person):
    unit = unit_of(person)
    unit.name, unit.name_cyrillic = "Nova Varoš", ""
    services.save_local_government(local_government=unit)
    assert waiting() == {("directory.localgovernment", unit.pk), ("accounts.user", person.pk)}


def test_a_change_that_is_taken_back_queues_nothing(person):
    with transaction.atomic():
        services.save_local_government(local_government=unit_of(person))
        assert waiting()
        transaction.set_rollback(True)
    assert not waiting()


def test_a_profile_and_a_name_queue_the_person_and_a_login_does_not(client, person, coordinator):
    Pending.objects.all().delete()
    client.force_login(person)
    set_language(user=person, language="sr")
    assert not waiting()
    services.save_profile(profile=Profile.objects.get(user=person), by=person)
    assert waiting() == {("accounts.user", person.pk)}
    Pending.objects.all().delete()
    client.force_login(coordinator)
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    assert client.post(address, {"first_name": "Ana", "last_name": "Anić", "is_active": ""}).status_code == 302
    assert waiting() == {("accounts.user", person.pk)}


def test_what_ceases_leaves_the_index(index, person):
    unit = unit_of(person)
    for source in (LocalGovernmentSource(), PersonSource()):
        queue(source.label, source.ids())
    index()
    assert Entry.objects.filter(label="accounts.user", object_id=person.pk).exists()
    unit.exists_until = factories.day(-1)
    services.save_local_government(local_government=unit)
    index()
    left = Entry.objects.values_list("label", "object_id")
    assert not {("accounts.user", person.pk), ("directory.localgovernment", unit.pk)} & set(left)


def test_a_moved_directory_gives_everything_in_it_a_new_address(index, person):
    page = DirectoryPage.objects.get()
    page.slug = "registar"
    page.save_revision().publish()
    index()
    addresses = Entry.objects.filter(label__in=["accounts.user", "directory.localgovernment"])
    assert addresses.count() >= 2
    assert all(entry.url.startswith("/registar/") for entry in addresses)
