"""The coordinator replaces a representative: the new one accepts elsewhere, the old one's next click is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import expect

from directory.models import Appointment
from tests import factories
from tests.journeys.admin import Admin
from tests.journeys.newcomer import accept, go_through_welcome
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor, each_once

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

EMAIL = "nada.novakovic@cacak.test"


class TestReplacing:
    """Three people at three browsers."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.scene = scene
        self.coordinator, self.old, self.new = visit(), visit(), visit()
        self.admin = Admin(self.coordinator)

    @each_once
    def test_replacing(self) -> None:
        self.given_the_old_one_reads()
        self.when_the_coordinator_invites_to_the_seat()
        self.then_the_old_one_still_reads()
        self.when_the_new_one_accepts()
        self.then_the_new_one_holds_the_seat()
        self.then_the_next_click_of_the_old_one_is_refused()
        self.then_the_coordinator_hands_over()

    def given_the_old_one_reads(self) -> None:
        self.old.log_in(self.scene.member)
        self.old.follow("Biblioteka", "nav.nav")
        self.old.sees_title("Biblioteka")

    def when_the_coordinator_invites_to_the_seat(self) -> None:
        self.coordinator.log_in(self.scene.coordinator)
        self.coordinator.follow("Imenik", "nav.nav")
        self.coordinator.page.get_by_role("link", name=self.coordinator.say("Čačak"), exact=True).first.click()
        self.coordinator.sees_title("Grad Čačak")
        self.coordinator.check("local-government-of-coordinator")
        self.coordinator.page.get_by_role("link", name=self.coordinator.say("Izmeni imenovanje")).last.click()
        self.admin.check("seat")
        self.coordinator.follow("Zameni", "main")
        self.admin.check("replace")
        self.coordinator.follow("Pozovi na ovo mesto", "main")
        self.admin.type(email=EMAIL, first_name="Nada", last_name="Novaković", act_number="112-7/2026")
        self.admin.check("invite-to-seat")
        self.coordinator.page.locator('main button[type="submit"]').last.click()
        expect(self.coordinator.page.locator(".messages")).to_contain_text(EMAIL)

    def then_the_old_one_still_reads(self) -> None:
        self.old.follow("Sastanci", "nav.nav")
        self.old.sees_title("Sastanci")

    def when_the_new_one_accepts(self) -> None:
        message = mail.outbox[-1]
        assert message.to == [EMAIL]
        self.new.open(re.findall(r"https?://\S+", message.body)[0])
        self.new.choose_script()
        self.new.sees("Čačak")
        self.new.check("invitation-to-seat")
        accept(self.new, "Nada", "Novaković")
        go_through_welcome(self.new)

    def then_the_new_one_holds_the_seat(self) -> None:
        self.new.sees_title("Grad Čačak")
        self.new.check("home-of-the-new-one")
        [current] = Appointment.objects.filter(person__email=EMAIL)
        assert (current.starts_on, current.act_number) == (factories.day(0), "112-7/2026")
        former = Appointment.objects.get(person=self.scene.member)
        assert former.ends_on == factories.day(-1)

    def then_the_next_click_of_the_old_one_is_refused(self) -> None:
        self.old.follow("Imenik", "nav.nav")
        self.old.sees("Nemate važeće imenovanje u Mreži")
        self.old.check("replaced", status=404)

    def then_the_coordinator_hands_over(self) -> None:
        self.coordinator.open("/imenik/jls/cacak/")
        self.coordinator.sees("Nada Novaković")
        self.coordinator.sees("112-7/2026")
        self.coordinator.page.get_by_role("link", name=self.coordinator.say("Izmeni imenovanje")).last.click()
        self.coordinator.follow("Primopredaja", "main")
        self.admin.check("handover")
        self.coordinator.page.get_by_role("button", name=self.coordinator.say("Predaj i zapiši")).click()
        expect(self.coordinator.page.locator(".messages .success")).to_be_visible()
        self.admin.check("handover-record")
