"""An editor brings a folder of 100 files with a table in which five rows are wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from files.models import Document
from library.bulk.tasks import check_upload, make_acts
from library.models import ActPage, BulkUpload
from tests import factories
from tests.journeys.admin import Admin
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor
from tests.zips import acts, zipped

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

FILES, WRONG = 100, {19: "file_missing", 35: "day", 54: "type_unknown", 78: "title_missing", 96: "file_empty"}


class TestBulkUpload:
    """Upload, look at the errors, confirm; the same ZIP once more makes nothing."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, tmp_path: Path) -> None:
        self.editor = visit()
        self.page, self.admin = self.editor.page, Admin(self.editor)
        self.zip = tmp_path / "Одлуке – Šumadija 2026.zip"
        self.before = ActPage.objects.count(), Document.objects.count()

    def test_bulk_upload(self) -> None:
        self.given_a_folder_with_five_wrong_rows()
        self.when_an_editor_finds_the_way_and_uploads_it()
        self.then_the_errors_are_listed_by_row()
        self.when_it_is_confirmed_without_them()
        self.then_the_others_are_acts()
        self.then_the_same_zip_makes_nothing()

    def given_a_folder_with_five_wrong_rows(self) -> None:
        files, rows = acts(FILES)
        del files[rows[17][0]]
        rows[33][7] = "31.2.2026."
        rows[52][3] = "balada"
        rows[76][1] = ""
        files[rows[94][0]] = ""
        self.zip.write_bytes(zipped(files, *rows))

    def upload(self) -> BulkUpload:
        """Choose the ZIP, wait for the worker to look at it."""
        self.page.set_input_files('input[name="file"]', self.zip)
        self.page.locator(".incoming-upload button").click()
        expect(self.page.locator("#bulk-progress progress")).to_be_visible()
        found = BulkUpload.objects.latest("pk")
        check_upload.call(found.pk)
        expect(self.page.locator(".bulk-rows tbody tr")).to_have_count(50)  # the page comes again by itself
        return found

    def when_an_editor_finds_the_way_and_uploads_it(self) -> None:
        self.editor.log_in(factories.editor())
        self.editor.open("/admin/library-files/")
        self.page.locator('main a[href="/admin/library-bulk/"]').click()
        self.admin.check("bulk")
        self.first = self.upload()
        self.admin.check("bulk-rows")

    def then_the_errors_are_listed_by_row(self) -> None:
        self.page.locator('a[href="?state=error"]').click()
        numbers = self.page.locator("tr.import-error > td:first-child")
        expect(numbers).to_have_text([str(number) for number in WRONG])
        found = {row.number: row.errors[0][1] for row in self.first.rows.filter(state="error")}
        assert found == WRONG
        expect(self.page.locator("tr.import-error").nth(1)).to_contain_text("31.2.2026.")
        self.admin.check("bulk-errors")
        assert ActPage.objects.count() == self.before[0]

    def when_it_is_confirmed_without_them(self) -> None:
        confirm = self.page.locator("#bulk-confirm")
        confirm.locator('input[name="skip_errors"]').check()
        confirm.locator('input[name="publish"][value="1"]').check()
        confirm.locator("button").click()
        make_acts.call(self.first.pk)
        expect(self.page.locator("#bulk-progress")).to_contain_text(re.compile(r"25 \S+ 100"))
        self.admin.check("bulk-progress")
        for _task in range(5):
            make_acts.call(self.first.pk)
        expect(self.page.locator("#bulk-progress")).to_have_count(0)

    def then_the_others_are_acts(self) -> None:
        self.page.locator('a[href="?state=made"]').click()
        expect(self.page.locator(".bulk-rows tbody a")).to_have_count(50)
        self.admin.check("bulk-done")
        assert ActPage.objects.live().count() == self.before[0] + FILES - len(WRONG)
        assert Document.objects.count() == self.before[1] + FILES - len(WRONG)

    def then_the_same_zip_makes_nothing(self) -> None:
        self.editor.open("/admin/library-bulk/")
        again = self.upload()
        expect(self.page.locator("#bulk-nothing")).to_be_visible()
        self.admin.check("bulk-again")
        assert again.rows.filter(state="same").count() == FILES - len(WRONG)
        make_acts.call(again.pk)
        assert ActPage.objects.count() == self.before[0] + FILES - len(WRONG)
