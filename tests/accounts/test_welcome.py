"""The three steps after an invitation is accepted."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client

from accounts import services
from accounts.links import invitation_token
from accounts.models import User
from directory.models import Profile
from directory.services import invite_to_seat
from tests import factories

ADDRESS = "novi@grad.test"
FORM = {
    "first_name": "Jelena",
    "last_name": "Marković",
    "password": factories.PASSWORD,
    "password_again": factories.PASSWORD,
}
SECURITY, PROFILE, SCRIPT = "/nalog/dobrodosli/", "/dobrodosli/profil/", "/dobrodosli/pismo/"


@pytest.fixture
def accepted(client, db):
    """A browser whose person has accepted an invitation; it says how, by role."""

    def accept(role: str = "") -> Client:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        invitation = services.invite(email=ADDRESS, role=role, by=None)
        assert client.post(f"/pozivnica/{invitation_token(invitation.pk)}/", FORM).headers["Location"] == SECURITY
        return client

    return accept


def text(response) -> str:
    return response.content.decode()


def test_the_invited_name_stands_in_the_form_with_the_seat(client, db):
    seat = factories.seat(factories.local_government("Arilje"))
    row = invite_to_seat(seat=seat, email=ADDRESS, first_name="Nada", last_name="Novaković")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = text(client.get(f"/pozivnica/{invitation_token(row.invitation_id)}/"))
    assert 'value="Nada"' in html
    assert 'value="Novaković"' in html
    assert "You are invited as the representative for the seat: ICT, Opština Arilje." in html
    assert "Step 1 of 3" in html


def test_each_step_can_be_skipped_and_opened_again(accepted):
    client = accepted()
    for address, number, onward in ((SECURITY, 1, PROFILE), (PROFILE, 2, SCRIPT), (SCRIPT, 3, None)):
        html = text(client.get(address))
        assert f"Step {number} of 3" in html
        assert onward is None or f'href="{onward}"' in html
    assert client.post(SCRIPT, {"language": "sr"}).headers["Location"] == "/"
    for address in (SECURITY, PROFILE, SCRIPT):  # the button back
        assert client.get(address).status_code == 200


def test_position_and_phone_are_kept(accepted):
    client = accepted()
    assert client.post(PROFILE, {"position": "Načelnica", "phone": "011/555-0123"}).headers["Location"] == SCRIPT
    profile = Profile.objects.get(user__email=ADDRESS)
    assert (profile.position, profile.phone) == ("Načelnica", "011/555-0123")
    response = client.post(PROFILE, {"position": "Načelnica", "phone": "<b>"})
    assert response.status_code == 200
    assert "phone" in response.context["form"].errors
    assert 'value="Načelnica"' in text(response)


@pytest.mark.parametrize("language", ["sr", "sr-latn", "en"])
def test_the_script_is_kept_with_the_account_and_the_browser(accepted, language):
    client = accepted()
    client.post(SCRIPT, {"language": language})
    assert User.objects.get(email=ADDRESS).language == language
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == language


def test_an_unknown_script_changes_nothing(accepted):
    client = accepted()
    assert client.post(SCRIPT, {"language": "zz"}).headers["Location"] == "/"
    assert User.objects.get(email=ADDRESS).language == "en"


def test_the_second_factor_asks_for_no_password_again_and_leads_back(accepted):
    client = accepted()
    page = client.get("/nalog/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    response = client.post("/nalog/2fa/totp/activate/", {"code": code}, follow=True)
    assert f'href="{SECURITY}"' in text(response)
    html = text(client.get(SECURITY))
    assert f'href="{PROFILE}"' in html
    assert "Skip this" not in html


def test_whoever_must_have_a_second_factor_does_not_skip_it(accepted, settings):
    settings.MFA_REQUIRED = True
    client = accepted("editor")
    html = text(client.get(SECURITY))
    assert "Your role requires it" in html
    assert PROFILE not in html
    assert client.get(PROFILE).headers["Location"] == "/nalog/2fa/totp/activate/"
    assert client.get("/admin/").headers["Location"] == "/nalog/2fa/totp/activate/"


def test_a_stranger_is_sent_to_log_in(client, db):
    for address in (SECURITY, PROFILE, SCRIPT):
        assert client.get(address).headers["Location"].startswith("/nalog/login/")
