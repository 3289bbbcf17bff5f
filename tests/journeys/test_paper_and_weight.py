"""What a page is on paper, and how much a first visit to it brings down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Response, expect

from directory.models import LocalGovernment
from events.models import MeetingPage
from files.models import Document, TextUnit
from library.models import ActPage
from news.models import NewsPage
from tests.journeys.scene import Scene
from tests.journeys.visitor import Setting, Visitor
from tests.queries import many

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LIMIT = 150_000


class TestPaper:
    """Acts, meetings and local governments are printed: the content stays, the ways through the site go."""

    def test_paper(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.visitor = visit()
        self.visitor.log_in(scene.member)
        self.visitor.page.emulate_media(media="print")
        self.then_paper_shows("/biblioteka/", "Uredba o kancelarijskom poslovanju", "Na snazi")
        self.then_paper_shows("/sastanci/", "Četrnaesti sastanak", "Plan rada Mreže")
        self.then_paper_shows("/imenik/", "Čačak", "Đorđe Njegovan")

    def then_paper_shows(self, section: str, link: str, text: str) -> None:
        self.visitor.open(section)
        self.visitor.open(str(self.visitor.link(link, "main").get_attribute("href")))
        page = self.visitor.page
        for hidden in ("nav.nav", "nav.crumbs", "form.script", "details.menu"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main").get_by_text(self.visitor.say(text)).first).to_be_visible()
        self.visitor.take_picture(f"paper-{section.strip('/')}")


class TestWeight:
    """A first visit, with nothing kept from earlier ones."""

    @pytest.mark.parametrize("setting", [Setting("sr-latn", 1280), Setting("sr", 1280)], indirect=True, ids=str)
    @pytest.mark.usefixtures("index")
    def test_weight(self, visit: Callable[[], Visitor], browser: Browser, scene: Scene, setting: Setting) -> None:
        self.browser, self.setting = browser, setting
        self.visitor = visit()
        self.weigh("/nalog/login/")
        self.visitor.log_in(scene.member)
        for address in [*addresses(), *addresses_of_search()]:
            self.weigh(address)

    def weigh(self, address: str) -> None:
        """Open the page in a browser that has seen none of the site; add up what it was sent, unpacked."""
        context = self.browser.new_context(
            base_url=self.visitor.address,
            viewport={"width": self.setting.width, "height": 800},
            storage_state=self.visitor.context.storage_state(),
        )
        page = context.new_page()
        responses: list[Response] = []
        page.on("response", lambda response: responses.append(response))  # noqa: PLW0108
        page.goto(address)
        page.evaluate("document.fonts.ready")
        sizes = {response.url: len(response.body()) for response in responses if response.ok}
        context.close()
        assert len(sizes) > 1
        assert sum(sizes.values()) < LIMIT, (address, sorted(sizes.items(), key=lambda item: -item[1])[:8])


def addresses() -> list[str]:
    """Every kind of page that a member opens."""
    pages = [ActPage.objects.first(), MeetingPage.objects.first(), NewsPage.objects.get(pinned=True)]
    unit = LocalGovernment.objects.get(slug="cacak")
    register = [f"/imenik/jls/{unit.slug}/", "/imenik/osobe/", "/moj-profil/", "/pisite-koordinatorki/", "/o-mrezi/"]
    return ["/", "/biblioteka/", "/sastanci/", "/imenik/", "/vesti/", *(page.url for page in pages if page), *register]


def addresses_of_search() -> list[str]:
    """A full page of results of every kind, and a full page of a file."""
    many.entries(20)
    document = Document.objects.get(title="Prečišćen tekst Uredbe")
    TextUnit.objects.create(document=document, number=1, text="Писмено се чува на прописаном месту.\n" * 60)
    return ["/pretraga/", "/pretraga/?q=mesto", f"/dokumenti/{document.pk}/tekst/1/?q=mesto"]
