"""Tables as text: CSV in whatever encoding and with whatever separator offices here save it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from core.tables.lines import Line, TableError, lines_of

SEPARATORS: Final = ";,\t|"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zČĆŽŠĐčćžšđ]+")
_CYRILLIC = re.compile(r"[А-ИК-ШЂЈЉЊЋЏа-ик-шђјљњћџ]+")


def read_separated(content: bytes) -> list[Line]:
    """Read a CSV file. Raises `TableError`."""
    text = decoded(content)
    if any(sign in text for sign in "\x00\x01\x02\x03\x04") or "�" * 3 in text:
        raise TableError("not_a_table")
    return lines_of(records(text))


def records(text: str) -> Iterator[list[str]]:
    """The records of a text, each under the number that a spreadsheet gives it."""
    separator, text = separator_of(text)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise TableError("not_a_table") from error


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by their signs, else the code page in which its words are Serbian."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:200]:
        guess = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
        return content.decode(guess, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        readings = [content.decode(page, errors="replace") for page in ("cp1250", "cp1251")]
        return max(readings, key=serbian_words)


def serbian_words(text: str) -> int:
    """How many words with a letter beyond ASCII are wholly in one Serbian alphabet, less those that are not."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(1 if _LATIN.fullmatch(word) or _CYRILLIC.fullmatch(word) else -1 for word in words)


def separator_of(text: str) -> tuple[str, str]:
    """The separator, and the text without the line in which Excel names it."""
    first, _, rest = text.partition("\n")
    if (named := first.strip().lower()).startswith("sep=") and len(named) <= len("sep=") + 1:
        return named[4:] or "\t", f"\n{rest}"
    head = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    counts = {sign: sum(line.count(sign) for line in head) for sign in SEPARATORS}
    return max(SEPARATORS, key=lambda sign: counts[sign]), text
