"""Measures every kind of page a member opens: python -m benchmarks.pages [OBJECTS]

Each page is filled with so many objects of every kind that it shows (30 unless told), then asked for 21 times in this
process. It prints the queries, the median CPU time of the last 20 in milliseconds, and how often an empty plain page
would fit into it: the ratio is what can be compared between machines and between days.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.database import own_database
from tests import factories
from tests.queries.test_counts import CASES, Case

TIMES = 20
OBJECTS = 30


def main() -> None:
    """Make a database, measure, and throw it away."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else OBJECTS
    with own_database():
        report(number)


def report(number: int) -> None:
    """Print a line for each page."""
    with rolled_back():
        queries, plain = measure(factories.member(), factories.content_page().url)
    print(f"{'page':20} {'queries':>7} {'CPU ms':>7} {'ratio':>6}")
    print(f"{'empty plain page':20} {queries:7} {plain:7.1f} {1:6.2f}")
    for build in CASES:
        queries, spent = measure_case(build, number)
        print(f"{build.__name__:20} {queries:7} {spent:7.1f} {spent / plain:6.2f}")


def measure_case(build: Case, number: int) -> tuple[int, float]:
    """Fill a page and measure it."""
    with rolled_back():
        member = factories.member()
        address, fill = build(member)
        fill(number)
        return measure(member, address)


def measure(member: factories.User, address: str) -> tuple[int, float]:
    """The queries of a page, and the median of its CPU time in milliseconds, once caches are warm."""
    client = Client()
    client.force_login(member)
    assert client.get(address).status_code == 200, address  # noqa: S101, PLR2004
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured), median(seconds(client, address) for _time in range(TIMES)) * 1000


def seconds(client: Client, address: str) -> float:
    """The CPU time of one request."""
    start = time.process_time()
    client.get(address)
    return time.process_time() - start


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what is written inside."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
