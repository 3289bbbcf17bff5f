"""The web server is killed while an editor uploads a document: it is there as a whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import threading
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from files.models import Document
from files.services import remove_orphan_files
from tests.running.installation import form_fields, wait_until

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

EDITOR = "urednik@demo.example"
CONTENT = b"%PDF-1.7\n" + os.urandom(50_000_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
BOUNDARY = "granica-0d3f9a6c"
PIECE = 1 << 18


class Upload(threading.Thread):
    """An upload through the admin's form, in pieces, by a browser that may lose its server."""

    def __init__(self, installation, session, title):
        super().__init__(daemon=True)
        self.installation, self.title = installation, title
        self.address = urlsplit(f"{installation.address}/admin/documents/add/")
        fields = form_fields(
            session.get(self.address.geturl(), timeout=60).text, "form[enctype='multipart/form-data']"
        )
        self.body = multipart(fields | {"title": title}, f"{title}.pdf")
        self.cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
        self.sent = 0
        self.answer = b""

    @property
    def share(self):
        """How much of the body is sent, from 0 to 1."""
        return self.sent / len(self.body)

    def run(self):
        head = [
            f"POST {self.address.path} HTTP/1.1",
            f"Host: {self.address.netloc}",
            f"Cookie: {self.cookies}",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
            f"Content-Length: {len(self.body)}",
            "Connection: close",
        ]
        try:
            with socket.create_connection((self.address.hostname, self.address.port)) as connection:
                connection.sendall("\r\n".join([*head, "", ""]).encode())
                for start in range(0, len(self.body), PIECE):
                    connection.sendall(self.body[start : start + PIECE])
                    self.sent = min(start + PIECE, len(self.body))
                self.answer = connection.recv(1 << 16)
        except ConnectionError:
            pass


def multipart(fields, name):
    """The body of a form with a file (RFC 7578)."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    return (
        "".join([*parts, file, "Content-Type: application/pdf\r\n\r\n"]).encode()
        + CONTENT
        + b"\r\n--%s--\r\n" % (BOUNDARY.encode())
    )


def stored(installation, title):
    """The files of an upload in the folder of documents."""
    return list((installation.media / "documents").glob(f"{title}*"))


# When the server is killed: the upload's title, and what is waited for.
POINTS = {
    "half-way": lambda upload: upload.share > 0.5,
    "all-sent": lambda upload: upload.share == 1,
    "file-stored": lambda upload: stored(upload.installation, upload.title),
    "answered": lambda upload: upload.answer,
}


@pytest.fixture
def killed(installation):
    """Upload, kill the server at each point, start it again: the titles and what the client was told."""
    web = installation.start_web()
    session = installation.sign_in(EDITOR)
    answers = {}
    for title, reached in POINTS.items():
        answers[title] = upload_until(reached, Upload(installation, session, title), web)
        web = installation.start_web()
    return installation, session, answers


def upload_until(reached, upload, web):
    """Upload, and kill the server as soon as the point is reached; return what it had answered."""
    upload.start()
    wait_until(f"{upload.title} is reached", lambda: reached(upload) or not upload.is_alive(), every=0.0002)
    web.signal_group(signal.SIGKILL)
    web.wait()
    upload.join(30)
    return upload.answer


def test_document_is_wholly_there_or_absent(killed):
    installation, session, answers = killed
    listing = session.get(f"{installation.address}/admin/documents/?ordering=-created_at", timeout=60).text
    with installation.database():
        documents = {document.title: document for document in Document.objects.filter(title__in=POINTS)}
        broken = list(installation.folder.joinpath("uploads").iterdir())
        strays = [title for title in POINTS if title not in documents and stored(installation, title)]
        removed = remove_orphan_files(older_than=timedelta(0))
        assert removed == len(broken) + len(strays)
        for title in POINTS:
            check(installation, documents.get(title), title, listing)
    assert answers["answered"].startswith(b"HTTP/1.1 302")
    assert "answered" in documents, "what was confirmed is lost"
    assert "half-way" not in documents
    assert broken, "no server was killed while it received"
    assert not list(installation.folder.joinpath("uploads").iterdir())


def check(installation, document, title, listing):
    """A document with a row has its whole file and is listed; one without has neither file nor entry."""
    assert (f"{title}.pdf" in listing) == bool(document), title
    if document is None:
        assert not stored(installation, title), title
        return
    content = Path(document.file.path).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (len(CONTENT), SHA256), title
    assert (document.file_size, document.sha256) == (len(CONTENT), SHA256), title
