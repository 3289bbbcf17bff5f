from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from core.registry import entitlements
from directory.enums import Kind, SeatKind
from directory.models import Appointment, LocalGovernment, Seat
from directory.services import (
    EndBeforeStart,
    SeatTaken,
    add_local_government,
    appoint,
    correct_appointment,
    end_appointment,
    sync_groups,
)
from tests import factories

day = factories.day


@pytest.fixture
def seat(db) -> Seat:
    return factories.seat()


def hold(seat: Seat, start: int, end: int | None = None, **fields) -> Appointment:
    fields = {"person": fields.get("person") or factories.person()}
    return appoint(seat=seat, starts_on=day(start), ends_on=None if end is None else day(end), **fields)


# Local governments


def test_each_local_government_is_made_with_one_seat_of_each_kind(db):
    for kind in (Kind.CITY, Kind.MUNICIPALITY):
        unit = factories.local_government(kind=kind)
        assert sorted(unit.seats.values_list("kind", flat=True)) == sorted(SeatKind.values)


def test_saving_again_makes_no_more_seats(db):
    unit = factories.local_government()
    from directory.services import save_local_government

    save_local_government(local_government=unit)
    assert unit.seats.count() == 2


def test_city_municipalities_of_one_name_have_addresses_with_their_city(db):
    beograd = factories.local_government("Beograd", kind=Kind.CITY)
    nis = factories.local_government("Niš", kind=Kind.CITY)
    slugs = {
        factories.local_government("Palilula", kind=Kind.CITY_MUNICIPALITY, parent=city).slug
        for city in (beograd, nis)
    }
    assert slugs == {"palilula-beograd", "palilula-nis"}


def test_a_name_is_taken_once_in_its_city(db):
    beograd = factories.local_government("Beograd", kind=Kind.CITY)
    factories.local_government("Zemun", kind=Kind.CITY_MUNICIPALITY, parent=beograd)
    with pytest.raises(ValidationError):
        factories.local_government("Zemun", kind=Kind.CITY_MUNICIPALITY, parent=beograd)
    factories.local_government("Arilje")
    with pytest.raises(ValidationError):
        factories.local_government("Arilje")


@pytest.mark.parametrize(
    ("written", "latin", "cyrillic", "slug"),
    [
        ("Чачак", "Čačak", "Чачак", "cacak"),
        ("Čačak", "Čačak", "Чачак", "cacak"),
        ("Његошево", "Njegoševo", "Његошево", "njegosevo"),
        ("Đurđevac", "Đurđevac", "Ђурђевац", "djurdjevac"),
    ],
)
def test_a_name_in_either_script_gives_both(db, written, latin, cyrillic, slug):
    unit = factories.local_government(written)
    assert (unit.name, unit.name_cyrillic, unit.slug) == (latin, cyrillic, slug)


def test_the_two_names_must_be_one_name(db):
    with pytest.raises(ValidationError) as refusal:
        factories.local_government("Užice", name_cyrillic="Ужичка")
    assert "name_cyrillic" in refusal.value.message_dict


@pytest.mark.parametrize("kind", [Kind.CITY, Kind.MUNICIPALITY])
def test_only_a_city_municipality_has_a_parent(db, kind):
    city = factories.local_government("Niš", kind=Kind.CITY)
    with pytest.raises(ValidationError):
        factories.local_government(kind=kind, parent=city)
    with pytest.raises(ValidationError):
        factories.local_government(kind=Kind.CITY_MUNICIPALITY)


def test_districts_are_made_once(db):
    first = add_local_government(
        name="Arilje", kind=Kind.MUNICIPALITY, district="Zlatiborski", region="Zapadna Srbija"
    )
    second = add_local_government(name="Užice", kind=Kind.CITY, district="Zlatiborski", region="Zapadna Srbija")
    assert first.district == second.district
    assert first.district.full_name == "Zlatiborski okrug"


# Appointments


def test_a_seat_goes_from_one_to_the_next_without_a_shared_day(seat):
    hold(seat, -30, 0)
    successor = hold(seat, 1)
    assert Appointment.objects.in_force_on(day(0)).exclude(pk=successor.pk).count() == 1
    assert list(Appointment.objects.in_force_on(day(1))) == [successor]


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (-30, -30), (-10, 5), (-40, None), (-40, -30), (-60, 60), (-20, -10), (0, 0)]
)
def test_no_two_people_share_a_day_of_a_seat(seat, start, end):
    standing = hold(seat, -30, 0)
    with pytest.raises(SeatTaken) as refusal:
        hold(seat, start, end)
    assert refusal.value.appointment == standing
    assert seat.appointments.count() == 1


@pytest.mark.parametrize(("start", "end"), [(1, None), (1, 1), (-40, -31)])
def test_a_free_day_may_be_given(seat, start, end):
    hold(seat, -30, 0)
    hold(seat, start, end)
    assert seat.appointments.count() == 2


def test_an_open_appointment_takes_every_later_day(seat):
    hold(seat, -30)
    with pytest.raises(SeatTaken):
        hold(seat, 4000, 4001)
    hold(seat, -40, -31)


def test_other_seats_are_free(seat):
    hold(seat, -30)
    other = seat.local_government.seats.exclude(pk=seat.pk).get()
    hold(other, -30)
    hold(factories.seat(), -30)


def test_one_person_may_hold_two_seats(seat):
    person = factories.person()
    hold(seat, -30, person=person)
    hold(factories.seat(), -30, person=person)
    assert Appointment.objects.held_today(person).count() == 2


def test_no_appointment_ends_before_it_starts(seat):
    with pytest.raises(EndBeforeStart):
        hold(seat, 0, -1)
    one_day = hold(seat, 0, 0)
    with pytest.raises(EndBeforeStart):
        end_appointment(appointment=one_day, last_day=day(-1))


def test_the_database_refuses_what_the_services_would(seat):
    person = factories.person()
    hold(seat, -30, person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(seat=seat, person=person, starts_on=day(-60))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(seat=seat, person=person, starts_on=day(-60), ends_on=day(-61))


def test_ending_and_changing_keep_the_seat_to_one(seat):
    first = hold(seat, -30)
    end_appointment(appointment=first, last_day=day(-1))
    second = hold(seat, 0)
    with pytest.raises(SeatTaken) as refusal:
        correct_appointment(appointment=first, ends_on=None, reason="Traje i dalje.")
    assert refusal.value.appointment == second
    first.refresh_from_db()
    assert first.ends_on == day(-1)
    correct_appointment(appointment=second, act_number="02-7/2026", reason="Pogrešan broj.")
    assert Appointment.objects.get(pk=second.pk).act_number == "02-7/2026"


def test_each_change_is_recorded_with_what_was_and_what_is(seat):
    coordinator = factories.coordinator()
    first = appoint(seat=seat, person=factories.person(), starts_on=day(-30), by=coordinator)
    end_appointment(appointment=first, last_day=day(-1), by=coordinator)
    made, ended = ModelLogEntry.objects.filter(action__startswith="directory.").order_by("pk")
    assert (made.action, ended.action) == ("directory.appoint", "directory.end_appointment")
    assert made.user == ended.user == coordinator
    assert ended.data["from"]["ends_on"] == ""
    assert ended.data["to"]["ends_on"] == day(-1).isoformat()


# Rights follow from appointments by the day


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(-30, -1, False), (-30, 0, True), (0, None, True), (0, 0, True), (1, None, False), (-30, None, True)],
)
def test_rights_begin_and_end_with_the_day(client, seat, start, end, holds):
    person = factories.person()
    hold(seat, start, end, person=person)
    entitlement = entitlements.of(person)
    assert entitlement.member is holds
    assert (SeatKind.ICT.group_name in entitlement.groups) is holds
    client.force_login(person)
    assert client.get("/imenik/").status_code == (200 if holds else 404)


def test_rights_are_those_of_the_asked_day(seat):
    person = factories.person()
    hold(seat, 1, 5, person=person)
    assert [entitlements.of(person, day(number)).member for number in (0, 1, 5, 6)] == [False, True, True, False]


def test_a_local_government_that_is_gone_gives_no_rights(seat):
    person = factories.person()
    hold(seat, -30, person=person)
    LocalGovernment.objects.update(exists_until=day(-1))
    assert not entitlements.of(person).member


def test_the_groups_are_made_equal_to_the_appointments(seat):
    person, former = factories.person(), factories.person()
    appointment = hold(seat, -30, person=person)
    names = ["IKT", "Moravički okrug", "Svi članovi"]
    assert list(person.groups.order_by("name").values_list("name", flat=True)) == names
    former.groups.set(person.groups.all())
    sync_groups()
    assert not former.groups.exists()
    end_appointment(appointment=appointment, last_day=day(-1))
    assert not person.groups.exists()


def test_a_changed_person_takes_the_group_along(seat):
    before, after = factories.person(), factories.person()
    appointment = hold(seat, -30, person=before)
    correct_appointment(appointment=appointment, person=after, reason="Pogrešna osoba.")
    assert not before.groups.exists()
    assert after.groups.count() == 3
