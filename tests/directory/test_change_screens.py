"""Rename, merge and split in the admin: fill in, see what will happen, confirm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory.enums import Kind
from directory.models import Appointment, FormerName, LocalGovernment, Succession
from directory.services import rename
from search.models import Pending
from tests import factories
from tests.reading import queries

day = factories.day
CONFIRM = {"confirm": "1"}
TYPED = {"name", "name_cyrillic", "first_day", "new_name", "name_1", "name_2"}


@pytest.fixture
def keeper(client, coordinator):
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def unit(db) -> LocalGovernment:
    return factories.local_government("Svetozarevo")


def send(client, change: str, unit: LocalGovernment, **data: Any) -> Any:
    return client.post(reverse(f"directory_{change}", args=[unit.pk]), data)


def state() -> list[list[dict]]:
    tables = (LocalGovernment, Appointment, FormerName, Succession, ModelLogEntry, Pending)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def refused(client, change: str, unit: LocalGovernment, field: str | None, **data: Any) -> str:
    """Send and confirm a form that is refused at a field; nothing is changed, what was typed stays."""
    before = state()
    for confirm in ({}, CONFIRM):
        response = send(client, change, unit, **data, **confirm)
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert list(errors) == [field]
        assert "is_preview" not in response.context
        assert state() == before
    html = response.content.decode()
    for name in TYPED & data.keys():
        assert not data[name].strip() or f'value="{data[name]}"' in html
    return " ".join(errors[field])


def test_a_name_is_previewed_and_confirmed(client, keeper, unit):
    data = {"name": "Јагодина", "first_day": day(0).isoformat(), "act_number": "011-5/92"}
    before = state()
    preview = send(client, "rename", unit, **data)
    assert preview.context["is_preview"]
    assert preview.context["lost"] == []
    assert state() == before
    response = send(client, "rename", unit, **hidden(preview), **CONFIRM)
    assert response.status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.name_cyrillic) == ("Jagodina", "Јагодина")
    assert ModelLogEntry.objects.get(action="directory.rename").user == keeper


def hidden(response) -> dict[str, Any]:
    """What the preview carries on."""
    fields = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', response.content.decode())
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def test_the_way_back_from_the_preview_keeps_what_was_typed(client, keeper, unit):
    response = send(client, "rename", unit, name="Jagodina", first_day=day(0).isoformat(), back="1")
    assert "is_preview" not in response.context
    assert 'value="Jagodina"' in response.content.decode()
    assert not FormerName.objects.exists()


def test_a_merge_says_who_loses_a_seat_before_it_happens(client, keeper, unit):
    other, into = factories.local_government("Arilje"), factories.local_government("Užice", kind=Kind.CITY)
    lost = factories.appointment(None, factories.seat(unit))
    factories.appointment(None, factories.seat(into))
    data = {"units": [unit.pk, other.pk], "into": into.pk, "first_day": day(2).isoformat()}
    before = state()
    preview = send(client, "merge", unit, **data)
    assert preview.context["lost"] == [lost]
    assert str(lost.person) in preview.content.decode()
    assert state() == before
    assert send(client, "merge", unit, **hidden(preview), **CONFIRM).status_code == 302
    unit.refresh_from_db()
    assert unit.exists_until == day(1)
    assert into.origins.count() == 2
    lost.refresh_from_db()
    assert lost.ends_on == day(1)


def test_a_merge_into_a_new_one(client, keeper, unit):
    other = factories.local_government("Arilje")
    data = {"units": [unit.pk, other.pk], "into": "new", "new_name": "Zapadna Morava", "new_kind": "city"}
    assert send(client, "merge", unit, **data, first_day=day(0).isoformat(), **CONFIRM).status_code == 302
    assert LocalGovernment.objects.get(name="Zapadna Morava").exists_from == day(0)


def test_a_split_takes_the_rows_with_a_name(client, keeper, unit):
    data = {"name_1": "Bor", "kind_1": "municipality", "name_2": "  ", "name_3": "Majdan", "kind_3": "city"}
    preview = send(client, "split", unit, **data, keeps="on", first_day=day(0).isoformat())
    assert preview.context["is_preview"]
    assert send(client, "split", unit, **hidden(preview), **CONFIRM).status_code == 302
    assert set(unit.successions.values_list("successor__name", "successor__kind")) == {
        ("Bor", "municipality"),
        ("Majdan", "city"),
    }
    unit.refresh_from_db()
    assert unit.exists


def test_bad_names_are_refused_at_their_field(client, keeper, unit):
    factories.local_government("Jagodina")
    today = {"first_day": day(0).isoformat()}
    refused(client, "rename", unit, "name", name="Jagodina", **today)
    refused(client, "rename", unit, "name", name="Svetozarevo", **today)
    refused(client, "rename", unit, "name", name="   ", **today)
    refused(client, "rename", unit, "name_cyrillic", name="Nova Varoš", name_cyrillic="Чачак", **today)


@pytest.mark.parametrize("written", ["", "juče", "2026-02-31", "0001-01-01", "1899-12-31", "9999-12-31"])
def test_bad_days_are_refused_at_their_field(client, keeper, unit, written):
    refused(client, "rename", unit, "first_day", name="Jagodina", first_day=written)


def test_a_day_before_the_present_name_is_refused(client, keeper, unit):
    rename(local_government=unit, name="Jagodina", from_day=day(-5))
    refused(client, "rename", unit, "first_day", name="Kumanovo", first_day=day(-5).isoformat())


def test_bad_merges_are_refused_at_their_field(client, keeper, unit):
    other = factories.local_government("Arilje")
    today = {"first_day": day(0).isoformat()}
    refused(client, "merge", unit, "into", units=[unit.pk, other.pk], into=str(unit.pk), **today)
    refused(client, "merge", unit, "into", units=[unit.pk], into="999999", **today)
    refused(client, "merge", unit, "units", units=[999999], into=str(other.pk), **today)
    refused(client, "merge", unit, "units", units=["x"], into=str(other.pk), **today)
    refused(client, "merge", unit, "units", units=[], into=str(other.pk), **today)
    refused(client, "merge", unit, "units", units=[unit.pk], into="new", new_name="Novo", **today)
    refused(client, "merge", unit, "new_name", units=[unit.pk, other.pk], into="new", new_name=" ", **today)
    refused(client, "merge", unit, "new_name", units=[unit.pk, other.pk], into="new", new_name="Arilje", **today)
    kind = {"new_name": "Novo", "new_kind": "city_municipality"}
    refused(client, "merge", unit, "new_kind", units=[unit.pk, other.pk], into="new", **kind, **today)


def test_a_later_appointment_is_named(client, keeper, unit):
    later = factories.appointment(factories.person(last_name="Kasnija"), factories.seat(unit), start=9)
    data = {"units": [unit.pk], "into": str(factories.local_government().pk), "first_day": day(3).isoformat()}
    assert "Kasnija" in refused(client, "merge", unit, "units", **data)
    later.delete()
    assert send(client, "merge", unit, **data, **CONFIRM).status_code == 302


def test_a_city_with_parts_is_told_so(client, keeper):
    city = factories.local_government("Niš", kind=Kind.CITY)
    factories.local_government("Medijana", kind=Kind.CITY_MUNICIPALITY, parent=city)
    data = {"name_1": "Prvi", "kind_1": "city", "name_2": "Drugi", "kind_2": "city", "first_day": day(0).isoformat()}
    assert "Medijana" in refused(client, "split", city, "first_day", **data)


def test_bad_splits_are_refused(client, keeper, unit):
    today = {"first_day": day(0).isoformat()}
    refused(client, "split", unit, "name_1", name_1="Bor", **today)
    refused(client, "split", unit, "name_1", keeps="on", **today)
    refused(client, "split", unit, "name_1", name_1="Svetozarevo", name_2="Bor", **today)
    refused(client, "split", unit, "name_2", name_1="Bor", name_2="Бор", **today)


def test_the_screens_lead_from_the_local_government(client, keeper, unit):
    html = client.get(reverse("wagtailsnippets_directory_localgovernment:edit", args=[unit.pk])).content.decode()
    listed = client.get(reverse("wagtailsnippets_directory_localgovernment:list")).content.decode()
    for change in ("rename", "merge", "split"):
        address = reverse(f"directory_{change}", args=[unit.pk])
        assert address in html
        assert address in listed
        assert client.get(address).status_code == 200
    LocalGovernment.objects.filter(pk=unit.pk).update(exists_until=day(-1))
    html = client.get(reverse("wagtailsnippets_directory_localgovernment:edit", args=[unit.pk])).content.decode()
    assert reverse("directory_merge", args=[unit.pk]) not in html


@pytest.mark.parametrize("role", ["member", "editor"])
def test_nobody_else_changes_anything(client, unit, role):
    client.force_login(getattr(factories, role)())
    before = state()
    for change in ("rename", "merge", "split"):
        response = send(client, change, unit, name="Jagodina", first_day=day(0).isoformat(), **CONFIRM)
        assert response.status_code == 302
    assert state() == before


def test_what_is_not_there_is_not_found(client, keeper):
    assert client.get(reverse("directory_merge", args=[999999])).status_code == 404


def test_the_form_costs_the_same_with_many(client, keeper, unit):
    address = reverse("directory_merge", args=[unit.pk])
    few = queries(client, address)
    city = factories.local_government(kind=Kind.CITY)
    for _number in range(20):
        factories.local_government(kind=Kind.CITY_MUNICIPALITY, parent=city)
    assert queries(client, address) == few
