"""What a response says of itself: its policy, and the hosts that its text names."""

from __future__ import annotations

import re
from typing import Any

ADDRESS = re.compile(r"""(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)""")
# Names of XML vocabularies, never fetched.
VOCABULARIES = {"www.w3.org"}


def policy(response: Any) -> dict[str, set[str]]:
    """The Content-Security-Policy of a response by directive."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


def foreign_hosts(response: Any) -> set[str]:
    """The hosts that a page names beside its own."""
    return set(ADDRESS.findall(response.content.decode())) - VOCABULARIES - {"testserver"}


def only_own(sources: dict[str, set[str]]) -> bool:
    """Whether a policy allows no other host and no evaluation of text."""
    allowed = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    given = set().union(*sources.values())
    return all(source in allowed or source.startswith("'nonce-") for source in given)
