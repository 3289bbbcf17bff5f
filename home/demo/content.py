"""Publishes the demo's topics, acts, resources, news, meetings and plain pages."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files import File
from django.utils import timezone
from wagtail.models import Page

from core.models import Topic
from events.models import CalendarPage, MeetingDocument, MeetingPage
from files.models import AttachedDocument, Document
from files.services import add_document
from home.demo import data
from home.models import ContentPage, HomePage
from library.models import (
    ActPage,
    ActVersion,
    ActVersionDocument,
    Issuer,
    LibraryPage,
    ResourceDocument,
    ResourcePage,
)
from news.models import NewsDocument, NewsIndexPage, NewsPage
from serbian.slugs import slugify


def load() -> None:
    """Publish what is not there yet; a page is known by its address."""
    library = data.read("library")
    for row in library["topics"]:
        Topic.objects.get_or_create(slug=row["slug"], defaults=row | {"synonyms": "\n".join(row["synonyms"])})
    for row in library["issuers"]:
        Issuer.objects.get_or_create(name=row["name"], defaults=row)
    shelf = LibraryPage.objects.get()
    for number, row in enumerate(library["acts"]):
        publish(shelf, act(row), row.get("days", -3 * number - 4))
    for row in library["resources"]:
        publish(shelf, resource(row), row["date"])
    for row in data.read("news"):
        publish(NewsIndexPage.objects.get(), news(row), row["days"])
    for row in data.read("meetings"):
        publish(CalendarPage.objects.get(), meeting(row), min(row["start"]["days"] - 21, -1))
    for row in data.read("pages"):
        publish(HomePage.objects.get(), plain_page(row), -60)


def publish(parent: Page, page: Page, days: int) -> None:
    """Add a page that is not there and publish it as of so many days from today; in the future, schedule it."""
    page.slug = page.slug or slugify(page.title, max_length=80)
    if parent.get_children().filter(slug=page.slug).exists():
        return
    moment = timezone.now() + timedelta(days=days)
    if days > 0:
        page.go_live_at = moment
    page.live = False
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    if days <= 0:
        Page.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)


def act(row: dict[str, Any]) -> ActPage:
    """An act with its version; where two acts have one title, the row has an address."""
    page = ActPage(
        title=row["title"],
        slug=row.get("slug", ""),
        kind=row["kind"],
        act_type=row["type"],
        number=row["number"] or "",
        issuer=Issuer.objects.get(name=row["issuer"]),
        abbreviations=", ".join(row["abbreviations"]),
        summary=row["summary"],
    )
    dates = {name: row["version"][name] and date.fromisoformat(row["version"][name]) for name in DATES}
    version = ActVersion(gazette_reference=row["version"]["gazette_reference"] or "", **dates)
    version.documents = attached(row["documents"], ActVersionDocument)
    page.versions = [version]
    page.topics.set(topics(row))
    return page


DATES = ("adopted_on", "in_force_from", "in_force_to")


def resource(row: dict[str, Any]) -> ResourcePage:
    """A resource with its documents."""
    page = ResourcePage(
        title=row["title"],
        kind=row["kind"],
        issuer=Issuer.objects.filter(name=row["issuer"]).first(),
        date=timezone.localdate() + timedelta(days=row["date"]),
        summary=row["summary"],
    )
    page.documents = attached(row["documents"], ResourceDocument)
    page.topics.set(topics(row))
    return page


def news(row: dict[str, Any]) -> NewsPage:
    """A news item."""
    page = NewsPage(title=row["title"], lead=row["lead"], body=body(row["body"]), pinned=row["pinned"])
    if row["expires"] is not None:
        page.expire_at = timezone.now() + timedelta(days=row["expires"])
    page.documents = attached(row.get("documents", []), NewsDocument)
    page.topics.set(topics(row))
    return page


def meeting(row: dict[str, Any]) -> MeetingPage:
    """A meeting with its papers."""
    page = MeetingPage(
        title=row["title"],
        starts_at=moment(row["start"]),
        ends_at=moment(row["end"]),
        place=row["place"] or "",
        online_url=row["online_url"] or "",
        summary=row["summary"],
        agenda=row["agenda"],
    )
    page.documents = attached(row["papers"], MeetingDocument)
    page.topics.set(topics(row))
    return page


def plain_page(row: dict[str, Any]) -> ContentPage:
    """A plain page."""
    return ContentPage(
        title=row["title"], slug=row["slug"], body=body(row["body"]), show_in_menus=row.get("in_foot", True)
    )


def moment(row: dict[str, Any]) -> datetime:
    """A day counted from today and a time, as a moment in local time."""
    day = timezone.localdate() + timedelta(days=row["days"])
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(row["time"])))


def body(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A StreamField's raw data."""
    return [{"type": block["type"], "value": block_value(block)} for block in blocks]


def block_value(block: dict[str, Any]) -> Any:
    """A block's raw value; a quotation may be given as its text alone."""
    if block["type"] == "quote" and isinstance(block["value"], str):
        return {"text": block["value"], "source": block.get("source", "")}
    return block["value"]


def topics(row: dict[str, Any]) -> list[Topic]:
    """The topics that a row names. Raises `Topic.DoesNotExist` for an unknown one."""
    return [Topic.objects.get(slug=slug) for slug in row.get("topics", [])]


def attached(rows: list[dict[str, str]], model: type[AttachedDocument]) -> list[AttachedDocument]:
    """Rows of a list of documents; a file that is stored already is not stored again."""
    return [
        model(document=stored(row["file"], row["title"]), title=row["title"], sort_order=number)
        for number, row in enumerate(rows)
    ]


def stored(name: str, title: str) -> Document:
    """The document of a demo file."""
    path = data.file(name)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    known = Document.objects.filter(sha256=checksum).first()
    if known:
        return known
    with path.open("rb") as file:
        return add_document(title=title, file=File(file, name=name))
