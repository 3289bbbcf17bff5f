"""Every pattern of the resolved URLconf, asked by every role with GET and POST, against the table."""

from __future__ import annotations

import copy
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.security import url_table
from tests.security.responses import foreign_hosts, only_own, policy
from tests.security.sample_objects import sample_objects
from tests.security.url_answers import ROLES, Row
from tests.security.urlconf import patterns

# Wagtail leaves the file of a new rendition to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
HOPS = 5
VISITORS = {
    "anonymous": lambda: None,
    "former_member": factories.former_member,
    "member": factories.member,
    "editor": factories.editor,
    "coordinator": factories.coordinator,
    "colleague": factories.colleague,
    "guest": lambda: factories.guest(factories.working_group()),
}
# The only patterns that show something to whoever has not signed in.
PUBLIC = {
    "healthz",
    "accept_invitation(token)",
    "account_login",
    "account_signup",  # says that it is closed
    "account_inactive",
    "account_confirm_email(key)",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key(uidb36,key)",
    "account_reset_password_from_key_done",
}


@dataclass
class Visit:
    """What came of a request: the first answer, and the addresses and the answer that its redirects led to."""

    row: Row
    method: str
    address: str
    status: int
    target: str = ""
    way: list[str] = field(default_factory=list)
    last: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.address} [{self.row.key}]"

    @property
    def answer(self) -> str:
        """The answer as the table writes it."""
        return f">{self.target}" if self.target else str(self.status)


def test_the_table_has_every_pattern_once_and_no_other():
    asked = Counter(row.key for row in url_table.rows())
    assert set(asked) == set(patterns())
    assert max(asked.values()) == 1


def test_the_public_patterns_are_these():
    assert url_table.shown_to_anonymous() == PUBLIC


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Refusals are what is asked for here: nothing writes them to the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("role", ROLES)
def test_every_pattern_answers_as_the_table_says(db, client, role):
    visitor = VISITORS[role]()
    samples = sample_objects(visitor)
    if visitor:
        client.force_login(visitor)
    client.raise_request_exception = False
    faults = []
    for visit in visits(client, samples):
        expected = told(visit.row.answers.to(role, visit.method), visit.address, samples)
        if visit.answer != expected:
            faults.append(f"{visit}: {visit.answer}, not {expected}")
        faults += [f"{visit}: {fault}" for fault in broken_rules(role, visit)]
    assert not faults, "\n".join(faults)


def visits(client: Client, samples: dict[str, Any]) -> Iterator[Visit]:
    """Ask every row of the table with both methods; what a request changes is undone before the next."""
    cookies = copy.deepcopy(client.cookies)
    for row in url_table.rows():
        for method in ("GET", "POST"):
            with transaction.atomic():
                client.cookies = copy.deepcopy(cookies)
                yield ask(client, row, method, address_of(row, samples))
                transaction.set_rollback(True)


def ask(client: Client, row: Row, method: str, address: str) -> Visit:
    """Send one request and follow its redirects."""
    response = client.get(address) if method == "GET" else client.post(address)
    if response.streaming:
        b"".join(response)  # to its end, which closes the file
    visit = Visit(
        row, method, address, response.status_code, unquote(response.headers.get("Location", "")), last=response
    )
    visit.way.append(f"{method} {address}")
    while "Location" in visit.last.headers and len(visit.way) <= HOPS:
        address = visit.last.headers["Location"]
        visit.way.append(f"GET {address}")
        visit.last = client.get(address)
    return visit


def address_of(row: Row, samples: dict[str, Any]) -> str:
    """The address that a row is asked at."""
    if row.address:
        return row.address
    values = {name: word.strip("'") if "'" in word else samples[word] for name, word in row.samples}
    name = row.key.partition("(")[0]
    if all(argument.isdecimal() for argument in values):
        return reverse(name, args=values.values())
    return reverse(name, kwargs=values)


def told(answer: str, address: str, samples: dict[str, Any]) -> str:
    """An answer of the table with its address written out."""
    ways = {">login": "/nalog/login/", ">gate": "/ulaz/", ">reauthenticate": "/nalog/reauthenticate/"}
    if answer in ways:
        return f">{ways[answer]}?next={address}"
    return answer.format(**samples)


def broken_rules(role: str, visit: Visit) -> Iterator[str]:
    """Rules that hold whatever the table says."""
    if visit.status >= 500 or visit.last.status_code >= 500:
        yield "a server error"
    if "Location" in visit.last.headers or len(visit.way) != len(set(visit.way)):
        yield f"a loop: {' → '.join(visit.way)}"
    if role == "anonymous" and visit.status == 200 and visit.row.key not in PUBLIC:
        yield "shown to whoever has not signed in"
    if not only_own(policy(visit.last)) or visit.last.headers["X-Content-Type-Options"] != "nosniff":
        yield "a loose policy"
    if visit.last.headers["Content-Type"].startswith("text/html") and foreign_hosts(visit.last):
        yield f"names {foreign_hosts(visit.last)}"
    if visit.address.startswith("/admin/") and role in {"member", "former_member", "colleague", "guest"}:
        yield from broken_rules_of_the_gate(visit)
    if role == "editor" and visit.address.startswith(url_table.NOT_FOR_EDITORS) and visit.status == 200:
        yield "not for editors"


def broken_rules_of_the_gate(visit: Visit) -> Iterator[str]:
    """The admin is closed to members by a page that says so, or there is no such address."""
    if visit.last.status_code not in {403, 404}:
        yield f"{visit.last.status_code} in the admin"
    if not visit.last.headers["Content-Type"].startswith("text/html"):
        yield f"a refusal in {visit.last.headers['Content-Type']}"
