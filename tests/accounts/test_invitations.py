from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail, signing
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from accounts import services
from accounts.links import invitation_token
from accounts.models import Invitation, User
from accounts.tasks import send_invitation
from serbian.script import has_cyrillic, has_latin
from tests import factories
from tests.reading import LANGUAGES

ADDRESS = "novi@grad.test"
FORM = {
    "first_name": "Jelena",
    "last_name": "Marković",
    "password": factories.PASSWORD,
    "password_again": factories.PASSWORD,
}
CLOSED = {
    "used": {
        "sr-latn": "Ovaj poziv je već prihvaćen.",
        "sr": "Овај позив је већ прихваћен.",
        "en": "This invitation has been accepted already.",
    },
    "expired": {
        "sr-latn": "Ovaj poziv više ne važi.",
        "sr": "Овај позив више не важи.",
        "en": "This invitation is no longer valid.",
    },
    "wrong": {
        "sr-latn": "Veza nije potpuna.",
        "sr": "Веза није потпуна.",
        "en": "This link is not complete.",
    },
    "withdrawn": {
        "sr-latn": "Veza nije potpuna.",
        "sr": "Веза није потпуна.",
        "en": "This link is not complete.",
    },
}


def invite(email: str = ADDRESS, **fields) -> Invitation:
    return services.invite(email=email, **({"by": None} | fields))


def address_of(invitation: Invitation) -> str:
    return f"/pozivnica/{invitation_token(invitation.pk)}/"


@pytest.fixture
def url(db):
    """The address of an open invitation."""
    return address_of(invite())


def closed(case: str) -> str:
    """The address of an invitation that cannot be accepted."""
    invitation = invite()
    url = address_of(invitation)
    if case == "used":
        services.accept_invitation(token=invitation_token(invitation.pk), first_name="A", last_name="B", password="x")
    elif case == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif case == "wrong":
        return url[:-3] + "x/"
    else:
        invitation.delete()
    return url


# --- The mail ---------------------------------------------------------------------------------------------------


@pytest.fixture
def message(db):
    """The mail of an invitation by the coordinator."""
    by = factories.coordinator(first_name="Ivana", last_name="Petrović")
    invite(by=by, role="editor")
    assert len(mail.outbox) == 1
    return mail.outbox[0]


def test_the_mail_is_in_both_scripts_one_under_the_other(message):
    latin, cyrillic = message.body.split("-" * 70)
    assert not has_cyrillic(latin)
    assert "Ivana Petrović vas poziva na intranet" in latin
    assert "Ивана Петровић вас позива на интранет" in cyrillic
    rest = cyrillic.replace(re.search(r"http\S+", cyrillic)[0], "")
    assert not has_latin(rest)


def test_the_mail_says_until_when(message):
    moment = timezone.localtime(Invitation.objects.get().expires_at)
    assert f"{moment.day}.\u00a0" in message.body
    assert f"{moment.hour}.{moment.minute:02d}" in message.body
    assert str(moment.year) in message.body


def test_both_links_open_the_form(client, message):
    links = re.findall(rf"{settings.SITE_URL}(\S+)", message.body)
    assert len(links) == 2
    for link in links:
        assert client.get(link).status_code == 200


def test_the_mail_goes_to_the_invited_alone_with_a_subject_on_one_line(message):
    assert message.recipients() == [ADDRESS]
    assert message.subject == "Poziv u Mrežu za elektronsku upravu"


def test_names_are_written_as_they_are(db):
    by = factories.coordinator(first_name="Ana & <Iva>", last_name="Petrović")
    invite(by=by)
    assert "Ana & <Iva> Petrović vas poziva" in mail.outbox[0].body


def test_an_invitation_without_an_inviter_is_in_the_plural(db):
    invite()
    assert "Pozvani ste na intranet" in mail.outbox[0].body


def test_the_invitation_is_kept_when_the_mail_fails(db, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", refuse)
        invitation = invite()
    assert not mail.outbox
    assert Invitation.objects.get().is_open
    send_invitation.call(invitation_id=invitation.pk)
    assert len(mail.outbox) == 1


def test_no_mail_goes_out_for_what_can_no_longer_be_accepted(db):
    invitation = invite()
    mail.outbox.clear()
    Invitation.objects.update(expires_at=timezone.now())
    send_invitation.call(invitation_id=invitation.pk)
    send_invitation.call(invitation_id=invitation.pk + 1)
    assert not mail.outbox


# --- The form ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sr-latn", ["Vaš nalog", "Ime", "Lozinka", "Otvori nalog"]),
        ("sr", ["Ваш налог", "Име", "Лозинка", "Отвори налог"]),
        ("en", ["Your account", "First name", "Password", "Make the account"]),
    ],
)
def test_the_form_in_every_language(client, url, language, words):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = client.get(url).content.decode()
    for word in words:
        assert word in html
    assert ADDRESS in html
    assert 'autocomplete="new-password"' in html


def test_acceptance_makes_the_account_and_signs_in(client, db):
    by = factories.coordinator()
    url = address_of(invite(email="Novi@Grad.test", role="editor", by=by))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "sr"
    response = client.post(url, FORM)
    assert response.url == "/nalog/dobrodosli/"
    user = User.objects.get(email=ADDRESS)
    assert user.get_full_name() == "Jelena Marković"
    assert user.check_password(factories.PASSWORD)
    assert user.language == "sr"
    assert list(user.role_grants.values_list("role", flat=True)) == ["editor"]
    assert list(user.groups.values_list("name", flat=True)) == ["Urednici"]
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == user
    assert not invitation.is_open


def test_an_invitation_without_a_role_gives_no_rights(client, url):
    client.post(url, FORM)
    user = User.objects.get(email=ADDRESS)
    assert not user.role_grants.exists()
    assert not user.groups.exists()
    assert not user.get_all_permissions()
    assert client.get("/").status_code == 404  # no seat yet


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_invitation_says_why_and_makes_nothing(client, db, case, language, method):
    url = closed(case)
    people = User.objects.count()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = getattr(client, method)(url, FORM if method == "post" else None)
    assert response.status_code == 410
    assert CLOSED[case][language] in response.content.decode()
    assert User.objects.count() == people
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("token", ["x", "x:y:z", "Жеља", "a" * 2000, "%00", "..%2f.."])
def test_a_link_that_nobody_made(client, db, token):
    assert client.get(f"/pozivnica/{token}/").status_code in {404, 410}


def test_a_signed_text_of_something_else_opens_nothing(client, db):
    text = signing.dumps(invite().pk, salt="accounts.something_else")
    assert client.get(f"/pozivnica/{text}/").status_code == 410


def test_an_address_that_was_taken_meanwhile(client, url):
    factories.person(email=ADDRESS.upper())
    response = client.post(url, FORM)
    assert response.status_code == 410
    assert "Nalog sa ovom adresom e-pošte već postoji." in response.content.decode()
    assert User.objects.filter(email__iexact=ADDRESS).count() == 1
    assert Invitation.objects.get().accepted_at is None


def test_the_same_form_sent_twice_makes_one_account(client, url):
    assert client.post(url, FORM).status_code == 302
    assert client.post(url, FORM | {"first_name": "Druga"}).status_code == 410
    assert User.objects.get(email=ADDRESS).first_name == "Jelena"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password_again": "druga-lozinka-2026"}, "Dve lozinke se razlikuju."),
        ({"password": "kratka", "password_again": "kratka"}, "10"),
        ({"password": "1234567890123", "password_again": "1234567890123"}, "sadrži samo cifre"),
        ({"password": "marković-2026", "password_again": "marković-2026"}, "sličn"),
        ({"first_name": ""}, "Ime:"),
        ({"last_name": "a" * 81}, "80"),
    ],
)
def test_a_form_that_cannot_be_accepted_comes_back(client, url, changed, words):
    response = client.post(url, FORM | changed)
    html = response.content.decode()
    assert response.status_code == 200
    assert words in html
    assert 'aria-invalid="true"' in html
    assert 'value="Marković"' in html or "last_name" in changed
    assert FORM["password"] not in html
    assert not User.objects.filter(email=ADDRESS).exists()
    assert Invitation.objects.get().is_open


def test_html_in_a_name_is_shown_as_text(client, db):
    url = address_of(invite(role="editor"))
    name = "<script>alert(1)</script>"
    html = client.post(url, FORM | {"first_name": name, "password": ""}).content.decode()
    assert name not in html
    assert "&lt;script&gt;" in html
    client.post(url, FORM | {"first_name": name})
    html = client.get("/").content.decode()
    assert name not in html
    assert "&lt;script&gt;" in html


# --- Inviting ---------------------------------------------------------------------------------------------------


def test_a_second_invitation_ends_the_first(client, db):
    first, second = invite(), invite(email=ADDRESS.upper())
    assert client.get(address_of(first)).status_code == 410
    assert client.get(address_of(second)).status_code == 200


def test_who_has_an_account_is_not_invited(db):
    factories.person(email=ADDRESS)
    with pytest.raises(services.EmailTaken):
        invite(email=ADDRESS.upper())
    assert not Invitation.objects.exists()


def test_an_invitation_lasts_as_long_as_the_settings_say(db, settings):
    settings.INVITATION_DAYS = 3
    left = invite().expires_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_nothing_else_makes_an_account(client, db):
    assert client.post("/nalog/signup/", FORM | {"email": ADDRESS, "password1": "x"}).status_code in {200, 403, 404}
    assert not User.objects.filter(email=ADDRESS).exists()
