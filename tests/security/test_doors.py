"""The doors: one login with its second factor, invitations, and no way around them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as django_settings
from django.test import Client

from accounts.models import User
from serbian.script import has_cyrillic
from tests import factories
from tests.factories import PASSWORD

LOGIN, SECOND_FACTOR = "/nalog/login/", "/nalog/2fa/authenticate/"
SECRET = "JBSWY3DPEHPK3PXP"
# Where Wagtail and Django ask for a password, and where they would let one be reset.
OTHER_DOORS = [
    "/admin/login/",
    "/_util/login/",
    "/django-admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/set-password/",
    "/admin/password_reset/complete/",
    "/_util/authenticate_with_password/1/",
    "/dokumenti/authenticate_with_password/1/",
]
FOREIGN = [
    "https://zlo.test/",
    "//zlo.test/",
    "/\\zlo.test/",
    "javascript:alert(1)",
    "https:zlo.test",
    "\thttps://zlo.test",
]


def is_signed_in(client: Client) -> bool:
    """Whether the browser has a session that belongs to somebody."""
    return "_auth_user_id" in client.session


def log_in(client: Client, person: User, password: str = PASSWORD) -> Any:
    """Send the form of the login page."""
    return client.post(LOGIN, {"login": person.email, "password": password})


def code(secret: str = SECRET) -> str:
    """The code that a person's application shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


@pytest.fixture
def guarded_editor(db: None) -> User:
    """An editor with a second factor."""
    person = factories.editor()
    totp.TOTP.activate(person, SECRET)
    return person


# --- Passwords ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", OTHER_DOORS)
def test_a_password_opens_no_other_door(client, guarded_editor, door):
    fields = dict.fromkeys(("username", "login", "email"), guarded_editor.email)
    response = client.post(door, fields | {"password": PASSWORD, "new_password1": "x", "new_password2": "x"})
    assert response.headers["Location"].startswith(LOGIN)
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302
    assert User.objects.get(pk=guarded_editor.pk).check_password(PASSWORD)


def test_the_password_alone_does_not_sign_in_whoever_has_a_second_factor(client, guarded_editor):
    assert log_in(client, guarded_editor).headers["Location"] == SECOND_FACTOR
    assert not is_signed_in(client)
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)
    assert client.post(SECOND_FACTOR, {"code": "000000"}).status_code == 200
    assert not is_signed_in(client)
    client.post(SECOND_FACTOR, {"code": code()})
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_opens_once(client, guarded_editor):
    recovery_code = RecoveryCodes.activate(guarded_editor).get_unused_codes()[0]
    for signs_in in (True, False):
        log_in(client, guarded_editor)
        client.post(SECOND_FACTOR, {"code": recovery_code})
        assert is_signed_in(client) == signs_in
        client.post("/nalog/logout/")


@pytest.mark.parametrize(("language", "cyrillic"), [("sr-latn", False), ("sr", True)])
def test_a_wrong_password_is_told_in_the_readers_script(client, member, language, cyrillic):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    response = log_in(client, member, "pogrešna-lozinka")
    message = response.context["form"].non_field_errors()[0]
    assert response.status_code == 200
    assert not is_signed_in(client)
    assert has_cyrillic(message) == cyrillic
    assert ("лозинка" if cyrillic else "lozinka") in message
    assert message in response.content.decode()


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client, member):
    for _attempt in range(5):
        log_in(client, member, "pogrešna-lozinka")
    response = log_in(client, member)
    assert not is_signed_in(client)
    assert "Previše neuspelih pokušaja" in response.content.decode()
    assert log_in(Client(), factories.member()).status_code == 302


def test_a_closed_account_does_not_sign_in_and_a_session_ends_with_it(client, member):
    log_in(client, member)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/").headers["Location"].startswith(LOGIN)
    again = Client()
    log_in(again, member)
    assert not is_signed_in(again)


def test_signing_up_is_closed(client, db):
    fields = {"email": "neko@grad.test", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/nalog/signup/", fields)
    assert page.templates[0].name == "account/signup_closed.html"
    assert not User.objects.exists()


def test_forms_without_the_token_are_refused(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    for address in ("/pismo/", "/moj-profil/", "/pisite-koordinatorki/", "/nalog/logout/", LOGIN):
        response = client.post(address, {"language": "sr"})
        assert response.status_code == 403
        assert "403.html" in [template.name for template in response.templates]


# --- The second factor that some must have ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "make", [factories.editor, factories.coordinator, lambda: factories.person(is_superuser=True)]
)
def test_whoever_has_a_role_must_set_up_a_second_factor_first(db, client, settings, make):
    settings.MFA_REQUIRED = True
    person, document = make(), factories.document()
    log_in(client, person)
    for address in ("/", "/admin/", "/admin/pages/", document.url, "/moj-profil/", "/nema-ovoga/"):
        assert client.get(address).headers["Location"] == "/nalog/2fa/totp/activate/"
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert response.redirect_chain[-1][0].startswith(("/nalog/2fa/", "/nalog/reauthenticate/"))
    for address in ("/nalog/2fa/", "/nalog/logout/", "/healthz/"):
        assert client.get(address).status_code == 200
    totp.TOTP.activate(person, SECRET)
    assert client.get("/admin/").status_code == 200
    assert b"".join(client.get(document.url)) == b"Clan 1.\n"


def test_a_member_needs_no_second_factor(client, settings, member):
    settings.MFA_REQUIRED = True
    client.force_login(member)
    assert client.get("/").status_code == 200


def test_the_second_factor_is_set_up_after_the_password_is_asked_again(client, settings, editor):
    settings.MFA_REQUIRED = True
    client.force_login(editor)
    response = client.get("/", follow=True)
    assert response.request["PATH_INFO"] == "/nalog/reauthenticate/"
    address = f"{response.request['PATH_INFO']}?{response.request['QUERY_STRING']}"
    response = client.post(address, {"password": PASSWORD}, follow=True)
    assert response.request["PATH_INFO"] == "/nalog/2fa/totp/activate/"
    secret = response.context["form"].secret
    client.post("/nalog/2fa/totp/activate/", {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


# --- The demo, and settings that refuse to start ------------------------------------------------------------------


def test_people_of_the_demo_sign_in_in_the_demo_only(client, settings, db):
    person = factories.member(email="jelena.markovic@cacak.example")
    log_in(client, person)
    assert not is_signed_in(client)
    settings.DEMO = True
    log_in(client, person)
    assert client.get("/").status_code == 200
    settings.DEMO = False
    assert client.get("/").headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    ("environment", "refusal"),
    [
        ({"DEMO": "true", "ALLOWED_HOSTS": "mreza.test"}, "DEMO"),
        ({"DEMO": "true", "ALLOWED_HOSTS": "*"}, "DEMO"),
        ({"DEMO": "true", "ALLOWED_HOSTS": "127.0.0.1,10.0.0.5"}, "DEMO"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEMO": "true"}, ""),
        ({"SECRET_KEY": "tajna"}, ""),
    ],
)
def test_settings_refuse_what_is_not_safe(environment, refusal):
    result = read_settings(environment, "settings.DEBUG")
    assert (result.returncode != 0) == bool(refusal)
    if refusal:
        assert "ImproperlyConfigured" in result.stderr
        assert refusal in result.stderr


def test_the_example_of_the_environment_starts_once_it_has_a_key():
    lines = Path(django_settings.BASE_DIR, ".env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert read_settings(example, "settings.DEBUG").returncode != 0
    assert read_settings(example | {"SECRET_KEY": "tajna"}, "settings.DEBUG").stdout.strip() == "False"


def test_production_is_strict_without_being_told():
    names = [
        "MFA_REQUIRED",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
    ]
    result = read_settings({"SECRET_KEY": "tajna"}, f"all(getattr(settings, name) for name in {names})")
    assert result.stdout.strip() == "True"
    assert read_settings({"SECRET_KEY": "tajna"}, "settings.DEBUG or settings.DEMO").stdout.strip() == "False"


def read_settings(environment: dict[str, str], expression: str) -> subprocess.CompletedProcess[str]:
    """Start the product's settings in a process of their own and print something of them."""
    told = {"DEBUG": "false", "DEMO": "false", "SECRET_KEY": ""} | environment
    unset = {"HTTPS", "MFA_REQUIRED", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL"}
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    program = f"from intranet import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=inherited | told,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


# --- Ways out ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", FOREIGN)
def test_no_door_sends_anybody_elsewhere(client, member, target):
    for address, field in (("/pismo/", "language"), ("/izgled/", "theme")):
        response = client.post(address, {field: "sr" if field == "language" else "dark", "next": target})
        assert response.headers["Location"] == "/"
    assert "zlo.test" not in client.get("/ulaz/", {"next": target}).headers["Location"]
    response = client.post(LOGIN, {"login": member.email, "password": PASSWORD, "next": target})
    assert response.headers["Location"] == "/"
    assert client.post("/nalog/logout/", {"next": target}).headers["Location"] == LOGIN


def test_the_chosen_script_leads_back_to_the_page(client, member):
    client.force_login(member)
    response = client.post("/pismo/", {"language": "sr", "next": "/vesti/?page=2"})
    assert response.headers["Location"] == "/vesti/?page=2"
    assert User.objects.get(pk=member.pk).language == "sr"
