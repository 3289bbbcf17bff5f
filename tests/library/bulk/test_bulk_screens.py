"""The screens of the upload of many files: what an editor sees and presses, and what nobody else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission

from library.bulk import tasks
from library.models import ActPage, BulkUpload
from tests.zips import acts, zipped

LIST = "/admin/library-bulk/"


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(client: Any, editor: Any) -> Any:
    """An editor's browser, in English."""
    editor.language = "en"
    editor.save()
    client.force_login(editor)
    return client


def send(desk: Any, content: bytes, name: str = "akti.zip") -> Any:
    """Upload a ZIP."""
    return desk.post(LIST, {"file": SimpleUploadedFile(name, content)})


def looked(desk: Any, content: bytes) -> BulkUpload:
    """Upload a ZIP and have it looked at."""
    send(desk, content)
    upload = BulkUpload.objects.latest("pk")
    tasks.check_upload.call(upload.pk)
    upload.refresh_from_db()
    return upload


def address(upload: BulkUpload, name: str = "library_bulk_upload") -> str:
    """The address of a ZIP."""
    return reverse(name, args=[upload.pk])


def page(desk: Any, where: str, **query: str) -> BeautifulSoup:
    """A page, parsed."""
    answer = desk.get(where, query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(tag: Any) -> str:
    """The words of an element with single spaces."""
    return " ".join(tag.text.split())


def test_from_the_upload_to_the_acts(desk):
    files, rows = acts(3)
    rows[1][7] = "juče"
    answer = send(desk, zipped(files | {"višak.txt": "x"}, *rows), "Одлуке <b>2026.zip")
    upload = BulkUpload.objects.get()
    assert answer.headers["Location"] == address(upload)
    waiting = page(desk, address(upload))
    assert waiting.select_one("#bulk-progress")["hx-get"] == address(upload)
    assert "Одлуке &lt;b&gt;2026" in str(waiting)
    tasks.check_upload.call(upload.pk)
    seen = page(desk, address(upload))
    assert "All rows: 3" in words(seen.select_one(".import-facets"))
    assert "Files that no row names: 1" in words(seen.select_one(".bulk-unnamed"))
    only = page(desk, address(upload), state="error")
    [row] = only.select("tbody tr")
    assert "Adopted on „juče“: This is not a date" in words(row)
    assert words(row.select_one("td")) == "3"
    form = {tag["name"]: tag.get("value", "") for tag in seen.select("#bulk-confirm input[type=hidden]")}
    refused = desk.post(address(upload), form | {"publish": "1"})
    assert "rows with errors" in refused.content.decode()
    assert (
        BeautifulSoup(refused.content, "html.parser").select_one("input[name=publish][value='1']").has_attr("checked")
    )
    desk.post(address(upload), form | {"publish": "1", "skip_errors": "on"})
    running = page(desk, address(upload))
    assert "1 of 3" in words(running.select_one("#bulk-progress"))
    assert running.select("tbody tr")
    partial = desk.get(address(upload), headers={"HX-Request": "true"})
    assert partial.content.decode().lstrip().startswith("<div")
    assert "HX-Refresh" not in partial.headers
    tasks.make_acts.call(upload.pk)
    assert desk.get(address(upload), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    done = page(desk, address(upload), state="made")
    links = {link["href"] for link in done.select("tbody a")}
    assert links == {reverse("wagtailadmin_pages:edit", args=[act.pk]) for act in ActPage.objects.live()}
    assert len(links) == 2
    assert "2 acts were made" in words(done.select_one(".help-block"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a whole ZIP"),
        (b"%PDF-1.7", "not a whole ZIP"),
        (zipped({"a.txt": b" " * 30_000_000}), "two hundred times"),
        (zipped({}), "no file in the ZIP"),
    ],
)
def test_what_is_no_zip_is_said_at_the_field(desk, content, said):
    answer = send(desk, content)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not BulkUpload.objects.exists()


def test_a_form_without_a_file_asks_for_one(desk):
    assert desk.post(LIST).context["form"].errors["file"]


def test_a_zip_without_a_table_says_so_and_can_be_thrown_away(desk):
    upload = looked(desk, zipped({"a.txt": "x", "tabela.csv": "Boja;Broj\r\nplava;3"}))
    said = words(page(desk, address(upload)).select_one(".help-critical"))
    assert "There is no table in the ZIP" in said
    assert "“tabela.csv” is not the table" in said
    desk.post(address(upload, "library_bulk_discard"))
    assert not BulkUpload.objects.exists()


def test_rows_that_failed_are_tried_again_by_a_button(desk, monkeypatch):
    from library import services as library_services

    files, rows = acts(1)
    upload = looked(desk, zipped(files, *rows))
    desk.post(address(upload), {"checks": "1", "skip_errors": "on"})
    whole = library_services.make_act
    monkeypatch.setattr(library_services, "make_act", lambda **_kwargs: 1 / 0)
    tasks.make_acts.call(upload.pk)
    monkeypatch.setattr(library_services, "make_act", whole)
    failed = page(desk, address(upload))
    assert "could not be made" in words(failed.select_one("tbody"))
    desk.post(failed.select_one(".help-warning form")["action"])
    tasks.make_acts.call(upload.pk)
    assert ActPage.objects.count() == 1
    again = desk.post(address(upload, "library_bulk_retry"), follow=True)
    assert "no row that failed" in again.content.decode()


def test_errors_can_be_downloaded_and_are_no_formulas(desk):
    upload = looked(desk, zipped({"a.txt": "x"}, ["a.txt", "A", "", "", "", "", "", "'=1+1"]))
    lines = desk.get(address(upload, "library_bulk_errors")).content.decode("utf-8-sig").splitlines()
    assert lines[1] == "2;a.txt;Adopted on;'=1+1;This is not a date. Write for example 1.3.2026."


def test_the_table_to_fill_in_is_a_workbook(desk):
    answer = desk.get(reverse("library_bulk_template"))
    assert answer.content.startswith(b"PK")
    assert "akti.xlsx" in answer.headers["Content-Disposition"]


def test_rows_are_paged(desk, editor):
    upload = BulkUpload.objects.create(file_name="a.zip", uploaded_by=editor, state="ready", total=60)
    for number in range(60):
        upload.rows.create(number=number, state="ready", cells={"title": f"Odluka {number}"})
    assert len(page(desk, address(upload)).select("tbody tr")) == 50
    onward = page(desk, address(upload), state="ready").select_one(".pagination .next a")["href"]
    assert parse_qs(onward.lstrip("?")) == {"state": ["ready"], "p": ["2"]}
    second = page(desk, address(upload), p="2", state="ready")
    assert [words(row.td) for row in second.select("tbody tr")] == [str(number) for number in range(50, 60)]
    assert page(desk, address(upload), p="x", state="y").select("tbody tr")


def test_publishing_is_not_offered_to_who_may_not(desk, editor):
    files, rows = acts(1)
    upload = looked(desk, zipped(files, *rows))
    assert page(desk, address(upload)).select("[name=publish]")
    GroupPagePermission.objects.filter(
        group=Group.objects.get(name="Urednici"), permission__codename="publish_page"
    ).delete()
    assert not page(desk, address(upload)).select("[name=publish]")
    desk.post(address(upload), {"checks": "1", "publish": "1"})
    tasks.make_acts.call(upload.pk)
    assert [act.live for act in ActPage.objects.all()] == [False]


def test_the_stored_zip_has_no_address(desk):
    files, rows = acts(1)
    upload = looked(desk, zipped(files, *rows))
    assert upload.file.name.startswith("bulk_uploads/")
    for where in (
        upload.file.url,
        f"/{upload.file.name}",
        f"/documents/{upload.file.name}",
        f"/admin/{upload.file.name}",
    ):
        assert desk.get(where, follow=True).status_code == 404


@pytest.mark.parametrize("who", ["member", "former_member"])
def test_members_have_no_way_in(client, request, who, editor):
    upload = BulkUpload.objects.create(file_name="a.zip", uploaded_by=editor)
    client.force_login(request.getfixturevalue(who))
    for name in ("upload", "errors"):
        assert client.get(address(upload, f"library_bulk_{name}"), follow=True).status_code == 403
    for name in ("upload", "check", "retry", "discard"):
        assert client.post(address(upload, f"library_bulk_{name}"), follow=True).status_code == 403
    assert client.post(LIST, follow=True).status_code == 403


def test_the_way_in_stands_in_the_menu_and_on_the_page_of_files(desk):
    assert LIST in desk.get("/admin/").content.decode()
    assert page(desk, reverse("library_incoming")).select_one(f'main a[href="{LIST}"]')
