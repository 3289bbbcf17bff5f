"""Whatever is published is found, in either script, and opens where the words stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from files.models import Document
from files.tasks import extract_document
from news.models import NewsIndexPage, NewsPage
from search.engines.base import EngineUnavailable
from serbian.script import to_cyrillic
from tests import factories
from tests.files import made_files
from tests.journeys.admin import Admin
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor
from tests.queries import many

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PAGES, PAGE = 40, 30
WORDS = "Prečišćavanje đubrišta"
ACT = "Odluka o komunalnom redu"


def text_of_page(number: int) -> str:
    """The text of a page of the file: one of them has words that no other has."""
    own = f"{WORDS} vrši se najmanje jednom godišnje." if number == PAGE else f"Predmet {number}-{number}/2026."
    return f"{number}\nČlan {number}.\n{own}\nRešenje se čuva trajno."


class TestAPageOfAFile:
    """An editor publishes an act with a file of forty pages and opens page 30 of it a moment later."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, index: Callable[[], int], tmp_path: Path) -> None:
        self.editor, self.index = visit(), index
        self.admin, self.page = Admin(self.editor), self.editor.page
        self.file = tmp_path / f"{ACT}.pdf"
        self.file.write_bytes(made_files.pdf(map(text_of_page, range(1, PAGES + 1)), font="Vera"))

    def test_a_page_of_a_file(self) -> None:
        self.given_an_editor_who_has_uploaded_a_pdf_of_forty_pages()
        self.when_an_act_is_published_with_it()
        self.when_the_worker_has_read_it()
        self.when_a_word_of_page_30_is_typed_in_the_other_script()
        self.then_the_hit_says_page_30_and_marks_the_word()
        self.then_one_click_opens_page_30()
        self.then_the_file_opens_at_page_30()
        self.then_the_way_back_leads_to_the_results()

    def given_an_editor_who_has_uploaded_a_pdf_of_forty_pages(self) -> None:
        self.editor.log_in(factories.editor())
        self.editor.open("/admin/")
        self.editor.follow("Dokumenti", "main")
        self.page.set_input_files("#fileupload", self.file)
        expect(self.page.locator(".upload-success").first).to_be_visible()

    def when_an_act_is_published_with_it(self) -> None:
        self.admin.create("Akt")
        self.admin.type(title=ACT)
        self.admin.choose(act_type="odluka")
        self.admin.add("Verzija")
        self.admin.date(versions__0__in_force_from="2026-01-01")
        self.admin.add("Dokument")
        self.admin.pick_document("versions-0-documents-0-document", ACT)
        self.admin.publish()

    def when_the_worker_has_read_it(self) -> None:
        extract_document.call(Document.objects.get(title=ACT).pk)
        self.index()

    def when_a_word_of_page_30_is_typed_in_the_other_script(self) -> None:
        self.editor.open("/")
        self.editor.look_for(to_cyrillic("prečišćavanje"))

    def then_the_hit_says_page_30_and_marks_the_word(self) -> None:
        expect(self.page.locator(".hit")).to_have_count(1)
        expect(self.page.locator(".hit h3")).to_have_text(self.editor.say(ACT))
        expect(self.page.locator(".passage")).to_have_count(1)
        expect(self.page.locator(".passage > a")).to_contain_text(self.editor.say(f"str. {PAGE}"))
        expect(self.page.locator(".passage mark")).to_have_text("Prečišćavanje")
        self.editor.check("found-on-a-page")

    def then_one_click_opens_page_30(self) -> None:
        self.page.locator(".passage > a").click()
        assert re.search(rf"/dokumenti/\d+/tekst/{PAGE}/\?q=", self.page.url)
        expect(self.page.locator("h2").first).to_have_text(self.editor.say(f"Strana {PAGE}"))
        expect(self.page.locator(".page-text mark")).to_have_text("Prečišćavanje")
        expect(self.page.locator(".page-text")).to_contain_text(WORDS)
        self.editor.check("page-of-a-file")

    def then_the_file_opens_at_page_30(self) -> None:
        address = str(self.editor.link("Otvori datoteku").get_attribute("href"))
        assert address.endswith(f"#page={PAGE}")
        response = self.editor.context.request.get(address)
        assert response.body() == self.file.read_bytes()

    def then_the_way_back_leads_to_the_results(self) -> None:
        self.editor.follow("Nazad na rezultate")
        expect(self.page.locator(".hit")).to_have_count(1)


class TestLookingAround:
    """A member narrows, sorts and leafs through results, and is never left without a way on."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, index: Callable[[], int]) -> None:
        index()
        self.visitor = visit()
        self.page, self.member = self.visitor.page, scene.member

    def test_narrowing(self) -> None:
        self.given_a_member_who_looks_for_nothing_yet()
        self.when_a_word_is_typed_without_diacritics()
        self.then_a_click_on_any_kind_shows_as_many_as_its_count()
        self.then_a_second_kind_adds_its_hits()
        self.then_the_newest_can_come_first()
        self.then_a_phrase_is_found_only_as_it_stands()
        self.then_a_word_with_a_minus_is_missing()

    def given_a_member_who_looks_for_nothing_yet(self) -> None:
        self.visitor.log_in(self.member)
        self.visitor.look_for("")
        self.visitor.sees_title("Pretraga")
        self.visitor.check("search-empty")

    def when_a_word_is_typed_without_diacritics(self) -> None:
        self.visitor.look_for("pisarnica")
        expect(self.hits).to_have_count(2)
        self.visitor.look_for("elektronsku")
        expect(self.hits).to_have_count(5)
        self.visitor.check("results")

    @property
    def hits(self) -> Locator:
        """The rows of the results."""
        return self.page.locator(".hit")

    def facet(self, title: str) -> Locator:
        """A group of filters, unfolded."""
        fold = self.page.locator("details.filters")
        if self.visitor.setting.is_phone and fold.get_attribute("open") is None:
            fold.locator("> summary").click()
        return self.page.get_by_role("group", name=self.visitor.say(title))

    def then_a_click_on_any_kind_shows_as_many_as_its_count(self) -> None:
        counts = [text.split("\n") for text in self.facet("Vrsta").locator("label").all_inner_texts()]
        assert len(counts) > 2
        assert sum(int(count) for _kind, count in counts) == 5
        for kind, count in counts:
            self.choose_kind(kind)
            self.then_so_many_are_shown(kind, int(count))
            self.remove_filter()

    def choose_kind(self, kind: str) -> None:
        """Tick a kind and send the form."""
        self.facet("Vrsta").get_by_text(kind, exact=True).click()
        self.visitor.press("Primeni izbor")

    def then_so_many_are_shown(self, kind: str, count: int) -> None:
        expect(self.page.locator("ul.tags")).to_contain_text(kind)
        expect(self.hits).to_have_count(count)
        self.visitor.sees_title(f"{count} rezultat")

    def remove_filter(self) -> None:
        """Click the only chosen value away."""
        self.page.locator("ul.tags a").click()
        expect(self.page.locator("ul.tags")).to_have_count(0)
        expect(self.hits).to_have_count(5)

    def then_a_second_kind_adds_its_hits(self) -> None:
        for kind, count in (("Vesti", 2), ("Građa", 3)):
            self.choose_kind(self.visitor.say(kind))
            expect(self.hits).to_have_count(count)
        self.facet("Vrsta")
        self.visitor.check("results-of-two-kinds")

    def then_the_newest_can_come_first(self) -> None:
        self.visitor.follow("od najnovijih")
        expect(self.page.locator(".bar [aria-current]")).to_have_text(self.visitor.say("od najnovijih"))
        expect(self.hits).to_have_count(3)
        self.visitor.check("results-by-date")

    def then_a_phrase_is_found_only_as_it_stands(self) -> None:
        self.visitor.look_for("„elektronskoj pisarnici“")
        expect(self.hits).to_have_count(1)
        expect(self.hits.locator("h3")).to_contain_text(self.visitor.say("Priručnik"))
        self.visitor.check("results-of-a-phrase")

    def then_a_word_with_a_minus_is_missing(self) -> None:
        self.visitor.look_for("писарница -модел")
        expect(self.hits).to_have_count(1)
        expect(self.hits.locator("h3")).to_contain_text(self.visitor.say("Priručnik"))

    def test_reaching(self, engine: Any, monkeypatch: Any) -> None:
        self.given_a_member_on_the_home_page()
        self.then_the_name_of_a_colleague_shows_who_it_is()
        self.then_the_name_of_a_city_shows_who_represents_it()
        self.when_there_are_more_than_fit_on_a_page()
        self.then_the_next_page_shows_the_rest()
        self.then_most_of_the_words_is_said()
        self.then_nothing_found_offers_ways_on()
        monkeypatch.setattr(engine, "search", refuse)
        self.then_titles_are_shown_while_the_engine_is_away()

    def given_a_member_on_the_home_page(self) -> None:
        self.visitor.log_in(self.member)

    def then_the_name_of_a_colleague_shows_who_it_is(self) -> None:
        self.visitor.look_for("Ђорђе Његован")
        card = self.page.locator(".card")
        expect(card).to_contain_text(self.visitor.say("Grad Čačak, Opšta uprava"))
        self.visitor.check("card-of-a-person")
        self.visitor.follow("Đorđe Njegovan", ".card")
        self.visitor.sees_title("Đorđe Njegovan")

    def then_the_name_of_a_city_shows_who_represents_it(self) -> None:
        self.visitor.look_for("cacak")
        card = self.page.locator(".card")
        for name in ("Jelena Marković", "Đorđe Njegovan"):
            expect(card).to_contain_text(self.visitor.say(name))
        self.visitor.check("card-of-a-city")
        self.visitor.follow("Grad Čačak", ".card")
        self.visitor.sees_title("Grad Čačak")

    def when_there_are_more_than_fit_on_a_page(self) -> None:
        parent = NewsIndexPage.objects.get()
        many.index({"wagtailcore.page": many.pages(parent, NewsPage, 25, lambda number: {"lead": f"Žeton {number}"})})
        self.visitor.look_for("жетон")
        self.visitor.sees_title("25 rezultata")
        expect(self.hits).to_have_count(20)

    def then_the_next_page_shows_the_rest(self) -> None:
        first = self.hits.locator("h3").all_inner_texts()
        self.visitor.check("first-page-of-results")
        self.visitor.follow("Sledeća", "nav.pages")
        expect(self.hits).to_have_count(5)
        assert not set(first) & set(self.hits.locator("h3").all_inner_texts())
        expect(self.page.locator("ol.hits")).to_have_attribute("start", "21")
        self.visitor.check("last-page-of-results")

    def then_most_of_the_words_is_said(self) -> None:
        self.visitor.look_for("elektronska pisarnica brzoglas")
        self.visitor.sees("Nijedna strana nema sve reči na jednom mestu")
        self.visitor.check("results-with-most-words")

    def then_nothing_found_offers_ways_on(self) -> None:
        self.visitor.look_for("„kvantni brzoglas“")
        self.visitor.sees_title("Ništa nije nađeno")
        self.visitor.check("nothing-found")
        self.visitor.follow("Pišite koordinatorki", "main")
        self.visitor.sees_title("Pišite koordinatorki")

    def then_titles_are_shown_while_the_engine_is_away(self) -> None:
        self.visitor.look_for("uredba")
        self.visitor.sees("Pretraga po tekstu trenutno nije dostupna")
        expect(self.visitor.link("Uredba o kancelarijskom poslovanju", "main")).to_be_visible()
        self.visitor.check("engine-away")
        self.visitor.look_for("brzoglas")
        self.visitor.check("engine-away-nothing")


def refuse(query: Any) -> None:
    """An engine that is away."""
    raise EngineUnavailable(query)
