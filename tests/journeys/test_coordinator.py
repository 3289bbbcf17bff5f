"""The coordinator invites a person, gives a seat and ends it; the person sees what that means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.links import invitation_token
from accounts.models import Invitation
from directory.enums import SeatKind
from directory.models import Appointment, Seat
from tests import factories
from tests.journeys.admin import Admin
from tests.journeys.newcomer import go_through_welcome
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor, each_once

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

EMAIL = "nikola.cvetkovic@nis.test"


class TestAppointing:
    """From an invitation to an appointment that has ended."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.scene = scene
        self.coordinator, self.person = visit(), visit()
        self.admin = Admin(self.coordinator)

    @each_once
    def test_appointing(self) -> None:
        self.when_the_coordinator_invites_a_person()
        self.then_the_mail_is_in_both_scripts()
        self.then_links_that_are_not_right_say_why()
        self.when_the_person_accepts()
        self.then_a_person_without_a_seat_is_told_so()
        self.when_the_coordinator_appoints_the_person()
        self.then_the_home_page_shows_the_seat()
        self.when_the_coordinator_ends_the_appointment()
        self.then_the_next_click_is_refused_with_the_reason()
        self.then_the_invitation_works_no_more()

    def when_the_coordinator_invites_a_person(self) -> None:
        self.coordinator.log_in(self.scene.coordinator)
        self.coordinator.follow("Objavljivanje i uređivanje")
        self.coordinator.open(reverse("wagtailusers_users:index"))
        self.admin.check("admin-users")
        self.coordinator.follow("Pozovi osobu")
        self.admin.type(email=EMAIL)
        self.admin.check("admin-invite")
        self.coordinator.page.locator('main button[type="submit"]').last.click()
        expect(self.coordinator.page.locator(".messages")).to_contain_text(EMAIL)
        expect(self.coordinator.page.locator(".messages a")).to_have_count(0)
        self.admin.check("admin-invitations")

    def then_the_mail_is_in_both_scripts(self) -> None:
        [message] = mail.outbox
        assert message.to == [EMAIL]
        assert "Da biste otvorili nalog" in message.body
        assert "Да бисте отворили налог" in message.body
        [self.address, again] = re.findall(r"https?://\S+", message.body)
        assert self.address == again

    def then_links_that_are_not_right_say_why(self) -> None:
        self.person.open(f"{self.address[:-3]}/")
        self.person.choose_script()
        self.person.sees("Veza nije potpuna")
        self.person.check("invitation-cut", status=410)
        old = Invitation.objects.create(email="kasno@nis.test", expires_at=timezone.now() - timedelta(days=1))
        self.person.open(reverse("accept_invitation", args=[invitation_token(old.pk)]))
        self.person.sees("Ovaj poziv više ne važi")
        self.person.check("invitation-expired", status=410)

    def when_the_person_accepts(self) -> None:
        self.person.open(self.address)
        self.person.sees(EMAIL)
        self.person.check("invitation")
        self.person.fill("Ime", "Nikola")
        self.person.fill("Prezime", "Cvetković")
        self.person.fill("Lozinka", "ispravna-lozinka-2026")
        self.person.fill("Ista lozinka ponovo", "druga-lozinka-2026")
        self.person.press("Otvori nalog")
        self.person.sees("Dve lozinke se razlikuju")
        expect(self.person.field("Ime")).to_have_value("Nikola")
        self.person.check("invitation-refused")
        self.person.fill("Lozinka", "ispravna-lozinka-2026")
        self.person.fill("Ista lozinka ponovo", "ispravna-lozinka-2026")
        self.person.press("Otvori nalog")

        go_through_welcome(self.person)

    def then_a_person_without_a_seat_is_told_so(self) -> None:
        self.person.sees_title("Danas nemate mesto u Mreži")
        self.person.sees("Nemate važeće imenovanje u Mreži")
        self.person.check("no-seat", status=404)

    def when_the_coordinator_appoints_the_person(self) -> None:
        seat = Seat.objects.get(local_government__slug="nis", kind=SeatKind.ICT)
        self.coordinator.open("/imenik/jls/nis/")
        self.coordinator.page.get_by_role("link", name=self.coordinator.say("Upiši imenovanje")).last.click()
        expect(self.admin.box("seat")).to_have_value(str(seat.pk))
        self.admin.type(person="Цветковић", act_number="02-17/2026")
        self.admin.date(starts_on=factories.day(-20).isoformat())
        self.admin.check("admin-appointment")
        self.save()

    def save(self) -> None:
        self.coordinator.page.locator('footer button[type="submit"]').first.click()
        expect(self.coordinator.page.locator(".messages .success")).to_be_visible()

    def then_the_home_page_shows_the_seat(self) -> None:
        self.person.open("/")
        self.person.sees_title("Grad Niš")
        self.person.sees("Nikola Cvetković")
        self.person.check("home-of-appointed")

    def when_the_coordinator_ends_the_appointment(self) -> None:
        appointment = Appointment.objects.get(person__email=EMAIL)
        self.coordinator.open(reverse("wagtailsnippets_directory_appointment:edit", args=[appointment.pk]))
        self.admin.check("admin-seat")
        self.coordinator.follow("Okončaj", "main")
        self.admin.date(last_day=factories.day(-30).isoformat())
        self.coordinator.page.locator('footer button[type="submit"]').first.click()
        expect(self.coordinator.page.locator("main")).to_contain_text(
            self.coordinator.say("Imenovanje ne može da se okonča pre nego što počne")
        )
        self.admin.check("admin-end-before-start")
        self.admin.date(last_day=factories.day(-1).isoformat())
        self.save()
        self.admin.check("admin-handover")
        self.coordinator.page.get_by_role("button", name=self.coordinator.say("Predaj i zapiši")).click()
        expect(self.coordinator.page.locator(".messages .success")).to_be_visible()
        self.admin.check("admin-handover-record")

    def then_the_next_click_is_refused_with_the_reason(self) -> None:
        self.person.follow("Biblioteka", "nav.nav")
        self.person.sees("Nemate važeće imenovanje u Mreži")
        self.person.check("appointment-ended", status=404)
        self.person.follow("Pišite koordinatorki", "main")
        self.person.sees_title("Pišite koordinatorki")
        self.person.check("contact-without-seat")

    def then_the_invitation_works_no_more(self) -> None:
        self.person.open(self.address)
        self.person.sees("Ovaj poziv je već prihvaćen")
        self.person.check("invitation-used", status=410)
