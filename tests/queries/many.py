"""Many objects in few queries: what tests and benchmarks of lists are filled with.

Rows are written past services and signals, so that three hundred take a moment; nothing here is for production.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from accounts.models import User
from core.models import PageTopic, Topic
from directory.enums import Kind, SeatKind
from directory.models import (
    Appointment,
    Colleague,
    District,
    Guest,
    LocalGovernment,
    Profile,
    Seat,
    Software,
    WorkingGroup,
)
from files.models import Document, TextUnit
from library.models import ActPage, ActVersion, ActVersionDocument, Issuer, LibraryPage
from search.outbox import drain_all, queue
from tests import factories

numbers = itertools.count(1)


def pages(parent: Page, model: type[Page], number: int, fields: Callable[[int], dict[str, Any]]) -> list[Any]:
    """Published pages under a parent, each with the fields that the function gives for its number; three queries."""
    parent.refresh_from_db()
    kind, locale, now = ContentType.objects.get_for_model(model), Locale.objects.get(), timezone.now()
    made = []
    for place in range(number):
        slug = f"mnoge-{next(numbers)}"
        path = Page._get_path(parent.path, parent.depth + 1, parent.numchild + place + 1)
        made.append(
            model(
                path=path,
                depth=parent.depth + 1,
                content_type=kind,
                locale=locale,
                slug=slug,
                url_path=f"{parent.url_path}{slug}/",
                live=True,
                first_published_at=now - timedelta(minutes=place),
                last_published_at=now - timedelta(minutes=place),
                **{"title": f"Strana {slug}", "draft_title": f"Strana {slug}"} | fields(place),
            )
        )
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    plain = Page.objects.bulk_create([Page(**{name: getattr(page, name) for name in names}) for page in made])
    for page, row in zip(made, plain, strict=True):
        page.pk = page.page_ptr_id = row.pk
    for start in range(0, number, 50):
        own = model._meta.local_concrete_fields
        model._base_manager._insert(made[start : start + 50], fields=own, using="default", raw=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + number)
    return made


def documents(number: int) -> list[Document]:
    """Documents without files."""
    collection = Collection.get_first_root_node()
    rows = [
        Document(title=f"Dokument {n}", file=f"documents/{n}.pdf", file_size=1000, collection=collection)
        for n in itertools.islice(numbers, number)
    ]
    return Document.objects.bulk_create(rows)


def attach(page: Any, model: type[Any], number: int) -> None:
    """Documents in the list of a page."""
    rows = [model(page=page, document=row, sort_order=place) for place, row in enumerate(documents(number))]
    model.objects.bulk_create(rows)


def topics(page: Page, number: int) -> None:
    """New topics on a page."""
    names = [f"Tema {n}" for n in itertools.islice(numbers, number)]
    made = Topic.objects.bulk_create([Topic(name=name, slug=name.lower().replace(" ", "-")) for name in names])
    PageTopic.objects.bulk_create([PageTopic(tag=topic, content_object_id=page.pk) for topic in made])


def versions(act: ActPage, number: int) -> None:
    """Texts of an act, one after another, each with a document."""
    start = factories.day(-400 - number)
    rows = [
        ActVersion(
            page=act,
            gazette_reference=f"„Sl. glasnik RS“, br. {place}/2026",
            in_force_from=start + timedelta(days=place),
            in_force_to=start + timedelta(days=place + 1),
            sort_order=place,
        )
        for place in range(number)
    ]
    made = ActVersion.objects.bulk_create(rows)
    ActVersionDocument.objects.bulk_create(
        [ActVersionDocument(version=row, document=paper) for row, paper in zip(made, documents(number), strict=True)]
    )


def acts(parent: Page, number: int, **fields: Any) -> list[ActPage]:
    """Acts with an issuer, a text and a topic each."""
    issuers = Issuer.objects.bulk_create([Issuer(name=f"Donosilac {n}") for n in itertools.islice(numbers, number)])
    made = pages(parent, ActPage, number, lambda place: {"act_type": "uredba", "issuer": issuers[place]} | fields)
    topic, _created = Topic.objects.get_or_create(slug="zajednicka", defaults={"name": "Zajednička"})
    PageTopic.objects.bulk_create([PageTopic(tag=topic, content_object_id=act.pk) for act in made])
    ActVersion.objects.bulk_create([ActVersion(page=act, in_force_from=factories.day(-9)) for act in made])
    return made


def people(number: int) -> list[User]:
    """People with profiles."""
    rows = [
        User(email=f"mnogi{n}@grad.test", first_name="Ana", last_name=f"Ilić {n}", password="!")
        for n in itertools.islice(numbers, number)
    ]
    made = User.objects.bulk_create(rows)
    Profile.objects.bulk_create([Profile(user=person, position="Savetnik") for person in made])
    return made


def units(number: int, **fields: Any) -> list[LocalGovernment]:
    """Local governments with two seats, of which one is held, another was held once."""
    district = District.objects.first()
    rows = [
        LocalGovernment(
            **{
                "name": f"Mesto {n}",
                "name_cyrillic": f"Место {n}",
                "slug": f"mesto-{n}",
                "kind": Kind.MUNICIPALITY,
                "district": district,
            }
            | fields
        )
        for n in itertools.islice(numbers, number)
    ]
    made = LocalGovernment.objects.bulk_create(rows)
    seats = Seat.objects.bulk_create([Seat(local_government=unit, kind=kind) for unit in made for kind in SeatKind])
    holders = people(len(seats))
    Appointment.objects.bulk_create([term(seat, person, place) for place, (seat, person) in pairs(seats, holders)])
    return made


def text_units(document: Document, number: int) -> None:
    """More pages of a document's text."""
    start = TextUnit.objects.filter(document=document).count() + 1
    rows = [TextUnit(document=document, number=n, text=f"Strana {n}") for n in range(start, start + number)]
    TextUnit.objects.bulk_create(rows)


def found_acts(number: int) -> list[ActPage]:
    """Acts with "mesto" in their title and text."""
    return acts(LibraryPage.objects.get(), number, title="Mesto čuvanja", summary="Uređuje mesto i način čuvanja.")


def entries(number: int) -> None:
    """So many acts, local governments and representatives each, all found by "mesto"; the index knows them."""
    places = units(number)
    made = {"wagtailcore.page": found_acts(number)}
    made |= {"directory.localgovernment": places}
    made |= {"accounts.user": User.objects.filter(appointments__seat__local_government__in=places)}
    index(made)


def index(made: Mapping[str, Iterable[Any]]) -> None:
    """Have objects indexed that were made past all signals and services, by the label of their source."""
    for label, rows in made.items():
        queue(label, [row.pk for row in rows])
    drain_all()


def pairs(seats: list[Seat], holders: list[User]) -> enumerate[tuple[Seat, User]]:
    """Seats with their holders, numbered."""
    return enumerate(zip(seats, holders, strict=True))


def term(seat: Seat, person: User, place: int) -> Appointment:
    """An appointment in force for even places, an ended one for odd ones."""
    ends_on = None if place % 2 == 0 else factories.day(-10)
    return Appointment(seat=seat, person=person, starts_on=factories.day(-100), ends_on=ends_on)


def knowledge(people: Iterable[User], number: int) -> None:
    """So many new topics and as much software that all these people know, a photo, and two languages."""
    names = [f"Znanje {n}" for n in itertools.islice(numbers, number)]
    topics = Topic.objects.bulk_create([Topic(name=name, slug=name.lower().replace(" ", "-")) for name in names])
    software = Software.objects.bulk_create([Software(name=name) for name in names])
    profiles = Profile.objects.filter(user__in=people)
    profiles.update(languages=["en", "hu"], photo="profiles/1f.webp")
    for through, column, known in (
        (Profile.topics.through, "topic_id", topics),
        (Profile.software.through, "software_id", software),
    ):
        rows = [
            through(profile_id=pk, **{column: row.pk}) for pk in profiles.values_list("pk", flat=True) for row in known
        ]
        through.objects.bulk_create(rows)


def history(seat: Seat, number: int) -> None:
    """Earlier appointments to a seat, a day each, of as many people."""
    days = [factories.day(-1000 - next(numbers)) for _ in range(number)]
    Appointment.objects.bulk_create(
        [
            Appointment(seat=seat, person=person, starts_on=day, ends_on=day)
            for day, person in zip(days, people(number), strict=True)
        ]
    )


def career(person: User, number: int) -> None:
    """Earlier appointments of a person, each in another local government."""
    seats = Seat.objects.filter(local_government__in=units(number), kind=SeatKind.ICT)
    Appointment.objects.bulk_create(
        [
            Appointment(seat=seat, person=person, starts_on=factories.day(-2000), ends_on=factories.day(-1990))
            for seat in seats
        ]
    )


def working_groups(number: int) -> None:
    """Working groups by a rule with a district."""
    names = [f"Radna grupa {n}" for n in itertools.islice(numbers, number)]
    copies = Group.objects.bulk_create([Group(name=name) for name in names])
    made = WorkingGroup.objects.bulk_create(
        [
            WorkingGroup(name=copy.name, slug=copy.name.lower().replace(" ", "-"), group=copy, is_by_rule=True)
            for copy in copies
        ]
    )
    district, _created = District.objects.get_or_create(name="Raški", defaults={"slug": "raski", "region": "Srbija"})
    rows = WorkingGroup.rule_districts.through
    rows.objects.bulk_create([rows(workinggroup=group, district=district) for group in made])


def guests(number: int) -> list[User]:
    """Guests who are here today."""
    made = people(number)
    last = factories.day(5)
    Guest.objects.bulk_create([Guest(email=row.email, person=row, body="Ministarstvo", ends_on=last) for row in made])
    return made


def colleagues(number: int) -> list[User]:
    """Colleagues who read with the members, each of another local government."""
    made, since = people(number), factories.day(-5)
    rows = [
        Colleague(email=row.email, person=row, proposed_by=row, approved_on=since, local_government=unit)
        for row, unit in zip(made, units(number), strict=True)
    ]
    Colleague.objects.bulk_create(rows)
    return made
