"""A person's own account: a forgotten password, and a second factor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from tests.factories import PASSWORD
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor, each_once

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

NEW_PASSWORD = "nova-lozinka-za-mrežu"
PERIOD = 30


class TestForgottenPassword:
    """A member asks for a link by mail and sets a new password."""

    @each_once
    def test_forgotten_password(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.member, self.visitor = scene.member, visit()
        self.when_a_link_is_asked_for()
        self.then_the_link_comes_by_mail()
        self.when_a_poor_password_is_chosen()
        self.when_a_good_password_is_chosen()
        self.then_the_old_one_is_refused_and_the_new_one_opens()
        self.then_the_link_works_no_more()

    def when_a_link_is_asked_for(self) -> None:
        self.visitor.open("/")
        self.visitor.choose_script()
        self.visitor.follow("Zaboravljena lozinka")
        self.visitor.check("forgotten-password")
        self.visitor.fill("Službena e-pošta", self.member.email)
        self.visitor.press("Pošalji vezu")
        self.visitor.sees_title("Proverite poštu")
        self.visitor.check("check-your-mail")

    def then_the_link_comes_by_mail(self) -> None:
        [message] = mail.outbox
        assert message.to == [self.member.email]
        assert self.visitor.say("Da biste je postavili") in message.body
        [self.address] = re.findall(r"https?://\S+", message.body)

    def when_a_poor_password_is_chosen(self) -> None:
        self.visitor.open(self.address)
        self.visitor.sees_title("Nova lozinka")
        self.visitor.check("new-password")
        self.set_password("kratka")
        self.visitor.sees("Ispravite 1 podatak")
        self.visitor.check("new-password-refused")

    def set_password(self, password: str) -> None:
        for field in self.visitor.page.locator('main input[type="password"]').all():
            field.fill(password)
        self.visitor.press("Postavi lozinku")

    def when_a_good_password_is_chosen(self) -> None:
        self.set_password(NEW_PASSWORD)
        self.visitor.sees_title("Lozinka je postavljena")
        self.visitor.check("password-set")

    def then_the_old_one_is_refused_and_the_new_one_opens(self) -> None:
        self.visitor.follow("Prijavi se", "main")
        self.visitor.log_in_by_form(self.member)
        self.visitor.sees("Niste prijavljeni")
        self.visitor.log_in_by_form(self.member, NEW_PASSWORD)
        self.visitor.sees_title("Grad Čačak")

    def then_the_link_works_no_more(self) -> None:
        self.visitor.context.clear_cookies()
        self.visitor.open(self.address)
        self.visitor.choose_script()
        self.visitor.sees_title("Veza više ne važi")
        self.visitor.check("link-used")


class TestSecondFactor:
    """Who has a role must set up a second factor before anything else opens."""

    @pytest.fixture(autouse=True)
    def _required(self, settings: Any) -> None:
        settings.MFA_REQUIRED = True

    @each_once
    def test_second_factor(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.coordinator, self.visitor = scene.coordinator, visit()
        self.when_the_coordinator_logs_in_by_password()
        self.then_nothing_opens_but_the_set_up()
        self.when_a_wrong_code_is_typed()
        self.when_the_right_code_is_typed()
        self.then_recovery_codes_are_shown()
        self.when_the_coordinator_logs_in_again()
        self.then_a_code_is_asked_for_and_a_recovery_code_opens()

    def when_the_coordinator_logs_in_by_password(self) -> None:
        self.visitor.open("/")
        self.visitor.choose_script()
        self.visitor.log_in_by_form(self.coordinator)

    def then_nothing_opens_but_the_set_up(self) -> None:
        for path in ("/biblioteka/", "/admin/", "/"):
            self.visitor.open(path)
            self.visitor.sees_title("Potvrdite da ste to vi")
        self.visitor.check("confirm")
        self.visitor.fill("Lozinka", PASSWORD)
        self.visitor.press("Potvrdi")
        self.visitor.sees_title("Uključivanje prijave u dva koraka")
        self.visitor.check("set-up")

    def when_a_wrong_code_is_typed(self) -> None:
        self.visitor.fill("Šest cifara iz aplikacije", "12345")
        self.visitor.press("Uključi")
        self.visitor.sees("Ispravite 1 podatak")
        self.visitor.check("set-up-refused")

    def when_the_right_code_is_typed(self) -> None:
        secret = self.visitor.page.locator(".secret").inner_text().strip()
        code = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))
        self.visitor.fill("Šest cifara iz aplikacije", code)
        self.visitor.press("Uključi")

    def then_recovery_codes_are_shown(self) -> None:
        self.visitor.sees_title("Rezervni kodovi")
        self.codes = self.visitor.page.locator(".codes li").all_inner_texts()
        assert len(set(self.codes)) == 10
        self.visitor.check("recovery-codes")

    def when_the_coordinator_logs_in_again(self) -> None:
        self.visitor.open_account_menu()
        self.visitor.press("Odjava")
        self.visitor.log_in_by_form(self.coordinator, PASSWORD)

    def then_a_code_is_asked_for_and_a_recovery_code_opens(self) -> None:
        self.visitor.sees_title("Jednokratni kod")
        self.visitor.check("one-time-code")
        self.visitor.fill("Kod", "000000")
        self.visitor.press("Prijavi se")
        self.visitor.sees("Niste prijavljeni")
        self.visitor.check("one-time-code-refused")
        self.visitor.fill("Kod", self.codes[0])
        self.visitor.press("Prijavi se")
        self.visitor.sees_title("Vesna Ilić")
