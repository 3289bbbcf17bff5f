"""The log of searches: what is looked for, how much there is, what is opened. It knows no person, session or address.

The only thing that a GET writes. It waits for nobody: while the database is busy, nothing is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.core import signing
from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from search.models import LoggedSearch
from search.queries import Query
from serbian.analysis import tokens

logger = logging.getLogger(__name__)

KEPT: Final = timedelta(days=90)
WAIT: Final = 50
"""Milliseconds that a line of the log waits for other writers."""
CLICKS_FOR: Final = timedelta(days=1)
"""After a search its clicks are taken for this long."""
MAX_QUERY: Final = 200
MAX_ADDRESS: Final = 500
ROWS: Final = 200
SALT: Final = "search.log"


class ClickRefused(Exception):
    """What was said to be opened is no address of this site, or belongs to no search of ours."""


def record(query: Query, results: int) -> str:
    """Write a search down; return what its clicks are known by, or nothing when the database was busy."""
    text = query.text[:MAX_QUERY]
    row = LoggedSearch(query=text, folded=folded(text), results=results, searched_at=timezone.now())
    try:
        with waiting_briefly():
            row.save(force_insert=True)
    except Error:
        logger.info("A search was not logged", exc_info=True)
        return ""
    return signing.TimestampSigner(salt=SALT).sign(str(row.pk))


def folded(text: str) -> str:
    """What a query has in common with the same one in another script or spelling."""
    return " ".join(token.text for token in tokens(text))[:MAX_QUERY]


def record_click(search: str, address: str) -> None:
    """Write down what was opened from a search, the last of several; `search` is what `record` returned.

    Of the address its path and fragment are kept. Raises `ClickRefused`.
    """
    try:
        pk = int(signing.TimestampSigner(salt=SALT).unsign(search, max_age=CLICKS_FOR))
    except (signing.BadSignature, ValueError) as error:
        raise ClickRefused from error
    opened = own_path(address)
    try:
        with waiting_briefly():
            LoggedSearch.objects.filter(pk=pk).update(clicked=opened)
    except Error:
        logger.info("A click was not logged", exc_info=True)


def own_path(address: str) -> str:
    """The path and fragment of an address of this site. Raises `ClickRefused` for any other."""
    is_own = address.startswith("/") and address.isprintable() and len(address) <= 2 * MAX_ADDRESS
    if not is_own or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        raise ClickRefused(address)
    parts = urlsplit(address)
    return f"{parts.path}#{parts.fragment}"[:MAX_ADDRESS] if parts.fragment else parts.path[:MAX_ADDRESS]


def prune() -> int:
    """Delete what is older than `KEPT`; return how many searches that were."""
    old, deleted = LoggedSearch.objects.filter(searched_at__lt=timezone.now() - KEPT).order_by("pk"), 0
    while ids := list(old.values_list("pk", flat=True)[:ROWS]):
        deleted += LoggedSearch.objects.filter(pk__in=ids).delete()[0]
    return deleted


@contextmanager
def waiting_briefly() -> Iterator[None]:
    """Wait at most `WAIT` milliseconds for others; inside a transaction what fails is undone alone.

    Raises `django.db.Error` when that is not enough. On SQLite it is one statement, unless a transaction is open.
    """
    if connection.vendor == "sqlite":
        with transaction.atomic() if connection.in_atomic_block else nullcontext(), brief_sqlite():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, true), set_config('synchronous_commit', 'off', true)",
                [f"{WAIT}ms"],
            )
        yield


@contextmanager
def brief_sqlite() -> Iterator[None]:
    """Another time-out for this connection of SQLite."""
    connection.ensure_connection()
    raw = connection.connection
    (usual,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout = {WAIT}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(usual)}")
