"""What editors and the coordinator get wrong: a message at the field, in their script, and nothing lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from core.models import Topic
from directory.models import Appointment, LocalGovernment
from events.models import CalendarPage, MeetingPage
from files.models import Document, Image
from library.models import ActPage, Issuer, LibraryPage
from tests import factories

DIALOG = {"x-requested-with": "XMLHttpRequest"}
MESSAGES = {
    "required": ("Ovo polje je obavezno.", "Ово поље је обавезно."),
    "meeting": (
        "Sastanak ne može da se završi pre nego što počne.",
        "Састанак не може да се заврши пре него што почне.",
    ),
}


@pytest.fixture
def desk(client: Any, editor: Any) -> Any:
    """The client of an editor who is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def register(client: Any, coordinator: Any) -> Any:
    """The client of the coordinator, signed in."""
    client.force_login(coordinator)
    return client


def errors(response: Any, field: str) -> str:
    """What the form says at a field."""
    errors = wrapper(response, field).select_one("[data-field-errors]")
    return " ".join(errors.get_text(" ").split()) if errors else ""


def wrapper(response: Any, field: str) -> Tag:
    """A field of a form with its label and its errors."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    for tag in page.select("[data-field-wrapper]"):
        if tag.select_one(f"[name='{field}']"):
            return tag
    raise AssertionError(f"There is no field {field}")


def typed(response: Any, field: str) -> str:
    """What stands in a field of the form that came back."""
    entry = wrapper(response, field).select_one(f"[name='{field}']")
    return str(entry.get("value", entry.get_text().strip()))


def meeting(**fields: Any) -> dict[str, Any]:
    """What the form of a meeting sends."""
    sent = {"title": "Sastanak", "slug": "sastanak-a", "starts_at": "2026-11-05 10:00", "ends_at": "2026-11-05 12:00"}
    lists = {"documents": inline_formset([]), "comments": inline_formset([])}
    return nested_form_data(sent | {"place": "Čačak", "online_url": "", "summary": "", "agenda": ""} | lists | fields)


def act(version: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What the form of an act with one version sends."""
    sent = {"title": "Uredba", "slug": "uredba-a", "kind": "regulation", "act_type": "uredba", "number": ""}
    dates = {"gazette_reference": "br. 5", "adopted_on": "", "in_force_from": "", "in_force_to": ""}
    versions = inline_formset([dates | version | {"documents": inline_formset([])}])
    rest = {"issuer": "", "abbreviations": "", "summary": "", "versions": versions, "comments": inline_formset([])}
    return nested_form_data(sent | rest | fields)


def add_meeting(desk: Any, **fields: Any) -> Any:
    """Send the form of a new meeting."""
    parent = CalendarPage.objects.get()
    return desk.post(reverse("wagtailadmin_pages:add", args=("events", "meetingpage", parent.pk)), meeting(**fields))


def add_act(desk: Any, version: dict[str, Any], **fields: Any) -> Any:
    """Send the form of a new act."""
    parent = LibraryPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=("library", "actpage", parent.pk))
    return desk.post(address, act(version, **fields))


@pytest.mark.parametrize(("language", "number"), [("sr-latn", 0), ("sr", 1)])
def test_meeting_ends_before_it_starts(db, client, language, number):
    client.force_login(factories.editor(language=language))
    response = add_meeting(client, ends_at="2026-11-05 09:00")
    assert errors(response, "ends_at") == MESSAGES["meeting"][number]
    assert typed(response, "place") == "Čačak"
    assert not MeetingPage.objects.exists()


def test_meeting_nowhere(desk):
    response = add_meeting(desk, place="")
    assert errors(response, "place") == "Upišite mesto održavanja ili adresu za učešće na daljinu."


@pytest.mark.parametrize(("language", "number"), [("sr-latn", 0), ("sr", 1)])
def test_page_without_a_title(db, client, language, number):
    client.force_login(factories.editor(language=language))
    response = add_meeting(client, title="", slug="")
    assert errors(response, "title") == MESSAGES["required"][number]
    assert typed(response, "starts_at") == "2026-11-05 10:00"


def test_version_ends_before_it_starts(desk):
    response = add_act(desk, {"in_force_from": "2026-02-01", "in_force_to": "2026-01-01"})
    message = errors(response, "versions-0-in_force_to")
    assert message == "Verzija ne može da prestane da važi pre nego što stupi na snagu."
    assert typed(response, "versions-0-gazette_reference") == "br. 5"
    assert not ActPage.objects.exists()


def test_address_in_cyrillic_is_refused(desk):
    response = add_meeting(desk, slug="седница")
    assert errors(response, "slug") == "Napišite adresu slovima a–z, ciframa i crticama."
    assert typed(response, "slug") == "седница"


def test_copy_with_an_address_in_cyrillic(desk):
    page = factories.content_page()
    row = {"new_title": "Kopija", "new_slug": "копија", "new_parent_page": factories.home().pk}
    response = desk.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), row)
    assert errors(response, "new_slug")
    assert typed(response, "new_slug") == "копија"


def test_unknown_topic(desk):
    Topic.objects.create(name="Pisarnica")
    response = add_meeting(desk, topics="999")
    assert errors(response, "topics").startswith("999 nije među ponuđenim vrednostima.")
    assert not MeetingPage.objects.exists()


def test_topics_are_ticked(desk):
    topic, other = Topic.objects.create(name="Pisarnica"), Topic.objects.create(name="Arhiva")
    add_meeting(desk, topics=topic.pk)
    page = MeetingPage.objects.get()
    assert page.get_latest_revision_as_object().topic_list == [topic]
    form = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode(), "html.parser")
    ticked = {box["value"]: box.has_attr("checked") for box in form.select("input[name=topics]")}
    assert ticked == {str(topic.pk): True, str(other.pk): False}


LIE = b"PK\x03\x04 this is no PDF"


def test_file_whose_name_lies(desk):
    file = SimpleUploadedFile("ugovor.pdf", LIE)
    response = desk.post(reverse("wagtaildocs:add"), {"title": "Ugovor", "file": file})
    assert errors(response, "file") == "Sadržaj datoteke nije vrste koju kazuje njen naziv (.pdf)."
    assert typed(response, "title") == "Ugovor"
    assert not Document.objects.exists()


def test_file_whose_name_lies_among_many(desk):
    file = SimpleUploadedFile("ugovor.pdf", LIE)
    response = desk.post(reverse("wagtaildocs:add_multiple"), {"title": "U", "files[]": file}, headers=DIALOG)
    assert response.json()["success"] is False
    assert response.json()["error_message"] == "Sadržaj datoteke nije vrste koju kazuje njen naziv (.pdf)."
    assert not Document.objects.exists()


def test_image_whose_name_lies(desk):
    for address, field in (("wagtailimages:add", "file"), ("wagtailimages:add_multiple", "files[]")):
        file = SimpleUploadedFile("zgrada.png", b"MZ program")
        response = desk.post(reverse(address), {"title": "Zgrada", field: file}, headers=DIALOG)
        assert response.status_code == 200
        assert "slika" in response.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize("kind", ["document", "issuer", "topic"])
def test_what_pages_use_is_not_deleted(desk, kind):
    issuer, topic = Issuer.objects.create(name="Vlada"), Topic.objects.create(name="Pisarnica")
    document = factories.document()
    page = factories.act_page(document, issuer=issuer)
    page.topics.set([topic])
    page.save()
    used, address = {
        "document": (document, "wagtaildocs:delete"),
        "issuer": (issuer, "wagtailsnippets_library_issuer:delete"),
        "topic": (topic, "wagtailsnippets_core_topic:delete"),
    }[kind]
    shown = desk.get(reverse(address, args=[used.pk])).content.decode()
    assert "ne može biti obrisana jer se sa bar jednog mesta na nju upućuje" in shown
    assert desk.post(reverse(address, args=[used.pk])).status_code == 302
    assert type(used).objects.filter(pk=used.pk).exists()


def test_two_coordinators_give_the_same_seat(register):
    seat = factories.seat()
    first = factories.appointment(None, seat)
    row = {
        "seat": seat.pk,
        "person": factories.person().email,
        "starts_on": "2026-11-01",
        "ends_on": "",
        "act_number": "5",
    }
    response = register.post(reverse("wagtailsnippets_directory_appointment:add"), row)
    assert f"Na ovom mestu je {first.person} od" in errors(response, "seat")
    assert typed(response, "act_number") == "5"
    assert Appointment.objects.get() == first


def test_appointment_ends_before_it_starts(register):
    row = {"seat": factories.seat().pk, "person": factories.person().email, "starts_on": "2026-11-01"}
    days = {"ends_on": date(2026, 10, 1).isoformat(), "act_number": "5"}
    response = register.post(reverse("wagtailsnippets_directory_appointment:add"), row | days)
    assert errors(response, "ends_on") == "Imenovanje ne može da se okonča pre nego što počne."
    assert not Appointment.objects.exists()


def test_local_government_of_a_taken_name(register):
    taken = factories.local_government("Čačak")
    row = {"name": "Чачак", "name_cyrillic": "", "kind": "city", "district": taken.district_id}
    response = register.post(reverse("wagtailsnippets_directory_localgovernment:add"), row)
    assert "Jedinica lokalne samouprave sa ovim nazivom već postoji." in response.content.decode()
    assert LocalGovernment.objects.get() == taken


def test_roles_are_shown_and_kept(register, editor):
    address = reverse("wagtailusers_users:edit", args=[editor.pk])
    boxes = BeautifulSoup(register.get(address).content.decode(), "html.parser").select("input[name=roles]")
    assert {box["value"]: box.has_attr("checked") for box in boxes} == {"editor": True, "coordinator": False}
    register.post(address, {"first_name": "Nova", "last_name": "Ime", "is_active": "on", "roles": ["editor"]})
    editor.refresh_from_db()
    assert editor.first_name == "Nova"
    assert [grant.role for grant in editor.role_grants.all()] == ["editor"]
