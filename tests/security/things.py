"""One thing of every kind that somebody reads, in every state that decides who may; and the people who ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from accounts.models import User
from core.querysets import visible_pages
from directory.enums import SeatKind
from directory.models import Colleague, DirectoryPage, Guest, LocalGovernment, Profile, WorkingGroup
from directory.services import appoint, create_working_group
from events.models import CalendarPage
from files.models import Document, Image, TextUnit
from files.services import may_read, may_see
from home.models import ContentPage
from library.models import BulkUpload, IncomingFile, LibraryPage
from news.models import NewsDocument, NewsIndexPage
from search.outbox import drain_all
from search.registry import pages as searched_pages
from search.services import search
from tests import factories
from tests.security.sample_objects import image

IKT, GENERAL, EDITORS = "IKT", "Opšta uprava", "Urednici"
WORKING = "Radna grupa za pisarnicu"
ALL_GROUPS = (IKT, GENERAL, EDITORS, "Koordinatori", WORKING)


@dataclass(frozen=True)
class Thing:
    """A thing with its address, and the ways in which code asks who may see it."""

    kind: str
    name: str
    address: str
    questions: dict[str, Callable[[Any], bool]]


# --- People ------------------------------------------------------------------------------------------------------


def people() -> dict[str, Any]:
    """Everybody who asks, in the order of the truth's columns."""
    return {
        "anonymous": AnonymousUser(),
        "inactive account": inactive(),
        "ended yesterday": factories.former_member(),
        "starts tomorrow": holder(SeatKind.ICT, start=1),
        "of a merged unit": of_merged_unit(),
        "left in Django's groups": left_in_groups(),
        "general administration": factories.member(kind=SeatKind.GENERAL_ADMINISTRATION),
        "ICT": factories.member(kind=SeatKind.ICT),
        "both seats": holder(SeatKind.ICT, SeatKind.GENERAL_ADMINISTRATION),
        "ICT, last day": holder(SeatKind.ICT, end=0),
        "editor": factories.editor(),
        "coordinator": factories.coordinator(),
        "administrator": factories.person(is_superuser=True),
        "colleague": factories.colleague(),
        "guest in a group": factories.guest(working_group()),
        "guest in no group": factories.guest(),
        "guest whose visit has ended": factories.guest(working_group(), start=-5, end=-1),
        "colleague not approved": factories.colleague(approved=False),
    }


def holder(*kinds: str, **days: Any) -> User:
    """A person with an appointment of each kind, each in another local government."""
    person = factories.person()
    for kind in kinds:
        factories.appointment(person, factories.seat(kind=kind), **days)
    return person


def inactive() -> User:
    """The holder of a seat whose account is closed."""
    person = factories.member()
    person.is_active = False
    person.save()
    return person


def of_merged_unit() -> User:
    """The holder of a seat of a local government that is no more."""
    person = factories.member()
    unit = person.appointments.get().seat.local_government
    unit.exists_until = factories.day(-1)
    unit.save()
    return person


def left_in_groups() -> User:
    """A person without seat and role whom the copy in Django's groups has not let go."""
    person = factories.person()
    working_group()
    person.groups.set(groups(*ALL_GROUPS))
    return person


def working_group() -> WorkingGroup:
    """The working group of this test."""
    return WorkingGroup.objects.filter(name=WORKING).first() or factories.working_group(WORKING)


def groups(*names: str) -> list[Group]:
    """Groups by name."""
    return [Group.objects.get(name=name) for name in names]


# --- Things ------------------------------------------------------------------------------------------------------


def things() -> Iterator[Thing]:
    """Everything that the truth has a row for."""
    yield from sections()
    yield from pages()
    for document in documents():
        yield document
        yield text_of(document)
    yield from images()
    yield from register()


def sections() -> Iterator[Thing]:
    """The home page and the pages under it that list others, as every installation has them."""
    yield of_page("home page", factories.home())
    for model in (NewsIndexPage, LibraryPage, CalendarPage, DirectoryPage):
        yield of_page("section", model.objects.get())
    for model, title in ((NewsIndexPage, "Za IKT"), (LibraryPage, "Akti za IKT"), (CalendarPage, "Sastanci IKT")):
        section = factories.page(factories.home(), model, title=title)
        restrict(section, IKT)
        yield of_page("section for ICT", section)
        yield from in_section(section, "in a section for ICT")


def in_section(section: Page, name: str) -> Iterator[Thing]:
    """What may stand in a section."""
    makers = {
        NewsIndexPage: [factories.news_page],
        LibraryPage: [factories.act_page, factories.resource_page],
        CalendarPage: [factories.meeting_page],
    }
    for make in makers[type(section)]:
        yield of_page(name, make(parent=section))


def pages() -> Iterator[Thing]:
    """Pages in every state."""
    for model in (NewsIndexPage, LibraryPage, CalendarPage):
        yield from in_section(model.objects.filter(view_restrictions=None).get(), "open")
    yield of_page("open", factories.content_page())
    yield of_page("draft", factories.content_page(live=False))
    yield of_page("for ICT", restricted(IKT))
    yield of_page("under one for ICT", factories.content_page(restricted(IKT)))
    yield of_page("for both kinds of seat", restricted(IKT, GENERAL))
    yield of_page("under general administration, for ICT", nested())
    yield of_page("for a working group", restricted(WORKING))
    yield of_page("under one for a working group", factories.content_page(restricted(WORKING)))
    yield of_page("for a working group, under one for ICT", restricted(WORKING, parent=restricted(IKT)))
    yield of_page("for a working group and ICT", restricted(WORKING, IKT))
    yield of_page("for editors", restricted(EDITORS))
    yield of_page("for whoever signs in", restricted(kind=PageViewRestriction.LOGIN))
    yield of_page("behind a shared password", restricted(kind=PageViewRestriction.PASSWORD))
    yield of_page("moved under one for ICT", moved(factories.content_page(), restricted(IKT)))
    away = moved(factories.content_page(), restricted(IKT))
    yield of_page("moved there and back", moved(away, factories.home()))


def documents() -> Iterator[Thing]:
    """Documents by who uses them and where they are kept."""
    yield of_document("of an open and an ICT page", used_by(factories.home(), restricted(IKT)))
    yield of_document("of an ICT page", used_by(restricted(IKT)))
    yield of_document("of a nested page", used_by(nested()))
    yield of_document("of a page for a working group", used_by(restricted(WORKING)))
    yield of_document("of a draft", used_by(factories.home(), live=False))
    yield of_document("of nothing", factories.document())
    yield of_document("of an open news item", of_news())
    yield of_document("of an open act", of_act())
    yield of_document("of an appointment", of_appointment())
    yield of_document("of an appointment, for ICT", in_collection(of_appointment(), collection(IKT)))
    yield of_document("of a page moved under one for ICT", of_moved_page())
    for_ict = collection(IKT)
    yield of_document("in a collection for ICT", used_by(factories.home(), collection=for_ict))
    below = for_ict.add_child(name="Unutra")
    yield of_document("below a collection for ICT", used_by(factories.home(), collection=below))
    yield of_document("in a collection for editors", used_by(factories.home(), collection=collection(EDITORS)))
    signed_in = collection(kind=CollectionViewRestriction.LOGIN)
    yield of_document("of nothing, for whoever signs in", in_collection(factories.document(), signed_in))
    password = collection(kind=CollectionViewRestriction.PASSWORD)
    yield of_document("behind a shared password", used_by(factories.home(), collection=password))


def images() -> Iterator[Thing]:
    """Images, and what is cut from them."""
    shown = on_working_page()
    yield Thing("files.Image", "on a page for a working group", shown.file.url, ask_image(shown))
    for name, picture in (("open", image()), ("in a collection for ICT", image(collection=collection(IKT)))):
        cut = picture.get_rendition("max-32x32")
        yield Thing("files.Image", name, picture.file.url, ask_image(picture))
        yield Thing("files.Rendition", name, cut.url, ask_image(picture))


def on_working_page() -> Image:
    """An image on a page for a working group."""
    picture, page = image(), restricted(WORKING)
    page.body = [("figure", {"image": picture, "caption": ""})]
    page.save_revision().publish()
    return picture


def register() -> Iterator[Thing]:
    """Rows of the register, at the address of the directory that shows them."""
    person = factories.member()
    appointment = person.appointments.get()
    seat, unit = appointment.seat, appointment.seat.local_government
    directory = DirectoryPage.objects.get()
    unit_address = directory.url + directory.reverse_subpage("local_government", args=[unit.slug])
    person_address = directory.url + directory.reverse_subpage("person", args=[person.pk])
    yield Thing("directory.LocalGovernment", "row", unit_address, ask_rows(unit) | ask_search(unit.name, unit_address))
    yield Thing("directory.Seat", "row", unit_address, ask_rows(seat))
    yield Thing("directory.Appointment", "row", person_address, ask_rows(appointment))
    profile = ask_rows(Profile.objects.get(user=person)) | ask_search(person.get_full_name(), person_address)
    yield Thing("directory.Profile", "row", person_address, profile)
    group = create_working_group(name="Pisarnica", people=[person])
    group_address = directory.url + directory.reverse_subpage("working_group", args=[group.slug])
    yield Thing("directory.WorkingGroup", "row", group_address, ask_rows(group))
    yield from people_without_seats(unit, unit_address)


def people_without_seats(unit: LocalGovernment, unit_address: str) -> Iterator[Thing]:
    """Colleagues and guests, at the addresses that show them."""
    reading = Colleague.objects.get(person=factories.colleague(unit))
    yield Thing("directory.Colleague", "reading", unit_address, ask_rows(reading))
    factories.colleague(approved=False)
    proposed = Colleague.objects.filter(approved_on=None).latest("pk")
    address = reverse("directory_decline_colleague", args=[proposed.pk])
    yield Thing("directory.Colleague", "proposed", address, ask_rows(proposed))
    visit = Guest.objects.get(person=factories.guest())
    yield Thing("directory.Guest", "row", reverse("directory_change_visit", args=[visit.pk]), ask_rows(visit))
    yield incoming_file()
    yield bulk_upload()


def incoming_file() -> Thing:
    """A file that waits to become an act."""
    row = IncomingFile.objects.create(document=factories.document(), uploaded_by=factories.person())
    return Thing("library.IncomingFile", "row", reverse("library_incoming_file", args=[row.pk]), ask_rows(row))


def bulk_upload() -> Thing:
    """A ZIP that waits to become acts."""
    row = BulkUpload.objects.create(file_name="akti.zip", uploaded_by=factories.person(), state="ready")
    return Thing("library.BulkUpload", "row", reverse("library_bulk_upload", args=[row.pk]), ask_rows(row))


# --- How things are made and asked for ----------------------------------------------------------------------------


def of_page(name: str, page: Page) -> Thing:
    """A page, asked for by its own query and by the one for all types."""
    questions = ask_rows(page) | {
        "visible_pages": lambda user: visible_pages(Page.objects.filter(pk=page.pk), user).exists()
    }
    if type(page) in searched_pages.types:
        questions |= ask_search(page.title, page.url)
    return Thing(page._meta.label, name, page.url, questions)


def of_document(name: str, document: Document) -> Thing:
    """A document."""
    return Thing(
        "files.Document",
        name,
        document.url,
        ask_rows(document) | {"may_read": lambda user: may_read(user, document)},
    )


def text_of(thing: Thing) -> Thing:
    """The text of a document, which whoever may read the file may read, and nobody else."""
    document = Document.objects.get(pk=thing.address.split("/")[2])
    TextUnit.objects.get_or_create(document=document, number=1, defaults={"text": "Član 1."})
    address = reverse("document_text", args=[document.pk, 1])
    return Thing("files.TextUnit", thing.name, address, {"may_read": lambda user: may_read(user, document)})


def ask_image(picture: Image) -> dict[str, Callable[[Any], bool]]:
    """The questions about an image and its renditions."""
    return ask_rows(picture) | {"may_see": lambda user: may_see(user, picture)}


def ask_rows(row: Any) -> dict[str, Callable[[Any], bool]]:
    """The question that lists ask."""
    model = type(row)
    return {"visible_to": lambda user: model.objects.visible_to(user).filter(pk=row.pk).exists()}


def ask_search(text: str, address: str) -> dict[str, Callable[[Any], bool]]:
    """The question that the search answers: whether a text finds what is at an address."""

    def finds(user: Any) -> bool:
        drain_all()
        results = search(f'"{text}"', user=user, limit=100)
        assert results.total == len(results.hits) == sum(results.counts.get("kind", {}).values())
        return address in {hit.entry.url for hit in results.hits}

    return {"search": finds}


def restrict(page: Page, *names: str, kind: str = PageViewRestriction.GROUPS) -> None:
    """Restrict a page and what is under it."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="tajna")
    restriction.groups.set(groups(*names))


def restricted(*names: str, parent: Page | None = None, kind: str = PageViewRestriction.GROUPS) -> ContentPage:
    """A plain page with a restriction."""
    page = factories.content_page(parent)
    restrict(page, *names, kind=kind)
    return page


def nested() -> ContentPage:
    """A page for ICT under one for general administration: both are demanded."""
    return restricted(IKT, parent=restricted(GENERAL))


def moved(page: Page, target: Page) -> Page:
    """The page after a move."""
    page.move(target, pos="last-child")
    return type(page).objects.get(pk=page.pk)


def used_by(*parents: Page, live: bool = True, collection: Collection | None = None) -> Document:
    """A document in the lists of new pages under these."""
    document = factories.document()
    if collection:
        in_collection(document, collection)
    for parent in parents:
        page = factories.content_page(parent, live=False)
        attach(page, document, live=live)
    return document


def attach(page: ContentPage, document: Document, *, live: bool) -> None:
    """Put a document on a page's list."""
    page.documents.create(document=document)
    revision = page.save_revision()
    if live:
        revision.publish()


def of_news() -> Document:
    """A document of a news item."""
    document = factories.document()
    NewsDocument.objects.create(page=factories.news_page(parent=open_section(NewsIndexPage)), document=document)
    return document


def of_act() -> Document:
    """A document of a version of an act."""
    document = factories.document()
    factories.act_page(document, parent=open_section(LibraryPage))
    return document


def of_appointment() -> Document:
    """The act of an appointment that ended long ago."""
    document, seat = factories.document(), factories.seat()
    days = {"starts_on": factories.day(-300), "ends_on": factories.day(-200)}
    appoint(seat=seat, person=factories.person(), act_document=document, **days)
    return document


def open_section(model: type[Page]) -> Page:
    """The section that has no restriction."""
    return model.objects.get(view_restrictions=None)


def of_moved_page() -> Document:
    """A document of a page that was open until it was moved."""
    document = factories.document()
    page = factories.content_page(live=False)
    attach(page, document, live=True)
    moved(page, restricted(IKT))
    return document


def collection(*names: str, kind: str = CollectionViewRestriction.GROUPS) -> Collection:
    """A collection with a restriction."""
    place = Collection.get_first_root_node().add_child(name=f"Zbirka {next(factories.numbers)}")
    restriction = CollectionViewRestriction.objects.create(collection=place, restriction_type=kind, password="tajna")
    restriction.groups.set(groups(*names))
    return place


def in_collection(document: Document, place: Collection) -> Document:
    """The document, kept there."""
    document.collection = place
    document.save()
    return document
