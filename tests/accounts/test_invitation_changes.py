"""Sending again, withdrawing, and inviting many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts import services
from accounts.enums import InvitationState
from accounts.links import invitation_token
from accounts.models import Invitation, User
from tests import factories

ADDRESS = "novi@grad.test"
LIST = "/admin/invitation/"


@pytest.fixture
def by(client, db):
    """The coordinator, signed in."""
    person = factories.coordinator(language="en")
    client.force_login(person)
    return person


@pytest.fixture
def invitation(by):
    made = services.invite(email=ADDRESS, by=by)
    mail.outbox.clear()
    return made


def expire(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    invitation.refresh_from_db()


def accept(invitation: Invitation) -> User:
    return services.accept_invitation(
        token=invitation_token(invitation.pk), first_name="A", last_name="B", password=factories.PASSWORD
    )


def link(invitation: Invitation) -> str:
    return f"/pozivnica/{invitation_token(invitation.pk)}/"


def text(response) -> str:
    return response.content.decode()


# --- Services -----------------------------------------------------------------------------------------------------


def test_an_expired_invitation_is_sent_again_with_the_same_link(client, invitation, by):
    expire(invitation)
    assert client.get(link(invitation)).status_code == 410
    again = services.resend(invitation=invitation, by=by)
    assert again.expires_at > timezone.now() + timedelta(days=settings.INVITATION_DAYS - 1)
    [message] = mail.outbox
    assert link(invitation) in message.body
    assert client.get(link(invitation)).status_code == 200


def test_sending_an_old_one_again_withdraws_the_newer(invitation, by):
    expire(invitation)
    newer = services.invite(email=ADDRESS, by=by)
    services.resend(invitation=invitation, by=by)
    newer.refresh_from_db()
    assert newer.state == InvitationState.REVOKED


def test_what_cannot_be_sent_again(invitation, by):
    services.revoke(invitation=invitation, by=by)
    with pytest.raises(services.InvitationRevoked):
        services.resend(invitation=invitation, by=by)
    used = services.invite(email="druga@grad.test", by=by)
    accept(used)
    with pytest.raises(services.InvitationUsed):
        services.resend(invitation=used, by=by)
    taken = services.invite(email="treca@grad.test", by=by)
    factories.person(email="treca@grad.test")
    mail.outbox.clear()
    with pytest.raises(services.EmailTaken):
        services.resend(invitation=taken, by=by)
    assert not mail.outbox


def test_a_withdrawn_link_says_so_and_makes_nothing(client, invitation, by):
    services.revoke(invitation=invitation, by=by)
    client.logout()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for response in (client.get(link(invitation)), client.post(link(invitation), {})):
        assert response.status_code == 410
        assert "This invitation was withdrawn." in text(response)
    with pytest.raises(services.InvitationRevoked):
        accept(invitation)
    assert not User.objects.filter(email=ADDRESS).exists()
    assert services.revoke(invitation=invitation, by=by).state == InvitationState.REVOKED


def test_an_accepted_invitation_is_not_withdrawn(invitation, by):
    accept(invitation)
    with pytest.raises(services.InvitationUsed):
        services.revoke(invitation=invitation, by=by)
    assert User.objects.get(email=ADDRESS).is_active


def test_many_or_none(by):
    factories.person(email="ima@grad.test")
    with pytest.raises(services.InvitationsRefused) as refused:
        services.invite_many(emails=["a@grad.test", "IMA@grad.test", " A@grad.test"], by=by)
    kinds = {place: type(error) for place, error in refused.value.refusals.items()}
    assert kinds == {2: services.EmailTaken, 3: services.EmailTwice}
    assert not Invitation.objects.exists()
    assert len(services.invite_many(emails=["a@grad.test", "b@grad.test"], by=by)) == len(mail.outbox) == 2


def test_the_mail_begins_with_the_script_of_the_settings(settings, by):
    settings.MAIL_SCRIPTS = ["sr", "sr-latn"]
    services.invite(email=ADDRESS, by=by)
    first, second = mail.outbox[0].body.split("-" * 70)
    assert "Отворите" in first or "отворили" in first
    assert "otvorili" in second


# --- The list -----------------------------------------------------------------------------------------------------


def test_the_list_narrows_by_state(client, invitation, by):
    states = {"waiting": invitation}
    for state in ("expired", "accepted", "revoked"):
        states[state] = services.invite(email=f"{state}@grad.test", by=by)
    expire(states["expired"])
    accept(states["accepted"])
    services.revoke(invitation=states["revoked"], by=by)
    for state, row in states.items():
        row.refresh_from_db()
        assert row.state == state
        html = text(client.get(LIST, {"state": state}))
        assert [other.email for other in states.values() if other.email in html] == [row.email]
    html = text(client.get(LIST, {"state": ["waiting", "expired"]}))
    assert states["waiting"].email in html
    assert states["expired"].email in html
    assert html.count("Send again") == 2


def test_buttons_send_again_and_withdraw(client, invitation, by):
    html = text(client.get(LIST))
    again, withdraw = f"/admin/invitations/{invitation.pk}/resend/", f"/admin/invitations/{invitation.pk}/withdraw/"
    assert again in html
    assert withdraw in html
    assert "on its way to novi@grad.test again" in text(client.post(again, follow=True))
    assert len(mail.outbox) == 1
    assert "is withdrawn" in text(client.post(withdraw, follow=True))
    assert "Send a new one" in text(client.post(again, follow=True))
    assert client.get(again).status_code == 405
    assert client.post("/admin/invitations/999/resend/").status_code == 404
    assert len(mail.outbox) == 1


def test_only_the_coordinator_sends_again_and_withdraws(client, invitation):
    for person in (factories.editor(), factories.member()):
        client.force_login(person)
        for act in ("resend", "withdraw"):
            assert client.post(f"/admin/invitations/{invitation.pk}/{act}/").status_code in {302, 403}
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.WAITING
    assert not mail.outbox


def test_several_lines_invite_several_people(client, by):
    response = client.post(f"{LIST}new/", {"email": "a@grad.test\n\n  B@grad.test ", "role": ""}, follow=True)
    assert "a@grad.test, b@grad.test" in text(response)
    assert Invitation.objects.count() == len(mail.outbox) == 2


def test_bad_lines_are_named_and_nobody_is_invited(client, by):
    factories.person(email="ima@grad.test")
    lines = "a@grad.test\nnije adresa\nima@grad.test\nA@grad.test"
    response = client.post(f"{LIST}new/", {"email": lines, "role": ""})
    errors = response.context["form"].errors["email"]
    assert [error.split(":")[0] for error in errors] == [
        "Line 2, nije adresa",
        "Line 3, ima@grad.test",
        "Line 4, A@grad.test",
    ]
    assert "nije adresa" in text(response)
    assert not Invitation.objects.exists()
