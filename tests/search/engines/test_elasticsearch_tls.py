"""TLS on the real server: whatever is wrong with it is one clear sentence, never a 500, and nothing is lost."""

from __future__ import annotations

import os
import ssl
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pytest
from django.conf import settings as product
from django.core.checks import run_checks
from django.urls import reverse

from search import engines
from search.engines.elastic import connection
from search.engines.elastic.troubles import ElasticsearchUnavailable, Trouble
from search.models import Pending
from search.outbox import drain, drain_all
from search.services import search
from tests import factories
from tests.search.engines.doubles import Authority, nobody

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

COMMAND = product.BASE_DIR / "bin" / "elasticsearch"
FEW_SECONDS = 30  # for the server to take another certificate


@dataclass
class Secure:
    """The server, and who signed its certificate."""

    ours: Authority
    other: Authority
    port: int
    url: SplitResult

    def command(self, *arguments: str) -> str:
        """Have the script do something with this server."""
        environment = {"TEST_ELASTICSEARCH_PORT": str(self.port)}
        if arguments == ("start",):
            environment["TEST_ELASTICSEARCH_CERTIFICATE"] = str(self.ours.certificate())
        done = subprocess.run(
            [COMMAND, *arguments], env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def present(self, certificate: Path) -> None:
        """Let the server show another certificate."""
        self.command("certify", str(certificate))
        wanted = certificate.read_text().partition("-----BEGIN CERTIFICATE")[2].strip()
        end = time.monotonic() + FEW_SECONDS
        while not ssl.get_server_certificate(("127.0.0.1", self.port)).strip().endswith(wanted):
            assert time.monotonic() < end
            time.sleep(0.2)

    def address(self, **parts: str) -> str:
        """Its URL, with another scheme or host."""
        host = parts.get("host", "127.0.0.1")
        netloc = f"{self.url.username}:{self.url.password}@{host}:{self.port}"
        return f"{parts.get('scheme', 'https')}://{netloc}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    """An Elasticsearch that speaks TLS only, with a certificate of an authority of ours."""
    available = subprocess.run([COMMAND, "available"], check=False, capture_output=True, text=True)
    if available.returncode:
        pytest.skip(available.stderr.strip())
    folder = tmp_path_factory.mktemp("tls")
    port = urlsplit(nobody()).port
    secure = Secure(Authority(folder / "ours"), Authority(folder / "other"), port, urlsplit(""))
    try:
        secure.url = urlsplit(secure.command("start"))
        yield secure
    finally:
        secure.command("stop")


@pytest.fixture
def point(server: Secure, settings: Any, monkeypatch: Any) -> Iterator[Callable[[str, Path | None], None]]:
    """Point the installation at an address, with the certificate of an authority; its index goes at the end."""
    monkeypatch.setattr(connection, "TIMEOUT", 30.0)  # the server has just started

    def pointed(url: str, ca_file: Path | None) -> None:
        settings.SEARCH_URL, settings.SEARCH_CA_FILE = url, str(ca_file or "")

    settings.SEARCH_INDEX = f"test-{uuid.uuid4().hex[:12]}"
    yield pointed
    pointed(server.address(), server.ours.file)
    engines.current().remove()


def warnings() -> list[str]:
    """What `manage.py check` says of search."""
    return [message.msg for message in run_checks(tags=["search"])]


def trouble_in_admin(client: Any) -> str:
    """What the admin says of the engine."""
    response = client.get(reverse("waiting_changes"))
    assert response.status_code == 200
    return response.context["trouble"]


def test_a_certificate_of_an_authority_of_ours(server, point, client, db):
    page = factories.news_page(title="Vest o pisarnici")
    point(server.address(), server.ours.file)
    assert warnings() == []
    assert drain_all()
    client.force_login(factories.coordinator())
    assert trouble_in_admin(client) == ""
    response = client.get(reverse("search"), {"q": "pisarnica"})
    assert [hit.entry.object_id for hit in response.context["results"].hits] == [page.pk]


FAULTS: dict[str, tuple[Trouble, Callable[[Secure], tuple[str, Path | None]]]] = {
    "of another authority": (Trouble.UNKNOWN_AUTHORITY, lambda server: (server.address(), server.other.file)),
    "of no authority that is known": (Trouble.UNKNOWN_AUTHORITY, lambda server: (server.address(), None)),
    "for another host": (Trouble.OTHER_HOST, lambda server: (server.address(host="localhost"), server.ours.file)),
    "expired": (Trouble.EXPIRED, lambda server: (server.address(), server.ours.file)),
    "not asked for": (Trouble.HUNG_UP, lambda server: (server.address(scheme="http"), None)),
    "asked of one without": (Trouble.NO_TLS, lambda server: (without_tls(), server.ours.file)),
}


def without_tls() -> str:
    """The server of all tests, which has no TLS, asked for it."""
    url = os.environ["SEARCH_TEST_URL"]
    if not url.startswith("http:"):
        pytest.skip("the Elasticsearch of SEARCH_TEST_URL speaks TLS")
    return url.replace("http:", "https:")


@pytest.fixture(params=FAULTS)
def fault(
    request: pytest.FixtureRequest, server: Secure, point: Callable[[str, Path | None], None]
) -> Iterator[Trouble]:
    """Something is wrong with the certificate; afterwards it is not."""
    trouble, pointed_at = FAULTS[request.param]
    if request.param == "expired":
        server.present(server.ours.certificate(ends=timedelta(days=-1)))
    point(*pointed_at(server))
    yield trouble
    if request.param == "expired":
        server.present(server.ours.certificate())


def test_a_fault_is_one_sentence_and_nothing_is_lost(server, point, fault, client, member):
    page = factories.news_page(title="Vest o pisarnici")
    waiting = Pending.objects.count()
    with pytest.raises(ElasticsearchUnavailable) as refusal:
        drain()
    assert refusal.value.trouble is fault
    sentence = str(refusal.value)
    assert warnings() == [sentence]
    assert "\n" not in sentence
    assert server.url.password not in sentence
    client.force_login(member)
    response = client.get(reverse("search"), {"q": "pisarnicom"})
    assert (response.status_code, list(response.context["titled_pages"])) == (200, [page.page_ptr])
    assert client.get(reverse("search_suggestions"), {"q": "pisarnica"}).status_code == 200
    client.force_login(factories.coordinator())
    assert trouble_in_admin(client) == sentence
    assert Pending.objects.count() == waiting
    if fault is Trouble.EXPIRED:
        server.present(server.ours.certificate())
    point(server.address(), server.ours.file)
    drain_all()
    assert not Pending.objects.exists()
    assert [hit.entry.object_id for hit in search("pisarnica", user=member).hits] == [page.pk]
