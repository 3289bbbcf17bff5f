"""The list of acts and resources in the admin: columns, filters, and who sees it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from files.enums import State
from files.models import Document
from library.enums import ActKind, ActType, ResourceKind
from library.models import ActVersion, ActVersionDocument, Issuer, ResourceDocument
from tests import factories

LIST = "/admin/library/"
RESULTS = f"{LIST}results/"


@pytest.fixture
def admin(client: Any, editor: Any) -> Any:
    """An editor's browser, in English."""
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


def file(state: str = State.READY, **fields: Any) -> Document:
    """A document in a state."""
    document = factories.document(**fields)
    Document.objects.filter(pk=document.pk).update(state=state)
    return document


def rows(answer: Any) -> dict[str, list[str]]:
    """The cells of each row by its title."""
    page = BeautifulSoup(answer.content, "html.parser")
    found = {}
    for line in page.select("tbody tr"):
        title = line.select_one("td.title .title-wrapper").get_text(" ", strip=True)
        found[title] = [" ".join(cell.get_text(" ", strip=True).split()) for cell in line.select("td")]
    return found


def shown(admin: Any, **parameters: Any) -> set[str]:
    """The titles in the narrowed list."""
    answer = admin.get(RESULTS, parameters)
    assert answer.status_code == 200
    return {page.title for page in answer.context["object_list"]}


def test_an_act_has_its_number_type_and_the_state_of_its_files(admin):
    fields = {"number": "110-00-12/2020-01", "act_type": ActType.PRAVILNIK, "kind": ActKind.MODEL_ACT}
    factories.act_page(file(), file(State.NEEDS_OCR), file(State.NEEDS_OCR), title="Pravilnik", **fields)
    cells = rows(admin.get(LIST))["Pravilnik"]
    assert "110-00-12/2020-01" in cells
    assert "Rulebook (model act)" in cells
    assert "ready 2 × needs character recognition" in cells


def test_a_resource_has_its_kind_and_the_state_of_its_files(admin):
    page = factories.resource_page(title="Priručnik", kind=ResourceKind.MANUAL)
    ResourceDocument.objects.create(page=page, document=file(State.LOCKED))
    cells = rows(admin.get(LIST))["Priručnik"]
    assert "Manual" in cells
    assert "locked by a password" in cells


def test_other_pages_are_not_listed(admin):
    factories.news_page(title="Vest")
    assert "Vest" not in shown(admin)


def test_a_state_leads_to_the_document(admin):
    document = file(State.CORRUPT)
    factories.act_page(document, title="Uredba")
    link = BeautifulSoup(admin.get(LIST).content, "html.parser").select_one("td .w-status[href*=documents]")
    assert link["href"] == f"/admin/documents/edit/{document.pk}/"


@pytest.fixture
def shelf(db: None) -> None:
    """Acts and resources that differ in everything by which the list is narrowed."""
    issuer = Issuer.objects.create(name="Vlada")
    factories.act_page(file(), title="Zakon", act_type=ActType.ZAKON, issuer=issuer)
    factories.act_page(file(State.NEEDS_OCR), title="Skenirana odluka", act_type=ActType.ODLUKA, live=False)
    factories.act_page(title="Model odluke", act_type=ActType.ODLUKA, kind=ActKind.MODEL_ACT)
    manual = factories.resource_page(title="Priručnik", kind=ResourceKind.MANUAL, issuer=issuer)
    ResourceDocument.objects.create(page=manual, document=file(State.LOCKED))
    factories.resource_page(title="Obrazac", kind=ResourceKind.FORM)


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ({}, {"Zakon", "Skenirana odluka", "Model odluke", "Priručnik", "Obrazac"}),
        ({"kind": ["model_act", "form"]}, {"Model odluke", "Obrazac"}),
        ({"act_type": "odluka"}, {"Skenirana odluka", "Model odluke"}),
        ({"act_type": "odluka", "kind": "regulation"}, {"Skenirana odluka"}),
        ({"files": "ready"}, {"Zakon"}),
        ({"files": ["needs_ocr", "locked"]}, {"Skenirana odluka", "Priručnik"}),
        ({"files": "none"}, {"Model odluke", "Obrazac"}),
        ({"files": ["none", "locked"]}, {"Model odluke", "Obrazac", "Priručnik"}),
        ({"status": "draft"}, {"Skenirana odluka"}),
        ({"status": "published"}, {"Zakon", "Model odluke", "Priručnik", "Obrazac"}),
        ({"status": ["draft", "changed"]}, {"Skenirana odluka"}),
        ({"q": "Skenirana"}, {"Skenirana odluka"}),
        ({"q": "Skenirana", "files": "needs_ocr", "status": "draft", "act_type": "odluka"}, {"Skenirana odluka"}),
        ({"q": "Skenirana", "files": "ready"}, set()),
    ],
)
def test_the_list_can_be_narrowed(admin, shelf, parameters, titles):
    assert shown(admin, **parameters) == titles


def test_the_list_can_be_narrowed_to_an_issuer(admin, shelf):
    assert shown(admin, issuer=Issuer.objects.get(name="Vlada").pk) == {"Zakon", "Priručnik"}


def with_draft(document: Document) -> None:
    """A published act with a file that is ready, whose newest draft has a version with the document."""
    act = factories.act_page(file(), title="Uredba")
    draft = act.get_latest_revision_as_object()
    version = ActVersion(sort_order=1)
    version.documents = [ActVersionDocument(document=document)]
    draft.versions = [*draft.versions.all(), version]
    draft.save_revision()


def test_a_file_that_only_the_newest_draft_has_counts(admin):
    with_draft(file(State.LOCKED))
    assert shown(admin, files="locked", status="changed") == {"Uredba"}
    assert "ready locked by a password" in rows(admin.get(LIST))["Uredba"]


def test_a_document_of_a_draft_that_was_deleted_does_not_count(admin):
    document = file(State.LOCKED)
    with_draft(document)
    document.delete()
    assert "ready" in rows(admin.get(LIST))["Uredba"]
    assert shown(admin, files="locked") == set()


@pytest.mark.parametrize("name", ["kind", "act_type", "issuer", "files", "status", "ordering", "p", "q"])
@pytest.mark.parametrize("value", ["x", "0", "'\0"])
def test_odd_values_do_no_harm(admin, shelf, name, value):
    assert admin.get(LIST, {name: value}).status_code == 200
    assert admin.get(RESULTS, {"q": "odluka", name: value}).status_code == 200


@pytest.mark.parametrize("ordering", ["title", "-title", "latest_revision_created_at", "live", "-live"])
def test_it_can_be_sorted_while_it_is_searched(admin, shelf, ordering):
    assert shown(admin, q="odluk", ordering=ordering, files="none") == {"Model odluke"}


def test_the_list_costs_the_same_for_any_number_of_pages(admin):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert admin.get(LIST).status_code == 200
        return len(context)

    factories.act_page(file(), title="Prva")
    factories.resource_page(title="Obrazac")
    queries()
    few = queries()
    for number in range(8):
        factories.act_page(file(State.LOCKED), file(), title=f"Uredba {number}", live=bool(number % 2))
        ResourceDocument.objects.create(page=factories.resource_page(title=f"Obrazac {number}"), document=file())
    assert queries() <= few + 2


def test_it_is_found_from_the_menu_and_from_the_library(admin):
    factories.act_page(title="Uredba")
    home = BeautifulSoup(admin.get("/admin/").content, "html.parser")
    assert LIST in str(home)
    page = BeautifulSoup(admin.get(LIST).content, "html.parser")
    assert page.select_one('a[href="/admin/library-files/"]')
    assert page.select_one('a[href*="add_subpage"]')


def test_nobody_else_sees_it(client, member):
    client.force_login(member)
    assert client.get(LIST, follow=True).status_code == 403
