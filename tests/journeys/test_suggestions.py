"""A member types, chooses with the keyboard, and opens; what is opened from the results is told to the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from search import engines
from search.engines.embedded import Embedded
from search.models import LoggedSearch
from search.outbox import drain_all
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ACT = "Uredba o kancelarijskom poslovanju"


class TestSuggestions:
    """From the first letters to the page."""

    @pytest.fixture(autouse=True)
    def _begin(
        self, visit: Callable[[], Visitor], scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = Embedded(tmp_path / "search")
        monkeypatch.setattr(engines, "current", lambda: own)
        drain_all()
        self.visitor = visit()
        self.page = self.visitor.page
        self.visitor.log_in(scene.member)
        self.field = self.page.get_by_role("combobox")
        self.list = self.page.locator("#q-suggestions")

    def test_suggestions(self) -> None:
        self.when_a_letter_is_typed_nothing_is_shown()
        self.when_more_is_typed_groups_are_shown()
        self.then_arrows_go_round()
        self.then_escape_closes_and_an_arrow_opens_again()
        self.then_the_list_goes_with_the_focus()
        self.when_the_act_is_chosen_enter_opens_it()
        self.when_nothing_is_chosen_enter_searches()
        self.then_the_last_row_searches_too()
        self.when_a_row_is_clicked_it_opens()
        self.when_a_result_is_opened_the_log_hears_of_it()

    def type(self, text: str) -> None:
        """Type letter by letter in place of what stands in the field, and wait for what is suggested."""
        typed = self.visitor.say(text)
        self.field.fill("")
        with self.page.expect_response(lambda response: response.url.endswith(f"?q={quote(typed)}")):
            self.field.press_sequentially(typed, delay=20)
        expect(self.list).to_be_visible()

    def expect_chosen(self, text: str) -> None:
        """Expect a row to be chosen, and the field to say which."""
        row = self.list.locator("[aria-selected=true]")
        expect(row).to_contain_text(self.visitor.say(text))
        expect(self.field).to_have_attribute("aria-activedescendant", str(row.get_attribute("id")))
        expect(self.field).to_be_focused()

    def when_a_letter_is_typed_nothing_is_shown(self) -> None:
        asked: list[str] = []
        self.page.on("request", lambda request: asked.append(request.url))
        with self.page.expect_response("**/htmx.min.js"):
            self.field.click()
        self.field.press_sequentially(self.visitor.say("k"))
        self.page.wait_for_timeout(500)
        expect(self.list).to_be_hidden()
        assert not [url for url in asked if "predlozi" in url]

    def when_more_is_typed_groups_are_shown(self) -> None:
        self.type("kanc")
        expect(self.field).to_have_attribute("aria-expanded", "true")
        for text in (ACT, "Kancelarijsko poslovanje", "Naslovi", "Teme", "Pretraži sve"):
            expect(self.list).to_contain_text(self.visitor.say(text))
        self.visitor.check("open")
        self.type("mark")
        expect(self.list).to_contain_text(self.visitor.say("Jelena Marković"))
        self.type("cac")
        expect(self.list).to_contain_text(self.visitor.say("Grad Čačak"))
        self.visitor.check("local-government")

    def then_arrows_go_round(self) -> None:
        self.type("kanc")
        expect(self.list).to_contain_text(self.visitor.say(ACT))
        self.field.press("ArrowDown")
        self.expect_chosen(ACT)
        self.visitor.check("chosen")
        self.field.press("ArrowUp")
        expect(self.list.locator("[aria-selected=true]")).to_have_count(0)
        expect(self.field).not_to_have_attribute("aria-activedescendant", "suggested-1-1")
        self.field.press("ArrowUp")
        self.expect_chosen("Pretraži sve")
        self.field.press("ArrowUp")
        self.expect_chosen("Kancelarijsko poslovanje")

    def then_escape_closes_and_an_arrow_opens_again(self) -> None:
        self.field.press("Escape")
        expect(self.list).to_be_hidden()
        expect(self.field).to_have_attribute("aria-expanded", "false")
        expect(self.field).to_have_value(self.visitor.say("kanc"))
        self.field.press("ArrowDown")
        self.expect_chosen(ACT)

    def then_the_list_goes_with_the_focus(self) -> None:
        self.field.press("Tab")
        expect(self.list).to_be_hidden()

    def when_the_act_is_chosen_enter_opens_it(self) -> None:
        self.type("ukp")
        expect(self.list).to_contain_text(self.visitor.say(ACT))
        self.field.press("ArrowDown")
        self.expect_chosen(ACT)
        self.field.press("Enter")
        self.visitor.sees_title(ACT)

    def when_nothing_is_chosen_enter_searches(self) -> None:
        self.type("elektronskoj")
        self.field.press("Enter")
        self.visitor.sees_title("rezultat")
        assert "/pretraga/?q=" in self.page.url

    def then_the_last_row_searches_too(self) -> None:
        self.type("nepostojeće")
        expect(self.list).to_contain_text(self.visitor.say("Pretraži sve"))
        self.field.press("ArrowUp")
        self.field.press("Enter")
        self.visitor.sees_title("Ništa nije nađeno")

    def when_a_row_is_clicked_it_opens(self) -> None:
        self.type("mark")
        self.list.get_by_role("option").first.click()
        self.visitor.sees_title("Jelena Marković")
        self.visitor.check("opened")

    def when_a_result_is_opened_the_log_hears_of_it(self) -> None:
        self.type("pisarnici")
        self.field.press("Enter")
        self.visitor.sees_title("rezultat")
        self.visitor.check("results")
        with self.page.expect_request("**/pretraga/otvoreno/"):
            self.page.locator(".hit h3 a").first.click()
        self.page.wait_for_url("**/biblioteka/**")
        self.page.wait_for_load_state()
        row: Any = LoggedSearch.objects.latest("pk")
        for _try in range(50):
            if row.clicked:
                break
            self.page.wait_for_timeout(100)
            row.refresh_from_db()
        assert f"{self.visitor.address}{row.clicked}" == self.page.url.partition("?")[0]
        assert row.query == self.visitor.say("pisarnici")
