"""What is taken in as a file, and how files are given out."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from core.registry import jobs
from files.enums import State
from files.models import Document, Image
from serbian.script import has_cyrillic
from tests import factories
from tests.security.sample_objects import image, png

TOO_BIG = b"a" * 2000
NOT_TAKEN = {
    "a name that lies": ("zakon.pdf", b"MZ\x90\x00 program"),
    "HTML named PDF": ("zakon.pdf", b"<html><script>alert(1)</script></html>"),
    "a program": ("zakon.exe", b"MZ\x90\x00"),
    "no type": ("zakon", b"tekst"),
    "an empty file": ("zakon.txt", b""),
    "more than is allowed": ("zakon.txt", TOO_BIG),
    "a picture named Word": ("zakon.docx", png()),
    "any ZIP named Word": ("zakon.docx", b"PK\x03\x04" + bytes(30)),
}
FORMS = {
    "/admin/documents/add/": "file",
    "/admin/documents/multiple/add/": "files[]",
    "/admin/documents/chooser/create/": "document-chooser-upload-file",
}


@pytest.fixture
def uploader(client: Any, editor: Any, settings: Any) -> Any:
    """An editor's browser, where little is allowed."""
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    client.force_login(editor)
    return client


def send(client: Any, address: str, field: str, file: tuple[str, bytes]) -> Any:
    """Send a file by a form of the admin."""
    root = Collection.get_first_root_node().pk
    prefix = field.removesuffix("file") if field.endswith("-file") else ""
    data = {f"{prefix}title": "Zakon", f"{prefix}collection": root, field: SimpleUploadedFile(*file)}
    return client.post(address, data, headers={"x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("file", NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
def test_what_is_not_a_document_is_not_taken(uploader, address, file):
    response = send(uploader, address, FORMS[address], file)
    assert response.status_code == 200
    assert not Document.objects.exists()


@pytest.mark.parametrize("address", FORMS)
def test_a_document_is_taken_and_waits_for_its_text(uploader, address):
    send(uploader, address, FORMS[address], ("zakon.txt", "Члан 1.".encode()))
    document = Document.objects.get()
    assert (document.state, document.title) == (State.WAITING, "Zakon")
    assert len(document.sha256) == 64


@pytest.mark.parametrize(("language", "cyrillic"), [("sr-latn", False), ("sr", True)])
@pytest.mark.parametrize("file", NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
def test_a_refusal_says_why_in_the_editors_script(uploader, editor, file, language, cyrillic):
    editor.language = language
    editor.save()
    message = str(send(uploader, "/admin/documents/add/", "file", file).context["form"].errors["file"][0])
    assert has_cyrillic(message) == cyrillic
    assert not {"the", "file", "this", "of"}.intersection(message.lower().split())


@pytest.mark.parametrize(
    "file",
    [("slika.png", b"nije slika"), ("slika.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("slika.png", b"")],
)
def test_what_is_not_an_image_is_not_taken(uploader, file):
    response = send(uploader, "/admin/images/add/", "file", file)
    assert response.context["form"].errors["file"]
    assert not Image.objects.exists()


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Wagtail leaves it to the garbage collector
def test_the_form_of_many_files_takes_up_a_file_whose_title_was_missing(uploader):
    data = {"title": "", "collection": Collection.get_first_root_node().pk}
    data["files[]"] = SimpleUploadedFile("zakon.txt", b"Clan 1.")
    answer = uploader.post("/admin/documents/multiple/add/", data).json()
    number = answer["uploaded_file_id"]
    address = f"/admin/documents/multiple/create_from_uploaded_document/{number}/"
    prefix = f"uploaded-document-{number}"
    collection = Collection.get_first_root_node().pk
    answer = uploader.post(address, {f"{prefix}-title": "Zakon", f"{prefix}-collection": collection}).json()
    assert answer["success"]
    document = Document.objects.get()
    assert document.file.read() == b"Clan 1."
    document.file.close()
    assert document.sha256
    gc.collect()


def test_a_document_in_use_is_not_deleted(uploader):
    document = factories.document()
    factories.act_page(document)
    for address in (f"/admin/documents/delete/{document.pk}/", f"/admin/documents/multiple/{document.pk}/delete/"):
        response = uploader.post(address, headers={"x-requested-with": "XMLHttpRequest"})
        assert response.status_code in {302, 400, 403}
    uploader.post(f"/admin/bulk/files/document/delete/?id={document.pk}")
    assert Document.objects.get() == document
    assert default_storage.exists(document.file.name)


# --- Giving out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("x_accel", [False, True])
@pytest.mark.parametrize("name", ["strana.html", "zakon.txt", "tabela.csv"])
def test_what_a_browser_could_run_is_only_saved(client, editor, settings, name, x_accel):
    if x_accel:
        settings.X_ACCEL_PREFIX, settings.SENDFILE_BACKEND = "/guarded/", "files.sending"
    client.force_login(editor)
    document = factories.document(name=name, content=b"<script>alert(1)</script>")
    response = client.get(document.url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers.get("X-Accel-Redirect") == (f"/guarded/{document.file.name}" if x_accel else None)
    assert b"".join(response) == (b"" if x_accel else b"<script>alert(1)</script>")


def test_a_browser_that_has_the_file_asks_whether_it_may_still_show_it(client, editor, member):
    client.force_login(editor)
    document = factories.document()
    response = client.get(document.url)
    b"".join(response)
    known = {"if-none-match": response.headers["ETag"]}
    assert client.get(document.url, headers=known).status_code == 304
    client.force_login(member)
    assert client.get(document.url, headers=known).status_code == 404


def test_files_have_no_address_but_the_guarded_one(client, editor):
    client.force_login(editor)
    document = factories.document()
    for address in (f"/media/{document.file.name}", "/media/../db.sqlite3", "/media/", "/static/../manage.py"):
        assert client.get(address).status_code == 404


# --- Files without a row -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["documents", "original_images", "images", "wagtail_uploads"])
def test_the_job_removes_a_file_without_a_row_and_keeps_one_with(db, folder):
    picture, document = image(), factories.document()
    kept = [picture.file.name, document.file.name, picture.get_rendition("max-32x32").file.name]
    lost = default_storage.save(f"{folder}/ostatak.pdf", ContentFile(b"%PDF-1.4"))
    young = default_storage.save(f"{folder}/u-toku.pdf", ContentFile(b"%PDF-1.4"))
    for name in [*kept, lost]:
        make_old(Path(default_storage.path(name)))
    jobs.specs["remove_orphan_files"].run()
    assert not default_storage.exists(lost)
    assert all(default_storage.exists(name) for name in [*kept, young])


def make_old(path: Path) -> None:
    """Let a file look as if it had been written two hours ago."""
    then = time.time() - 2 * 60 * 60
    os.utime(path, (then, then))
