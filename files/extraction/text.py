"""Text as it is stored: lines that end in one character, words in one piece, nothing that a database refuses."""

from __future__ import annotations

import re

# PDFium writes U+FFFE for a hyphen at a line end between letters, and leaves the line end out.
BROKEN_WORD = re.compile(
    r"[-‐\u00ad\ufffe\x02](?<=[^\W\d_]{2}.)(?:[ \t]*\n|(?<=\ufffe))[ \t]*(?=[a-zčćžšđа-џ])", re.DOTALL
)
HYPHEN = re.compile(r"\ufffe(?<=[^\W\d_].)(?=[^\W\d_])")
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
NO_CHARACTERS = "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
NOT_TEXT = re.compile(f"[{CONTROLS}{NO_CHARACTERS}\u00ad\ufeff]")
LINE_END = re.compile(
    "(?<![ \t])[ \t]*(?:\r\n|[\n\r\x85\u2028\u2029])"
)  # a run of blanks is tried once, not from each
EMPTY_LINES = re.compile("\n{3,}")


def joined(text: str) -> str:
    """Put words together that were broken at the end of a line: letters, a hyphen, a line end, a small letter.

    One letter before the hyphen is no part of a broken word (e-uprava), nor is a capital letter after it.
    """
    return HYPHEN.sub("-", BROKEN_WORD.sub("", text))


def cleaned(text: str) -> str:
    """Return the text with `\\n` as line end and at most one empty line in a row, without what is not text.

    Left out are control characters, soft hyphens, byte order marks, noncharacters and lone surrogates.
    """
    return EMPTY_LINES.sub("\n\n", NOT_TEXT.sub("", LINE_END.sub("\n", text))).strip()


def one_line(text: str) -> str:
    """Return the text with single blanks instead of line ends and runs of blanks."""
    return " ".join(NOT_TEXT.sub("", text).split())
