"""What a person reads on a screen of the admin: its text, its labels, and the texts that its scripts are handed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag

READ_ATTRIBUTES = {"title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "alt", "label"}
SILENT = {"script", "style", "svg", "code"}
BUTTONS = {"submit", "button", "reset"}
# Keys under which JSON for scripts holds what is shown; all else in it is classes, addresses and the like.
READ_KEYS = {
    "label", "title", "description", "text", "help_text", "helpText", "placeholder", "message", "meta", "group",
    "addLabel", "strings", "STRINGS", "site_name", "label_text", "deleteConfirmation",
}  # fmt: skip
# A number for scripts, hidden until there is one.
COUNTER = "data-side-panel-toggle-counter"


def texts_of(body: str, content_type: str) -> Iterator[str]:
    """The texts of a response: an HTML page, or the JSON of a dialog with HTML in it."""
    if content_type.startswith("application/json"):
        yield from texts_in_json(json.loads(body), read=False)
    else:
        yield from texts_in_html(body)


def texts_in_html(markup: str) -> Iterator[str]:
    """Text nodes, what is read of attributes, and the data that scripts show; each with single spaces."""
    for node in BeautifulSoup(markup, "html.parser").descendants:
        if isinstance(node, Tag):
            yield from texts_of_tag(node)
        elif isinstance(node, NavigableString) and is_read(node):
            yield from texts_of_node(" ".join(node.split()))


def is_read(node: NavigableString) -> bool:
    """Whether people read it."""
    return (
        bool(node.strip())
        and not isinstance(node, (Comment, Doctype))
        and not any(is_silent(parent) for parent in node.parents)
    )


def is_silent(tag: Tag) -> bool:
    """Whether what stands in the tag is not read by people."""
    return tag.name in SILENT or COUNTER in tag.attrs


def texts_of_node(text: str) -> Iterator[str]:
    """The text, or the texts in the JSON that the fields of rich text hold."""
    return texts_of_data(text) if text.startswith(("{", "[")) else iter([text])


def texts_of_tag(tag: Tag) -> Iterator[str]:
    """What a tag says by its attributes, or by the JSON that it holds."""
    for name, value in tag.attrs.items():
        if name in READ_ATTRIBUTES and str(value).strip():
            yield " ".join(str(value).split())
        elif name.startswith("data-"):
            yield from texts_of_data(str(value))
    if tag.name == "input" and tag.get("type") in BUTTONS:
        yield str(tag.get("value", ""))
    if tag.name == "script" and tag.get("type") == "application/json":
        yield from texts_in_json(json.loads(tag.string or "null"), read=False)


def texts_of_data(value: str) -> Iterator[str]:
    """A sentence in a data attribute, or the texts in its JSON; plain words there are names for scripts."""
    if value.startswith(("{", "[")):
        try:
            yield from texts_in_json(json.loads(value), read=False)
        except ValueError:
            return
    elif "<" in value:
        yield from texts_in_html(value)
    elif " " in value and value[0].isupper():
        yield " ".join(value.split())


def texts_in_json(value: Any, *, read: bool) -> Iterator[str]:
    """The strings under keys that are shown, and the HTML anywhere."""
    if isinstance(value, str):
        if "</" in value or "/>" in value:
            yield from texts_in_html(value)
        elif read and value.strip():
            yield from texts_of_node(" ".join(value.split()))
    elif isinstance(value, list):
        for item in value:
            yield from texts_in_json(item, read=read)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in_json(item, read=key in READ_KEYS or (read and not isinstance(item, str)))
