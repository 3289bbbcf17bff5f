from __future__ import annotations

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from accounts import services as accounts
from accounts.links import invitation_token
from accounts.models import Invitation, User
from core.registry import entitlements
from directory import services
from directory.enums import ColleagueState
from directory.models import Colleague
from tests import factories
from tests.factories import day

ADDRESS = "kolega@grad.test"
NAMES = {"first_name": "Mira", "last_name": "Savić"}


@pytest.fixture
def by(db):
    return factories.coordinator()


@pytest.fixture
def representative(db):
    return factories.member(first_name="Petar", last_name="Petrović")


def unit_of(person: User):
    return person.appointments.get().seat.local_government


def propose(by: User, unit=None, **fields) -> Colleague:
    facts = {"email": ADDRESS, "position": "Referent"} | NAMES | fields
    return services.propose_colleague(local_government=unit or unit_of(by), by=by, **facts)


def accept(row) -> User:
    token = invitation_token(row.invitation_id)
    return accounts.accept_invitation(token=token, password=factories.PASSWORD, **NAMES)


@pytest.fixture
def colleague(representative, by):
    """A colleague who has accepted."""
    row = services.approve_colleague(colleague=propose(representative), by=by)
    accept(row)
    row.refresh_from_db()
    return row


# --- Proposing ----------------------------------------------------------------------------------------------------


def test_a_proposal_invites_nobody_yet(representative):
    row = propose(representative)
    assert row.state == ColleagueState.PROPOSED
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_only_for_ones_own_local_government_and_only_today(representative, by):
    for stranger in (by, factories.former_member(), factories.member(), factories.editor()):
        with pytest.raises(services.NotRepresentative):
            propose(stranger, unit_of(representative))
    assert not Colleague.objects.exists()


def test_a_colleague_proposes_nobody(colleague):
    with pytest.raises(services.NotRepresentative):
        propose(colleague.person, colleague.local_government, email="jos@grad.test")


def test_nobody_is_proposed_twice(representative):
    propose(representative)
    with pytest.raises(services.AlreadyThere):
        propose(representative, email=ADDRESS.upper())
    with pytest.raises(services.AlreadyThere):
        propose(representative, email=factories.member().email)


# --- Deciding -----------------------------------------------------------------------------------------------------


def test_approval_sends_the_invitation_in_both_scripts(representative, by):
    row = services.approve_colleague(colleague=propose(representative), by=by)
    assert (row.state, row.approved_by, row.approved_on) == (ColleagueState.INVITED, by, day(0))
    [message] = mail.outbox
    assert message.recipients() == [ADDRESS]
    assert unit_of(representative).name_cyrillic in message.body


def test_a_colleague_reads_as_members_do_and_is_in_no_group_of_a_seat(client, colleague):
    person = colleague.person
    assert colleague.state == ColleagueState.CURRENT
    assert entitlements.of(person).member
    assert {group.name for group in person.groups.all()} == {"Svi članovi"}
    assert person.profile.position == "Referent"
    client.force_login(person)
    assert client.get("/").status_code == 200
    for_seats = factories.content_page()
    factories.restrict(for_seats, *factories.member().groups.filter(name="IKT"))
    assert client.get(for_seats.url).status_code == 404


def test_who_has_an_account_begins_at_once(representative, by):
    person = factories.person(email=ADDRESS)
    row = services.approve_colleague(colleague=propose(representative), by=by)
    assert row.person == person
    assert not Invitation.objects.exists()
    assert entitlements.of(person).member


def test_what_is_decided_is_decided(representative, by):
    row = propose(representative)
    services.approve_colleague(colleague=row, by=by)
    with pytest.raises(services.AlreadyDecided):
        services.approve_colleague(colleague=row, by=by)
    with pytest.raises(services.AlreadyDecided):
        services.decline_colleague(colleague=row, reason="Ipak ne.", by=by)
    assert len(mail.outbox) == 1


def test_a_refusal_reaches_the_proposer_with_its_reason(representative, by):
    services.decline_colleague(colleague=propose(representative), reason="Nije zaposlena kod vas.", by=by)
    [message] = mail.outbox
    assert message.recipients() == [representative.email]
    assert message.reply_to == [by.email]
    assert "Nije zaposlena kod vas." in message.body
    assert "Није запослена код вас." in message.body
    assert not Colleague.objects.exists()
    entry = ModelLogEntry.objects.get(action="directory.decline_colleague")
    assert entry.data["reason"] == "Nije zaposlena kod vas."
    assert propose(representative).state == ColleagueState.PROPOSED


def test_a_refusal_without_a_reason(representative, by):
    row = propose(representative)
    with pytest.raises(services.ReasonMissing):
        services.decline_colleague(colleague=row, reason="  ", by=by)
    assert Colleague.objects.get() == row


def test_a_proposal_of_what_is_no_more(representative, by):
    row, unit = propose(representative), unit_of(representative)
    unit.exists_until = day(-1)
    unit.save()
    with pytest.raises(services.SeatGone):
        services.approve_colleague(colleague=row, by=by)


# --- Ending -------------------------------------------------------------------------------------------------------


def test_a_colleague_reads_until_the_last_day(client, colleague, representative):
    client.force_login(colleague.person)
    services.end_colleague(colleague=colleague, last_day=day(0), by=representative)
    assert client.get("/").status_code == 200
    Colleague.objects.update(ends_on=day(-1))  # the day passes; no job has run
    assert client.get("/").status_code == 404


def test_ending_at_once_takes_the_groups_too(client, colleague, representative):
    client.force_login(colleague.person)
    row = services.end_colleague(colleague=colleague, last_day=day(-1), by=representative)
    assert row.state == ColleagueState.ENDED
    assert client.get("/").status_code == 404
    assert not colleague.person.groups.exists()
    with pytest.raises(services.AlreadyEnded):
        services.end_colleague(colleague=colleague, last_day=day(3), by=representative)


def test_a_last_day_long_before_the_first(colleague, representative):
    with pytest.raises(services.EndBeforeStart):
        services.end_colleague(colleague=colleague, last_day=day(-2), by=representative)


def test_ending_an_invited_one_withdraws_the_invitation(representative, by):
    row = services.approve_colleague(colleague=propose(representative), by=by)
    services.end_colleague(colleague=row, last_day=day(-1), by=representative)
    with pytest.raises(accounts.InvitationRevoked):
        accept(row)
    assert propose(representative).state == ColleagueState.PROPOSED


def test_a_colleague_of_a_merged_local_government_reads_no_more(client, colleague):
    unit = colleague.local_government
    unit.exists_until = day(-1)
    unit.save()
    client.force_login(colleague.person)
    assert client.get("/").status_code == 404
