"""A member narrows the list of local governments without a reload, goes back, and prints it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor
from tests.queries import many

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


class TestFilters:
    """Choose, type, go back: the page stays, the address tells what is chosen."""

    def test_filters(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.visitor = visit()
        self.page = self.visitor.page
        self.visitor.log_in(scene.member)
        self.visitor.open("/imenik/")
        self.page.evaluate("window.isTheSamePage = true")
        self.when_a_kind_is_chosen()
        self.when_a_name_is_typed_the_field_keeps_the_focus()
        self.then_the_way_back_leads_to_the_whole_list()
        self.when_nothing_fits()

    def expect_status(self, *numbers: int) -> None:
        said = "".join(rf"\D+{number}" for number in numbers)
        expect(self.page.locator("#found-status")).to_contain_text(re.compile(rf"^{said}\D*$"))

    def when_a_kind_is_chosen(self) -> None:
        self.page.locator("#id_kind").focus()
        self.page.locator("#id_kind").select_option("city")
        expect(self.page).to_have_url(re.compile(r"/imenik/\?kind=city$"))
        self.expect_status(2, 4, 2, 2)
        assert self.page.evaluate("window.isTheSamePage")
        assert "kind=city" in str(self.page.locator("#export").get_attribute("action"))
        self.visitor.check("kind")

    def when_a_name_is_typed_the_field_keeps_the_focus(self) -> None:
        field = self.page.locator("#id_name")
        field.press_sequentially(self.visitor.say("čač"), delay=20)
        expect(self.page).to_have_url(re.compile(r"/imenik/\?name=[^&]+&kind=city$"))
        self.expect_status(1, 2, 2, 0)
        expect(field).to_be_focused()
        expect(field).to_have_value(self.visitor.say("čač"))
        expect(self.page.locator("#id_seats option[value=held]")).to_contain_text("(1)")
        assert self.page.evaluate("window.isTheSamePage")
        self.visitor.check("name")

    def then_the_way_back_leads_to_the_whole_list(self) -> None:
        self.page.go_back()
        expect(self.page).to_have_url(re.compile(r"/imenik/$"))
        self.expect_status(3, 6, 2, 4)
        expect(self.page.locator("#id_kind")).to_have_value("")

    def when_nothing_fits(self) -> None:
        self.page.locator("#id_name").press_sequentially("xyzxyz", delay=20)
        self.expect_status(0, 0, 0, 0)
        self.visitor.check("nothing")
        self.page.locator("#reset a").click()
        self.expect_status(3, 6, 2, 4)


class TestPeople:
    """The list of people is narrowed on the same page, and the keyboard stays where it was."""

    def test_people(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.visitor = visit()
        self.page = self.visitor.page
        self.visitor.log_in(scene.member)
        self.visitor.open("/imenik/osobe/")
        if self.visitor.setting.width < 768:
            self.page.locator("details.fold.filters > summary").click()
        self.page.evaluate("window.isTheSamePage = true")
        self.when_a_seat_is_chosen_by_keys()
        self.when_the_district_is_chosen()
        self.then_the_choice_can_be_taken_back()

    def when_a_seat_is_chosen_by_keys(self) -> None:
        seat = self.page.locator('input[name="seat"]')
        seat.first.focus()
        self.page.keyboard.press("ArrowDown")
        expect(self.page).to_have_url(re.compile(r"/imenik/osobe/\?seat=general_administration$"))
        expect(self.page.locator('input[name="seat"]:focus')).to_have_value("general_administration")
        assert self.page.evaluate("window.isTheSamePage")
        self.visitor.check("people-of-a-seat")

    def when_the_district_is_chosen(self) -> None:
        self.page.locator("#id_district").select_option("moravicki")
        expect(self.page).to_have_url(re.compile(r"seat=general_administration&district=moravicki$"))
        expect(self.page.locator("#id_district")).to_have_value("moravicki")
        assert self.page.evaluate("window.isTheSamePage")

    def then_the_choice_can_be_taken_back(self) -> None:
        self.page.go_back()
        expect(self.page).to_have_url(re.compile(r"/imenik/osobe/\?seat=general_administration$"))
        expect(self.page.locator("#id_district")).to_have_value("")


class TestPages:
    """A district and a list on paper."""

    def test_pages(self, visit: Callable[[], Visitor], scene: Scene) -> None:
        self.visitor = visit()
        self.visitor.log_in(scene.member)
        self.visitor.open("/imenik/okruzi/moravicki/")
        self.visitor.sees_title("Moravički okrug")
        self.visitor.check("district")
        many.units(80)
        self.visitor.open("/imenik/?prikaz=stampa")
        self.visitor.check("paper")
        self.then_every_sheet_repeats_the_heads()

    def then_every_sheet_repeats_the_heads(self) -> None:
        sheets = pypdfium2.PdfDocument(self.visitor.page.pdf(format="A4"))
        texts = [sheet.get_textpage().get_text_range() for sheet in sheets]
        assert len(texts) > 1
        assert all(self.visitor.say("Opšta uprava") in text for text in texts)
