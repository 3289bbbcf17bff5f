"""Every screen of editors and the coordinator is in Serbian, in the reader's script, and names no other host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.utils import translation

from serbian.script import Script
from tests import factories
from tests.admin.content import make_content, texts_from_people
from tests.admin.language import strange_in_cyrillic, strange_in_latin
from tests.admin.screens import Screen, coordinator_screens, editor_screens
from tests.admin.visible_text import texts_of

ADDRESS = re.compile(r"https?://([\w.-]+)")
# Ours, and the name of the vocabulary of drawings, which nothing is loaded from.
KNOWN_HOSTS = {"testserver", "www.w3.org"}
Screens = Callable[[dict[str, Any]], Iterator[Screen]]
LANGUAGES: dict[str, tuple[Script, Callable]] = {
    "sr": ("cyrillic", strange_in_cyrillic),
    "sr-latn": ("latin", strange_in_latin),
}


# Wagtail leaves the temporary file of a rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("role", "screens"), [("editor", editor_screens), ("coordinator", coordinator_screens)])
def test_admin_is_serbian(db: None, client: Any, role: str, screens: Screens, language: str) -> None:
    script, strange = LANGUAGES[language]
    visitor = getattr(factories, role)(language=language)
    client.force_login(visitor)
    with translation.override(language):
        made = make_content(script, visitor)
        findings = walk(client, screens(made), strange)
    assert not findings, "\n".join(f"{text}  ({screen})" for text, screen in findings.items())


def foreign_hosts(body: str) -> set[str]:
    """The hosts of other machines that the screen names, in text, links or data."""
    return set(ADDRESS.findall(body)) - KNOWN_HOSTS


def walk(client: Any, screens: Iterable[Screen], strange: Callable) -> dict[str, str]:
    """Visit the screens; what is strange on them, with the first screen it is on."""
    findings: dict[str, str] = {}
    content = texts_from_people()
    for screen in screens:
        response = screen.visit(client)
        if response.status_code != 200:
            findings[f"answered {response.status_code}"] = str(screen)
            continue
        body = response.content.decode()
        for text in strange(texts_of(body, response["Content-Type"]), content):
            findings.setdefault(text, str(screen))
        for host in foreign_hosts(body):
            findings.setdefault(f"names {host}", str(screen))
    return findings
