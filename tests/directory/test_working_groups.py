"""Working groups: what the services keep, what members see, what the coordinator's screens do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageViewRestriction

from accounts.models import User
from core.registry import entitlements
from directory import services
from directory.enums import Kind, SeatKind
from directory.groups import ALL_MEMBERS
from directory.models import Colleague, District, Guest, WorkingGroup
from tests import factories
from tests.reading import LANGUAGES, queries, read
from tests.security import things

day = factories.day
LIST = "/imenik/radne-grupe/"


def held(kind: str = SeatKind.ICT, **fields: Any) -> Any:
    """Today's appointment to a seat of a new local government."""
    return factories.appointment(factories.person(), factories.seat(factories.local_government(**fields), kind))


def in_group(group: WorkingGroup) -> set[User]:
    """Those in the group by the copy in Django; the truth and the list must say the same."""
    copied = set(group.group.user_set.all())
    assert set(services.people_of(group)) == copied
    assert {person for person in User.objects.all() if group.name in entitlements.of(person).groups} == copied
    return copied


def colleague(**fields: Any) -> User:
    """A colleague who reads with the members."""
    person, unit = factories.person(first_name="Mira", last_name="Savić"), factories.local_government("Ub")
    row = {"person": person, "local_government": unit, "proposed_by": person, "approved_on": day(-1)} | fields
    Colleague.objects.create(email=person.email, first_name="Mira", last_name="Savić", **row)
    return person


def guest(**fields: Any) -> User:
    """A guest of a national body, here until tomorrow."""
    person = factories.person(first_name="Goran", last_name="Ilić")
    row = {"person": person, "body": "Ministarstvo", "starts_on": day(-5), "ends_on": day(1)} | fields
    Guest.objects.create(email=person.email, first_name="Goran", last_name="Ilić", **row)
    return person


# --- Services ---------------------------------------------------------------------------------------------------


def test_a_rule_follows_the_register_by_itself(db):
    ict = held()
    held(SeatKind.GENERAL_ADMINISTRATION)
    city = held()
    beside = held(district="Zlatiborski")
    moravicki = District.objects.get(name="Moravički")
    group = services.create_working_group(
        name="IKT u Moravičkom", is_by_rule=True, rule_seat_kinds=["ict"], rule_districts=[moravicki]
    )
    assert in_group(group) == {ict.person, city.person}
    assert set(services.seats_of(group).filter(appointments__isnull=False)) == {ict.seat, city.seat}
    assert services.seats_of(group).count() == 3, "the vacant one of the second local government, too"
    successor = factories.person()
    services.end_appointment(appointment=ict, last_day=day(-1))
    factories.appointment(successor, ict.seat, start=0)
    assert in_group(group) == {successor, city.person}
    services.save_working_group(working_group=group, rule_districts=[], rule_kinds=[Kind.CITY])
    assert in_group(group) == set()
    services.save_working_group(working_group=group, rule_kinds=[])
    assert in_group(group) == {successor, city.person, beside.person}


def test_by_hand_seats_bring_their_holders_and_people_stay_while_they_are_something(db):
    row, member, helper, visitor = held(), factories.member(), colleague(), guest()
    stranger, former = factories.person(), factories.former_member()
    people = [member, helper, visitor, stranger, former]
    group = services.create_working_group(name="Pisarnica", seats=[row.seat], people=people)
    assert in_group(group) == {row.person, member, helper, visitor}
    assert not entitlements.of(visitor).member
    Guest.objects.update(ends_on=day(-1))
    Colleague.objects.update(ends_on=day(-1))
    services.end_appointment(appointment=row, last_day=day(-1))
    services.sync_groups()
    assert in_group(group) == {member}
    newcomer = factories.person()
    factories.appointment(newcomer, row.seat, start=0)
    assert in_group(group) == {member, newcomer}


def test_a_closed_group_opens_nothing_and_keeps_what_it_was_made_of(db, client):
    member = factories.member()
    group = services.create_working_group(name="Radna grupa za propise", people=[member])
    page = factories.content_page()
    factories.restrict(page, group.group)
    client.force_login(member)
    assert client.get(page.url).status_code == 200
    services.close_working_group(working_group=group)
    assert client.get(page.url).status_code == 404
    assert in_group(group) == set()
    assert not services.seats_of(group).exists()
    services.reopen_working_group(working_group=group)
    assert in_group(group) == {member}
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "Urednici",
        "IKT",
        "ИКТ",
        " opšta  uprava",
        "Opsta uprava",
        ALL_MEMBERS,
        "Moravički okrug",
        "Моравички ОКРУГ",
        "Raški okrug",
        "Grad Beograd",
        "Pisarnica",
        "ПИСАРНИЦА",
    ],
)
def test_a_name_that_another_group_has_is_refused(db, name):
    factories.member()
    services.create_working_group(name="Pisarnica")
    other = services.create_working_group(name="Arhiva")
    with pytest.raises(services.GroupNameTaken):
        services.create_working_group(name=name)
    with pytest.raises(services.GroupNameTaken):
        services.save_working_group(working_group=other, name=name)
    assert set(WorkingGroup.objects.values_list("name", flat=True)) == {"Pisarnica", "Arhiva"}
    assert Group.objects.filter(name__in=["Pisarnica", "Arhiva"]).count() == 2


def test_a_new_name_is_the_groups_too_and_what_it_opens_stays_open(db, client, index):
    member = factories.member()
    group = services.create_working_group(name="Pisarnica", people=[member])
    page = factories.content_page(title="Zaključci za arhivare")
    factories.restrict(page, group.group)
    index()
    services.save_working_group(working_group=group, name="Pisarnica i arhiva")
    index()
    group.refresh_from_db()
    assert (group.group.name, group.slug) == ("Pisarnica i arhiva", "pisarnica")
    assert not Group.objects.filter(name="Pisarnica").exists()
    assert in_group(group) == {member}
    client.force_login(member)
    assert client.get(page.url).status_code == 200
    assert "Zaključci za" in client.get("/pretraga/?q=arhivare").content.decode()
    services.save_working_group(working_group=group, name="pisarnica i ARHIVA")
    assert Group.objects.filter(name="pisarnica i ARHIVA").exists()


def test_each_change_is_recorded_with_what_was_and_what_is(db, coordinator):
    group = services.create_working_group(name="Pisarnica", by=coordinator)
    services.save_working_group(working_group=group, name="Arhiva", people=[coordinator], by=coordinator)
    services.save_working_group(working_group=group, name="Arhiva", by=coordinator)
    services.close_working_group(working_group=group, by=coordinator)
    services.close_working_group(working_group=group, by=coordinator)
    entries = ModelLogEntry.objects.for_instance(group).order_by("pk")
    actions = [entry.action.removeprefix("directory.") for entry in entries]
    assert actions == ["create_working_group", "save_working_group", "close_working_group"]
    assert {entry.user for entry in entries} == {coordinator}
    assert entries[1].data == {
        "from": {"name": "Pisarnica", "people": []},
        "to": {"name": "Arhiva", "people": [coordinator.get_full_name()]},
    }
    assert entries[2].data == {"from": {"is_closed": False}, "to": {"is_closed": True}}


def test_one_more_person_is_put_in_beside_the_others(db):
    group = services.create_working_group(name="Pisarnica", people=[factories.member()])
    visitor = guest()
    services.put_into_working_group(working_group=group, person=visitor)
    assert visitor in in_group(group)
    assert group.people.count() == 2


def test_nothing_else_of_a_group_is_changed(db):
    group = services.create_working_group(name="Pisarnica")
    with pytest.raises(ValueError, match="slug"):
        services.save_working_group(working_group=group, slug="x")


# --- What members see -------------------------------------------------------------------------------------------

WORDS = {
    "sr-latn": ["Radne grupe", "nosioci IKT mesta u opštinama, Moravički okrug", "upražnjeno", "ljudi danas: 3"],
    "sr": ["Радне групе", "носиоци ИКТ места у општинама, Моравички округ", "упражњено", "људи данас: 3"],
    "en": ["Working groups", "holders of the ICT seats in municipalities, Moravički okrug", "vacant"],
}


@pytest.fixture
def reader(client, db) -> User:
    """A member from elsewhere, signed in."""
    person = held(district="Zlatiborski").person
    client.force_login(person)
    return person


@pytest.fixture
def arhiva(reader) -> WorkingGroup:
    """A group by rule, with a vacant seat, a colleague and a guest."""
    unit = factories.local_government("Lučani")
    factories.local_government("Ivanjica")
    holder = factories.person(first_name="Vesna", last_name="Babić")
    factories.appointment(holder, factories.seat(unit))
    return services.create_working_group(
        name="Arhiva",
        description="Predlog pravilnika o arhivi.",
        is_by_rule=True,
        rule_seat_kinds=["ict"],
        rule_kinds=["municipality"],
        rule_districts=[District.objects.get(name="Moravički")],
        people=[holder, colleague(), guest()],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_members_see_who_is_in_a_group_and_why(client, arhiva, language):
    listing = read(client, LIST, language)
    html = " ".join(read(client, f"{LIST}arhiva/", language).split())
    for word in WORDS[language]:
        assert word in html, word
    assert f'href="{LIST}arhiva/"' in listing
    assert WORDS[language][1] in " ".join(listing.split())


def test_each_person_stands_once_with_contact_and_place(client, arhiva):
    html = " ".join(read(client, f"{LIST}arhiva/").split())
    holder = User.objects.get(last_name="Babić")
    assert html.count(f"mailto:{holder.email}") == 1
    assert f'href="/imenik/osobe/{holder.pk}/"' in html
    assert "Opština Ub</a>, kolega" in html
    assert "Ministarstvo, gost" in html
    assert "Ivanjica" in html
    assert "Savić Mira" in html


def test_a_person_and_a_local_government_name_their_groups(client, arhiva):
    holder = User.objects.get(last_name="Babić")
    factories.local_government("Paraćin", district="Pomoravski")
    hand = services.create_working_group(name="Pisarnica", seats=factories.seat_of(holder))
    services.close_working_group(working_group=services.create_working_group(name="Zatvorena", people=[holder]))
    for address in (f"/imenik/osobe/{holder.pk}/", "/imenik/jls/lucani/"):
        html = read(client, address)
        assert f'href="{LIST}arhiva/"' in html
        assert f'href="{LIST}{hand.slug}/"' in html
        assert "zatvorena" not in html
    assert LIST + "arhiva" in read(client, "/imenik/jls/ivanjica/")
    assert LIST + "arhiva" not in read(client, "/imenik/jls/paracin/")


def test_a_closed_group_says_so_and_is_not_listed(client, arhiva):
    services.close_working_group(working_group=arhiva)
    assert "arhiva" not in read(client, LIST)
    html = read(client, f"{LIST}arhiva/")
    assert "Ova radna grupa je zatvorena" in html
    assert "Babić" not in html


def test_no_stranger_sees_groups(client, arhiva):
    for person in (factories.former_member(), guest(), factories.person()):
        client.force_login(person)
        for address in (LIST, f"{LIST}arhiva/"):
            assert client.get(address).status_code == 404
    client.force_login(factories.member())
    assert client.get(f"{LIST}nema/").status_code == 404


def test_html_in_a_group_is_text(client, reader):
    services.create_working_group(name="<b>x", description="<script>alert(1)</script>")
    html = read(client, LIST)
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


# --- The coordinator's screens ------------------------------------------------------------------------------------

ADD = "/admin/snippets/directory/workinggroup/add/"
FIELDS = {"name": "Pisarnica", "description": "O prijemu podnesaka.", "is_by_rule": "on", "rule_seat_kinds": ["ict"]}


@pytest.fixture
def keeper(client, coordinator) -> User:
    """The coordinator, signed in."""
    client.force_login(coordinator)
    return coordinator


def edit(group: WorkingGroup) -> str:
    """The address of the screen that changes a group."""
    return reverse("wagtailsnippets_directory_workinggroup:edit", args=[group.pk])


def test_a_group_is_made_by_rule_and_by_hand(client, keeper):
    row, other = held(), held(SeatKind.GENERAL_ADMINISTRATION)
    person = guest()
    chosen = {"seats": [other.seat.pk], "people": [person.pk]}
    assert client.post(ADD, FIELDS | chosen).status_code == 302
    group = WorkingGroup.objects.get()
    assert in_group(group) == {row.person, other.person, person}
    assert ModelLogEntry.objects.for_instance(group).get().user == keeper


def test_the_preview_says_who_would_be_in_it_and_saves_nothing(client, keeper):
    row = held()
    held(SeatKind.GENERAL_ADMINISTRATION)
    html = client.post(ADD, FIELDS | {"show": "inside"}).content.decode()
    assert "<strong>1</strong> osoba" in html
    assert row.person.last_name in html
    assert 'value="Pisarnica"' in html
    assert not WorkingGroup.objects.exists()
    group = services.create_working_group(name="Pisarnica")
    html = client.post(edit(group), FIELDS | {"show": "inside"}).content.decode()
    assert "<strong>1</strong> osoba" in html
    assert in_group(group) == set()
    assert "<strong>0</strong> osoba" in client.get(edit(group)).content.decode()


def test_seats_and_people_are_found_in_either_script_and_stay_chosen(client, keeper):
    unit = factories.local_government("Čačak")
    person = factories.person(first_name="Žarko", last_name="Đurić")
    kept = held()
    sent = FIELDS | {"show": "find", "find": "чача", "seats": [kept.seat.pk], "people": [person.pk]}
    html = client.post(ADD, sent).content.decode()
    for seat in unit.seats.all():
        assert f'name="seats" value="{seat.pk}"' in html
    boxes = html.split('name="seats"')
    assert any(f'value="{kept.seat.pk}"' in box and "checked" in box.split(">")[0] for box in boxes)
    assert f'name="people" value="{person.pk}"' in html
    html = client.post(ADD, FIELDS | {"show": "find", "find": "djur"}).content.decode()
    assert f'name="people" value="{person.pk}"' in html
    assert "ništa nije nađeno" in client.post(ADD, FIELDS | {"show": "1", "find": "qqq"}).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Urednici"}, "Već postoji grupa sa ovim nazivom"),
        ({"name": "ИКТ"}, "Već postoji grupa sa ovim nazivom"),
        ({"name": ""}, "Ovo polje"),
        ({"name": "<b>jaka</b>"}, "Upišite običan tekst"),
        ({"description": "x" * 601}, "600"),
        ({"rule_seat_kinds": ["nema"]}, "nema"),
        ({"rule_kinds": ["nema"]}, "nema"),
        ({"rule_districts": ["999999"]}, "999999"),
        ({"seats": ["999999"]}, "999999"),
        ({"people": ["x"]}, "x"),
    ],
)
def test_bad_input_is_told_and_loses_nothing(client, keeper, changes, sentence):
    response = client.post(ADD, FIELDS | {"description": "Važan opis."} | changes)
    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    if "description" not in changes:
        assert "Važan opis." in html
    assert not WorkingGroup.objects.exists()
    assert client.post(ADD, FIELDS | {"show": "inside"} | changes).status_code == 200


def test_a_group_is_closed_and_opened_and_never_deleted(client, keeper):
    group = services.create_working_group(name="Pisarnica")
    address = reverse("close_working_group", args=[group.pk])
    assert client.get(address).status_code == 405
    assert client.post(address, {"closed": "true"}).headers["Location"] == edit(group)
    assert WorkingGroup.objects.get().is_closed
    client.post(address, {"closed": "false"})
    assert not WorkingGroup.objects.get().is_closed
    for person in (keeper, factories.person(is_superuser=True)):
        client.force_login(person)
        delete = reverse("wagtailsnippets_directory_workinggroup:delete", args=[group.pk])
        assert client.post(delete).headers["Location"] == "/admin/"
        client.post(f"/admin/bulk/directory/workinggroup/delete/?id={group.pk}")
        assert WorkingGroup.objects.exists()


def test_the_privacy_dialog_offers_open_groups(client, keeper):
    services.create_working_group(name="Pisarnica")
    services.close_working_group(working_group=services.create_working_group(name="Ugašena grupa"))
    page = factories.content_page()
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    html = client.get(address).json()["html"]
    assert "Pisarnica" in html
    assert "Ugašena grupa" not in html
    group = WorkingGroup.objects.get(name="Pisarnica")
    client.post(address, {"restriction_type": "groups", "groups": [group.group_id]})
    assert PageViewRestriction.objects.get().groups.get() == group.group
    services.close_working_group(working_group=group)
    assert "Pisarnica" in client.get(address).json()["html"], "what is chosen stays to be seen"
    collection = things.collection("IKT")
    html = client.get(reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])).json()["html"]
    assert "Urednici" in html
    assert "Ugašena grupa" not in html


def test_a_screen_costs_the_same_with_many(client, keeper):
    group = services.create_working_group(name="Pisarnica", is_by_rule=True)
    for _number in range(3):
        held()
    few = queries(client, edit(group))
    for _number in range(12):
        held()
    assert queries(client, edit(group)) == few
