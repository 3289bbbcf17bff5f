"""How tests read a page: as a reader in a language, and what it cost."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search import synonyms

LANGUAGES = ("sr-latn", "sr", "en")


def read(client: Client, url: str, language: str = "sr-latn") -> str:
    """The HTML of a page that answers 200, in a language, with plain spaces for no-break ones."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode().replace("\u00a0", " ")


def queries(client: Client, url: str) -> int:
    """How many queries a page costs once the caches of the process are warm, and none of them runs out meanwhile."""
    know_the_tables()
    synonyms.forget()
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def know_the_tables() -> None:
    """Give PostgreSQL statistics of what a test has just made: without them it plans joins of hundreds of rows badly.

    In production it gathers them by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
