"""Lists and details cost at most eight queries more than an empty page of the same template, however many objects.

Each case opens a page while it is empty, then with 3 and with 300 objects of every kind that it shows, for a member,
without view restrictions and with two nested ones that the member satisfies.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from core.models import BasePage
from directory.enums import Kind, SeatKind
from directory.models import DirectoryPage, LocalGovernment
from directory.services import create_working_group
from events.models import CalendarPage, MeetingDocument, MeetingPage
from home.models import ContentPage, ContentPageDocument, MessageToCoordinator
from library.models import BulkUpload, LibraryPage, ResourceDocument, ResourcePage
from news.models import NewsDocument, NewsIndexPage, NewsPage
from tests import factories
from tests.queries import many
from tests.reading import queries

ALLOWED = 8
Fill = Callable[[int], None]
Case = Callable[[User], tuple[str, Fill]]
CASES: list[Case] = []


def case(function: Case) -> Case:
    """Measure what the function gives: the address of an empty page, and what fills it with so many objects."""
    CASES.append(function)
    return function


@case
def home(member: User) -> tuple[str, Fill]:
    """The first page: next meeting, news, what is new in the library, the own seat."""

    def fill(number: int) -> None:
        news(member)[1](number)
        library(member)[1](number)
        calendar(member)[1](number)

    return "/", fill


@case
def library(member: User) -> tuple[str, Fill]:
    """The list of acts and resources."""
    page = LibraryPage.objects.get()

    def fill(number: int) -> None:
        many.acts(page, number)
        many.pages(page, ResourcePage, number, lambda _place: {"kind": "manual"})

    return page.url, fill


@case
def act(member: User) -> tuple[str, Fill]:
    """An act: its texts, their documents, its topics."""
    page = factories.page(LibraryPage.objects.get(), many.ActPage, act_type="zakon")

    def fill(number: int) -> None:
        many.versions(page, number)
        many.topics(page, number)

    return page.url, fill


@case
def resource(member: User) -> tuple[str, Fill]:
    """A resource: its documents and topics."""
    page = factories.resource_page()

    def fill(number: int) -> None:
        many.attach(page, ResourceDocument, number)
        many.topics(page, number)

    return page.url, fill


@case
def news(member: User) -> tuple[str, Fill]:
    """The list of news, each with a topic of its own."""
    page = NewsIndexPage.objects.get()

    def fill(number: int) -> None:
        for item in many.pages(page, NewsPage, number, lambda place: {"lead": f"Uvod {place}"})[:3]:
            many.topics(item, 1)

    return page.url, fill


@case
def news_item(member: User) -> tuple[str, Fill]:
    """A news item: its documents and topics, and other news."""
    page = factories.news_page()

    def fill(number: int) -> None:
        many.attach(page, NewsDocument, number)
        many.topics(page, number)
        news(member)[1](number)

    return page.url, fill


@case
def calendar(member: User) -> tuple[str, Fill]:
    """The calendar: this month, and what comes next."""
    page = CalendarPage.objects.get()
    now = timezone.now()

    def fill(number: int) -> None:
        ends_at = now + timedelta(hours=2)
        many.pages(page, MeetingPage, number, lambda _place: {"starts_at": now, "ends_at": ends_at, "place": "Niš"})

    return page.url, fill


@case
def meeting(member: User) -> tuple[str, Fill]:
    """A meeting: its papers and topics, the meetings before and after."""
    page = factories.meeting_page(start=1)

    def fill(number: int) -> None:
        many.attach(page, MeetingDocument, number)
        many.topics(page, number)
        calendar(member)[1](number)

    return page.url, fill


@case
def directory(member: User) -> tuple[str, Fill]:
    """The list of local governments, with seats and holders."""
    return DirectoryPage.objects.get().url, lambda number: void(many.units(number))


@case
def local_government(member: User) -> tuple[str, Fill]:
    """A local government: who held its seats, and its city municipalities."""
    unit = factories.local_government("Veliki grad", kind=Kind.CITY)

    def fill(number: int) -> None:
        for seat in unit.seats.all():
            many.history(seat, number)
        many.units(number, kind=Kind.CITY_MUNICIPALITY, parent=unit)

    return f"{DirectoryPage.objects.get().url}jls/{unit.slug}/", fill


@case
def district(member: User) -> tuple[str, Fill]:
    """A district: its local governments, vacant seats and contacts."""
    place = factories.local_government(district="Borski").district
    LocalGovernment.objects.filter(district=place).update(exists_until=factories.day(-1))
    return f"{DirectoryPage.objects.get().url}okruzi/borski/", lambda number: void(many.units(number, district=place))


@case
def people(member: User) -> tuple[str, Fill]:
    """The list of representatives, with what they know and say that they can."""

    def fill(number: int) -> None:
        many.units(number)
        many.knowledge(User.objects.filter(profile__isnull=False), 3)

    return f"{DirectoryPage.objects.get().url}osobe/", fill


@case
def vacancies(member: User) -> tuple[str, Fill]:
    """The list of vacant seats, each with the other representative."""
    return f"{DirectoryPage.objects.get().url}upraznjena/", lambda number: void(many.units(number))


@case
def person(member: User) -> tuple[str, Fill]:
    """A person: the seats held today and before."""
    shown = factories.member()

    def fill(number: int) -> None:
        many.career(shown, number)
        many.knowledge([shown], number)

    return f"{DirectoryPage.objects.get().url}osobe/{shown.pk}/", fill


@case
def vcard(member: User) -> tuple[str, Fill]:
    """A person's card for an address book: the seats held today."""
    shown = factories.member()
    return f"{DirectoryPage.objects.get().url}osobe/{shown.pk}/vcard/", lambda number: many.career(shown, number)


@case
def working_groups(member: User) -> tuple[str, Fill]:
    """The list of working groups, each with a district in its rule."""
    return f"{DirectoryPage.objects.get().url}radne-grupe/", many.working_groups


@case
def working_group(member: User) -> tuple[str, Fill]:
    """A working group: its seats by a rule, and people chosen by hand, colleagues and guests among them."""
    group = create_working_group(name="Pisarnica", is_by_rule=True)

    def fill(number: int) -> None:
        many.units(number)
        group.people.add(*many.guests(number), *many.colleagues(number))

    return f"{DirectoryPage.objects.get().url}radne-grupe/{group.slug}/", fill


@case
def content_page(member: User) -> tuple[str, Fill]:
    """A plain page: its documents, and the pages under it."""
    page = factories.content_page(factories.content_page())

    def fill(number: int) -> None:
        many.attach(page, ContentPageDocument, number)
        many.pages(page, ContentPage, number, lambda _place: {})

    return page.url, fill


@case
def search(member: User) -> tuple[str, Fill]:
    """What is found: acts and news, each act with an issuer of its own among the facets.

    Something else can be read from the beginning, so that finding nothing is logged like finding much.
    """
    many.index({"wagtailcore.page": [factories.news_page(title="Drugo")]})

    def fill(number: int) -> None:
        made = many.found_acts(number)
        made += many.pages(NewsIndexPage.objects.get(), NewsPage, number, lambda place: {"lead": f"Mesto {place}"})
        many.index({"wagtailcore.page": made})

    return f"{reverse('search')}?q=mesto", fill


@case
def document_text(member: User) -> tuple[str, Fill]:
    """A page of a document's text: how many there are, and the pages that use the document."""
    document = factories.document()
    many.text_units(document, 1)
    factories.act_page(document)

    def fill(number: int) -> None:
        many.text_units(document, number)
        users = many.pages(factories.home(), ContentPage, number, lambda _place: {})
        ContentPageDocument.objects.bulk_create([ContentPageDocument(page=page, document=document) for page in users])

    return f"{reverse('document_text', args=[document.pk, 1])}?q=strana", fill


def void(_made: object) -> None:
    """Make a function of many objects one that gives nothing back."""


def restrict_twice(address: str) -> None:
    """Restrict the home page and the page under it that the address is in to those who hold an ICT seat."""
    ict = Group.objects.get(name=SeatKind.ICT.group_name)
    home_page = factories.home()
    sections = home_page.get_children()
    section = sections.filter(slug=address.split("/")[1]).first() or sections.get(slug="biblioteka")
    factories.restrict(home_page, ict)
    factories.restrict(section, ict)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("is_restricted", [False, True], ids=["open", "restricted"])
@pytest.mark.parametrize("build", CASES, ids=lambda build: build.__name__)
def test_costs_no_more_with_many(client: Client, member: User, build: Case, is_restricted: bool) -> None:
    client.force_login(member)
    address, fill = build(member)
    if is_restricted:
        restrict_twice(address)
    empty = queries(client, address)
    fill(3)
    few = queries(client, address)
    fill(297)
    assert (few, few - empty <= ALLOWED) == (queries(client, address), True), (empty, few)


def invitations(number: int) -> None:
    """Invitations, each sent by another person."""
    expires_at = timezone.now() + timedelta(days=1)
    rows = [
        Invitation(email=f"poziv-{person.email}", invited_by=person, expires_at=expires_at)
        for person in many.people(number)
    ]
    Invitation.objects.bulk_create(rows)


def messages(number: int) -> None:
    """Messages to the coordinator, each from another person."""
    rows = [MessageToCoordinator(sender=person, subject="Pitanje", text="?") for person in many.people(number)]
    MessageToCoordinator.objects.bulk_create(rows)


def bulk_uploads(number: int) -> None:
    """ZIPs of many files, each brought by another person and with rows in two states."""
    for person in many.people(number):
        upload = BulkUpload.objects.create(file_name="akti.zip", uploaded_by=person, state="done", total=2)
        bulk_rows(upload, 2)


def bulk_rows(upload: BulkUpload, number: int) -> None:
    """Rows of a ZIP: one in two is an act, the others have an error and a warning."""
    start = upload.rows.count() + 2
    errors, warnings = [["file", "file_missing", {"files": ["a.pdf"]}]], [["file", "file_same_content", {"rows": [2]}]]
    for place in range(start, start + number):
        act = factories.act_page(title=f"Odluka {place}") if place % 2 else None
        faults = {} if act else {"errors": errors, "warnings": warnings}
        upload.rows.create(number=place, state="made" if act else "error", page=act, cells={"title": "x"}, **faults)


ADMIN_LISTS: dict[str, Callable[[int], Any]] = {
    "wagtailsnippets_directory_localgovernment:list": many.units,
    "wagtailsnippets_directory_appointment:list": many.units,
    "wagtailsnippets_directory_workinggroup:list": many.working_groups,
    "invitation:index": invitations,
    "wagtailusers_users:index": many.people,
    "messages:index": messages,
    "library_bulk": bulk_uploads,
}


@pytest.mark.parametrize("name", ADMIN_LISTS)
def test_admin_lists_cost_the_same_with_many(client: Client, coordinator: User, name: str) -> None:
    client.force_login(coordinator)
    factories.local_government()
    ADMIN_LISTS[name](3)
    few = queries(client, reverse(name))
    ADMIN_LISTS[name](27)
    assert queries(client, reverse(name)) == few


def test_the_rows_of_a_zip_cost_the_same_with_many(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    upload = BulkUpload.objects.create(file_name="akti.zip", uploaded_by=coordinator, state="done")
    address = reverse("library_bulk_upload", args=[upload.pk])
    bulk_rows(upload, 3)
    few = queries(client, address)
    bulk_rows(upload, 30)
    assert queries(client, address) == few


def test_every_page_type_and_view_is_measured() -> None:
    """A page type, or a view of the directory, without a case fails here."""
    types = {model.__name__ for model in BasePage.__subclasses__()}
    assert types == set(PAGE_TYPES)
    views = {route.name for route in DirectoryPage.get_subpage_urls()} - {"index", "index_route"}
    assert set(PAGE_TYPES.values()) | views - POSTED | OTHERS == {build.__name__ for build in CASES}


POSTED = {"export_local_governments", "export_people"}  # measured in tests/directory/test_exports.py
OTHERS = {"search", "document_text"}
PAGE_TYPES = {
    "HomePage": "home",
    "ContentPage": "content_page",
    "NewsIndexPage": "news",
    "NewsPage": "news_item",
    "LibraryPage": "library",
    "ActPage": "act",
    "ResourcePage": "resource",
    "CalendarPage": "calendar",
    "MeetingPage": "meeting",
    "DirectoryPage": "directory",
}
