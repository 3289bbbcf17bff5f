"""From a file to a published act: what the editor has to do is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from files.models import Document
from files.tasks import extract_document
from library.models import ActPage
from tests import factories
from tests.files import made_files
from tests.journeys.admin import Admin
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor, each_once

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

MOST = 8  # clicks
TEXT = """Broj: 011-14/2026
Na osnovu člana 32. Zakona o lokalnoj samoupravi („Službeni glasnik RS“, br. 129/2007),
Skupština grada Čačka, na sednici održanoj 12. marta 2026. godine, donosi

ODLUKU
O ELEKTRONSKOJ PISARNICI

Član 1.
Ovom odlukom uređuje se rad elektronske pisarnice.

Član 2.
Ova odluka stupa na snagu osmog dana od dana objavljivanja u „Službenom listu grada Čačka“."""
TITLE = "Odluka o elektronskoj pisarnici"


class TestTwoMinutes:
    """An editor brings a decision into the library, corrects what was suggested, and publishes it."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, tmp_path: Path) -> None:
        self.editor = visit()
        self.admin, self.page = Admin(self.editor), self.editor.page
        self.file = tmp_path / "skan 0012 (KONAČNO).pdf"
        self.file.write_bytes(made_files.pdf([TEXT], font="Vera"))
        self.clicks = 0

    def click(self, text: str) -> None:
        """Press a button, and count it."""
        self.clicks += 1
        self.editor.press(text)

    def test_two_minutes(self) -> None:
        self.given_an_editor_on_the_way_to_the_files()
        self.when_a_file_is_dropped()
        self.then_it_says_that_it_is_being_read()
        self.when_the_worker_has_read_it()
        self.then_the_data_of_the_act_are_there_with_their_places()
        self.when_the_editor_corrects_one_and_publishes()
        self.then_the_act_is_in_the_library_with_its_file()

    def given_an_editor_on_the_way_to_the_files(self) -> None:
        self.editor.log_in(factories.editor())
        self.editor.open("/admin/")
        self.clicks += 1
        self.editor.follow("Akti iz datoteka", "main")
        self.admin.check("incoming-files")

    def when_a_file_is_dropped(self) -> None:
        self.clicks += 1
        self.page.set_input_files('input[type="file"]', self.file)
        self.click("Dodaj")

    def then_it_says_that_it_is_being_read(self) -> None:
        expect(self.page.locator(".help-info").first).to_contain_text(self.editor.say("Datoteka se čita"))

    def when_the_worker_has_read_it(self) -> None:
        extract_document.call(Document.objects.latest("pk").pk)
        expect(self.page.locator("#id_title")).to_be_visible()  # the page comes again by itself

    def then_the_data_of_the_act_are_there_with_their_places(self) -> None:
        expect(self.page.locator("#id_title")).to_have_value(TITLE)
        expect(self.page.locator("#id_number")).to_have_value("011-14/2026")
        expect(self.page.locator("#id_act_type")).to_have_value("odluka")
        expect(self.page.locator("form .help", has_text="Broj: 011-14/2026")).to_have_count(1)
        self.admin.check("incoming-file")

    def when_the_editor_corrects_one_and_publishes(self) -> None:
        self.page.locator("#id_number").fill("011-14/2026-I")
        self.click("Objavi")

    def then_the_act_is_in_the_library_with_its_file(self) -> None:
        self.page.wait_for_load_state()
        act = ActPage.objects.live().get(title=TITLE)
        assert (act.number, act.act_type) == ("011-14/2026-I", "odluka")
        assert act.versions.get().documents.get().document.sha256
        assert self.clicks <= MOST
        self.editor.open(act.url)
        self.editor.sees_title(TITLE)
        self.editor.check("act-of-a-file")


class TestReadingAgain:
    """An editor sees that a file gave no text, reads why, and has it read once more."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, settings: Any) -> None:
        settings.EXTRACTION_PAGES = 2
        self.document = factories.document(title="Dugačak akt", name="akt.pdf", content=made_files.numbered(3))
        extract_document.call(self.document.pk)
        settings.EXTRACTION_PAGES = 10
        self.editor = visit()
        self.admin, self.page = Admin(self.editor), self.editor.page

    @each_once
    def test_reading_again(self) -> None:
        self.editor.log_in(factories.editor())
        self.editor.open("/admin/documents/")
        row = self.page.locator("tr", has_text="Dugačak akt")
        expect(row).to_contain_text(self.editor.say("preveliko"))
        row.get_by_role("button", name=self.editor.say("Pročitaj ponovo")).click()
        expect(row).to_contain_text(self.editor.say("čeka"))
        extract_document.call(self.document.pk)
        self.page.reload()
        expect(row).to_contain_text(self.editor.say("spremno"))
        self.admin.check("document-read-again")
