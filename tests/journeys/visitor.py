"""A person at a browser: goes through pages by clicking, and checks each against what holds for all of them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, Response, expect

from accounts.models import User
from serbian.script import to_cyrillic
from tests.factories import PASSWORD
from tests.journeys.words import READ_TEXT, faults_of_script

PATIENCE = 15_000  # milliseconds: a machine that does much else at the same time
expect.set_options(timeout=PATIENCE)
AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGE_TAGS = {"sr-latn": "sr-Latn", "sr": "sr-Cyrl"}
NARROWEST = 320
PHONE = 480
REFUSAL = "the server responded with a status of 4"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Setting:
    """How a page is looked at."""

    script: str
    width: int

    def __str__(self) -> str:
        return f"{self.script}-{self.width}"

    @property
    def is_phone(self) -> bool:
        """Whether the page is as narrow as a phone."""
        return self.width < PHONE


# For long journeys of one person in the admin: each script and each width once.
each_once = pytest.mark.parametrize("setting", [Setting("sr-latn", 1280), Setting("sr", 360)], indirect=True, ids=str)


class Visitor:
    """One browser with its own cookies; `page` is Playwright's."""

    def __init__(self, browser: Browser, address: str, setting: Setting, journey: str) -> None:
        self.address, self.setting, self.journey = address, setting, journey
        size: Any = {"width": setting.width, "height": 800}
        self.context = browser.new_context(base_url=address, viewport=size, locale="sr-RS")
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.complaints: list[tuple[str, str]] = []
        self.status = 0
        self.shots = 0
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append((str(error), self.page.url)))
        self.page.on("request", self._watch)
        self.page.on("response", self._note_status)

    def close(self) -> None:
        """Close the browser."""
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append((message.text, message.location.get("url", "")))

    def _watch(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme.startswith(("http", "ws")) and parts.netloc != urlsplit(self.address).netloc:
            self.complaints.append(("asked a foreign host", request.url))

    def _note_status(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.status = response.status

    # --- Going about ---------------------------------------------------------------------------------------------

    def say(self, text: str) -> str:
        """Serbian words, written in Latin in the tests, in the script of this visit."""
        return to_cyrillic(text) if self.setting.script == "sr" else text

    def open(self, path: str) -> None:
        """Go to an address of the site."""
        self.page.goto(path)

    def choose_script(self) -> None:
        """Press the switch of the script of this visit, where another one is on."""
        button = self.page.locator(f'form.script button[name="language"][value="{self.setting.script}"]')
        if button.count():
            button.click()

    def log_in(self, user: User) -> None:
        """Be signed in already, in the script of this visit, and on the home page."""
        client = Client()
        client.force_login(user)
        names = {settings.SESSION_COOKIE_NAME: client.session.session_key}
        names[settings.LANGUAGE_COOKIE_NAME] = self.setting.script
        self.context.add_cookies(
            [{"name": name, "value": str(value), "url": self.address} for name, value in names.items()]
        )
        self.open("/")

    def log_in_by_form(self, user: User, password: str = PASSWORD) -> None:
        """Fill the form of the log-in page and send it."""
        self.fill("Službena e-pošta", user.email)
        self.fill("Lozinka", password)
        self.press("Prijavi se")

    def link(self, text: str, within: str = "body") -> Locator:
        """The first link with these words."""
        return self.page.locator(within).get_by_role("link", name=self.say(text)).first

    def follow(self, text: str, within: str = "body") -> None:
        """Click a link."""
        self.link(text, within).click()

    def press(self, text: str) -> None:
        """Click a button by exactly these words."""
        self.page.get_by_role("button", name=self.say(text), exact=True).first.click()

    def fill(self, label: str, value: str) -> None:
        """Type into the field whose label begins so."""
        self.field(label).fill(value)

    def field(self, label: str) -> Locator:
        """The field whose label begins so."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(self.say(label))}", re.IGNORECASE)).first

    def look_for(self, text: str) -> None:
        """Type into the search field of the header, exactly this, and send it."""
        field = self.page.locator("header form.search input")
        field.fill(text)
        field.press("Enter")
        self.page.wait_for_url(lambda url: urlsplit(url).path == reverse("search"))

    def open_account_menu(self) -> None:
        """Unfold the menu under the reader's name."""
        self.page.locator("details.menu > summary").click()

    # --- Looking -------------------------------------------------------------------------------------------------

    def sees(self, text: str) -> None:
        """Expect words in the content of the page."""
        expect(self.page.locator("main")).to_contain_text(self.say(text))

    def sees_title(self, text: str) -> None:
        """Expect the first heading of the page."""
        expect(self.page.locator("h1").first).to_contain_text(self.say(text))

    def check(self, name: str, *, status: int = 200) -> None:
        """Hold the page against what every page keeps to; `name` is that of its picture."""
        self.page.wait_for_load_state()
        assert self.status == status, (name, self.status, self.page.url)
        self.take_picture(name)
        assert self.page.locator("html").get_attribute("lang") == LANGUAGE_TAGS[self.setting.script]
        self.check_axe(name)
        self.check_words(name)
        self.check_width(name)
        self.check_console(name)

    def check_axe(self, name: str) -> None:
        """The page breaks no rule of accessibility."""
        faults = self.axe()
        assert not faults, (name, faults)

    def check_words(self, name: str) -> None:
        """Every word is Serbian and in the script of this visit."""
        faults = faults_of_script(self.page.evaluate(READ_TEXT), self.setting.script)
        assert not faults, (name, faults)

    def axe(self) -> list[str]:
        """The rules of accessibility that the page breaks, each with the elements that break it."""
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = AXE.run(self.page, options=options).response["violations"]
        return [f"{rule['id']}: {[node['html'][:300] for node in rule['nodes']]}" for rule in found]

    def check_width(self, name: str) -> None:
        """Nothing stands out at the right, on a phone not at 320 px either."""
        assert self.page.evaluate(OVERFLOW) <= 0, name
        if self.setting.is_phone:
            self.page.set_viewport_size({"width": NARROWEST, "height": 800})
            assert self.page.evaluate(OVERFLOW) <= 0, (name, NARROWEST)
            self.page.set_viewport_size({"width": self.setting.width, "height": 800})

    def check_console(self, name: str) -> None:
        """The console has no error (a breach of the policy is one), and no foreign host was asked for anything.

        That the browser reports a refusal by the page's own address is no complaint, its status is checked by itself.
        """
        own = urlsplit(self.page.url).path
        complaints = [
            (text, where) for text, where in self.complaints if not (REFUSAL in text and urlsplit(where).path == own)
        ]
        self.complaints.clear()
        assert not complaints, (name, complaints)

    def take_picture(self, name: str) -> None:
        """Keep a picture of the page in the folder named by SCREENSHOTS, if any."""
        if folder := os.environ.get("SCREENSHOTS"):
            self.shots += 1
            journey = self.journey.removeprefix("test_")
            path = Path(folder) / f"{journey}-{self.shots:02}-{name}-{self.setting}.png"
            self.page.screenshot(path=path, full_page=True)
