"""Who may see what: lists, services, search and the served page give the same answer, and it is the right one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.request_cache import remembering
from directory.services import sync_groups
from tests import factories
from tests.security import things

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")

# The truth, written by hand: kind, state, and who may see it. The columns are the people of `things.people()`:
# anonymous, inactive, ended yesterday, starts tomorrow, of a merged unit, left in Django's groups;
# general administration, ICT, both seats, ICT on the last day; editor, coordinator, administrator; colleague, guest in
# a working group, guest in none, guest whose visit has ended, colleague who is not approved.
TRUTH = """
    home.HomePage              home page                               ------ ++++ +++ +----
    home.ContentPage           open                                    ------ ++++ +++ +----
    home.ContentPage           draft                                   ------ ---- --- -----
    home.ContentPage           for ICT                                 ------ -+++ --+ -----
    home.ContentPage           under one for ICT                       ------ -+++ --+ -----
    home.ContentPage           for both kinds of seat                  ------ ++++ --+ -----
    home.ContentPage           under general administration, for ICT   ------ --+- --+ -----
    home.ContentPage           for a working group                     ------ ---- --+ -+---
    home.ContentPage           under one for a working group           ------ ---- --+ -+---
    home.ContentPage           for a working group, under one for ICT  ------ ---- --+ -----
    home.ContentPage           for a working group and ICT             ------ -+++ --+ -+---
    home.ContentPage           for editors                             ------ ---- +-+ -----
    home.ContentPage           for whoever signs in                    ------ ++++ +++ +----
    home.ContentPage           behind a shared password                ------ ---- --- -----
    home.ContentPage           moved under one for ICT                 ------ -+++ --+ -----
    home.ContentPage           moved there and back                    ------ ++++ +++ +----
    news.NewsIndexPage         section                                 ------ ++++ +++ +----
    news.NewsIndexPage         section for ICT                         ------ -+++ --+ -----
    news.NewsPage              open                                    ------ ++++ +++ +----
    news.NewsPage              in a section for ICT                    ------ -+++ --+ -----
    library.LibraryPage        section                                 ------ ++++ +++ +----
    library.LibraryPage        section for ICT                         ------ -+++ --+ -----
    library.ActPage            open                                    ------ ++++ +++ +----
    library.ActPage            in a section for ICT                    ------ -+++ --+ -----
    library.ResourcePage       open                                    ------ ++++ +++ +----
    library.ResourcePage       in a section for ICT                    ------ -+++ --+ -----
    events.CalendarPage        section                                 ------ ++++ +++ +----
    events.CalendarPage        section for ICT                         ------ -+++ --+ -----
    events.MeetingPage         open                                    ------ ++++ +++ +----
    events.MeetingPage         in a section for ICT                    ------ -+++ --+ -----
    directory.DirectoryPage    section                                 ------ ++++ +++ +----
    files.Document             of an open and an ICT page              ------ ++++ +++ +----
    files.Document             of an ICT page                          ------ -+++ +++ -----
    files.Document             of a nested page                        ------ --+- +++ -----
    files.Document             of a page for a working group           ------ ---- +++ -+---
    files.Document             of a draft                              ------ ---- +++ -----
    files.Document             of nothing                              ------ ---- +++ -----
    files.Document             of an open news item                    ------ ++++ +++ +----
    files.Document             of an open act                          ------ ++++ +++ +----
    files.Document             of an appointment                       ------ ++++ +++ +----
    files.Document             of an appointment, for ICT              ------ -+++ --+ -----
    files.Document             of a page moved under one for ICT       ------ -+++ +++ -----
    files.Document             in a collection for ICT                 ------ -+++ --+ -----
    files.Document             below a collection for ICT              ------ -+++ --+ -----
    files.Document             in a collection for editors             ------ ---- +-+ -----
    files.Document             of nothing, for whoever signs in        ------ ---- +++ -----
    files.Document             behind a shared password                ------ ---- --- -----
    files.Image                open                                    ------ ++++ +++ +----
    files.Image                on a page for a working group           ------ ++++ +++ ++---
    files.Image                in a collection for ICT                 ------ -+++ --+ -----
    files.Rendition            open                                    ------ ++++ +++ +----
    files.Rendition            in a collection for ICT                 ------ -+++ --+ -----
    directory.LocalGovernment  row                                     ------ ++++ +++ +----
    directory.Seat             row                                     ------ ++++ +++ +----
    directory.Appointment      row                                     ------ ++++ +++ +----
    directory.Profile          row                                     ------ ++++ +++ +----
    directory.Colleague        reading                                 ------ ++++ +++ +----
    directory.Colleague        proposed                                ------ ---- -++ -----
    directory.WorkingGroup     row                                     ------ ++++ +++ +----
    directory.Guest            row                                     ------ ---- -++ -----
    library.IncomingFile       row                                     ------ ---- +++ -----
    library.BulkUpload         row                                     ------ ---- +++ -----
"""


def truth() -> dict[tuple[str, str], list[bool]]:
    """The answers by kind and state, in the order of the people; a text has those of its document."""
    rows = (re.split(r"\s{2,}", line.strip()) for line in TRUTH.strip().splitlines())
    read = {(kind, name): [mark == "+" for mark in marks.replace(" ", "")] for kind, name, marks in rows}
    texts = {("files.TextUnit", name): marks for (kind, name), marks in read.items() if kind == "files.Document"}
    return read | texts


def test_every_kind_of_thing_has_a_row():
    project = Path(settings.BASE_DIR)
    ours = [model for model in apps.get_models() if is_ours(project, apps.get_app_config(model._meta.app_label).path)]
    read = {model._meta.label for model in ours if issubclass(model, Page) or asks_who_reads(model)}
    in_truth = {kind for kind, _name in truth()}
    assert read <= in_truth
    assert in_truth <= {model._meta.label for model in ours}


def is_ours(project: Path, app: str) -> bool:
    """Whether an app is of this product and not one that is installed."""
    return Path(app).parent == project


def asks_who_reads(model: Any) -> bool:
    """Whether a model's rows are narrowed to a reader."""
    return hasattr(model._default_manager.all(), "visible_to")


def test_all_ask_the_same_question(db, engine):
    people, answers, asked = things.people(), truth(), set()
    clients = {name: client_of(person) for name, person in people.items()}
    faults = []
    for thing in things.things():
        asked.add((thing.kind, thing.name))
        for (name, person), expected in zip(people.items(), answers[thing.kind, thing.name], strict=True):
            with remembering():  # as in a request: who the person is, is found out once
                given = {question: ask(person) for question, ask in thing.questions.items()}
            given["served"] = served(clients[name], thing.address, signed_in=name not in NOT_SIGNED_IN)
            if set(given.values()) != {expected}:
                faults.append(f"{thing.kind} {thing.name}, {name}: {given}, not {expected}")
    assert not faults, "\n".join(faults)
    assert asked == answers.keys()


NOT_SIGNED_IN = {"anonymous", "inactive account"}


def client_of(person: Any) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    if not isinstance(person, AnonymousUser):
        client.force_login(person)
    return client


def served(client: Client, address: str, *, signed_in: bool) -> bool | str:
    """Whether an address is shown; a refusal must be the login page or a 404 at once, anything else is told."""
    response = client.get(address)
    if response.streaming:
        b"".join(response)
    if response.status_code == 200:
        return True
    given = response.status_code, response.headers.get("Location", "")
    refusals = [(404, "")] if signed_in else [(302, f"/nalog/login/?next={address}")]
    if signed_in and address == "/":
        refusals.append((302, "/otvoreno-za-vas/"))  # the first page of guests
    if signed_in and address.startswith("/admin/"):
        refusals += [(302, f"/ulaz/?next={address}"), (302, "/admin/")]
    return False if given in refusals else f"{given}"


def test_a_reader_whom_the_copy_in_groups_lacks_gets_404_until_the_next_job(db, client, settings):
    member, page = factories.member(), things.restricted(things.IKT)
    member.groups.clear()
    client.force_login(member)
    response = client.get(page.url, follow=True)
    assert response.status_code == 404
    assert len(response.redirect_chain) <= 1
    sync_groups()
    assert client.get(page.url).status_code == 200


def test_what_is_not_for_a_reader_looks_like_what_does_not_exist(db, client, member):
    client.force_login(member)
    missing = client.get("/nema-ovoga/")
    closed = things.restricted(things.EDITORS)
    draft = factories.content_page(live=False)
    document = factories.document()
    hidden_image = things.image(collection=things.collection(things.EDITORS))
    for address in (closed.url, draft.url, document.url, "/dokumenti/999999/uredba.txt", hidden_image.file.url):
        response = client.get(address)
        assert response.status_code == missing.status_code == 404
        assert without_accidents(response) == without_accidents(missing)


def without_accidents(response: Any) -> str:
    """A page without what differs from request to request: its address, nonces and tokens."""
    text = response.content.decode().replace(response.wsgi_request.path, "")
    return re.sub(r'(nonce|name="csrfmiddlewaretoken" value|hx-headers)="[^"]*"', "", text)


def test_an_old_address_leads_on_only_for_readers(db, client):
    page = factories.content_page(title="Bezbednost")
    old = page.url
    now = things.moved(page, things.restricted(things.IKT))
    assert Redirect.objects.filter(redirect_page=now).exists()
    client.force_login(factories.member(kind="ict"))
    assert client.get(old).headers["Location"] == now.url
    for stranger in (factories.member(kind="general_administration"), factories.former_member()):
        client.force_login(stranger)
        assert client.get(old).status_code == 404
    client.logout()
    assert client.get(old).headers["Location"] == f"/nalog/login/?next={old}"
    Redirect.add_redirect("/staro.html", now)
    assert client.get("/staro.html").status_code == 404


def test_lists_show_only_what_the_reader_may_open(db, client):
    section = factories.home()
    open_page, closed = factories.content_page(title="Otvorena strana"), things.restricted(things.IKT)
    closed.title = "Zatvorena strana"
    closed.save_revision().publish()
    parent = factories.content_page(section, title="Spisak")
    for page in (open_page, closed):
        things.moved(page, parent)
    client.force_login(factories.member(kind="general_administration"))
    listing = client.get(parent.url).content.decode()
    assert "Otvorena strana" in listing
    assert "Zatvorena strana" not in listing
