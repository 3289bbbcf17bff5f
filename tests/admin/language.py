"""Finds what is not Serbian, or in the wrong script, among the texts of a screen."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import allauth
import django
import polib
import taggit
import wagtail
from django.conf import settings
from django.utils.translation import gettext

LATIN_WORD = re.compile(r"[A-Za-zČĆŠŽĐčćšžđ]{2,}")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# What stands in Latin letters in either script: formats, units, keys of the keyboard.
KEPT = {
    "PDF", "CSV", "XLSX", "DOCX", "TSV", "TXT", "ZIP", "MB", "URL", "HTML",
    "Ctrl", "Shift", "Alt", "Esc", "Enter", "JavaScript",
}  # fmt: skip
ADDRESS = re.compile(
    r"\S+@\S+|https?://\S+|(?<![\w<])/[\w./-]+|\b[\w-]+\.(?:txt|png|pdf|csv|xlsx|zip)\b|%\(\w+\)\w|%\w|\{\w+\}|__\w+__"
)
ENGLISH = re.compile(
    r"\b(the|this|these|page|pages|of|your|you|and|or|for|with|from|is|are|not|add|edit|delete|choose|select|all|"
    r"new|name|title|type|user|users|save|publish|search|view|more|none|true|false|actions?)\b",
    re.IGNORECASE,
)
PACKAGES = (django, wagtail, allauth, taggit)


def strange_in_cyrillic(texts: Iterable[str], content: Iterable[str]) -> Iterator[str]:
    """The texts with a Latin word that is not an address, kept in Latin, or written by people: English, or Latin."""
    for text in texts:
        rest = without(text, content)
        if any(word not in KEPT for word in LATIN_WORD.findall(rest)):
            yield text


def strange_in_latin(texts: Iterable[str], content: Iterable[str]) -> Iterator[str]:
    """The texts that are in Cyrillic, are an English message with another translation, or have English words."""
    for text in texts:
        rest = without(text, content)
        if CYRILLIC.search(rest) or is_message(rest) or ENGLISH.search(rest):
            yield text


def without(text: str, content: Iterable[str]) -> str:
    """The text without addresses and without what people wrote."""
    for part in sorted(content, key=len, reverse=True):
        text = text.replace(part, "")
    return ADDRESS.sub("", text).strip()


def is_message(text: str) -> bool:
    """Whether the text is an English message that should have been shown in Serbian."""
    return text in messages()[0] and gettext(text) != text and text.lower() not in messages()[1]


@functools.cache
def messages() -> tuple[frozenset[str], frozenset[str]]:
    """The English messages of the product and of the packages whose texts it shows; and the Serbian ones, small.

    Some words are the same in both languages: Format, Status, jun.
    """
    roots = [Path(package.__file__).parent for package in PACKAGES]
    english = [path for root in roots for path in root.rglob("locale/en/LC_MESSAGES/*.po")]
    ours = [path for root in settings.LOCALE_PATHS for path in Path(root).glob("sr_Latn/LC_MESSAGES/*.po")]
    serbian = ours + [path for root in roots for path in root.rglob("locale/sr_Latn/LC_MESSAGES/*.po")]
    ids = {text for entry in entries(english + ours) for text in (entry.msgid, entry.msgid_plural)}
    translations = {text for entry in entries(serbian) for text in (entry.msgstr, *entry.msgstr_plural.values())}
    return frozenset(ids - {""}), frozenset(text.lower() for text in translations)


def entries(paths: Iterable[Path]) -> Iterator[polib.POEntry]:
    """The messages of catalogues."""
    for path in paths:
        yield from polib.pofile(str(path))
