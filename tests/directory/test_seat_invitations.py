from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts import services as accounts
from accounts.links import invitation_token
from accounts.models import Invitation, User
from directory import services
from directory.enums import SeatKind, SeatRefusal
from directory.models import Appointment, SeatInvitation
from tests import factories
from tests.factories import day

ADDRESS = "nova@grad.test"
NAMES = {"first_name": "Nada", "last_name": "Novaković"}


@pytest.fixture
def by(db):
    return factories.coordinator()


@pytest.fixture
def seat(db):
    return factories.seat(factories.local_government("Arilje"))


def accept(invitation: Invitation) -> User:
    return accounts.accept_invitation(token=invitation_token(invitation.pk), password=factories.PASSWORD, **NAMES)


def invited(seat, by, **fields) -> SeatInvitation:
    return services.invite_to_seat(**({"seat": seat, "email": ADDRESS, "by": by} | NAMES | fields))


def replacing(seat, by, **fields) -> SeatInvitation:
    return services.replace_by_invitation(**({"seat": seat, "email": ADDRESS, "by": by} | NAMES | fields))


def days_of(seat) -> list[tuple]:
    rows = Appointment.objects.filter(seat=seat).order_by("starts_on")
    return [(row.person.email, row.starts_on, row.ends_on) for row in rows]


# --- Vacant seats -------------------------------------------------------------------------------------------------


def test_the_mail_says_which_seat(seat, by):
    invited(seat, by)
    [message] = mail.outbox
    assert message.recipients() == [ADDRESS]
    assert "IKT, Opština Arilje" in message.body or "ICT, Opština Arilje" in message.body
    assert "Општина Ариље" in message.body


@pytest.mark.parametrize("start", [-10, 0, 10])
def test_accepting_appoints_from_the_day_of_the_act(seat, by, start):
    row = invited(seat, by, starts_on=day(start), act_number="02-5/2026", act_date=day(-12))
    user = accept(row.invitation)
    appointment = Appointment.objects.get(seat=seat)
    assert (appointment.person, appointment.starts_on, appointment.ends_on) == (user, day(start), None)
    assert (appointment.act_number, appointment.act_date) == ("02-5/2026", day(-12))
    assert user.profile
    row.refresh_from_db()
    assert row.refusal == ""


def test_rights_come_with_the_first_day(client, seat, by):
    user = accept(invited(seat, by, starts_on=day(1)).invitation)
    client.force_login(user)
    assert client.get("/").status_code == 404
    Appointment.objects.update(starts_on=day(0))
    assert client.get("/").status_code == 200


def test_a_seat_that_is_held_is_not_for_an_invitation(seat, by):
    factories.appointment(place=seat)
    with pytest.raises(services.SeatTaken):
        invited(seat, by)
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_a_seat_that_will_be_vacant_is(seat, by):
    factories.appointment(place=seat, end=5)
    accept(invited(seat, by, starts_on=day(6)).invitation)
    assert days_of(seat)[1] == (ADDRESS, day(6), None)


def test_an_address_with_an_account_is_appointed_and_not_invited(seat, by):
    person = factories.person(email=ADDRESS)
    with pytest.raises(services.HasAccount) as refusal:
        invited(seat, by, email=ADDRESS.upper())
    assert refusal.value.person == person
    assert not Invitation.objects.exists()


def test_nobody_else_is_invited_while_an_invitation_waits(seat, by):
    first = invited(seat, by)
    with pytest.raises(services.SeatInvited) as refusal:
        invited(seat, by, email="druga@grad.test")
    assert refusal.value.invitation == first
    again = invited(seat, by)
    first.invitation.refresh_from_db()
    assert first.invitation.state == "revoked"
    accounts.revoke(invitation=again.invitation, by=by)
    assert invited(seat, by, email="druga@grad.test").invitation.is_open


def test_a_seat_of_what_is_no_more(seat, by):
    unit = seat.local_government
    unit.exists_until = day(-1)
    unit.save()
    with pytest.raises(services.SeatGone):
        invited(seat, by)


def test_a_seat_taken_meanwhile_leaves_the_account_and_says_why(client, seat, by):
    row = invited(seat, by)
    holder = factories.appointment(place=seat).person
    user = accept(row.invitation)
    row.refresh_from_db()
    assert row.refusal == SeatRefusal.SEAT_TAKEN
    assert [email for email, *_ in days_of(seat)] == [holder.email]
    assert ModelLogEntry.objects.filter(action="directory.seat_refused").exists()
    client.force_login(user)
    assert client.get("/").status_code == 404


def test_a_merged_local_government_leaves_the_account(seat, by):
    row = invited(seat, by)
    unit = seat.local_government
    unit.exists_until = day(-1)
    unit.save()
    accept(row.invitation)
    row.refresh_from_db()
    assert row.refusal == SeatRefusal.SEAT_GONE
    assert not Appointment.objects.exists()


def test_whoever_held_the_seat_in_between_keeps_the_days(seat, by):
    row = invited(seat, by, starts_on=day(-20))
    other = factories.appointment(place=seat, start=-15, end=-3)
    accept(row.invitation)
    assert days_of(seat) == [(other.person.email, day(-15), day(-3)), (ADDRESS, day(-2), None)]


# --- Seats that are held ------------------------------------------------------------------------------------------


def test_accepting_a_replacement_ends_the_holder_the_day_before(seat, by):
    old = factories.appointment(place=seat)
    row = replacing(seat, by)
    assert days_of(seat) == [(old.person.email, day(-30), None)]  # an invitation changes nothing yet
    accept(row.invitation)
    assert days_of(seat) == [(old.person.email, day(-30), day(-1)), (ADDRESS, day(0), None)]


def test_a_replacement_waits_for_its_day(seat, by):
    old = factories.appointment(place=seat)
    accept(replacing(seat, by, starts_on=day(7)).invitation)
    assert days_of(seat) == [(old.person.email, day(-30), day(6)), (ADDRESS, day(7), None)]


def test_a_replacement_accepted_late_takes_no_day_back(seat, by):
    old = factories.appointment(place=seat)
    accept(replacing(seat, by, starts_on=day(-7)).invitation)
    assert days_of(seat) == [(old.person.email, day(-30), day(-1)), (ADDRESS, day(0), None)]


def test_the_open_page_of_the_replaced_refuses_the_next_click(client, seat, by):
    old = factories.appointment(place=seat).person
    document = factories.document()
    page = factories.content_page(title="Za sve")
    page.documents.create(document=document)
    page.save_revision().publish()
    row = replacing(seat, by)
    client.force_login(old)
    for address in ("/", page.url):
        assert client.get(address).status_code == 200
    assert b"".join(client.get(document.url)) == b"Clan 1.\n"
    accept(row.invitation)
    for address in ("/", page.url, document.url):
        assert client.get(address).status_code == 404
    assert client.post("/kolege/predlog/", {}).status_code == 404
    assert not old.groups.exists()


def test_somebody_else_than_the_one_to_replace(seat, by):
    old = factories.appointment(place=seat)
    row = replacing(seat, by)
    services.end_appointment(appointment=old, last_day=day(-1), by=by)
    other = factories.appointment(place=seat, start=0)
    accept(row.invitation)
    row.refresh_from_db()
    assert row.refusal == SeatRefusal.SEAT_TAKEN
    assert days_of(seat)[-1] == (other.person.email, day(0), None)


def test_the_one_to_replace_went_before(seat, by):
    old = factories.appointment(place=seat)
    row = replacing(seat, by, starts_on=day(-7))
    services.end_appointment(appointment=old, last_day=day(-3), by=by)
    accept(row.invitation)
    assert days_of(seat) == [(old.person.email, day(-30), day(-3)), (ADDRESS, day(0), None)]


def test_nobody_to_replace(seat, by):
    with pytest.raises(services.SeatVacant):
        replacing(seat, by)


@pytest.mark.parametrize("start", [-30, -31])
def test_a_replacement_before_or_on_the_first_day_of_the_holder(seat, by, start):
    factories.appointment(place=seat)
    with pytest.raises(services.RegisterError):
        replacing(seat, by, starts_on=day(start))
    assert not Invitation.objects.exists()


def test_an_expired_or_withdrawn_invitation_replaces_nobody(seat, by):
    old = factories.appointment(place=seat)
    row = replacing(seat, by)
    accounts.revoke(invitation=row.invitation, by=by)
    with pytest.raises(accounts.InvitationRevoked):
        accept(row.invitation)
    again = replacing(seat, by)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    with pytest.raises(accounts.InvitationExpired):
        accept(again.invitation)
    assert days_of(seat) == [(old.person.email, day(-30), None)]


# --- Many ---------------------------------------------------------------------------------------------------------


def people(*emails: str) -> list[services.Invited]:
    unit = factories.local_government()
    seats = [factories.seat(unit, kind) for kind in SeatKind] + [factories.seat() for _ in emails]
    return [{"seat": seat, "email": email} | NAMES for seat, email in zip(seats, emails, strict=False)]


def test_many_are_invited_at_once(by):
    rows = services.invite_to_seats(
        people=people("a@grad.test", "b@grad.test", "c@grad.test"), starts_on=day(0), by=by
    )
    assert [row.invitation.email for row in rows] == ["a@grad.test", "b@grad.test", "c@grad.test"]
    assert len(mail.outbox) == 3


def test_one_that_cannot_be_invited_stops_all(by):
    factories.person(email="ima@grad.test")
    wanted = people("a@grad.test", "ima@grad.test", "A@grad.test")
    with pytest.raises(accounts.InvitationsRefused) as refused:
        services.invite_to_seats(people=wanted, starts_on=day(0), by=by)
    assert {place: type(error) for place, error in refused.value.refusals.items()} == {
        2: services.HasAccount,
        3: services.AddressTwice,
    }
    assert not Invitation.objects.exists()
    assert not SeatInvitation.objects.exists()


# --- What waits already -------------------------------------------------------------------------------------------


def test_a_seat_that_waits_for_somebody_is_not_lost_unseen(seat, by):
    row = invited(seat, by)
    other = factories.seat()
    representative = factories.appointment().person
    unit = representative.appointments.get().seat.local_government
    proposed = services.propose_colleague(local_government=unit, email=ADDRESS, by=representative, **NAMES)
    for attempt in (
        lambda: invited(other, by),
        lambda: services.approve_colleague(colleague=proposed, by=by),
        lambda: services.invite_guest(email=ADDRESS, body="Ministarstvo", ends_on=day(9), by=by, **NAMES),
    ):
        with pytest.raises(services.InvitedElsewhere) as refused:
            attempt()
        assert refused.value.invitation == row
    assert Invitation.objects.waiting().get() == row.invitation


def test_what_is_withdrawn_for_a_newer_invitation_is_recorded(seat, by):
    first = invited(seat, by).invitation
    invited(seat, by)
    entry = ModelLogEntry.objects.get(action="accounts.revoke", object_id=str(first.pk))
    assert (entry.user, entry.data["email"]) == (by, ADDRESS)


def test_an_invitation_is_not_sent_again_once_the_seat_is_given_or_promised(seat, by):
    row = invited(seat, by)
    accounts.resend(invitation=row.invitation, by=by)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    promised = invited(seat, by, email="druga@grad.test")
    with pytest.raises(accounts.InvitationMoot):
        accounts.resend(invitation=row.invitation, by=by)
    accounts.revoke(invitation=promised.invitation, by=by)
    accounts.resend(invitation=row.invitation, by=by)
    factories.appointment(place=seat)
    with pytest.raises(accounts.InvitationMoot):
        accounts.resend(invitation=row.invitation, by=by)


def test_a_replacement_is_sent_again_while_the_same_person_holds_the_seat(seat, by):
    factories.appointment(place=seat)
    row = replacing(seat, by)
    assert accounts.resend(invitation=row.invitation, by=by) == row.invitation
