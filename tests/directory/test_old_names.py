"""A local government is found by the names that it had, and by those of what it followed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.cards import name_cards
from directory.entries import LocalGovernmentSource
from directory.enums import Kind
from directory.services import merge, rename, split
from search.services import search
from search.suggestions import suggest
from tests import factories

day = factories.day


@pytest.fixture
def renamed(db, index):
    """Jagodina, which was Svetozarevo."""
    unit = factories.local_government("Svetozarevo")
    factories.local_government("Arilje")
    rename(local_government=unit, name="Jagodina", from_day=day(-3))
    index()
    return unit


def found(text: str, user) -> list[int]:
    rows = search(text, user=user).hits
    return [hit.entry.object_id for hit in rows if hit.entry.label == LocalGovernmentSource.label]


def cards(text: str, user) -> list[str]:
    return [card.context["unit"].name for card in name_cards(text, user) if "unit" in card.context]


@pytest.mark.parametrize("text", ["Svetozarevo", "светозарево", "u Svetozarevu", "Jagodina", "Јагодине"])
def test_both_names_find_it(renamed, member, text):
    assert renamed.pk in found(text, member)


def test_the_former_name_is_shown_as_such(renamed, member):
    hit = next(hit for hit in search("svetozarevo", user=member).hits if hit.entry.object_id == renamed.pk)
    assert "Jagodina" in hit.title
    assert "ranije: <mark>Svetozarevo</mark>" in hit.passages[0].html


@pytest.mark.parametrize("text", ["Svetozarevo", "opština Svetozarevo", "Светозарево", "Jagodina"])
def test_both_names_give_its_card(renamed, member, text):
    with CaptureQueriesContext(connection) as captured:
        assert cards(text, member) == ["Jagodina"]
    assert len([query for query in captured if "directory_formername" in query["sql"]]) <= 1
    assert cards("Svetozar", member) == []


def test_the_former_name_is_suggested(renamed, member):
    assert "Opština Jagodina" in [row.title for group in suggest("svetoz", user=member) for row in group.rows]


def test_a_merged_unit_leads_to_what_follows_it(index, member):
    gone, into = factories.local_government("Mrčajevci"), factories.local_government("Čačak", kind=Kind.CITY)
    rename(local_government=gone, name="Mrčajevci Gornji", from_day=day(-30))
    merge(units=[gone], into=into, first_day=day(0))
    index()
    for text in ("Mrčajevci Gornji", "mrcajevci"):
        assert found(text, member) == [into.pk]
    assert cards("Mrčajevci Gornji", member) == ["Čačak"]


def test_what_goes_on_existing_is_found_alone(index, member):
    unit = factories.local_government("Majdanpek")
    split(unit=unit, into=[{"name": "Donji Milanovac", "kind": Kind.MUNICIPALITY}], first_day=day(0), keeps=True)
    index()
    assert found("Majdanpek", member) == [unit.pk]
    assert cards("Majdanpek", member) == ["Majdanpek"]


def test_a_former_name_tells_nobody_else_anything(renamed):
    former = factories.former_member()
    assert found("Svetozarevo", former) == []
    assert cards("Svetozarevo", former) == []


def test_names_are_read_in_as_many_queries_for_many(db):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            LocalGovernmentSource().load(list(LocalGovernmentSource().ids()))
        return len(captured)

    def add() -> None:
        gone, into = factories.local_government(), factories.local_government()
        rename(local_government=gone, name=f"Staro {gone.pk}", from_day=day(-30))
        rename(local_government=into, name=f"Novo {into.pk}", from_day=day(-30))
        merge(units=[gone], into=into, first_day=day(0))

    add()
    cost()  # what is read once a process
    few = cost()
    for _number in range(10):
        add()
    assert cost() == few
