"""An editor publishes in the admin, from the home page on, and a member sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from news.models import NewsPage
from tests import factories
from tests.journeys.admin import Admin, moment
from tests.journeys.scene import Scene
from tests.journeys.visitor import Setting, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LAW = "Zakon o elektronskoj upravi"
TOPIC = "Kancelarijsko poslovanje"
WATCHED = 2_500  # milliseconds: from when on a form of the admin notices that something was written
CONTENT = "Član 1.\nOvim zakonom uređuje se elektronska uprava.\n"


class TestPublishing:
    """A document, an act, a news item, a meeting, a resource, and a news item for later."""

    @pytest.fixture(autouse=True)
    def _begin(self, visit: Callable[[], Visitor], scene: Scene, tmp_path: Path) -> None:
        self.scene = scene
        self.editor, self.member = visit(), visit()
        self.admin = Admin(self.editor)
        self.page = self.editor.page
        self.file = tmp_path / f"{LAW}.txt"
        self.file.write_text(CONTENT, encoding="utf-8")

    def test_publishing(self) -> None:
        self.given_an_editor_on_the_first_page_of_the_admin()
        self.when_a_document_is_uploaded()
        self.when_an_act_is_published_with_a_version_and_the_document()
        self.then_a_member_finds_the_act_and_its_file()
        self.when_news_meeting_and_resource_are_published()
        self.then_a_member_sees_them_on_the_home_page()
        self.when_news_are_scheduled()
        self.then_a_member_does_not_see_them_yet()
        self.when_the_time_has_come()
        self.then_a_member_sees_them()

    def given_an_editor_on_the_first_page_of_the_admin(self) -> None:
        self.editor.log_in(factories.editor(first_name="Petar", last_name="Đurić"))
        self.editor.sees_title("Petar Đurić")
        self.editor.check("home-of-editor")
        self.editor.follow("Objavljivanje i uređivanje")
        self.admin.check("admin")
        self.member.log_in(self.scene.member)

    def when_a_document_is_uploaded(self) -> None:
        self.editor.follow("Dokumenti", "main")
        self.page.set_input_files("#fileupload", self.file)
        expect(self.page.locator(".upload-success").first).to_be_visible()
        expect(self.page.locator('#upload-list input[name$="-title"]')).to_have_value(LAW)
        self.admin.check("admin-uploaded")

    def when_an_act_is_published_with_a_version_and_the_document(self) -> None:
        self.admin.create("Akt")
        self.admin.type(title=LAW, number="27/2018", summary="Uređuje elektronsku upravu.")
        self.admin.choose(act_type="zakon")
        self.admin.pick_topic(TOPIC)
        self.admin.add("Verzija")
        self.admin.type(versions__0__gazette_reference="„Sl. glasnik RS“, br. 27/2018")
        self.admin.date(versions__0__in_force_from="2018-04-14")
        self.admin.add("Dokument")
        self.admin.pick_document("versions-0-documents-0-document", LAW)
        self.admin.check("admin-act")
        self.admin.publish()
        self.admin.check("admin-published")

    def then_a_member_finds_the_act_and_its_file(self) -> None:
        self.member.follow("Biblioteka", "nav.nav")
        self.member.follow(LAW, "main")
        self.member.sees_title(LAW)
        self.member.sees("„Sl. glasnik RS“, br. 27/2018")
        self.member.sees(TOPIC)
        self.member.check("new-act")
        with self.member.page.expect_download() as download:
            self.member.follow(LAW, "main")
        assert Path(download.value.path()).read_text(encoding="utf-8") == CONTENT

    def when_news_meeting_and_resource_are_published(self) -> None:
        self.admin.create("Vest")
        self.admin.type(title="Održan sastanak radne grupe", lead="Radna grupa je usvojila plan.")
        self.admin.pick_topic(TOPIC)
        self.admin.check("admin-news")
        self.admin.publish()
        self.admin.create("Sastanak")
        self.admin.type(title="Petnaesti sastanak", place="Niš")
        self.admin.date(starts_at=moment(3), ends_at=moment(4))
        self.admin.check("admin-meeting")
        self.admin.publish()
        self.admin.create("Građa")
        self.admin.type(title="Mišljenje o rokovima čuvanja", summary="Odgovor na pitanje članova.")
        self.admin.choose(kind="expert_opinion")
        self.admin.check("admin-resource")
        self.admin.publish()

    def then_a_member_sees_them_on_the_home_page(self) -> None:
        self.member.open("/")
        for title in ("Održan sastanak radne grupe", "Petnaesti sastanak", "Mišljenje o rokovima čuvanja", LAW):
            self.member.sees(title)
        self.member.check("home-with-new")
        self.member.follow("Održan sastanak")
        self.member.follow(TOPIC, "article")
        self.member.sees("Održan sastanak radne grupe")
        self.member.check("news-of-topic")

    def when_news_are_scheduled(self) -> None:
        self.admin.create("Vest")
        self.admin.type(title="Poziv na savetovanje", lead="Savetovanje je u petak.")
        self.admin.schedule(moment(2))
        self.admin.check("admin-schedule")
        self.admin.publish()

    def then_a_member_does_not_see_them_yet(self) -> None:
        self.member.follow("Vesti", "nav.nav")
        expect(self.member.page.locator("main")).not_to_contain_text(self.member.say("Poziv na savetovanje"))

    def when_the_time_has_come(self) -> None:
        with patch.object(timezone, "now", return_value=timezone.now() + timedelta(days=2, minutes=1)):
            call_command("publish_scheduled")

    def then_a_member_sees_them(self) -> None:
        self.member.page.reload()
        self.member.follow("Poziv na savetovanje")
        self.member.sees("Savetovanje je u petak")


@pytest.mark.parametrize("setting", [Setting("sr-latn", 1280)], indirect=True, ids=str)
def test_a_form_does_not_save_itself(visit: Callable[[], Visitor]) -> None:
    """It would not wait for its answer when it is published at that moment, and a new page would be made twice."""
    editor = visit()
    admin = Admin(editor)
    editor.log_in(factories.editor())
    admin.create("Vest")
    editor.page.wait_for_timeout(WATCHED)
    admin.type(title="Održan sastanak", lead="Radna grupa je usvojila plan.")
    editor.page.wait_for_timeout(WATCHED)
    assert not admin.saved
    admin.publish()
    assert NewsPage.objects.filter(title="Održan sastanak").count() == 1
