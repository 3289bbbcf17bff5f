"""Local governments get other names, merge and split."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from core.registry import entitlements
from directory.enums import ChangeKind, Kind, SeatKind
from directory.models import Appointment, Colleague, FormerName, LocalGovernment, Succession
from directory.services import (
    AppointmentsLater,
    ChangeOutOfOrder,
    CityHasMunicipalities,
    LocalGovernmentGone,
    MergeIntoItself,
    NameUnchanged,
    RenameInFuture,
    SeatGone,
    TooFewLocalGovernments,
    appoint,
    merge,
    rename,
    split,
    sync_groups,
)
from search.models import Pending
from tests import factories

day = factories.day


@pytest.fixture
def unit(db) -> LocalGovernment:
    return factories.local_government("Svetozarevo")


def entry(unit: LocalGovernment, action: str) -> ModelLogEntry:
    return ModelLogEntry.objects.filter(object_id=str(unit.pk), action=action).latest("pk")


def refused(error: type[Exception], change, **facts) -> Exception:
    """Make a change that is refused and check that it has left nothing behind."""
    tables = (LocalGovernment, Appointment, FormerName, Succession, ModelLogEntry, Pending)
    before = [list(model.objects.order_by("pk").values()) for model in tables]
    with pytest.raises(error) as refusal:
        change(**facts)
    assert [list(model.objects.order_by("pk").values()) for model in tables] == before
    return refusal.value


# Another name


def test_another_name_keeps_the_address_and_the_former_name(unit, coordinator):
    Pending.objects.all().delete()
    rename(local_government=unit, name="Jagodina", from_day=day(-10), act_number="011-5/92", by=coordinator)
    unit.refresh_from_db()
    assert (unit.name, unit.name_cyrillic, unit.slug) == ("Jagodina", "Јагодина", "svetozarevo")
    former = unit.former_names.get()
    assert (former.name, former.name_cyrillic, former.until) == ("Svetozarevo", "Светозарево", day(-11))
    made = entry(unit, "directory.rename")
    assert made.user == coordinator
    assert made.data == {
        "from": {"name": "Svetozarevo", "name_cyrillic": "Светозарево"},
        "to": {"name": "Jagodina", "name_cyrillic": "Јагодина"},
        "from_day": day(-10).isoformat(),
        "act_number": "011-5/92",
    }
    assert Pending.objects.filter(label="directory.localgovernment", object_id=unit.pk).exists()


def test_a_name_in_cyrillic_gives_both(unit):
    rename(local_government=unit, name="  Јагодина ", from_day=day(0))
    unit.refresh_from_db()
    assert (unit.name, unit.name_cyrillic) == ("Jagodina", "Јагодина")


def test_who_stands_for_a_renamed_local_government_stays(unit):
    person = factories.person()
    factories.appointment(person, factories.seat(unit))
    rename(local_government=unit, name="Jagodina", from_day=day(0))
    assert entitlements.of(person).member
    assert Pending.objects.filter(label="accounts.user", object_id=person.pk).exists()


def test_a_taken_name_is_refused(unit):
    factories.local_government("Jagodina")
    for name in ("Jagodina", "Јагодина"):
        refused(ValidationError, rename, local_government=unit, name=name, from_day=day(0))


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_an_impossible_name_is_refused(unit, name):
    refused(ValidationError, rename, local_government=unit, name=name, from_day=day(0))


def test_two_different_names_are_refused(unit):
    facts = {"name": "Jagodina", "name_cyrillic": "Чачак", "from_day": day(0)}
    refused(ValidationError, rename, local_government=unit, **facts)


def test_the_same_name_is_no_change(unit):
    refused(NameUnchanged, rename, local_government=unit, name="Светозарево", from_day=day(0))


def test_a_name_of_tomorrow_is_refused(unit):
    refused(RenameInFuture, rename, local_government=unit, name="Jagodina", from_day=day(1))


def test_a_name_lasts_a_day_at_least(unit):
    rename(local_government=unit, name="Jagodina", from_day=day(-10))
    for number in (-10, -11):
        refused(ChangeOutOfOrder, rename, local_government=unit, name="Kumanovo", from_day=day(number))
    rename(local_government=unit, name="Kumanovo", from_day=day(-9))
    assert list(unit.former_names.values_list("name", "until")) == [("Jagodina", day(-10)), ("Svetozarevo", day(-11))]


def test_what_is_gone_gets_no_name(unit):
    other = factories.local_government()
    merge(units=[unit], into=other, first_day=day(-5))
    refused(LocalGovernmentGone, rename, local_government=unit, name="Jagodina", from_day=day(-5))
    rename(local_government=unit, name="Jagodina", from_day=day(-6))


def test_a_former_name_may_be_given_again_and_has_an_address_of_its_own(unit):
    rename(local_government=unit, name="Jagodina", from_day=day(0))
    assert factories.local_government("Svetozarevo").slug == "svetozarevo-2"


# Merging


def test_merged_units_end_the_day_before_and_their_appointments_with_them(unit, coordinator):
    other, into = factories.local_government("Arilje"), factories.local_government("Užice", kind=Kind.CITY)
    people = [factories.person() for _number in range(3)]
    open_ended = factories.appointment(people[0], factories.seat(unit))
    bounded = factories.appointment(people[1], factories.seat(other), end=30)
    over = factories.appointment(people[2], factories.seat(other, SeatKind.GENERAL_ADMINISTRATION), end=-20)
    Pending.objects.all().delete()

    assert merge(units=[unit, other], into=into, first_day=day(0), act_number="12/26", by=coordinator) == into

    for gone in (unit, other):
        gone.refresh_from_db()
        assert gone.exists_until == day(-1)
        data = entry(gone, "directory.merge").data
        assert data["to"] == {"local_governments": "Grad Užice"}
        assert data["act_number"] == "12/26"
    assert "Opština Arilje" in entry(into, "directory.merge").data["from"]["local_governments"]
    ends = [Appointment.objects.get(pk=row.pk).ends_on for row in (open_ended, bounded, over)]
    assert ends == [day(-1), day(-1), day(-20)]
    assert entry(unit, "directory.end_appointment").data["to"]["ends_on"] == day(-1).isoformat()
    assert set(Succession.objects.values_list("predecessor", "successor", "kind", "starts_on")) == {
        (unit.pk, into.pk, ChangeKind.MERGE, day(0)),
        (other.pk, into.pk, ChangeKind.MERGE, day(0)),
    }
    assert not any(entitlements.of(person).member for person in people)
    assert not any(person.groups.exists() for person in people)
    queued = set(Pending.objects.values_list("label", "object_id"))
    assert {("directory.localgovernment", row.pk) for row in (unit, other, into)} <= queued
    assert {("accounts.user", person.pk) for person in people[:2]} <= queued


def test_a_merge_makes_a_new_local_government_with_two_seats(unit):
    other = factories.local_government("Arilje")
    new = {"name": "Zapadna Morava", "kind": Kind.CITY}
    made = merge(units=[unit, other], new=new, first_day=day(0))
    assert (made.exists_from, made.district, made.seats.count()) == (day(0), unit.district, 2)
    assert made.origins.count() == 2


def test_a_coming_merge_takes_nothing_before_its_day(unit):
    into = factories.local_government()
    person, colleague = factories.person(), factories.person()
    factories.appointment(person, factories.seat(unit))
    Colleague.objects.create(
        local_government=unit, person=colleague, approved_on=day(-3), proposed_by=person, email="k@grad.test"
    )
    merge(units=[unit], into=into, first_day=day(5))
    sync_groups()
    for somebody in (person, colleague):
        assert [entitlements.of(somebody, day(number)).member for number in (0, 4, 5, 6)] == [True, True, False, False]
        assert somebody.groups.exists()
    unit.refresh_from_db()
    assert unit.exists
    with pytest.raises(SeatGone):
        appoint(seat=factories.seat(unit, SeatKind.GENERAL_ADMINISTRATION), person=person, starts_on=day(5))


def test_what_begins_later_has_no_member_before(unit):
    person = factories.person()
    (part,) = split(unit=unit, into=[{"name": "Deo", "kind": Kind.MUNICIPALITY}], first_day=day(3), keeps=True)
    with pytest.raises(SeatGone):
        appoint(seat=factories.seat(part), person=person, starts_on=day(2))
    appoint(seat=factories.seat(part), person=person, starts_on=day(3))
    assert [entitlements.of(person, day(number)).member for number in (0, 2, 3)] == [False, False, True]
    assert part not in LocalGovernment.objects.active()


def test_an_appointment_that_starts_later_is_named_and_nothing_changes(unit):
    factories.appointment(None, factories.seat(unit), end=3)
    later = factories.appointment(None, factories.seat(unit), start=4)
    error = refused(AppointmentsLater, merge, units=[unit], into=factories.local_government(), first_day=day(4))
    assert error.appointments == [later]
    later.delete()
    merge(units=[unit], into=factories.local_government(), first_day=day(4))


def test_nothing_merges_into_itself(unit):
    other = factories.local_government()
    refused(MergeIntoItself, merge, units=[unit, other], into=unit, first_day=day(0))


def test_one_alone_makes_nothing_new(unit):
    new = {"name": "Deo", "kind": Kind.MUNICIPALITY}
    refused(TooFewLocalGovernments, merge, units=[unit], new=new, first_day=day(0))
    refused(TooFewLocalGovernments, merge, units=[unit, unit], new=new, first_day=day(0))
    refused(TooFewLocalGovernments, merge, units=[], into=unit, first_day=day(0))
    refused(TooFewLocalGovernments, split, unit=unit, into=[new], first_day=day(0), keeps=False)
    refused(TooFewLocalGovernments, split, unit=unit, into=[], first_day=day(0), keeps=True)


def test_a_merge_into_nothing_or_into_two_things_is_a_mistake_of_the_program(unit):
    other = factories.local_government()
    for into, new in ((None, None), (other, {"name": "Deo", "kind": Kind.MUNICIPALITY})):
        refused(ValueError, merge, units=[unit], into=into, new=new, first_day=day(0))


def test_what_is_gone_or_will_be_does_not_merge_again(unit):
    into, other = factories.local_government(), factories.local_government()
    merge(units=[unit], into=into, first_day=day(5))
    for number in (3, 5, 8):
        error = refused(LocalGovernmentGone, merge, units=[unit], into=other, first_day=day(number))
        assert error.local_government == unit
    refused(LocalGovernmentGone, merge, units=[other], into=unit, first_day=day(5))


def test_what_begins_on_the_day_does_not_end_on_it(unit):
    (part,) = split(unit=unit, into=[{"name": "Deo", "kind": Kind.MUNICIPALITY}], first_day=day(3), keeps=True)
    refused(LocalGovernmentGone, merge, units=[part], into=unit, first_day=day(3))
    merge(units=[part], into=unit, first_day=day(4))


def test_a_taken_name_of_a_new_one_is_refused(unit):
    other = factories.local_government("Arilje")
    new = {"name": "Arilje", "kind": Kind.MUNICIPALITY}
    refused(ValidationError, merge, units=[unit, other], new=new, first_day=day(0))
    refused(ValidationError, split, unit=unit, into=[new], first_day=day(0), keeps=True)


def test_a_city_ends_with_its_city_municipalities_or_after_them(db):
    city = factories.local_government("Niš", kind=Kind.CITY)
    part = factories.local_government("Medijana", kind=Kind.CITY_MUNICIPALITY, parent=city)
    into = factories.local_government()
    error = refused(CityHasMunicipalities, merge, units=[city], into=into, first_day=day(0))
    assert error.local_governments == [part]
    merge(units=[city, part], into=into, first_day=day(0))
    assert list(LocalGovernment.objects.active()) == [into]


# Splitting


def test_a_split_that_keeps_leaves_seats_where_they_are(unit, coordinator):
    person = factories.person()
    factories.appointment(person, factories.seat(unit))
    new = [{"name": "Bor", "kind": Kind.MUNICIPALITY}, {"name": "Majdan", "kind": Kind.CITY}]
    parts = split(unit=unit, into=new, first_day=day(0), keeps=True, act_number="7", by=coordinator)
    unit.refresh_from_db()
    assert unit.exists_until is None
    assert entitlements.of(person).member
    assert [(part.name, part.kind, part.exists_from) for part in parts] == [
        ("Bor", "municipality", day(0)),
        ("Majdan", "city", day(0)),
    ]
    for row in (unit, *parts):
        data = entry(row, "directory.split").data
        assert data["to"] == {"local_governments": "Opština Bor, Grad Majdan"}
    assert list(unit.successions.values_list("kind", flat=True)) == ["split", "split"]


def test_a_split_that_does_not_keep_ends_the_appointments(unit):
    person = factories.person()
    factories.appointment(person, factories.seat(unit))
    new = [{"name": "Bor", "kind": Kind.MUNICIPALITY}, {"name": "Majdan", "kind": Kind.MUNICIPALITY}]
    split(unit=unit, into=new, first_day=day(0), keeps=False)
    unit.refresh_from_db()
    assert unit.exists_until == day(-1)
    assert not entitlements.of(person).member


def test_two_parts_of_one_name_are_refused_together(unit):
    new = [{"name": "Bor", "kind": Kind.MUNICIPALITY}, {"name": "Бор", "kind": Kind.MUNICIPALITY}]
    refused(ValidationError, split, unit=unit, into=new, first_day=day(0), keeps=False)


def test_a_city_municipality_is_split_in_its_city(db):
    city = factories.local_government("Niš", kind=Kind.CITY)
    part = factories.local_government("Medijana", kind=Kind.CITY_MUNICIPALITY, parent=city)
    new = {"name": "Pantelej", "kind": Kind.CITY_MUNICIPALITY}
    (made,) = split(unit=part, into=[new], first_day=day(0), keeps=True)
    assert made.parent == city
    refused(ValidationError, split, unit=city, into=[{**new, "name": "Čair"}], first_day=day(0), keeps=True)
