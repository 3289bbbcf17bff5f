"""The coordinator imports a table of 340 representatives in which five rows are wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from directory.models import Appointment
from tests import factories
from tests.journeys.admin import Admin
from tests.journeys.scene import Scene
from tests.journeys.visitor import Visitor, each_once
from tests.tables import new_representatives, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


class TestImporting:
    """Upload, look at the errors, confirm; the same table once more changes nothing."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, tmp_path: Path) -> None:
        self.visitor = visit()
        self.page, self.admin = self.visitor.page, Admin(self.visitor)
        self.visitor.log_in(scene.coordinator)
        self.table = tmp_path / "Predstavnici – Šumadija 2026.xlsx"

    @each_once
    def test_importing(self) -> None:
        self.given_a_table_with_five_errors()
        self.when_it_is_uploaded()
        self.then_the_errors_are_shown()
        self.when_it_is_confirmed()
        self.then_the_same_table_changes_nothing()

    def given_a_table_with_five_errors(self) -> None:
        rows = new_representatives(170)
        rows[18][4] = "pogresna(at)adresa"
        rows[34][0] = "Nigdina kod Mora"
        rows[77][8] = "31.2.2026."
        rows[205][1] = "finansije"
        rows[300][6] = "pozovite"
        self.table.write_bytes(xlsx(*rows))

    def upload(self) -> None:
        self.page.goto(f"{self.visitor.address}/admin/register-import/")
        self.page.set_input_files('input[name="file"]', self.table)
        self.page.get_by_role("button", name=self.visitor.say("Uporedi sa registrom")).click()
        self.visitor.sees("Svi redovi: 340")

    def when_it_is_uploaded(self) -> None:
        self.page.goto(f"{self.visitor.address}/admin/register-import/")
        self.admin.check("import")
        self.upload()
        self.admin.check("import-preview")

    def then_the_errors_are_shown(self) -> None:
        self.visitor.follow("Greške: 5", "main")
        expect(self.page.locator("tr.import-error")).to_have_count(5)
        expect(self.page.locator("main")).to_contain_text("Nigdina kod Mora")
        expect(self.page.locator("main")).to_contain_text("pogresna(at)adresa")
        self.admin.check("import-errors")

    def when_it_is_confirmed(self) -> None:
        self.page.locator('input[name="skip_errors"]').check()
        self.page.get_by_role("button", name=self.visitor.say("Uvezi"), exact=True).click()
        self.visitor.sees("Redovi sa greškama su preskočeni")
        self.admin.check("import-done")
        today = Appointment.objects.in_force_on(factories.day(0))
        assert today.filter(person__last_name__startswith="Šćekić").count() == 335

    def then_the_same_table_changes_nothing(self) -> None:
        before = set(Appointment.objects.values_list("pk", "starts_on"))
        self.upload()
        self.visitor.sees("Nema šta da se uveze")
        self.admin.check("import-again")
        assert set(Appointment.objects.values_list("pk", "starts_on")) == before
