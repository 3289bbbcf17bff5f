"""What tests are made of: people, seats, pages and files, built through the product's services."""

from __future__ import annotations

import io
import itertools
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from accounts.services import set_roles
from directory.enums import Kind, SeatKind
from directory.models import Appointment, Guest, LocalGovernment, Profile, Seat, WorkingGroup
from directory.photos import make_photo
from directory.services import (
    add_local_government,
    appoint,
    approve_colleague,
    invite_guest,
    propose_colleague,
    save_profile,
    sync_groups,
)
from events.models import CalendarPage, MeetingPage
from files.models import Document, Image
from files.services import add_document
from home.models import ContentPage, HomePage
from library.enums import ActType, ResourceKind
from library.models import ActPage, ActVersion, ActVersionDocument, LibraryPage, ResourcePage
from news.models import NewsIndexPage, NewsPage

PASSWORD = "ispravna-lozinka-2026"
numbers = itertools.count(1)


def person(*, roles: tuple[str, ...] = (), **fields: Any) -> User:
    """A person with an account, and roles."""
    number = next(numbers)
    fields = {"email": f"osoba{number}@grad.test", "first_name": "Jelena", "last_name": f"Marković {number}"} | fields
    user = User.objects.create_user(password=PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if roles:
        set_roles(user=user, roles=roles, by=None)
    return user


def local_government(name: str = "", **fields: Any) -> LocalGovernment:
    """A local government with its two seats."""
    fields = {"kind": Kind.MUNICIPALITY, "district": "Moravički", "region": "Šumadija i Zapadna Srbija"} | fields
    return add_local_government(name=name or f"Selo {next(numbers)}", **fields)


def seat(unit: LocalGovernment | None = None, kind: str = SeatKind.ICT) -> Seat:
    """A seat of a local government."""
    return (unit or local_government()).seats.get(kind=kind)


def seat_of(person: User) -> list[Seat]:
    """The seats that a person has ever held."""
    return list(Seat.objects.filter(appointments__person=person))


def appointment(
    user: User | None = None, place: Seat | None = None, *, start: int = -30, end: int | None = None
) -> Appointment:
    """An appointment from a day to a day, counted from today."""
    return appoint(
        seat=place or seat(),
        person=user or person(),
        starts_on=day(start),
        ends_on=None if end is None else day(end),
        act_number="02-1/2026",
    )


def day(number: int) -> date:
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=number)


def member(*, kind: str = SeatKind.ICT, **fields: Any) -> User:
    """A person who holds a seat today."""
    user = person(**fields)
    appointment(user, seat(kind=kind))
    return user


def former_member() -> User:
    """A person whose appointment ended yesterday."""
    user = person()
    appointment(user, start=-30, end=-1)
    return user


def editor(**fields: Any) -> User:
    """An editor without a seat."""
    return person(roles=("editor",), **fields)


def coordinator(**fields: Any) -> User:
    """The coordinator, without a seat."""
    return person(roles=("coordinator",), **fields)


def working_group(name: str = "", **fields: Any) -> WorkingGroup:
    """A working group by hand, with its Django group."""
    name = name or f"Radna grupa {next(numbers)}"
    group, _created = Group.objects.get_or_create(name=name)
    return WorkingGroup.objects.create(name=name, slug=f"radna-grupa-{group.pk}", group=group, **fields)


def guest(*groups: WorkingGroup, start: int = 0, end: int = 10, **fields: Any) -> User:
    """A guest of a national body who is in working groups, on a visit from a day to a day."""
    user = person(**fields)
    names = {"first_name": user.first_name, "last_name": user.last_name, "body": "Ministarstvo"}
    row = invite_guest(email=user.email, ends_on=day(max(end, 0)), working_groups=groups, by=coordinator(), **names)
    Guest.objects.filter(pk=row.pk).update(starts_on=day(start), ends_on=day(end))
    sync_groups(user=user)
    return user


def colleague(unit: LocalGovernment | None = None, *, approved: bool = True, **fields: Any) -> User:
    """A person without a seat whom a representative has proposed as a colleague, and the coordinator approved."""
    user, place = person(**fields), seat(unit)
    representative = appointment(place=place).person if place.holder is None else place.holder.person
    names = {"first_name": user.first_name, "last_name": user.last_name}
    row = propose_colleague(local_government=place.local_government, email=user.email, by=representative, **names)
    if approved:
        approve_colleague(colleague=row, by=coordinator())
    return user


def home() -> HomePage:
    """The home page that a migration establishes."""
    return HomePage.objects.get()


def page(parent: Page, model: type[Page], *, live: bool = True, **fields: Any) -> Any:
    """A page of a type under another, published unless told otherwise."""
    fields.setdefault("title", f"Strana {next(numbers)}")
    child = parent.add_child(instance=model(live=False, **fields))
    revision = child.save_revision()
    if live:
        revision.publish()
        child.refresh_from_db()
    return child


def content_page(parent: Page | None = None, **fields: Any) -> ContentPage:
    """A plain page."""
    return page(parent or home(), ContentPage, **fields)


def news_page(**fields: Any) -> NewsPage:
    """A news item."""
    fields = {"lead": "Rok za prijave je produžen."} | fields
    return page(fields.pop("parent", None) or NewsIndexPage.objects.get(), NewsPage, **fields)


def act_page(*documents: Document, **fields: Any) -> ActPage:
    """An act with one version in force that has the documents."""
    version = fields.pop("version", {})
    parent = fields.pop("parent", None) or LibraryPage.objects.get()
    live = fields.pop("live", True)
    act = page(parent, ActPage, live=False, **({"act_type": ActType.UREDBA} | fields))
    text = ActVersion(**{"gazette_reference": "„Sl. glasnik RS“, br. 21/2020", "in_force_from": day(-100)} | version)
    text.documents = [ActVersionDocument(document=document) for document in documents]
    act.versions = [text]
    revision = act.save_revision()
    if live:
        revision.publish()
        act.refresh_from_db()
    else:
        act.save()
    return act


def resource_page(**fields: Any) -> ResourcePage:
    """A manual in the library."""
    fields = {"kind": ResourceKind.MANUAL} | fields
    return page(fields.pop("parent", None) or LibraryPage.objects.get(), ResourcePage, **fields)


def meeting_page(*, start: int = 7, hours: int = 3, **fields: Any) -> MeetingPage:
    """A meeting so many days from now."""
    starts_at = timezone.now() + timedelta(days=start)
    fields = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours), "place": "Čačak"} | fields
    return page(fields.pop("parent", None) or CalendarPage.objects.get(), MeetingPage, **fields)


def document(title: str = "Uredba", name: str = "uredba.txt", content: bytes = b"Clan 1.\n") -> Document:
    """A document in the root collection."""
    return add_document(title=title, file=ContentFile(content, name=name))


def image(**fields: Any) -> Image:
    """An image in the root collection, wider than any page shows it."""
    data = io.BytesIO()
    Picture.new("RGB", (1200, 600), "navy").save(data, "PNG")
    return Image.objects.create(**({"title": "Sala", "file": ImageFile(data, "sala.png")} | fields))


def photo(user: User, colour: str = "navy") -> str:
    """Give a person with a profile a photo; the name of its file without the folder."""
    data = io.BytesIO()
    Picture.new("RGB", (64, 48), colour).save(data, "PNG")
    profile = save_profile(profile=Profile.objects.get(user=user), by=user, photo=make_photo(data))
    return profile.photo.name.rpartition("/")[2]


def restrict(page: Page, *groups: Any) -> PageViewRestriction:
    """Restrict a page and what is under it to groups."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(groups)
    return restriction
