"""The coordinator's screens of invitations to seats, colleagues and guests, and the representative's of colleagues."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from accounts.models import Invitation
from directory import services
from directory.models import Appointment, Colleague, Guest, SeatInvitation
from tests import factories
from tests.factories import day
from tests.reading import queries

SEATS, SEAT = "/admin/seat-invitations/", "/admin/seat-invitations/one/"
COLLEAGUE = {"first_name": "Mira", "last_name": "Savić", "email": "kolega@grad.test", "position": "Referent"}


@pytest.fixture
def by(client, db):
    """The coordinator, signed in."""
    person = factories.coordinator(language="en")
    client.force_login(person)
    return person


def row(seat, email: str = "", first_name: str = "", last_name: str = "") -> dict[str, str]:
    values = {"email": email, "first_name": first_name, "last_name": last_name}
    return {f"seat-{seat.pk}-{name}": value for name, value in values.items()}


def text(response) -> str:
    return response.content.decode()


# --- Many seats ---------------------------------------------------------------------------------------------------


def test_vacant_seats_are_listed_and_narrowed(client, by):
    held = factories.appointment(place=factories.seat(factories.local_government("Arilje"))).seat
    factories.local_government("Niš", district="Nišavski")
    html = text(client.get(SEATS))
    assert f'name="seat-{held.pk}-email"' not in html
    assert html.count('-email"') >= 3
    html = text(client.get(SEATS, {"district": "nisavski", "kind": "ict"}))
    assert "Niš" in html
    assert html.count('type="email"') == 1


def test_filled_rows_are_invited_and_empty_ones_are_not(client, by):
    first, second, third = (factories.seat() for _ in range(3))
    data = row(first, "a@grad.test", "Ana", "Anić") | row(second) | row(third, "c@grad.test")
    response = client.post(SEATS, {"starts_on": day(3).isoformat()} | data, follow=True)
    assert "2 invitations are on their way." in text(response)
    rows = {row.seat: row for row in SeatInvitation.objects.all()}
    assert rows.keys() == {first, third}
    assert (rows[first].first_name, rows[first].starts_on) == ("Ana", day(3))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [
        ("nije adresa", "", "Enter a valid email address."),
        ("ima@grad.test", "", "has an account"),
        ("a@grad.test", "", "at another seat too"),
        ("", "Ana", "Write the e-mail too"),
        ("b@grad.test", "<b>Ana</b>", "plain text"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_sent_or_lost(client, by, email, name, words):
    factories.person(email="ima@grad.test")
    first, second = factories.seat(), factories.seat()
    data = row(first, "a@grad.test") | row(second, email, name)
    response = client.post(SEATS, {"starts_on": day(0).isoformat()} | data)
    html = text(response)
    assert response.status_code == 200
    assert words in html
    assert 'value="a@grad.test"' in html
    assert f'href="#id_seat-{second.pk}-' in html
    assert not Invitation.objects.exists()


def test_rows_without_an_address_or_a_day(client, by):
    seat = factories.seat()
    assert "nothing was sent" in text(client.post(SEATS, {"starts_on": day(0).isoformat()}))
    html = text(client.post(SEATS, {"starts_on": "juče"} | row(seat, "a@grad.test")))
    assert "Enter a valid date." in html
    assert not Invitation.objects.exists()


def test_as_many_queries_for_many_seats(client, by):
    factories.seat()
    few = queries(client, SEATS)
    for _number in range(60):
        factories.seat()
    assert queries(client, SEATS) <= few + 1


# --- One seat -----------------------------------------------------------------------------------------------------


def fields(seat, **changed) -> dict[str, str]:
    return {"seat": str(seat.pk), "email": "nova@grad.test", "starts_on": day(0).isoformat()} | changed


def test_the_address_names_the_seat(client, by):
    seat = factories.seat(factories.local_government("Čačak"))
    response = client.get(SEAT, {"seat": seat.pk})
    assert response.context["form"].initial["seat"] == seat
    assert f'<option value="{seat.pk}" selected' in text(response)
    for wrong in ("", "999999", "x", "²"):
        assert client.get(SEAT, {"seat": wrong}).status_code == 200


def test_a_vacant_seat_is_invited_to_with_its_act(client, by):
    seat = factories.seat()
    data = fields(seat, act_number="02-5/2026", act_date=day(-3).isoformat(), first_name="Nada")
    assert client.post(SEAT, data).headers["Location"] == SEATS
    invited = SeatInvitation.objects.get()
    assert (invited.act_number, invited.act_date, invited.replaces) == ("02-5/2026", day(-3), None)
    assert invited.invitation.invited_by == by


def test_a_held_seat_is_given_on_with_the_acceptance(client, by):
    held = factories.appointment(factories.person(last_name="Stari"))
    html = text(client.get(SEAT, {"seat": held.seat.pk}))
    assert "Stari holds this seat" in html
    client.post(SEAT, fields(held.seat))
    assert SeatInvitation.objects.get().replaces == held


def test_who_has_an_account_is_appointed(client, by):
    factories.person(email="nova@grad.test")
    html = text(client.post(SEAT, fields(factories.seat())))
    assert "Appoint that person instead." in html
    assert reverse("wagtailsnippets_directory_appointment:add") in html
    assert 'value="nova@grad.test"' in html


def test_the_list_of_invitations_says_what_each_is_for_and_what_went_wrong(client, by):
    unit = factories.local_government("Arilje")
    seat = factories.seat(unit)
    services.invite_to_seat(seat=seat, email="nova@grad.test", by=by)
    SeatInvitation.objects.update(refusal="seat_taken")
    html = text(client.get(reverse("invitation:index")))
    assert "ICT, " in html
    assert "Arilje" in html
    assert "somebody else holds the seat" in html
    few = queries(client, reverse("invitation:index"))
    for number in range(15):
        services.invite_to_seat(seat=factories.seat(), email=f"nova{number}@grad.test", by=by)
    assert queries(client, reverse("invitation:index")) <= few + 1


# --- Colleagues ---------------------------------------------------------------------------------------------------


@pytest.fixture
def representative(db):
    return factories.member(language="en")


def proposed(representative) -> Colleague:
    unit = representative.appointments.get().seat.local_government
    return services.propose_colleague(local_government=unit, by=representative, **COLLEAGUE)


def test_a_representative_proposes_on_the_site(client, representative):
    client.force_login(representative)
    assert "/kolege/" in text(client.get("/"))
    assert client.get("/kolege/predlog/").status_code == 200
    response = client.post("/kolege/predlog/", COLLEAGUE, follow=True)
    assert "waits for the coordinator" in text(response)
    assert "Mira Savić" in text(response)
    colleague = Colleague.objects.get()
    assert colleague.local_government == representative.appointments.get().seat.local_government


def test_another_units_colleague_is_not_proposed_by_changing_the_form(client, representative):
    other = factories.local_government()
    client.force_login(representative)
    client.post("/kolege/predlog/", COLLEAGUE | {"local_government": other.pk})
    assert not Colleague.objects.filter(local_government=other).exists()


def test_the_holder_of_two_seats_says_where(client, representative):
    place = factories.appointment(representative, factories.seat(kind="general_administration")).seat
    client.force_login(representative)
    assert "local_government" in client.post("/kolege/predlog/", COLLEAGUE).context["form"].errors
    client.post("/kolege/predlog/", COLLEAGUE | {"local_government": place.local_government.pk})
    assert Colleague.objects.get().local_government == place.local_government


def test_a_bad_proposal_comes_back_with_what_was_typed(client, representative):
    proposed(representative)
    client.force_login(representative)
    for changed, words in (
        ({}, "is here already"),
        ({"email": "nije adresa"}, "Enter a valid email address."),
        ({"position": "<b>Referent</b>", "email": "b@grad.test"}, "plain text"),
    ):
        response = client.post("/kolege/predlog/", COLLEAGUE | changed)
        assert response.status_code == 200
        assert words in text(response)
        assert 'value="Mira"' in text(response)
    assert Colleague.objects.count() == 1


def test_only_representatives_have_the_pages_of_colleagues(client, representative, by):
    row = services.approve_colleague(colleague=proposed(representative), by=by)
    for stranger in (factories.editor(), factories.former_member(), factories.member()):
        client.force_login(stranger)
        assert client.get(f"/kolege/{row.pk}/kraj/").status_code == 404
        assert client.post(f"/kolege/{row.pk}/kraj/", {"last_day": day(-1).isoformat()}).status_code == 404
        if not stranger.appointments.filter(ends_on=None).exists():
            assert client.get("/kolege/").status_code == client.get("/kolege/predlog/").status_code == 404
    row.refresh_from_db()
    assert row.ends_on is None


def test_a_representative_ends_a_colleague(client, representative, by):
    row = services.approve_colleague(colleague=proposed(representative), by=by)
    client.force_login(representative)
    assert "Keep the last day" in text(client.get(f"/kolege/{row.pk}/kraj/"))
    response = client.post(f"/kolege/{row.pk}/kraj/", {"last_day": day(-9).isoformat()})
    assert "before the first" in text(response)
    client.post(f"/kolege/{row.pk}/kraj/", {"last_day": day(-1).isoformat()})
    row.refresh_from_db()
    assert row.ends_on == day(-1)


def test_the_coordinator_decides(client, representative, by):
    row = proposed(representative)
    assert "Mira Savić" in text(client.get("/admin/colleagues/"))
    response = client.post(f"/admin/colleagues/{row.pk}/decline/", {"reason": " "})
    assert response.context["form"].errors["reason"]
    client.post(f"/admin/colleagues/{row.pk}/decline/", {"reason": "Ne radi kod vas."})
    assert not Colleague.objects.exists()
    assert client.get(f"/admin/colleagues/{row.pk}/decline/").status_code == 404
    row = proposed(representative)
    assert "is approved" in text(client.post(f"/admin/colleagues/{row.pk}/approve/", follow=True))
    assert "decided about" in text(client.post(f"/admin/colleagues/{row.pk}/approve/", follow=True))
    client.post(f"/kolege/{row.pk}/kraj/", {"last_day": day(-1).isoformat()})
    row.refresh_from_db()
    assert row.ends_on == day(-1)


# --- Guests -------------------------------------------------------------------------------------------------------


GUEST = {
    "first_name": "Gordana",
    "last_name": "Gostić",
    "body": "Ministarstvo",
    "email": "gost@ministarstvo.test",
    "starts_on": day(0).isoformat(),
    "ends_on": day(9).isoformat(),
}


def test_the_coordinator_invites_a_guest_and_moves_the_last_day(client, by):
    assert client.get("/admin/guests/new/").status_code == 200
    assert "on its way to gost@" in text(client.post("/admin/guests/new/", GUEST, follow=True))
    guest = Guest.objects.get()
    assert guest.ends_on == day(9)
    assert "sees nothing" in text(client.get("/admin/guests/"))
    address = f"/admin/guests/{guest.pk}/last-day/"
    client.post(address, {"ends_on": day(30).isoformat()})
    guest.refresh_from_db()
    assert guest.ends_on == day(30)
    Guest.objects.update(starts_on=day(5))
    assert "before the first" in text(client.post(address, {"ends_on": day(4).isoformat()}))
    client.post(address, {"ends_on": day(-1).isoformat()})
    guest.refresh_from_db()
    assert (guest.starts_on, guest.ends_on, guest.has_ended) == (day(-1), day(-1), True)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ends_on": day(-1).isoformat()}, "before the first"),
        ({"ends_on": ""}, "This field is required."),
        ({"email": "x"}, "Enter a valid email address."),
        ({"body": "<i>Ministarstvo</i>"}, "plain text"),
        ({"groups_to_join": "99"}, "99"),
    ],
)
def test_a_guest_who_cannot_be_invited(client, by, changed, words):
    response = client.post("/admin/guests/new/", GUEST | changed)
    assert response.status_code == 200
    assert words in text(response)
    assert 'value="Gordana"' in text(response)
    assert not Guest.objects.exists()


def test_editors_and_members_have_none_of_this(client, representative):
    row = proposed(representative)
    for stranger in (factories.editor(), representative):
        client.force_login(stranger)
        for address in (SEATS, SEAT, "/admin/colleagues/", "/admin/guests/", "/admin/guests/new/"):
            assert client.get(address).status_code == 302
            assert client.post(address, GUEST | fields(factories.seat())).status_code == 302
        assert client.post(f"/admin/colleagues/{row.pk}/approve/").status_code == 302
    assert not Invitation.objects.exists()
    assert not Guest.objects.exists()
    assert Appointment.objects.count() == 1
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_a_row_whose_seat_was_given_meanwhile_is_answered(client, by):
    given, vacant = factories.seat(), factories.seat()
    data = row(given, "a@grad.test", "Ana", "Anić") | row(vacant, "b@grad.test")
    factories.appointment(place=given)
    html = text(client.post(SEATS, {"starts_on": day(0).isoformat()} | data))
    assert "holds this seat" in html
    assert 'value="a@grad.test"' in html
    assert 'value="b@grad.test"' in html
    assert not Invitation.objects.exists()


def test_who_is_invited_elsewhere_is_told_of(client, by):
    first, second = factories.seat(), factories.seat()
    services.invite_to_seat(seat=first, email="nova@grad.test", by=by)
    html = text(client.post(f"{SEAT}?seat={second.pk}", fields(second, email="nova@grad.test")))
    assert "Withdraw that invitation first" in html


def test_sending_again_what_is_moot_says_so(client, by):
    place = factories.seat()
    sent = services.invite_to_seat(seat=place, email="nova@grad.test", by=by).invitation
    factories.appointment(place=place)
    html = text(client.post(reverse("resend_invitation", args=[sent.pk]), follow=True))
    assert "given or promised to somebody else" in html
