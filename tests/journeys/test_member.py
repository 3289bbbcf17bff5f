"""A member logs in, reads, writes and leaves. Every page is found by clicking, from the home page on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from home.models import MessageToCoordinator
from tests.journeys.scene import FORM, PDF, Scene
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ACT = "Uredba o kancelarijskom poslovanju"


class Journey:
    """What the journeys of a member begin with."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.scene = scene
        self.visitor = visit()
        self.page = self.visitor.page

    def given_a_member_who_is_logged_in(self) -> None:
        self.visitor.log_in(self.scene.member)

    def go_home(self) -> None:
        self.page.locator("a.wordmark").click()


class TestReading(Journey):
    """From the log-in page to the log-out button."""

    def test_reading(self) -> None:
        self.when_a_stranger_opens_the_site()
        self.when_the_password_is_wrong()
        self.then_the_member_is_told_and_the_address_is_kept()
        self.when_the_password_is_right()
        self.then_the_home_page_shows_seat_meeting_news_and_library()
        self.then_news_can_be_read()
        self.then_the_library_can_be_filtered()
        self.then_an_act_and_its_file_can_be_opened()
        self.then_the_next_meeting_can_be_found_in_the_calendar()
        self.then_the_directory_shows_who_represents_cacak()
        self.then_a_plain_page_can_be_read()
        self.when_the_member_logs_out()
        self.then_the_site_is_closed()

    def when_a_stranger_opens_the_site(self) -> None:
        self.visitor.open("/")
        self.visitor.choose_script()
        self.visitor.sees_title("Prijava")
        self.visitor.check("log-in")

    def when_the_password_is_wrong(self) -> None:
        self.visitor.log_in_by_form(self.scene.member, "pogrešna-lozinka")

    def then_the_member_is_told_and_the_address_is_kept(self) -> None:
        self.visitor.sees("Niste prijavljeni")
        expect(self.visitor.field("Službena e-pošta")).to_have_value(self.scene.member.email)
        self.visitor.check("wrong-password")

    def when_the_password_is_right(self) -> None:
        self.visitor.log_in_by_form(self.scene.member)

    def then_the_home_page_shows_seat_meeting_news_and_library(self) -> None:
        self.visitor.sees_title("Grad Čačak")
        for text in ("Jelena Marković", "Četrnaesti sastanak Mreže", "Produžen rok", ACT):
            self.visitor.sees(text)
        self.visitor.check("home")

    def then_news_can_be_read(self) -> None:
        self.visitor.follow("Sve vesti")
        self.visitor.sees_title("Vesti")
        self.visitor.check("news")
        self.visitor.follow("Produžen rok")
        self.visitor.sees("Bez podataka nije moguće izraditi analizu")
        self.visitor.check("news-item")
        assert self.page.locator("main img").evaluate("image => image.complete && image.naturalWidth > 0")

    def then_the_library_can_be_filtered(self) -> None:
        self.visitor.follow("Biblioteka", "nav.nav")
        self.visitor.sees("Pronađeno: 3")
        self.visitor.check("library")
        if self.visitor.setting.is_phone:
            self.page.locator("details.filters > summary").click()
        self.page.get_by_label(self.visitor.say("Propis"), exact=True).check()
        self.visitor.press("Primeni izbor")
        self.visitor.sees("Pronađeno: 1")
        self.visitor.check("library-filtered")

    def then_an_act_and_its_file_can_be_opened(self) -> None:
        self.visitor.follow(ACT, "main")
        self.visitor.sees_title(ACT)
        self.visitor.sees("Na snazi")
        self.visitor.check("act")
        with self.page.expect_download() as download:
            self.visitor.follow("Obrazac izveštaja")
        assert download.value.suggested_filename == "izvestaj.txt"
        assert Path(download.value.path()).read_bytes() == FORM
        address = self.visitor.link("Prečišćen tekst Uredbe").get_attribute("href")
        response = self.visitor.context.request.get(str(address))
        assert response.body() == PDF
        assert response.headers["content-type"] == "application/pdf"

    def then_the_next_meeting_can_be_found_in_the_calendar(self) -> None:
        self.visitor.follow("Sastanci", "nav.nav")
        self.visitor.sees_title("Sastanci")
        self.visitor.check("calendar")
        self.visitor.follow("Četrnaesti sastanak", "#list")
        self.visitor.sees("Plan rada Mreže")
        self.visitor.check("meeting")

    def then_the_directory_shows_who_represents_cacak(self) -> None:
        self.visitor.follow("Imenik", "nav.nav")
        self.visitor.sees("Popunjeno je 2 od 6 mesta")
        self.visitor.check("directory")
        self.visitor.follow("Čačak", "#list")
        self.visitor.sees_title("Grad Čačak")
        self.visitor.check("local-government")
        self.visitor.follow("Đorđe Njegovan")
        self.visitor.sees_title("Đorđe Njegovan")
        self.visitor.check("person")
        self.visitor.follow("Predstavnici")
        self.visitor.sees_title("Predstavnici")
        self.visitor.check("people")

    def then_a_plain_page_can_be_read(self) -> None:
        self.visitor.follow("O Mreži", "footer")
        self.visitor.follow("Delokrug", "aside")
        self.visitor.sees("Poslovi Mreže")
        self.visitor.check("plain-page")

    def when_the_member_logs_out(self) -> None:
        self.visitor.open_account_menu()
        self.visitor.press("Odjava")

    def then_the_site_is_closed(self) -> None:
        self.visitor.sees_title("Prijava")
        self.visitor.check("logged-out")
        self.visitor.open("/")
        self.visitor.sees_title("Prijava")


class TestWriting(Journey):
    """What a member changes: the own profile, a message, how the site looks."""

    def test_writing(self) -> None:
        self.given_a_member_who_is_logged_in()
        self.when_the_profile_is_sent_with_html()
        self.then_it_is_refused_and_nothing_is_lost()
        self.when_the_profile_is_corrected()
        self.then_colleagues_see_it()
        self.when_the_member_writes_to_the_coordinator()
        self.then_the_mail_is_sent_and_a_copy_kept()

    def when_the_profile_is_sent_with_html(self) -> None:
        self.visitor.open_account_menu()
        self.visitor.follow("Moj profil i podešavanja")
        self.visitor.check("profile")
        self.visitor.fill("radno mesto", "<b>Savetnik</b>")
        self.visitor.fill("službeni telefon", "032/555-0101")
        self.visitor.press("Sačuvaj profil")

    def then_it_is_refused_and_nothing_is_lost(self) -> None:
        self.visitor.sees("Upišite običan tekst, bez HTML oznaka")
        expect(self.visitor.field("radno mesto")).to_have_value("<b>Savetnik</b>")
        expect(self.visitor.field("službeni telefon")).to_have_value("032/555-0101")
        self.visitor.check("profile-refused")

    def when_the_profile_is_corrected(self) -> None:
        self.visitor.fill("radno mesto", "Savetnik za informatiku")
        self.visitor.press("Sačuvaj profil")
        self.visitor.sees("Vaš profil je sačuvan")
        self.visitor.check("profile-saved")

    def then_colleagues_see_it(self) -> None:
        self.visitor.follow("Imenik", "nav.nav")
        self.visitor.follow("Jelena Marković", "main")
        self.visitor.sees("Savetnik za informatiku")
        self.visitor.sees("032/555-0101")
        self.visitor.check("own-page")

    def when_the_member_writes_to_the_coordinator(self) -> None:
        self.visitor.follow("Pišite koordinatorki", "footer")
        self.visitor.check("contact")
        self.visitor.fill("Naslov", "Pitanje o roku")
        self.visitor.fill("Poruka", "Da li rok važi i za gradske opštine?")
        self.visitor.press("Pošalji poruku")
        self.visitor.sees("Vaša poruka je na putu do koordinatorke")
        self.visitor.check("contact-sent")

    def then_the_mail_is_sent_and_a_copy_kept(self) -> None:
        kept = MessageToCoordinator.objects.get()
        [message] = mail.outbox
        assert (kept.sender, kept.subject, kept.text) == (
            self.scene.member,
            "Pitanje o roku",
            "Da li rok važi i za gradske opštine?",
        )
        assert kept.sent_at
        assert kept.text in message.body
        assert message.to == ["koordinatorka@mreza.test"]
        assert message.reply_to == [self.scene.member.email]


class TestChoosing(Journey):
    """The script and the theme that a member chooses stay; closed doors say so."""

    def test_choosing(self) -> None:
        self.given_a_member_who_is_logged_in()
        self.when_the_other_script_is_chosen()
        self.then_it_stays_on_another_machine()
        self.when_the_dark_theme_is_chosen()
        self.then_every_page_is_dark()
        self.when_an_address_does_not_exist()
        self.when_the_admin_is_opened()

    def other_script(self) -> str:
        return "sr" if self.visitor.setting.script == "sr-latn" else "sr-latn"

    def press_script(self, script: str) -> None:
        self.page.locator(f'form.script button[name="language"][value="{script}"]').click()

    def when_the_other_script_is_chosen(self) -> None:
        self.visitor.follow("Imenik", "nav.nav")
        where = self.page.url
        self.press_script(self.other_script())
        expect(self.page.locator("html")).to_have_attribute(
            "lang", "sr-Cyrl" if self.other_script() == "sr" else "sr-Latn"
        )
        assert self.page.url == where

    def then_it_stays_on_another_machine(self) -> None:
        language = self.page.locator("html").get_attribute("lang")
        self.visitor.context.clear_cookies()
        self.visitor.log_in(self.scene.member)
        expect(self.page.locator("html")).to_have_attribute("lang", str(language))
        self.press_script(self.visitor.setting.script)

    def when_the_dark_theme_is_chosen(self) -> None:
        self.visitor.open_account_menu()
        self.visitor.press("taman")
        expect(self.page.locator("html")).to_have_attribute("data-theme", "dark")
        self.visitor.check("home-dark")

    def then_every_page_is_dark(self) -> None:
        self.visitor.follow("Biblioteka", "nav.nav")
        self.visitor.check("library-dark")
        self.visitor.follow(ACT, "main")
        self.visitor.check("act-dark")
        self.visitor.follow("Sastanci", "nav.nav")
        self.visitor.check("calendar-dark")
        self.visitor.follow("Imenik", "nav.nav")
        self.visitor.check("directory-dark")
        assert self.background() < 80
        self.visitor.open_account_menu()
        self.visitor.press("svetao")

    def background(self) -> float:
        """How light the page is, from 0 to 255."""
        colour: Any = self.page.evaluate(
            """() => {
                const canvas = document.createElement("canvas").getContext("2d");
                canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
            }"""
        )
        return float(sum(colour) / 3)

    def when_an_address_does_not_exist(self) -> None:
        self.visitor.open("/nema-ove-strane/")
        self.visitor.sees_title("Na ovoj adresi nema strane")
        self.visitor.check("not-found", status=404)
        self.visitor.follow("Imenik", "main")
        self.visitor.sees_title("Imenik")

    def when_the_admin_is_opened(self) -> None:
        self.visitor.open("/admin/")
        self.visitor.sees_title("Nemate pristup")
        self.visitor.check("no-access", status=403)
        self.visitor.follow("Na početnu", "main")
        self.visitor.sees_title("Grad Čačak")
