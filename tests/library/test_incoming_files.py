"""Files that editors bring into the library: from the dropped file to the published act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, PageLogEntry

from files.enums import Reason, State
from files.models import Document
from files.reading import read_document
from library.models import ActPage, IncomingFile, Issuer, LibraryPage
from library.services import IncomingError, make_act
from tests import factories
from tests.files import made_files
from tests.reading import queries

LIST = "/admin/library-files/"
TEXT = """SLUŽBENI LIST GRADA ČAČKA
Godina LX Broj 5 5. mart 2024. godine
Na osnovu člana 60. Zakona o lokalnoj samoupravi („Službeni glasnik RS“, broj 129/2007), Skupština grada Čačka,
na sednici održanoj 1. marta 2024. godine, donela je
ODLUKU
O ELEKTRONSKOJ PISARNICI GRADA ČAČKA
Član 1.
Ovom odlukom uređuje se elektronska pisarnica <script>alert(1)</script>.
Član 2.
Ova odluka stupa na snagu osmog dana od dana objavljivanja u „Službenom listu grada Čačka“.
Broj: 06-15/2024-I
"""


@pytest.fixture
def admin(client: Any, editor: Any) -> Any:
    """An editor's browser, in English."""
    return browser_of(client, editor)


def browser_of(client: Any, person: Any) -> Any:
    """The browser of a person, in English."""
    person.language = "en"
    person.save()
    client.force_login(person)
    return client


def upload(name: str = "odluka.txt", content: bytes | str = TEXT) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def incoming(person: Any, content: str = TEXT, *, read: bool = True, title: str = "odluka") -> IncomingFile:
    """A file that waits, and has been read."""
    document = factories.document(title=title, name="odluka.txt", content=content.encode())
    if read:
        read_document(document.pk)
    return IncomingFile.objects.create(document=document, uploaded_by=person)


def address(row: IncomingFile) -> str:
    """The address of a file's form."""
    return reverse("library_incoming_file", args=[row.pk])


def fields(answer: Any) -> dict[str, str]:
    """What stands in the form of a file."""
    form = BeautifulSoup(answer.content, "html.parser").select_one(".incoming-fields")
    found = {tag["name"]: tag.get("value", "") for tag in form.select("input")}
    for tag in form.select("select"):
        chosen = tag.select_one("option[selected]")
        found[tag["name"]] = chosen["value"] if chosen else ""
    return found


def messages_of(answer: Any) -> str:
    """What the admin says on top of a page."""
    return " ".join(str(message) for message in answer.context["messages"])


def test_from_the_dropped_file_to_the_published_act_in_three_clicks(admin, editor):
    answer = admin.post(LIST, {"file": upload()})  # chosen or dropped: 1, Add: 2
    row = IncomingFile.objects.get()
    assert answer.headers["Location"] == address(row)
    assert "being read" in admin.get(address(row)).content.decode()
    read_document(row.document_id)
    answer = admin.get(address(row))
    filled = fields(answer)
    assert filled == {
        "title": "Odluka o elektronskoj pisarnici grada Čačka",
        "kind": "regulation",
        "act_type": "odluka",
        "number": "06-15/2024-I",
        "issuer": "",
        "new_issuer": "Skupština grada Čačka",
        "gazette_reference": "„Službeni list grada Čačka“, br. 5/2024",
        "adopted_on": "2024-03-01",
        "in_force_from": "2024-03-13",
    }
    answer = admin.post(address(row), filled | {"action": "publish"}, follow=True)  # Publish: 3
    page = ActPage.objects.get()
    assert (page.live, page.title, page.number) == (True, filled["title"], filled["number"])
    assert page.issuer == Issuer.objects.get(name="Skupština grada Čačka")
    assert page.get_parent().specific == LibraryPage.objects.get()
    version = page.versions.get()
    assert version.gazette_reference == filled["gazette_reference"]
    assert (version.adopted_on, version.in_force_from) == (date(2024, 3, 1), date(2024, 3, 13))
    assert [row.document for row in version.documents.all()] == [row.document]
    assert set(PageLogEntry.objects.filter(page=page).values_list("action", "user")) == {
        ("wagtail.create", editor.pk),
        ("wagtail.edit", editor.pk),
        ("wagtail.publish", editor.pk),
    }
    assert ModelLogEntry.objects.filter(action="library.receive_file", user=editor).count() == 1
    assert page.latest_revision.user == editor
    assert "was published" in messages_of(answer)


def test_each_suggestion_says_where_it_comes_from(admin, editor):
    row = incoming(editor)
    page = BeautifulSoup(admin.get(address(row)).content, "html.parser")
    said = {tag.select_one("[name]")["name"]: tag.select_one(".help") for tag in page.select(".w-field__wrapper")}
    assert said["number"].text.strip() == "from the text: „Broj: 06-15/2024-I“"
    assert "06-15" in said["number"].span.text
    assert "osmog dana" in said["in_force_from"].text
    assert "Only if" not in said["new_issuer"].text
    assert "<script>alert" not in str(page.select_one(".incoming-fields"))


def test_the_page_of_a_pdf_is_named(admin, editor):
    document = factories.document(name="a.pdf", content=made_files.pdf(["Naslov", "ODLUKA\nO TAKSAMA\nClan 1."]))
    read_document(document.pk)
    row = IncomingFile.objects.create(document=document, uploaded_by=editor)
    assert "from p. 2: " in BeautifulSoup(admin.get(address(row)).content, "html.parser").text


def test_several_files_are_listed_and_the_next_one_follows(admin):
    sent = {"file": [upload("a.txt"), upload("b_c.txt"), upload("prazno.txt", b""), upload("virus.exe", b"MZ")]}
    answer = admin.post(LIST, sent, follow=True)
    assert [row.document.title for row in IncomingFile.objects.order_by("pk")] == ["a", "b c"]
    said = messages_of(answer)
    assert "2 files were added" in said
    assert "prazno.txt" in said
    assert "virus.exe" in said
    assert "being read" in answer.content.decode()
    first, second = IncomingFile.objects.order_by("pk")
    data = {"title": "A", "kind": "regulation", "act_type": "zakon", "action": "draft"}
    assert admin.post(address(first), data).headers["Location"] == address(second)
    assert admin.post(address(second), data).headers["Location"] == LIST
    assert not ActPage.objects.live().exists()
    assert ActPage.objects.count() == 2
    assert "saved as draft" in admin.get(LIST).content.decode()


@pytest.mark.parametrize(
    "files",
    [
        [],
        [""],
        [upload("a" * 300 + ".txt", b"x")],
        [upload("../../etc/passwd.txt", b"x")],
        [upload("čћ \u202e%00<b>.txt", b"x")],
        [upload("bez-nastavka", b"x")],
        [upload(".txt", b"x")],
        [upload("a.pdf", b"not a pdf")],
    ],
)
def test_no_upload_ends_in_an_error(admin, files):
    answer = admin.post(LIST, {"file": files}, follow=True)
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


@pytest.mark.parametrize(("number", "status"), [(100, 100), (200, 0)])
def test_two_hundred_files_are_refused_and_a_hundred_taken(admin, number, status):
    answer = admin.post(LIST, {"file": [upload(f"{at}.txt", b"x") for at in range(number)]}, follow=True)
    assert answer.status_code == 200
    assert IncomingFile.objects.count() == status
    assert ("too many files" in messages_of(answer)) == (not status)


def test_the_upload_asks_for_a_token(editor):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(LIST, {"file": upload()}).status_code == 403
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_named(admin, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 3
    answer = admin.post(LIST, {"file": upload()}, follow=True)
    assert "odluka.txt" in messages_of(answer)
    assert not Document.objects.exists()


@pytest.mark.parametrize("state", [State.WAITING, State.NEEDS_OCR, State.LOCKED, State.CORRUPT])
def test_a_file_without_text_can_be_published_with_a_warning(admin, editor, state):
    row = incoming(editor, read=False)
    Document.objects.filter(pk=row.document_id).update(state=state, reason=Reason.PASSWORD)
    html = admin.get(address(row), {"now": "1"}).content.decode()
    assert "cannot be searched" in html
    assert "The act has no number" in html
    data = {"title": "Zakon o A", "kind": "regulation", "act_type": "zakon", "action": "publish"}
    answer = admin.post(address(row), data, follow=True)
    assert ActPage.objects.get().live
    assert "cannot be searched" in messages_of(answer)


def test_a_form_with_faults_keeps_what_was_typed(admin, editor):
    row = incoming(editor)
    bad = {"title": "", "kind": "x", "act_type": "", "number": "5" * 61, "adopted_on": "30.2.2024.", "issuer": "999"}
    answer = admin.post(address(row), bad | {"action": "publish", "in_force_from": "x\x00"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {
        "title",
        "kind",
        "act_type",
        "number",
        "adopted_on",
        "issuer",
        "in_force_from",
    }
    assert "5" * 61 in answer.content.decode()
    assert not ActPage.objects.exists()


def test_a_double_click_makes_one_act(admin, editor):
    row = incoming(editor)
    data = {"title": "Zakon o A", "kind": "regulation", "act_type": "zakon", "action": "publish"}
    admin.post(address(row), data)
    answer = admin.post(address(row), data, follow=True)
    page = ActPage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "already made" in messages_of(answer)
    with pytest.raises(IncomingError) as refusal:
        make_act(incoming_id=row.pk, library=LibraryPage.objects.get(), data=data, publish=True, by=editor)
    assert (refusal.value.code, refusal.value.page) == ("done", page)


def test_stale_forms_lead_back_to_the_list(admin, editor):
    row = incoming(editor)
    row.document.delete()
    data = {"title": "Zakon o A", "kind": "regulation", "act_type": "zakon", "action": "publish"}
    for answer in (
        admin.get(address(row), follow=True),
        admin.post(address(row), data, follow=True),
        admin.post(reverse("library_incoming_remove", args=[row.pk]), follow=True),
    ):
        assert answer.redirect_chain[-1][0] == LIST
        assert "no longer in the list" in messages_of(answer)
    with pytest.raises(IncomingError):
        make_act(incoming_id=row.pk, library=LibraryPage.objects.get(), data=data, publish=True, by=editor)


def test_a_file_taken_off_the_list_stays_a_document(admin, editor):
    row = incoming(editor)
    admin.post(reverse("library_incoming_remove", args=[row.pk]))
    assert not IncomingFile.objects.exists()
    assert Document.objects.filter(pk=row.document_id).exists()
    assert ModelLogEntry.objects.filter(action="library.remove_file", user=editor).exists()


def test_an_act_that_is_deleted_leaves_a_file_that_waits(editor):
    row = incoming(editor)
    data = {"title": "Zakon o A", "kind": "regulation", "act_type": "zakon"}
    make_act(incoming_id=row.pk, library=LibraryPage.objects.get(), data=data, publish=False, by=editor).delete()
    row.refresh_from_db()
    assert row.state == "waiting"


def test_an_issuer_in_the_list_is_chosen_and_not_added_again(admin, editor):
    issuer = Issuer.objects.create(name="Скупштина града Чачка")
    row = incoming(editor)
    filled = fields(admin.get(address(row)))
    assert (filled["issuer"], filled["new_issuer"]) == (str(issuer.pk), "")
    admin.post(address(row), filled | {"issuer": "", "new_issuer": " skupština grada  čačka", "action": "draft"})
    assert ActPage.objects.get().issuer == issuer
    assert Issuer.objects.count() == 1


def test_page_permissions_decide(admin, editor):
    row = incoming(editor)
    data = {"title": "Zakon o A", "kind": "regulation", "act_type": "zakon"}
    group = Group.objects.get(name="Urednici")
    GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()
    editor = type(editor).objects.get(pk=editor.pk)
    with pytest.raises(PermissionDenied):
        make_act(incoming_id=row.pk, library=LibraryPage.objects.get(), data=data, publish=True, by=editor)
    assert not ActPage.objects.exists()
    make_act(incoming_id=row.pk, library=LibraryPage.objects.get(), data=data, publish=False, by=editor)
    GroupPagePermission.objects.filter(group=group).delete()
    assert admin.get(LIST).headers["Location"] == "/admin/"


@pytest.mark.parametrize("who", ["member", "former_member"])
def test_members_have_no_way_in(db, client, request, who, editor):
    row = incoming(editor)
    person = request.getfixturevalue(who)
    client.force_login(person)
    for way in (LIST, address(row)):
        assert client.get(way, follow=True).status_code == 403
    assert not IncomingFile.objects.visible_to(person).exists()
    assert IncomingFile.objects.visible_to(factories.editor()).get() == row


def test_the_way_in_stands_in_the_menu_and_on_the_library(admin):
    library = LibraryPage.objects.get()
    assert LIST in admin.get("/admin/").content.decode()
    assert "Add files to the library" in admin.get(reverse("wagtailadmin_explore", args=[library.pk])).content.decode()
    assert f'href="{LIST}"' in admin.get("/admin/documents/").content.decode()


def test_the_list_costs_the_same_with_three_and_with_fifteen_files(admin, editor):
    for number in range(3):
        incoming(editor, read=False, title=f"Akt {number}")
    few = queries(admin, LIST)
    for number in range(12):
        incoming(editor, read=False, title=f"Akt {number + 3}")
    assert queries(admin, LIST) == few
    partial = admin.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert partial.lstrip().startswith("<section")
    assert "Akt 14" in partial


def test_the_form_costs_the_same_for_a_short_and_for_a_long_text(admin, editor):
    short = incoming(editor)
    long = incoming(editor, "".join(f"Član {number}.\nTekst člana.\n" for number in range(1, 200)))
    assert abs(queries(admin, address(long)) - queries(admin, address(short))) <= 1  # the end of a long text


def test_what_is_there_already_is_said_before_an_act_is_made_and_the_file_can_join_it(admin, editor):
    old = factories.document(title="Stara odluka", name="stara.txt", content=TEXT.encode())
    read_document(old.pk)
    act = factories.act_page(old, title="Odluka o pisarnici")
    row = incoming(editor, TEXT)
    page = BeautifulSoup(admin.get(address(row)).content, "html.parser")
    assert "This file is the same as Stara odluka." in " ".join(page.select_one(".duplicates").text.split())
    form = page.select_one(f'form[action="{reverse("add_act_version", args=[act.pk, row.document_id])}"]')
    assert form
    admin.post(form["action"])
    row.refresh_from_db()
    assert row.page == act
    assert not IncomingFile.objects.visible_to(editor).waiting().exists()
