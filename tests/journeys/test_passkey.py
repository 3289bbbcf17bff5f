"""A new person sets up a passkey in the welcome, and logs in with it; Chromium plays the key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.links import invitation_token
from directory.enums import SeatKind
from directory.models import Seat
from directory.services.invitations import invite_to_seat
from tests.factories import PASSWORD
from tests.journeys.newcomer import accept
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor, each_once

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]
EMAIL = "nova@nis.test"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class TestPasskey:
    """From the invitation to a log-in with password and passkey."""

    @each_once
    def test_passkey(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.visitor = visit()
        self.page = self.visitor.page
        self.given_a_browser_with_a_key()
        self.when_an_invitation_is_accepted()
        self.when_a_passkey_is_added()
        self.then_the_welcome_goes_on()
        self.when_the_person_logs_in_again()
        self.then_the_passkey_opens()

    def given_a_browser_with_a_key(self) -> None:
        session = self.visitor.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def when_an_invitation_is_accepted(self) -> None:
        seat = Seat.objects.get(local_government__slug="nis", kind=SeatKind.ICT)
        invitation = invite_to_seat(seat=seat, email=EMAIL).invitation
        self.visitor.open(f"/pozivnica/{invitation_token(invitation.pk)}/")
        self.visitor.choose_script()
        self.visitor.check("invitation")
        accept(self.visitor, "Nada", "Novaković")
        self.visitor.sees_title("Bezbedna prijava")
        self.visitor.check("welcome-security")

    def when_a_passkey_is_added(self) -> None:
        self.visitor.follow("Koristi ključ ovog uređaja", "main")
        self.visitor.sees_title("Dodaj pristupni ključ")
        self.visitor.check("add-passkey")
        self.page.locator("#mfa_webauthn_add").click()
        self.visitor.sees_title("Rezervni kodovi")

    def then_the_welcome_goes_on(self) -> None:
        self.visitor.follow("Nastavi", "main")
        self.visitor.sees_title("Bezbedna prijava")
        self.visitor.follow("Nastavi", "main")
        self.visitor.sees_title("Vaš profil")
        self.visitor.check("welcome-profile")
        self.visitor.fill("Radno mesto", "Samostalna savetnica")
        self.visitor.press("Sačuvaj i nastavi")
        self.visitor.sees_title("Pismo")
        self.visitor.check("welcome-script")
        self.visitor.press("Završi")
        self.visitor.sees_title("Grad Niš")

    def when_the_person_logs_in_again(self) -> None:
        self.visitor.open("/nalog/2fa/webauthn/")
        self.visitor.check("passkeys")
        self.visitor.open_account_menu()
        self.visitor.press("Odjava")
        self.visitor.choose_script()
        self.visitor.fill("Službena e-pošta", EMAIL)
        self.visitor.fill("Lozinka", PASSWORD)
        self.visitor.press("Prijavi se")
        self.visitor.sees_title("Jednokratni kod")
        self.visitor.check("one-time-code-or-passkey")

    def then_the_passkey_opens(self) -> None:
        self.page.locator("#mfa_webauthn_authenticate").click()
        expect(self.page.locator("details.menu")).to_be_visible()
