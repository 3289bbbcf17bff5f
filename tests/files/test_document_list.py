"""The list of documents in the admin: states, reasons, the filter, and another attempt."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from files.enums import Reason, State
from files.models import Document
from tests import factories

LIST = "/admin/documents/"


@pytest.fixture
def admin(client: Any, editor: Any) -> Any:
    """An editor's browser, in English."""
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


def in_state(state: str, reason: str = "", **fields: Any) -> Document:
    """A document in a state."""
    document = factories.document(**fields)
    Document.objects.filter(pk=document.pk).update(state=state, reason=reason)
    return document


def row(answer: Any, title: str) -> Any:
    """The row of a document in the list."""
    page = BeautifulSoup(answer.content, "html.parser")
    return next(line for line in page.select("tbody tr") if title in line.select_one(".title-wrapper").text)


def test_each_document_shows_its_state_and_why(admin):
    in_state(State.LOCKED, Reason.PASSWORD, title="Zaključano")
    in_state(State.READY, title="Spremno")
    answer = admin.get(LIST)
    locked = row(answer, "Zaključano").select_one(".w-status")
    assert locked.text == State.LOCKED.label
    assert locked["title"] == Reason.PASSWORD.label
    ready = row(answer, "Spremno").select_one(".w-status")
    assert (ready.text, ready["title"]) == (State.READY.label, "")


@pytest.mark.parametrize("address", [LIST, f"{LIST}results/"])
def test_the_list_can_be_narrowed_to_states(admin, address):
    in_state(State.LOCKED, Reason.PASSWORD, title="Zaključano")
    in_state(State.CORRUPT, Reason.DAMAGED, title="Oštećeno")
    in_state(State.READY, title="Spremno")
    shown = {document.title for document in admin.get(address, {"state": ["locked", "corrupt"]}).context["documents"]}
    assert shown == {"Zaključano", "Oštećeno"}
    searched = admin.get(address, {"state": "locked", "q": "Zaključano"}).context["documents"]
    assert [document.title for document in searched] == ["Zaključano"]
    assert not admin.get(address, {"state": "ready", "q": "Zaključano"}).context["documents"]


def test_a_row_costs_no_query(admin):
    in_state(State.LOCKED, Reason.PASSWORD)
    admin.get(LIST)
    with CaptureQueriesContext(connection) as one_row:
        admin.get(LIST)
    for number in range(9):
        in_state(State.CORRUPT, Reason.DAMAGED, title=f"Akt {number}")
    with CaptureQueriesContext(connection) as ten_rows:
        assert len(admin.get(LIST).context["documents"]) == 10
    assert len(ten_rows) == len(one_row)


@pytest.mark.parametrize("state", State.values)
def test_only_what_gave_no_text_can_be_read_again(admin, state):
    document = in_state(state)
    form = row(admin.get(LIST), document.title).select_one("form[method=post]")
    assert bool(form) == (state not in {State.WAITING, State.READY})
    admin.post(reverse("read_document_again", args=[document.pk]))
    document.refresh_from_db()
    assert document.state == (State.READY if state == State.READY else State.WAITING)


def test_another_attempt_is_queued_logged_and_leads_back(admin, editor, slow_queue):
    document = in_state(State.CORRUPT, Reason.DAMAGED)
    slow_queue.clear()
    form = row(admin.get(LIST, {"state": "corrupt"}), document.title).select_one("form[method=post]")
    fields = {field["name"]: field["value"] for field in form.select("input[name]")}
    answer = admin.post(form["action"], fields)
    assert answer.headers["Location"] == f"{LIST}?state=corrupt"
    document.refresh_from_db()
    assert (document.state, document.reason) == (State.WAITING, "")
    assert [task.kwargs for task in slow_queue] == [{"document_id": document.pk}]
    entry = ModelLogEntry.objects.get(action="files.retry_extraction")
    assert (entry.user, entry.data) == (editor, {"from": State.CORRUPT, "to": State.WAITING})


def test_nobody_is_led_to_another_site(admin):
    document = in_state(State.CORRUPT, Reason.DAMAGED)
    answer = admin.post(reverse("read_document_again", args=[document.pk]), {"next": "https://example.org/"})
    assert answer.headers["Location"] == LIST


def test_the_edit_page_says_how_far_the_file_is_and_offers_another_attempt(admin):
    document = in_state(State.TOO_BIG, Reason.PAGES)
    page = BeautifulSoup(admin.get(reverse("wagtaildocs:edit", args=[document.pk])).content, "html.parser")
    assert str(Reason.PAGES.label) in page.select_one(".help-block").text
    assert page.select_one(f"form[action='{reverse('read_document_again', args=[document.pk])}']")
    assert not page.select("form form")
    assert re.search(rf"Text of the file\s+{State.TOO_BIG.label}", page.text)


def test_an_address_of_no_document_is_not_found(admin):
    assert admin.post(reverse("read_document_again", args=[10**6])).status_code == 404


@pytest.mark.parametrize("who", ["member", "former_member"])
def test_only_the_admin_can_have_files_read_again(db, client, request, who):
    document = in_state(State.CORRUPT, Reason.DAMAGED)
    client.force_login(request.getfixturevalue(who))
    assert client.post(reverse("read_document_again", args=[document.pk])).status_code == 302
    document.refresh_from_db()
    assert document.state == State.CORRUPT
