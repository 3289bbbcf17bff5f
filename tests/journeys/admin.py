"""The admin as editors and the coordinator use it, and what its screens are held against."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Locator, Request, expect

from tests.journeys.visitor import Visitor

# What Wagtail's own widgets break, by rule and by what the element is known by; every other breach is a failure.
WAGTAILS_OWN = {
    ("label", "fileupload"): "the field of its upload of many files lies hidden behind a labelled button",
    ("aria-allowed-attr", 'class="progress'): "the bar of an upload has a value but no role",
    ("aria-input-field-name", "DraftEditor"): "its rich text editor names itself by its toolbar",
    ("aria-dialog-name", 'class="modal'): "the frame of its choosers has no name, the heading inside says it",
    (
        "page-has-heading-one",
        "<html",
    ): "its forms of what is no page have their title in the path above, not a heading",
    ("target-size", "w-panel__toggle"): "the sign that folds a panel is 16 px wide; the heading beside it folds too",
    ("target-size", "w-minimap-toggle"): "on a phone the sign that unfolds the contents of a form lies at the edge",
}
FORM_OF_PAGE = re.compile(r"/admin/pages/(add/\w+/\w+/\d+|\d+/edit)/")
NAMED_HOSTS = """() => [...document.querySelectorAll("[href], [src], [action]")]
    .map(element => new URL(element.href?.baseVal ?? element.href ?? element.src ?? element.action, document.baseURI))
    .filter(url => url.protocol.startsWith("http")).map(url => url.origin)"""


class Admin:
    """The screens of the admin in one person's browser."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.saved: list[str] = []
        self.page.on("request", self._note_save)

    def _note_save(self, request: Request) -> None:
        """Keep the address of a form of a page that saves itself."""
        path = urlsplit(request.url).path
        if request.method == "POST" and request.resource_type == "fetch" and FORM_OF_PAGE.fullmatch(path):
            self.saved.append(path)

    def check(self, name: str) -> None:
        """Hold a screen against accessibility and the admin's own policy; no foreign host is asked or named."""
        self.page.wait_for_load_state("networkidle")
        assert self.visitor.status == 200, (name, self.visitor.status, self.page.url)
        self.visitor.take_picture(name)
        assert self.page.locator("html").get_attribute("lang") == self.visitor.setting.script
        faults = [fault for fault in self.visitor.axe() if not is_wagtails_own(fault)]
        assert not faults, (name, faults)
        self.visitor.check_console(name)
        named = self.page.evaluate(NAMED_HOSTS)
        assert set(named) <= {self.visitor.address}, (name, named)

    def create(self, kind: str) -> None:
        """Begin a page of a kind from the admin's first page."""
        self.visitor.open("/admin/")
        self.visitor.follow(kind, "main")
        expect(self.box("title")).to_be_visible()

    def box(self, name: str) -> Locator:
        """The field of a form with this name."""
        return self.page.locator(f'[name="{name}"]')

    def type(self, **values: str) -> None:
        """Type into the fields with these names, `__` standing for the hyphens of forms inside forms."""
        for name, value in values.items():
            self.box(name.replace("__", "-")).fill(value)

    def date(self, **values: str) -> None:
        """Type dates or moments; the calendar that opens at each is closed again."""
        calendar = self.page.locator(".xdsoft_datetimepicker:visible")
        for name, value in values.items():
            field = self.box(name.replace("__", "-"))
            field.click()
            expect(calendar).to_have_count(1)
            field.fill(value)
            self.page.locator("body").dispatch_event("mousedown")
            expect(calendar).to_have_count(0)

    def choose(self, **values: str) -> None:
        """Choose by value in lists."""
        for name, value in values.items():
            self.box(name).select_option(value)

    def add(self, what: str) -> None:
        """Press the last visible button that adds one more form inside the form."""
        self.page.get_by_role("button", name=self.visitor.say(f"Dodaj: {what}")).last.click()

    def pick_document(self, name: str, title: str) -> None:
        """Choose a stored document for the field with this name."""
        self.page.locator(f"#id_{name}-chooser [data-chooser-action-choose]").first.click()
        self.page.locator(".modal").get_by_role("link", name=title).click()
        expect(self.page.locator(f"#id_{name}-chooser")).to_contain_text(title)
        expect(self.page.locator(".modal")).to_have_count(0)

    def pick_topic(self, name: str) -> None:
        """Tick a topic of the vocabulary."""
        self.page.get_by_label(name, exact=True).check()

    def schedule(self, go_live_at: str) -> None:
        """Set the moment of publication in the dialog of the status panel, which is open meanwhile."""
        panel = self.page.get_by_role("button", name=self.visitor.say("Prikaži ili sakrij stanje"))
        panel.click()
        self.page.get_by_role("button", name=self.visitor.say("Odredi raspored")).last.click()
        self.date(go_live_at=go_live_at)
        self.page.get_by_role("button", name=self.visitor.say("Sačuvaj raspored")).click()
        panel.click()

    def publish(self) -> None:
        """Publish the page that is open, or have it published by its schedule; no form has saved itself before."""
        self.page.locator("footer").get_by_role("button", name=self.visitor.say("Još radnji")).click()
        self.page.locator('[name="action-publish"]').click()
        expect(self.page.locator(".messages .success")).to_be_visible()
        assert not self.saved


def is_wagtails_own(fault: str) -> bool:
    """Whether a fault that axe reports is one of those that Wagtail ships, in all elements that it names."""
    rule, _, elements = fault.partition(": ")
    found = re.findall(r"'<[^>]*>?", elements)
    return bool(found) and all(
        any(rule == known and mark in element for known, mark in WAGTAILS_OWN) for element in found
    )


def moment(days: int) -> str:
    """A moment so many days from now, as the admin's date fields are typed."""
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
