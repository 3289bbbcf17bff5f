"""What every response carries, and what no page names."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.security.responses import foreign_hosts, only_own, policy
from tests.security.sample_objects import image

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")

SITE_PAGES = ["/", "/vesti/", "/biblioteka/", "/sastanci/", "/imenik/", "/moj-profil/", "/pisite-koordinatorki/"]
SITE_PAGES += ["/nalog/2fa/", "/nalog/email/", "/nema-ovoga/"]
ADMIN_PAGES = ["/admin/", "/admin/pages/search/", "/admin/documents/", "/admin/images/", "/admin/account/"]
ADMIN_PAGES += [
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/snippets/core/topic/",
    "/admin/redirects/",
]
COORDINATORS_PAGES = ["/admin/users/", "/admin/invitation/new/", "/admin/collections/"]
COORDINATORS_PAGES += ["/admin/snippets/directory/appointment/add/", "/admin/messages/"]


@pytest.fixture
def reader(client: Client, coordinator: Any) -> Client:
    """The coordinator's browser: sees every page of the site and of the admin."""
    client.force_login(coordinator)
    factories.news_page(image=image())
    return client


@pytest.mark.parametrize("address", [*SITE_PAGES, "/nalog/login/", "/nalog/password/reset/", "/nalog/signup/"])
def test_pages_of_the_site_have_the_strict_policy(reader, address):
    if address in {"/nalog/login/", "/nalog/password/reset/", "/nalog/signup/"}:
        reader.logout()
    response = reader.get(address)
    sources = policy(response)
    assert "'unsafe-inline'" not in set().union(*sources.values())
    assert only_own(sources)
    assert sources["default-src"] == {"'none'"}
    assert sources["base-uri"] == {"'none'"}
    assert sources["form-action"] == {"'self'"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert not foreign_hosts(response)
    assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:", response.content.decode())


def test_inline_parts_of_a_page_carry_the_nonce_of_their_response(reader):
    first, second = reader.get("/"), reader.get("/")
    for response in (first, second):
        inline = re.findall(r"<(?:script|style)(?![^>]*\ssrc=)[^>]*>", response.content.decode())
        given = {source[7:-1] for source in policy(response)["script-src"] if source.startswith("'nonce-")}
        assert all(any(f'nonce="{nonce}"' in tag for nonce in given) for tag in inline)


@pytest.mark.parametrize("address", ADMIN_PAGES + COORDINATORS_PAGES)
def test_pages_of_the_admin_have_their_own_policy_and_name_nobody_else(reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    sources = policy(response)
    assert only_own(sources)
    assert sources["default-src"] == {"'none'"}
    assert sources["script-src"] == {"'self'", "'unsafe-inline'"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not foreign_hosts(response)


def test_the_page_editor_names_nobody_else(reader):
    for page in (factories.home(), factories.content_page(), factories.meeting_page(), factories.act_page()):
        for name in ("edit", "history"):
            response = reader.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
            assert response.status_code == 200
            assert not foreign_hosts(response)


def test_a_refusal_in_the_admin_has_a_policy_too(client, member):
    client.force_login(member)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert only_own(policy(response))


def test_error_pages_name_nobody_else(client, member):
    client.force_login(member)
    for response in (client.get("/nema-ovoga/"), client.get("/admin/", follow=True)):
        assert not foreign_hosts(response)


def test_who_was_signed_in_leaves_nothing_in_shared_caches(client, member):
    client.force_login(member)
    picture = image()
    response = client.get(picture.file.url)
    b"".join(response)
    assert "private" in response.headers["Cache-Control"]
    assert "Cookie" in client.get("/").headers["Vary"]
