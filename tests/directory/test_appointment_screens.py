"""Appointments in the coordinator's hands: the screens of a seat, what they do, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry

from directory import services
from directory.models import Appointment, LocalGovernment, Seat
from files.models import Document
from files.services import may_read
from tests import factories
from tests.queries import many
from tests.reading import queries

day = factories.day
REASON = "Pogrešno upisano."
OPERATIONS = ("replace", "end_appointment", "correct_appointment", "annul_appointment")


@pytest.fixture
def desk(client: Client, coordinator: Any) -> Client:
    """The coordinator's browser, in English: these tests are about what happens."""
    coordinator.language = "en"
    coordinator.save()
    client.force_login(coordinator)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def place(db: None) -> Seat:
    return factories.seat(factories.local_government("Čačak"))


@pytest.fixture
def held(place: Seat) -> Appointment:
    """An appointment in force for thirty days."""
    return factories.appointment(factories.person(first_name="Nikola", last_name="Vuković"), place)


@pytest.fixture
def novak(db: None) -> Any:
    return factories.person(first_name="Đurđa", last_name="Novaković", email="djurdja@cacak.test")


def url(name: str, appointment: Appointment) -> str:
    return reverse(f"directory_{name}", args=[appointment.seat_id, appointment.pk])


def filled(client: Client, address: str, **fields: Any) -> dict[str, Any]:
    """The fields of an open form as a browser sends them, some of them changed."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if name not in {"act_file", "picked"}}
    plain = {name: "" if value is None else getattr(value, "pk", value) for name, value in values.items()}
    return plain | fields


def send(client: Client, address: str, **fields: Any) -> Any:
    """Fill a form and send it."""
    return client.post(address, filled(client, address, **fields))


def add(client: Client, **fields: Any) -> Any:
    return send(client, reverse("wagtailsnippets_directory_appointment:add"), **fields)


def faults(response: Any) -> dict[str, str]:
    """What the form says, by field."""
    assert response.status_code == 200
    return {name: str(texts[0]) for name, texts in response.context["form"].errors.items()}


def rows() -> list[tuple]:
    return list(Appointment.objects.order_by("pk").values_list("seat", "person", "starts_on", "ends_on", "act_number"))


# --- Appoint -----------------------------------------------------------------------------------------------------


def test_the_address_of_a_vacant_seat_chooses_it(desk, place, novak, coordinator):
    address = f"{reverse('wagtailsnippets_directory_appointment:add')}?seat={place.pk}"
    fields = {"starts_on": "1.6.2026.", "act_number": "02-7/2026", "act_date": "20. 5. 2026."}
    response = send(desk, address, person="новаковић", **fields)
    assert response.headers["Location"] == reverse("directory_seat", args=[place.pk])
    made = Appointment.objects.get()
    assert (made.seat, made.person, made.starts_on.isoformat(), made.act_date.isoformat()) == (
        place,
        novak,
        "2026-06-01",
        "2026-05-20",
    )
    entry = ModelLogEntry.objects.get(action="directory.appoint")
    assert (entry.user, entry.data["to"]["act_number"]) == (coordinator, "02-7/2026")


@pytest.mark.parametrize("number", ["x", "", "0", "9" * 30, "-1", "²"])
def test_an_odd_seat_in_the_address_is_no_error(desk, number):
    assert desk.get(reverse("wagtailsnippets_directory_appointment:add"), {"seat": number}).status_code == 200


def test_an_appointment_may_begin_and_end_in_the_future(desk, place, novak):
    add(desk, seat=place.pk, person=novak.email, starts_on=day(10).isoformat(), ends_on=day(20).isoformat())
    assert rows() == [(place.pk, novak.pk, day(10), day(20), "")]
    assert place.holder is None
    assert "To come" in desk.get(reverse("directory_seat", args=[place.pk])).content.decode()


SPELLINGS = ["Novaković", "novakovic", "Ђурђа Новаковић", "djurdj novak", "DJURDJA@cacak.test"]


@pytest.mark.parametrize("typed", [*SPELLINGS, "Đurđa Novaković (djurdja@cacak.test)"])
def test_a_person_is_found_by_name_in_any_spelling_or_by_address(desk, place, novak, typed):
    factories.person(first_name="Novak", last_name="Đurić")
    add(desk, seat=place.pk, person=typed, starts_on=day(0).isoformat())
    assert Appointment.objects.get().person == novak


def test_one_of_several_people_is_picked(desk, place, novak):
    other = factories.person(first_name="Dušan", last_name="Novaković")
    address = reverse("wagtailsnippets_directory_appointment:add")
    data = filled(desk, address, seat=place.pk, person="novakovic", starts_on=day(0).isoformat(), act_number="5")
    response = desk.post(address, data)
    assert "Several people are found" in faults(response)["person"]
    assert [pk for pk, _label in response.context["form"].fields["picked"].choices] == [other.pk, novak.pk]
    assert "picked" in faults(desk.post(address, data | {"picked": "x"}))
    assert not Appointment.objects.exists()
    desk.post(address, data | {"picked": novak.pk})
    assert Appointment.objects.get().person == novak


@pytest.mark.parametrize("typed", ["nema ga", "()", "   ", "x" * 300])
def test_nobody_found_says_so(desk, place, novak, typed):
    response = add(desk, seat=place.pk, person=typed, starts_on=day(0).isoformat(), act_number="5")
    assert faults(response)["person"]
    assert response.context["form"]["act_number"].value() == "5"
    assert not Appointment.objects.exists()


def test_a_closed_account_is_not_appointed(desk, place):
    closed = factories.person(is_active=False)
    assert "person" in faults(add(desk, seat=place.pk, person=closed.email, starts_on=day(0).isoformat()))


def test_a_taken_seat_says_who_holds_it_since_when(desk, held, novak):
    before = rows()
    response = add(desk, seat=held.seat_id, person=novak.email, starts_on=day(0).isoformat(), act_number="5")
    start = held.starts_on
    text = faults(response)["seat"].replace("\u00a0", " ")
    assert "Nikola Vuković holds this seat from" in text
    assert str(start.year) in text
    assert response.context["form"]["act_number"].value() == "5"
    assert rows() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": "0001-01-01"},
        {"starts_on": "2206-06-01"},
        {"starts_on": "juče"},
        {"starts_on": ""},
        {"starts_on": "2026-06-01", "ends_on": "2026-05-31"},
    ],
)
def test_wrong_days_are_told_at_their_field(desk, place, novak, fields):
    response = add(desk, seat=place.pk, person=novak.email, **fields)
    assert set(faults(response)) == {list(fields)[-1]}
    assert not Appointment.objects.exists()


def test_a_unit_that_is_gone_takes_nobody(desk, place, novak):
    LocalGovernment.objects.update(exists_until=day(-1))
    response = add(desk, seat=place.pk, person=novak.email, starts_on=day(0).isoformat())
    assert "does not exist" in faults(response)["starts_on"]
    assert not Appointment.objects.exists()


# --- The act -----------------------------------------------------------------------------------------------------


def test_a_file_sent_along_becomes_the_act(desk, place, novak, member):
    file = SimpleUploadedFile("resenje.txt", b"Imenuje se.")
    add(desk, seat=place.pk, person=novak.email, starts_on=day(0).isoformat(), act_number="02-7", act_file=file)
    act = Appointment.objects.get(seat=place).act_document
    assert may_read(member, act)
    assert (act.title, act.file.read()) == ("02-7, Čačak, ICT", b"Imenuje se.")
    act.file.close()


def test_a_stored_document_is_chosen(desk, place, novak):
    document = factories.document()
    add(desk, seat=place.pk, person=novak.email, starts_on=day(0).isoformat(), act_document=document.pk)
    assert Appointment.objects.get().act_document == document


def test_a_good_file_is_not_lost_with_a_wrong_day(desk, place, novak):
    file = SimpleUploadedFile("resenje.txt", b"Imenuje se.")
    response = add(desk, seat=place.pk, person=novak.email, starts_on="juče", act_file=file)
    document = Document.objects.get()
    assert response.context["form"]["act_document"].value() == str(document.pk)
    assert document.title in response.content.decode()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    "file", [("resenje.pdf", b"PK\x03\x04 this is no PDF"), ("resenje.exe", b"MZ"), ("a.txt", b"")]
)
def test_a_bad_file_is_refused_and_nothing_else_is_lost(desk, place, novak, file):
    upload = SimpleUploadedFile(*file)
    response = add(desk, seat=place.pk, person=novak.email, starts_on=day(0).isoformat(), act_file=upload)
    assert set(faults(response)) == {"act_file"}
    assert response.context["form"]["person"].value() == novak.email
    assert not Document.objects.exists()
    assert not Appointment.objects.exists()


# --- End ---------------------------------------------------------------------------------------------------------


def test_ending_leads_to_the_handover(desk, held):
    response = send(desk, url("end_appointment", held), last_day=day(-1).isoformat())
    assert response.headers["Location"] == url("handover", held)
    held.refresh_from_db()
    assert held.ends_on == day(-1)


def test_an_end_may_lie_ahead_and_be_brought_forward(desk, held):
    send(desk, url("end_appointment", held), last_day=day(30).isoformat())
    send(desk, url("end_appointment", held), last_day=day(5).isoformat())
    held.refresh_from_db()
    assert held.ends_on == day(5)
    assert held.is_current


def test_an_end_before_the_start_is_refused(desk, held):
    response = send(desk, url("end_appointment", held), last_day=day(-31).isoformat())
    assert faults(response)["last_day"] == "An appointment cannot end before it starts."
    held.refresh_from_db()
    assert held.ends_on is None


def test_what_has_ended_is_not_ended_again(desk, place):
    old = factories.appointment(None, place, end=-2)
    response = send(desk, url("end_appointment", old), last_day=day(-5).isoformat())
    assert "Somebody else has changed" in faults(response)["__all__"]
    old.refresh_from_db()
    assert old.ends_on == day(-2)


# --- Replace -----------------------------------------------------------------------------------------------------


def test_replacing_is_one_step(desk, held, novak):
    response = send(desk, url("replace", held), person="novaković", starts_on=day(0).isoformat(), act_number="8")
    assert response.headers["Location"] == url("handover", held)
    assert rows() == [
        (held.seat_id, held.person_id, day(-30), day(-1), "02-1/2026"),
        (held.seat_id, novak.pk, day(0), None, "8"),
    ]


@pytest.mark.parametrize(("start", "end"), [(-30, None), (-31, None), (12, 10)])
def test_a_successor_begins_after_the_predecessor_and_without_a_gap(desk, held, novak, start, end):
    if end is not None:
        services.end_appointment(appointment=held, last_day=day(end))
    before = rows()
    response = send(desk, url("replace", held), person=novak.email, starts_on=day(start).isoformat())
    assert faults(response)["starts_on"]
    assert rows() == before


def test_a_coming_successor_is_in_the_way(desk, held, novak):
    services.replace(appointment=held, person=novak, starts_on=day(10))
    held.refresh_from_db()
    before = rows()
    response = send(desk, url("replace", held), person=factories.person().email, starts_on=day(5).isoformat())
    assert "Đurđa Novaković holds this seat from" in faults(response)["starts_on"]
    assert rows() == before


def test_of_two_who_replace_the_same_representative_the_second_is_told(desk, held, novak):
    address = url("replace", held)
    one = filled(desk, address, person=novak.email, starts_on=day(0).isoformat())
    two = filled(desk, address, person=factories.person().email, starts_on=day(0).isoformat(), act_number="9")
    assert desk.post(address, one).status_code == 302
    before = rows()
    response = desk.post(address, two)
    assert "Somebody else has changed" in faults(response)["__all__"]
    assert response.context["form"]["act_number"].value() == "9"
    assert reverse("directory_seat", args=[held.seat_id]) in response.content.decode()
    assert rows() == before


# --- Correct and annul -------------------------------------------------------------------------------------------


def test_a_correction_changes_what_was_wrong_and_keeps_what_stood(desk, held, novak, coordinator):
    response = send(desk, url("correct_appointment", held), person=novak.email, act_number="02-9/2026", reason=REASON)
    assert response.headers["Location"] == reverse("directory_seat", args=[held.seat_id])
    assert rows() == [(held.seat_id, novak.pk, day(-30), None, "02-9/2026")]
    entry = ModelLogEntry.objects.get(action="directory.correct_appointment")
    assert (entry.user, entry.data["reason"], entry.data["from"]["person"]) == (coordinator, REASON, "Nikola Vuković")


def test_a_correction_of_the_number_leaves_a_closed_account_in_its_seat(desk, held):
    type(held.person).objects.filter(pk=held.person_id).update(is_active=False)
    send(desk, url("correct_appointment", held), act_number="02-9/2026", reason=REASON)
    assert rows() == [(held.seat_id, held.person_id, day(-30), None, "02-9/2026")]


@pytest.mark.parametrize("name", ["correct_appointment", "annul_appointment"])
@pytest.mark.parametrize("reason", ["", "   \n"])
def test_without_a_reason_nothing_is_corrected_or_annulled(desk, held, name, reason):
    before = rows()
    fields = {"act_number": "9"} if name == "correct_appointment" else {}
    response = send(desk, url(name, held), reason=reason, **fields)
    assert "reason" in faults(response)
    assert rows() == before


def test_a_correction_that_changes_nothing_is_told(desk, held):
    response = send(desk, url("correct_appointment", held), reason=REASON)
    assert faults(response) == {"__all__": "You have changed nothing."}
    assert not ModelLogEntry.objects.filter(action="directory.correct_appointment").exists()


def test_a_correction_does_not_bring_two_into_a_seat(desk, held, novak):
    services.replace(appointment=held, person=novak, starts_on=day(0))
    held.refresh_from_db()
    before = rows()
    response = send(desk, url("correct_appointment", held), ends_on="", reason=REASON)
    assert "Đurđa Novaković" in str(faults(response))
    assert rows() == before


def test_the_form_of_a_corrected_appointment_is_stale(desk, held):
    address = url("correct_appointment", held)
    one = filled(desk, address, act_number="8", reason=REASON)
    two = filled(desk, address, act_number="9", reason=REASON)
    desk.post(address, one)
    assert "Somebody else has changed" in faults(desk.post(address, two))["__all__"]
    assert Appointment.objects.get().act_number == "8"


def test_an_annulled_appointment_is_gone_and_told(desk, held, novak):
    pages = [url(name, held) for name in OPERATIONS]
    forms = [(address, filled(desk, address, person=novak.email, reason=REASON)) for address in pages]
    send(desk, url("annul_appointment", held), reason=REASON)
    assert not Appointment.objects.exists()
    entry = ModelLogEntry.objects.get(action="directory.annul_appointment")
    assert (entry.data["reason"], entry.data["from"]["person"]) == (REASON, "Nikola Vuković")
    for address, data in forms:
        for response in (desk.get(address), desk.post(address, data)):
            assert response.headers["Location"] == reverse("directory_seat", args=[held.seat_id])
    assert "somebody annulled it" in desk.get(reverse("directory_seat", args=[held.seat_id])).content.decode()


# --- Screens and doors -------------------------------------------------------------------------------------------


def test_there_is_no_form_that_edits_or_deletes_an_appointment(desk, held, client):
    before = rows()
    client.force_login(factories.person(is_superuser=True))
    for name in ("edit", "delete"):
        address = reverse(f"wagtailsnippets_directory_appointment:{name}", args=[held.pk])
        for response in (client.get(address), client.post(address, {"person": held.person_id})):
            assert response.headers["Location"].startswith(reverse("directory_seat", args=[held.seat_id]))
    bulk = reverse("wagtail_bulk_action", args=["directory", "appointment", "delete"])
    client.post(f"{bulk}?id={held.pk}")
    assert rows() == before


def test_a_seat_shows_its_appointments_and_what_can_be_done(desk, held, novak):
    act = factories.document("Rešenje")
    services.replace(appointment=held, person=novak, starts_on=day(0), act_document=act)
    html = desk.get(reverse("directory_seat", args=[held.seat_id])).content.decode()
    assert html.index("Đurđa Novaković") < html.index("Nikola Vuković")
    assert act.url in html
    new = Appointment.objects.get(person=novak)
    assert url("replace", new) in html
    assert url("replace", held) not in html
    assert url("handover", held) in html
    assert url("correct_appointment", held) in html


def test_the_list_is_narrowed_by_state_seat_and_district(desk, held, novak):
    far = factories.local_government("Pirot", district="Pirotski", region="Južna i Istočna Srbija")
    other = factories.appointment(novak, factories.seat(far, "general_administration"), start=5)
    past = factories.appointment(factories.person(), factories.seat(far), start=-90, end=-60)
    listing = reverse("wagtailsnippets_directory_appointment:list")
    expected = {
        "state=current": [held],
        "state=coming": [other],
        "state=ended": [past],
        "kind=ict": [held, past],
        f"district={far.district_id}": [other, past],
        f"district={far.district_id}&state=ended&kind=general_administration": [],
        "state=nonsense&district=x": [held, other, past],
    }
    for query, found in expected.items():
        shown = desk.get(f"{listing}?{query}").context["object_list"]
        assert {row.pk for row in shown} == {row.pk for row in found}, query


def test_the_links_of_an_invitation_are_shown_only_where_they_lead_somewhere(desk, place):
    html = desk.get(reverse("directory_seat", args=[place.pk])).content.decode()
    try:
        address = f"{reverse('directory_invite_to_seat')}?seat={place.pk}"
    except NoReverseMatch:
        assert "Invite to this seat" not in html
    else:
        assert address in html


@pytest.mark.parametrize("who", [factories.member, factories.former_member, factories.editor])
def test_others_are_refused(client, held, who):
    client.force_login(who())
    before = rows()
    addresses = [
        url(name, held) for name in ("replace", "end_appointment", "correct_appointment", "annul_appointment")
    ]
    addresses += [reverse("directory_seat", args=[held.seat_id]), reverse("wagtailsnippets_directory_appointment:add")]
    addresses += [reverse("wagtailsnippets_directory_appointment:edit", args=[held.pk])]
    for address in addresses:
        for response in (client.get(address), client.post(address, {"reason": REASON})):
            assert response.status_code == 302
            assert response.headers["Location"] == "/admin/" or response.headers["Location"].startswith("/ulaz/")
    assert rows() == before


def test_an_appointment_of_another_seat_is_not_found_under_this_one(desk, held):
    address = reverse("directory_replace", args=[factories.seat().pk, held.pk])
    assert desk.get(address).status_code == 302
    assert desk.get(reverse("directory_replace", args=[999_999, held.pk])).status_code == 404


def test_a_seat_costs_the_same_with_many(desk, place):
    many.history(place, 3)
    address = reverse("directory_seat", args=[place.pk])
    few = queries(desk, address)
    many.history(place, 27)
    assert queries(desk, address) == few


def test_a_form_costs_the_same_with_many_people(desk, held):
    many.people(3)
    few = queries(desk, url("replace", held))
    many.people(27)
    assert queries(desk, url("replace", held)) == few
