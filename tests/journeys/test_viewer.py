"""From a word to its place on a page: in a long PDF, in a scan, in a Word file."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from files.models import Document
from files.tasks import extract_document, recognise_document
from serbian.script import to_cyrillic
from tests import factories
from tests.files import made_files, scans
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PAGES, PAGE, LATER = 60, 37, 50
WHEN_DECODED = "image => image.decode().then(() => image.naturalWidth)"


def text_of_page(number: int) -> str:
    """The text of a page of the file: one of them has words that no other has."""
    own = "Rok za prečišćavanje đubrišta je godinu dana." if number == PAGE else f"Predmet {number}-{number}/2026."
    return (
        f"{number}\n{own}\nRešenje se čuva trajno, a prečišćavanje se evidentira."
        if number > 50
        else f"{number}\n{own}"
    )


def stored(name: str, content: bytes) -> Document:
    """A document of an act, read as the worker reads it."""
    document = factories.document(title=name.partition(".")[0], name=name, content=content)
    extract_document.call(document.pk)
    while Document.objects.get(pk=document.pk).pages_to_recognise:
        recognise_document.call(document.pk)
    factories.act_page(document, title=f"Odluka: {name}")
    return document


def picture_is_there(page: Page) -> None:
    """The picture of the page has come."""
    assert page.locator(".sheet img").evaluate(WHEN_DECODED) > 0


class TestALongFile:
    """A member looks for words that stand on page 37 of 60, and goes on from there."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, index: Callable[[], int]) -> None:
        content = made_files.pdf(map(text_of_page, range(1, PAGES + 1)), font="Vera")
        self.document = stored("prirucnik.pdf", content)
        index()
        self.visitor = visit()
        self.page = self.visitor.page
        self.drawn: list[int] = []
        self.page.on("request", self.note)
        self.visitor.log_in(scene.member)

    def note(self, request: Request) -> None:
        """Write down which pages are drawn."""
        if found := re.search(r"/strana/(\d+)/(?!160)", request.url):
            self.drawn.append(int(found[1]))

    def test_a_long_file(self) -> None:
        self.when_a_word_is_looked_for_and_the_hit_clicked()
        self.then_page_37_is_drawn_and_no_other()
        self.then_the_words_are_marked_on_it()
        self.then_the_next_hit_is_on_a_later_page()
        self.then_the_keyboard_turns_pages()
        self.then_a_typed_page_opens()
        self.then_the_pages_can_be_seen_in_small()

    def when_a_word_is_looked_for_and_the_hit_clicked(self) -> None:
        self.visitor.look_for("prečišćavanje đubrišta")
        self.page.locator(".passage > a").first.click()

    def then_page_37_is_drawn_and_no_other(self) -> None:
        picture_is_there(self.page)
        assert f"/tekst/{PAGE}/" in self.page.url
        assert set(self.drawn) == {PAGE}

    def then_the_words_are_marked_on_it(self) -> None:
        expect(self.page.locator(".sheet rect.now")).to_have_count(2)
        sheet, mark = (
            self.page.locator(".sheet").bounding_box(),
            self.page.locator(".sheet rect.now").first.bounding_box(),
        )
        assert sheet["y"] < mark["y"] < sheet["y"] + sheet["height"] / 5  # the second of three lines at the top
        expect(self.page.locator(".page-text mark.now")).to_have_text("prečišćavanje đubrišta")
        self.visitor.check("viewer")

    def then_the_next_hit_is_on_a_later_page(self) -> None:
        expect(self.page.locator(".hits-nav strong")).to_contain_text(self.visitor.say("Pogodak 1 od 11"))
        self.page.locator('a[data-hit="next"]').click()
        expect(self.page.locator(".hits-nav strong")).to_contain_text(self.visitor.say("Pogodak 2 od 11"))
        assert "/tekst/51/" in self.page.url

    def then_the_keyboard_turns_pages(self) -> None:
        self.page.keyboard.press("ArrowLeft")
        self.page.wait_for_url("**/tekst/50/**")
        self.page.keyboard.press("F3")
        self.page.wait_for_url("**/tekst/51/**")
        self.page.keyboard.press("Shift+F3")
        self.page.wait_for_url(f"**/tekst/{PAGE}/**")

    def then_a_typed_page_opens(self) -> None:
        field = self.page.locator("#page-number")
        field.fill("60")
        field.press("ArrowLeft")  # inside a field it is a key of the field
        field.press("Enter")
        self.page.wait_for_url("**/tekst/60/**")

    def then_the_pages_can_be_seen_in_small(self) -> None:
        self.page.locator(".page-strip summary").click()
        expect(self.page.locator('.page-strip [aria-current="page"]')).to_contain_text("60")
        assert self.page.locator(".page-strip img").last.evaluate(WHEN_DECODED) > 0
        self.visitor.check("viewer-strip")


class TestAScan:
    """A member looks for a word that stands only in a picture."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, index: Callable[[], int]) -> None:
        lines = [
            to_cyrillic("Odluka o prečišćavanju đubrišta"),
            "",
            to_cyrillic("Rok je godinu dana od dana prijema."),
        ]
        stored("sken.pdf", scans.pdf_of([scans.picture(["Prva strana"]), scans.picture(lines)]))
        index()
        self.visitor = visit()
        self.page = self.visitor.page
        self.visitor.log_in(scene.member)

    @pytest.mark.tesseract
    def test_a_scan(self) -> None:
        self.visitor.look_for("đubrište")
        self.page.locator(".passage > a").first.click()
        picture_is_there(self.page)
        assert "/tekst/2/" in self.page.url
        expect(self.page.locator(".sheet rect.now")).to_have_count(1)
        expect(self.page.locator(".page-text mark")).to_have_text("ђубришта")
        self.visitor.sees("Ovaj tekst je prepoznat na slici strane")
        self.visitor.check("viewer-scan")


class TestAnArticle:
    """A member looks for a word of an article of a Word file."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, index: Callable[[], int]) -> None:
        texts = ["Član 1.", "Uvodna odredba.", "Član 2.", "Prečišćavanje đubrišta vrši se jednom godišnje."]
        stored("odluka.docx", made_files.docx(lambda document: [document.add_paragraph(text) for text in texts]))
        index()
        self.visitor = visit()
        self.page = self.visitor.page
        self.visitor.log_in(scene.member)

    def test_an_article(self) -> None:
        self.visitor.look_for("đubrište")
        expect(self.page.locator(".passage > a").first).to_contain_text(self.visitor.say("čl. 2"))
        self.page.locator(".passage > a").first.click()
        assert "/tekst/2/" in self.page.url
        expect(self.page.locator("h2").first).to_have_text(self.visitor.say("Član 2."))
        expect(self.page.locator(".page-text mark.now")).to_have_text("đubrišta")
        self.visitor.check("viewer-article")
