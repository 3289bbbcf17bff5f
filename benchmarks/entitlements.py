"""Measures what it costs to know who a reader is: python -m benchmarks.entitlements [LOCAL GOVERNMENTS]

In a register of so many local governments (170 unless told), each with both seats held, and 12 working groups, it
asks 300 times what a member, a colleague, a guest, an editor and a person who is nothing may read, and opens an empty
plain page as those who may. It prints queries, the median CPU time in milliseconds, and how often reading one account
by its number would fit into it: the ratio is what can be compared between machines and between days. The target: four
queries.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks.database import own_database
from core.registry import entitlements
from tests import factories
from tests.queries import many

UNITS, GROUPS, TIMES, PAGES = 170, 12, 300, 40


def main() -> None:
    """Make a database, measure, and throw it away."""
    with own_database(), transaction.atomic():
        report(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)


def report(units: int) -> None:
    """Fill the register and print a line for each reader."""
    people = readers()
    many.units(units)
    page = factories.content_page().url
    member = people["member"]
    _queries, account = measure(lambda: User.objects.get(pk=member.pk), TIMES)
    print(f"{'':28} {'queries':>7} {'CPU ms':>7} {'ratio':>6}")
    for name, person in people.items():
        line(f"entitlement, {name}", *measure(lambda person=person: entitlements.of(person), TIMES), account)
    for name, person in people.items():
        if entitlements.of(person).member:
            client = Client()
            client.force_login(person)
            line(f"empty page, {name}", *measure(lambda client=client: client.get(page), PAGES), account)


def readers() -> dict[str, Any]:
    """Somebody of every kind; where a release has no guests, those it has."""
    people = {"member": factories.member(), "editor": factories.editor(), "nobody": factories.person()}
    if hasattr(many, "working_groups"):
        many.working_groups(GROUPS)
        people |= {"colleague": many.colleagues(1)[0], "guest": many.guests(1)[0]}
    return people


def measure(work: Callable[[], Any], times: int) -> tuple[int, float]:
    """The queries of doing something, and its median CPU time in milliseconds."""
    work()
    with CaptureQueriesContext(connection) as captured:
        work()
    spent = []
    for _time in range(times):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return len(captured), median(spent)


def line(name: str, queries: int, spent: float, account: float) -> None:
    """Print one measurement."""
    print(f"{name:28} {queries:7} {spent:7.2f} {spent / account:6.1f}")


if __name__ == "__main__":
    main()
