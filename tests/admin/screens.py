"""The screens of the admin that editors and the coordinator come to, and what they send there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.models import Topic
from directory.appointment_forms import seen as seen_now
from events.models import CalendarPage
from library.models import Issuer, LibraryPage
from news.models import NewsIndexPage

PAGE_TYPES = [
    (LibraryPage, "library", "actpage"),
    (LibraryPage, "library", "resourcepage"),
    (NewsIndexPage, "news", "newspage"),
    (CalendarPage, "events", "meetingpage"),
]
VIEWS_OF_ONE = ("edit", "delete", "history", "usage", "inspect")


@dataclass(frozen=True)
class Screen:
    """An address, opened or sent to."""

    address: str
    data: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{'GET' if self.data is None else 'POST'} {self.address}"

    def visit(self, client: Any) -> Any:
        """Open the screen as the signed-in person and follow where it leads."""
        if self.data is None:
            return client.get(self.address, follow=True)
        return client.post(self.address, self.data, follow=True)


def at(name: str, *args: Any, query: str = "") -> Screen:
    """The screen of a named address."""
    return Screen(reverse(name, args=[getattr(arg, "pk", arg) for arg in args]) + query)


def sent(view: str, *args: Any, **data: Any) -> Screen:
    """A form sent to a named address."""
    return Screen(at(view, *args).address, data)


def editor_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """What editors and the coordinator open."""
    yield at("wagtailadmin_home")
    yield at("wagtailadmin_account")
    yield from explorer_screens(made)
    yield from adding_screens(made)
    for name in ("act", "resource", "news", "meeting", "page", "draft", "home"):
        yield from screens_of_page(made[name])
    yield from history_screens(made)
    yield from chooser_screens(made)
    yield from link_screens(made["page"])
    yield from file_screens("wagtaildocs", "document_usage", made["document"])
    yield from file_screens("wagtailimages", "image_usage", made["image"])
    yield from incoming_screens(made["incoming_file"])
    yield from bulk_upload_screens(made["bulk_upload"])
    yield from viewset_screens("wagtailsnippets_core_topic", Topic.objects.get())
    yield from viewset_screens("wagtailsnippets_library_issuer", Issuer.objects.get())
    yield from redirect_screens(made)
    yield from bulk_screens(made)
    yield from report_screens()
    yield from changing_screens(made)


def coordinator_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """What only the coordinator opens."""
    yield at("wagtailsettings:edit", "core", "coordinatorsettings")
    yield from viewset_screens("wagtailsnippets_directory_localgovernment", made["local_government"])
    for change in ("rename", "merge", "split"):
        yield at(f"directory_{change}", made["local_government"])
        yield sent(f"directory_{change}", made["local_government"])
    yield sent("directory_rename", made["local_government"], name="123", first_day="2026-01-05")
    yield from viewset_screens("wagtailsnippets_directory_appointment", made["appointment"])
    yield from seat_screens(made["appointment"])
    yield from viewset_screens("invitation", made["invitation"])
    yield from viewset_screens("messages", made["message"])
    yield from viewset_screens("wagtailusers_users", made["person"])
    yield at("wagtailadmin_collections:index")
    yield at("wagtailadmin_collections:add")
    yield at("wagtailadmin_collections:edit", made["collection"])
    yield at("wagtailadmin_collections:delete", made["collection"])
    yield at("wagtailadmin_collections:set_privacy", made["collection"])
    yield at("failed_tasks")
    yield at("directory_imports")
    yield sent("directory_imports", kind="representatives")
    yield sent("wagtailadmin_collections:add", name="")
    yield sent("invitation:add", email="@")
    yield sent("invitation:add", email="nova@grad.test", role="editor")
    yield sent("wagtailusers_users:edit", made["person"], first_name="", last_name="")


def seat_screens(appointment: Any) -> Iterator[Screen]:
    """A seat, what is done with its appointments, and the handover."""
    names = ("end_appointment", "replace", "correct_appointment", "annul_appointment")
    seat = appointment.seat
    yield at("directory_seat", seat)
    for state in ("current", "coming", "ended"):
        yield at("wagtailsnippets_directory_appointment:list", query=f"?state={state}&kind=ict")
    for name in names:
        yield at(f"directory_{name}", seat, appointment)
        yield sent(f"directory_{name}", seat, appointment)
    day, before = str(timezone.localdate()), str(timezone.localdate() - timedelta(days=1))
    seen = {"seen": "x", "reason": "0", "last_day": before, "person": "a", "starts_on": "1500-01-01"}
    for name in names:
        yield sent(f"directory_{name}", seat, appointment, **seen)
    now = seen | {"seen": seen_now(appointment)}
    yield sent("directory_correct_appointment", seat, appointment, **now | {"starts_on": day})
    yield sent("directory_end_appointment", seat, appointment, **now)
    yield at("directory_handover", seat, appointment)
    yield sent("directory_handover", seat, appointment)
    yield at("directory_handover", seat, appointment)
    yield sent("directory_handover", seat, appointment)
    yield at("directory_seat", seat)


def explorer_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """The lists of pages, full, sorted, searched and empty."""
    yield at("wagtailadmin_explore_root")
    for parent in Page.objects.filter(depth__gte=2):
        yield at("wagtailadmin_explore", parent)
    home = made["home"]
    yield at("wagtailadmin_explore", home, query="?ordering=ord")
    yield at("wagtailadmin_explore", home, query="?q=42")
    yield at("wagtailadmin_explore_results", home)
    yield at("wagtailadmin_pages:search")
    yield at("wagtailadmin_pages:search", query="?q=a")
    yield at("wagtailadmin_pages:search", query="?q=42")
    yield at("wagtailadmin_pages:type_use", "news", "newspage")


def adding_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """The forms of new pages."""
    yield at("wagtailadmin_pages:add_subpage", made["home"])
    yield at("wagtailadmin_pages:add_subpage", LibraryPage.objects.get())
    yield at("wagtailadmin_pages:choose_parent", "news", "newspage")
    yield at("wagtailadmin_pages:add", "home", "contentpage", made["home"])
    for parent, app, model in PAGE_TYPES:
        yield at("wagtailadmin_pages:add", app, model, parent.objects.get())


def screens_of_page(page: Page) -> Iterator[Screen]:
    """What is done with one page."""
    for name in ("edit", "copy", "move", "delete", "unpublish", "history", "usage", "set_privacy"):
        yield at(f"wagtailadmin_pages:{name}", page)


def history_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """A page's past: revisions, their difference, their return."""
    page, first = made["page"], made["page"].revisions.earliest("pk")
    yield at("wagtailadmin_pages:move_confirm", page, made["draft"])
    yield at("wagtailadmin_pages:history_results", page)
    yield at("wagtailadmin_pages:revisions_compare", page, "earliest", "latest")
    yield at("wagtailadmin_pages:revisions_compare", page, "earliest", "live")
    yield at("wagtailadmin_pages:revisions_revert", page, first)
    scheduled = page.revisions.exclude(approved_go_live_at=None).get()
    yield at("wagtailadmin_pages:revisions_unschedule", page, scheduled)


def chooser_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """The dialogs that choose a page, document, image or list entry."""
    yield at("wagtailadmin_choose_page")
    yield at("wagtailadmin_choose_page", query="?page_type=news.newspage")
    allowed = "?allow_external_link=true&allow_email_link=true&allow_phone_link=true&allow_anchor_link=true"
    yield at("wagtailadmin_choose_page_child", made["home"], query=allowed)
    yield at("wagtailadmin_choose_page_search", query="?q=42")
    for name in ("wagtaildocs_chooser", "wagtailimages_chooser", "wagtailsnippetchoosers_library_issuer"):
        yield at(f"{name}:choose")
        yield at(f"{name}:choose_results", query="?q=42")
    yield sent("wagtaildocs_chooser:create")
    yield sent("wagtailimages_chooser:create")
    yield at("wagtailimages_chooser:select_format", made["image"])


def link_screens(page: Page) -> Iterator[Screen]:
    """The dialogs of links in a text."""
    for kind in ("external", "email", "phone", "anchor"):
        name = f"wagtailadmin_choose_page_{kind}_link"
        query = "?allow_external_link=true&allow_email_link=true&allow_phone_link=true&allow_anchor_link=true"
        yield at(name, query=query)
        yield Screen(
            at(name, query=query).address, {f"{kind}-link-chooser-{field}": "" for field in ("url", "link_text")}
        )


def file_screens(namespace: str, usage: str, file: Any) -> Iterator[Screen]:
    """Documents or images: list, upload, one of them."""
    yield at(f"{namespace}:index")
    yield at(f"{namespace}:index", query="?q=42")
    yield at(f"{namespace}:index_results")
    for name in ("add", "add_multiple"):
        yield at(f"{namespace}:{name}")
    for name in ("edit", "delete", usage):
        yield at(f"{namespace}:{name}", file)
    yield sent(f"{namespace}:add")
    yield sent(f"{namespace}:edit", file, title="")


def incoming_screens(row: Any) -> Iterator[Screen]:
    """Files on their way into the library."""
    yield at("library_incoming")
    yield sent("library_incoming")
    yield at("library_incoming_file", row)
    yield at("library_incoming_file", row, query="?now=1")
    yield sent("library_incoming_file", row, title="", kind="x")
    yield sent("library_incoming_file", row, title=row.document.title, kind="regulation", act_type="zakon")
    yield sent("library_incoming_file", row)
    yield sent("library_incoming_remove", row)
    yield sent("library_incoming_remove", row)


def bulk_upload_screens(row: Any) -> Iterator[Screen]:
    """A ZIP with a table of what its files are."""
    yield at("library_bulk")
    yield sent("library_bulk")
    yield at("library_bulk_upload", row)
    yield at("library_bulk_upload", row, query="?state=error")
    yield at("library_bulk_upload", row, query="?state=made")
    yield sent("library_bulk_upload", row, checks="7")
    yield sent("library_bulk_upload", row, checks="0")
    yield sent("library_bulk_retry", row)
    yield sent("library_bulk_discard", row)


def viewset_screens(namespace: str, row: Any) -> Iterator[Screen]:
    """Lists and forms of a kind of row; views that it does not have are left out."""
    name = "list" if namespace.startswith("wagtailsnippets_") else "index"
    yield at(f"{namespace}:{name}")
    yield at(f"{namespace}:{name}", query="?q=42")
    yield at(f"{namespace}:add")
    yield sent(f"{namespace}:add")
    for view in VIEWS_OF_ONE:
        try:
            yield at(f"{namespace}:{view}", row)
        except NoReverseMatch:
            continue


def redirect_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """The list of redirects."""
    yield at("wagtailredirects:index")
    yield at("wagtailredirects:add")
    yield sent("wagtailredirects:add", old_path="")
    yield at("wagtailredirects:edit", made["redirect"])
    yield at("wagtailredirects:delete", made["redirect"])
    yield at("wagtailredirects:start_import")


def bulk_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """What is done with many things at once."""
    for action in ("delete", "move", "publish", "unpublish"):
        yield at("wagtail_bulk_action", "wagtailcore", "page", action, query=f"?id={made['page'].pk}")
    for model, name in (("document", "document"), ("image", "image")):
        for action in ("delete", "add_to_collection"):
            yield at("wagtail_bulk_action", "files", model, action, query=f"?id={made[name].pk}")
    topic = Topic.objects.get()
    yield at("wagtail_bulk_action", "core", "topic", "delete", query=f"?id={topic.pk}")


def report_screens() -> Iterator[Screen]:
    """Reports."""
    for name in ("site_history", "locked_pages", "aging_pages"):
        yield at(f"wagtailadmin_reports:{name}")
    yield at("searched")
    yield at("searched", query="?only=unfound")


def changing_screens(made: dict[str, Any]) -> Iterator[Screen]:
    """Forms sent, good and bad, for the words that answer them. They change what was made, so they come last."""
    home, page, draft = made["home"], made["page"], made["draft"]
    yield sent("wagtailadmin_pages:add", "home", "contentpage", home, **content_page(title="", slug="č"))
    yield sent("wagtailadmin_pages:edit", page, **content_page(title=page.title, slug="druga"))
    published = content_page(title=page.title, slug="treca") | {"action-publish": "1"}
    yield sent("wagtailadmin_pages:edit", page, **published)
    yield sent("wagtailadmin_pages:add", "events", "meetingpage", CalendarPage.objects.get(), **bad_meeting())
    yield sent("wagtailadmin_pages:copy", page, new_title=page.title, new_slug=page.slug, new_parent_page=home.pk)
    yield sent("wagtailadmin_pages:copy", page, new_title=page.title, new_slug="kopija", new_parent_page=home.pk)
    yield sent("wagtailadmin_pages:move_confirm", draft, page)
    yield sent("wagtailadmin_pages:lock", draft)
    yield at("wagtailadmin_pages:edit", draft)
    yield sent("wagtailadmin_pages:unlock", draft)
    yield sent("wagtailadmin_pages:set_privacy", draft, restriction_type="groups")
    yield sent("wagtailadmin_pages:unpublish", page)
    yield sent("wagtailadmin_pages:delete", draft)
    yield sent("wagtaildocs:delete", made["document"])
    yield sent("wagtailimages:delete", made["image"])
    yield sent("wagtailsnippets_core_topic:edit", Topic.objects.get(), name="", slug="", order="x")


def content_page(**fields: Any) -> dict[str, Any]:
    """What the form of a plain page sends."""
    text = rich_text("<p>Tekst</p>")
    return nested_form_data(
        {"body": streamfield([("paragraph", text)]), "documents": inline_formset([]), "comments": inline_formset([])}
        | {"topics": ""}
        | fields
    )


def bad_meeting() -> dict[str, Any]:
    """A meeting that ends before it starts, nowhere, about a topic that there is not."""
    return nested_form_data(
        {
            "title": "Sastanak",
            "slug": "sastanak",
            "starts_at": "2026-11-05 10:00",
            "ends_at": "2026-11-05 09:00",
            "online_url": "nije adresa",
            "topics": "999",
            "documents": inline_formset([{"document": "", "title": ""}]),
            "comments": inline_formset([]),
        }
    )
