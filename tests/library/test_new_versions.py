"""A document as a new version of an act: who may add it, what is kept, and that twice is once."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, GroupPagePermission, PageLogEntry

from files.models import Document
from files.services import duplicates
from library.models import ActPage, ActVersion
from library.services import ActCannotBeEdited, add_version
from tests import factories
from tests.files.texts import changed, in_lines, read_document, words

TEXT = words(300)


@pytest.fixture
def desk(client: Any, editor: Any) -> Any:
    """An editor's browser, in English."""
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


@pytest.fixture
def old(db: None) -> Document:
    """The document of an act."""
    return read_document(in_lines(TEXT), title="Stari tekst")


@pytest.fixture
def act(old: Document) -> ActPage:
    """The act."""
    return factories.act_page(old, title="Zakon o rokovima")


@pytest.fixture
def new(db: None) -> Document:
    """A document with nearly the same text."""
    return read_document(in_lines(changed(TEXT, 0.05)), title="Novi tekst", name="novi.txt")


def versions(act: ActPage) -> list[list[int]]:
    """The documents of each version in the newest draft."""
    draft = ActPage.objects.get(pk=act.pk).get_latest_revision_as_object()
    return [[row.document_id for row in version.documents.all()] for version in draft.versions.all()]


def address(act: ActPage, document: Document) -> str:
    """Where a document is added."""
    return reverse("add_act_version", args=[act.pk, document.pk])


def screen(answer: Any) -> BeautifulSoup:
    """A page as it is read."""
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words_of(tag: Any) -> str:
    """The text of a part of a page with single blanks."""
    return " ".join(tag.get_text(" ").split())


def fields_of(page: BeautifulSoup) -> dict[str, str]:
    """What the form of a page sends as it is."""
    found = {}
    for field in page.select("#page-edit-form :is(input, textarea, select)[name]"):
        if field.name == "select":
            found[field["name"]] = getattr(field.select_one("option[selected]"), "attrs", {}).get("value", "")
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            found[field["name"]] = field.get("value", field.get_text().lstrip("\n"))
    return found


# --- The service -------------------------------------------------------------------------------------------------


def test_a_version_is_added_to_the_draft_and_logged(act, old, new, editor):
    assert add_version(act=act, document=new, by=editor)
    assert versions(act) == [[old.pk], [new.pk]]
    assert ActVersion.objects.filter(page=act).count() == 1
    act.refresh_from_db()
    assert act.has_unpublished_changes
    assert act.latest_revision.user == editor
    entry = PageLogEntry.objects.get(action="library.add_version")
    assert (entry.user, entry.page_id, entry.revision_id) == (editor, act.pk, act.latest_revision_id)
    assert entry.data == {"document": {"id": new.pk, "title": "Novi tekst"}, "from": 1, "to": 2}


def test_it_is_published_as_a_version_of_its_own(act, new, editor):
    add_version(act=act, document=new, by=editor)
    act.refresh_from_db()
    act.latest_revision.publish()
    assert list(ActVersion.objects.filter(page=act).values_list("documents__document__title", flat=True)) == [
        "Stari tekst",
        "Novi tekst",
    ]


def test_twice_is_once(act, new, editor):
    stale = ActPage.objects.get(pk=act.pk)
    assert add_version(act=act, document=new, by=editor)
    assert not add_version(act=stale, document=new, by=editor)
    assert len(versions(act)) == 2
    assert PageLogEntry.objects.filter(action="library.add_version").count() == 1


def test_an_act_that_somebody_else_locked_is_left_alone(act, new, editor, coordinator):
    ActPage.objects.filter(pk=act.pk).update(locked=True, locked_by=coordinator)
    with pytest.raises(ActCannotBeEdited):
        add_version(act=act, document=new, by=editor)
    assert len(versions(act)) == 1


# --- The view ----------------------------------------------------------------------------------------------------


def test_the_button_adds_a_version_and_opens_the_act(desk, act, old, new):
    form = screen(desk.get(reverse("wagtaildocs:edit", args=[new.pk]))).select_one(
        f"form[action='{address(act, new)}']"
    )
    assert words_of(form) == "Add as a new version of “Zakon o rokovima”"
    for _ in range(2):  # a double click
        answer = desk.post(form["action"])
        assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[act.pk])
    assert versions(act) == [[old.pk], [new.pk]]
    said = words_of(screen(desk.get(answer.headers["Location"])).select_one(".messages"))
    assert "“Novi tekst” is now a version in the draft of “Zakon o rokovima”." in said
    assert "has “Novi tekst” among its versions already" in said


def test_only_who_may_edit_the_act_adds_to_it(desk, act, new):
    GroupPagePermission.objects.all().delete()
    assert desk.post(address(act, new)).headers["Location"] == "/admin/"
    assert len(versions(act)) == 1


def test_only_a_document_that_may_be_chosen_is_added(desk, act, new):
    closed = Collection.get_first_root_node().add_child(name="Zatvoreno")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Odbor"))
    Document.objects.filter(pk=new.pk).update(collection=closed)
    assert desk.post(address(act, new)).status_code == 404
    assert len(versions(act)) == 1


def test_what_there_is_not_is_not_found(desk, act, new):
    resource = factories.resource_page()
    for page, document in ((10**9, new.pk), (act.pk, 10**9), (resource.pk, new.pk)):
        assert desk.post(reverse("add_act_version", args=[page, document])).status_code == 404


def test_a_locked_act_says_so(desk, act, new, coordinator):
    ActPage.objects.filter(pk=act.pk).update(locked=True, locked_by=coordinator)
    answer = desk.post(address(act, new), follow=True)
    assert "The act is locked, so nothing was added to it." in words_of(screen(answer).select_one(".messages"))


def test_members_add_nothing(client, member, act, new):
    client.force_login(member)
    assert client.post(address(act, new)).status_code == 302
    assert len(versions(act)) == 1


# --- Where an editor is told -------------------------------------------------------------------------------------


def test_the_edit_screen_of_a_document_says_what_it_is_like(desk, act, new):
    block = words_of(screen(desk.get(reverse("wagtaildocs:edit", args=[new.pk]))).select_one(".duplicates"))
    percent = duplicates(new, factories.editor())[0].percent
    assert f"About {percent} % of its text is the same as that of Stari tekst ." in block
    assert "Used by: Zakon o rokovima (Act)" in block


def test_the_list_of_documents_marks_duplicates(desk, act, old, new):
    factories.document("Treći", "treci.txt", in_lines(TEXT).encode())
    marks = {
        row.select_one(".title-wrapper").text.strip(): row.select_one(".duplicate-mark")
        for row in screen(desk.get("/admin/documents/")).select("tbody tr")
    }
    assert words_of(marks["Treći"]) == "duplicate of Stari tekst"
    assert words_of(marks["Novi tekst"]).endswith("% the same as Stari tekst")
    assert marks["Novi tekst"].a["href"] == reverse("wagtaildocs:edit", args=[old.pk])


@pytest.mark.parametrize("kind", ["act", "resource"])
def test_the_edit_screen_of_a_page_says_which_of_its_documents_are_duplicates(desk, act, new, kind):
    if kind == "act":
        page = factories.act_page(new, title="Drugi zakon")
    else:
        page = factories.resource_page(title="Priručnik")
        page.documents.create(document=new)
        page.save_revision()
    block = screen(desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))).select_one(".duplicates")
    assert "of its text is the same as that of Stari tekst" in words_of(block)
    button = block.select_one("button")
    assert (button["type"], button["data-w-action-url-value"]) == ("button", address(act, new))
    assert not block.select("form")


def test_a_page_without_duplicates_says_nothing(desk, act, old):
    page = screen(desk.get(reverse("wagtailadmin_pages:edit", args=[act.pk])))
    assert not page.select(".duplicates, [name=seen_duplicates]")


def test_two_texts_of_one_act_are_no_duplicates_of_each_other(desk, old, new):
    act = factories.act_page(old, new)
    assert not screen(desk.get(reverse("wagtailadmin_pages:edit", args=[act.pk]))).select(".duplicates")


def test_a_new_act_is_not_published_before_its_editor_has_been_told(desk, act, new):
    page = factories.act_page(new, title="Drugi zakon")
    ActPage.objects.filter(pk=page.pk).update(live=False)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = fields_of(screen(desk.get(edit))) | {"action-publish": "1"}
    seen = form.pop("seen_duplicates")
    answer = desk.post(edit, form)
    assert answer.headers["Location"] == edit
    page.refresh_from_db()
    assert not page.live
    assert "not published yet" in words_of(screen(desk.get(edit)).select_one(".messages"))
    desk.post(edit, form | {"seen_duplicates": seen})
    page.refresh_from_db()
    assert page.live
