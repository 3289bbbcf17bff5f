"""DOC of Word 97 to 2003 by article ([MS-DOC]): the main text, in the pieces that Word has saved it in."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import pairwise

import olefile

from files.extraction.blocks import lines, units
from files.extraction.interface import Extractor, Limits, RefusedError, Unit

RELEASE, FLAGS, MAIN_TEXT, CLX = 0x02, 0x0A, 0x4C, 0x01A2  # in the file information block ([MS-DOC] 2.5)
WORD_97 = 0xC1  # older ones have another block
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
PIECES, PROPERTIES = 2, 1  # kinds of what the Clx holds ([MS-DOC] 2.9.38)
ONE_BYTE = 0x40000000  # a piece in windows-1252, its place given twice ([MS-DOC] 2.9.73)
FIELD, RESULT, FIELD_END = "\x13", "\x14", "\x15"  # before the code of a field, before what it shows, and its end
FIELD_MARK = re.compile("([\x13-\x15])")
ROW_END, CELL_END = "\x07\x07", "\x07"
LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n"})


class DocExtractor(Extractor):
    """One unit an article; a text without articles is one."""

    def extract(self, path: str) -> Iterator[Unit]:
        with olefile.OleFileIO(path) as file:
            yield from units(lines(shown(main_text(file, self.limits))))


def main_text(file: olefile.OleFileIO, limits: Limits) -> str:
    """The text of a document with Word's marks in it. Raises `RefusedError`; any other error means a damaged file."""
    stream = file.openstream("WordDocument").read()
    (release,), (flags,) = struct.unpack_from("<H", stream, RELEASE), struct.unpack_from("<H", stream, FLAGS)
    if release < WORD_97:
        raise RefusedError("format" if release else "damaged")
    if flags & ENCRYPTED:
        raise RefusedError("password")
    (length,) = struct.unpack_from("<I", stream, MAIN_TEXT)
    if length > limits.characters:
        raise RefusedError("characters")
    start, size = struct.unpack_from("<II", stream, CLX)
    table = file.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    return "".join(pieces(stream, piece_table(table[start : start + size]), length))[:length]


def piece_table(clx: bytes) -> bytes:
    """The table of pieces among what a Clx holds. Raises `RefusedError`."""
    place = 0
    while place < len(clx):
        if clx[place] == PIECES:
            (size,) = struct.unpack_from("<I", clx, place + 1)
            return clx[place + 5 : place + 5 + size]
        if clx[place] != PROPERTIES:
            break
        (size,) = struct.unpack_from("<H", clx, place + 1)
        place += 3 + size
    raise RefusedError("damaged")


def pieces(stream: bytes, table: bytes, needed: int) -> Iterator[str]:
    """The pieces of the text in order, as far as so many characters. Raises `RefusedError` for one that is not there.

    No piece is longer than the stream, but each of a million could be as long: what is needed is the limit.
    """
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table)
    if starts[0] or starts[-1] < needed:
        raise RefusedError("damaged")
    for number, (start, end) in enumerate(pairwise(starts)):
        if start >= needed:
            break
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        first, width, encoding = place, 2, "utf-16-le"
        if place & ONE_BYTE:
            first, width, encoding = (place & ~ONE_BYTE) // 2, 1, "cp1252"
        last = first + width * (end - start)
        if not first <= last <= len(stream):
            raise RefusedError("damaged")
        yield stream[first:last].decode(encoding, errors="replace")


def shown(text: str) -> str:
    """What Word shows: the results of fields instead of their codes, rows of tables as lines."""
    text = without_codes(text).translate(LINE_ENDS)
    return text.replace(ROW_END, "\n").replace(CELL_END, " | ")


def without_codes(text: str) -> str:
    """The text with fields, which may stand in fields, as what they show."""
    shown_parts: list[str] = []
    codes: list[int | None] = []  # of each open field, where its code begins; nothing once that is over
    for part in FIELD_MARK.split(text):
        if part == FIELD:
            codes.append(len(shown_parts))
        elif part in {RESULT, FIELD_END} and codes:
            start = codes.pop()
            if start is not None:
                del shown_parts[start:]
            if part == RESULT:
                codes.append(None)
        else:
            shown_parts.append(part)
    return "".join(shown_parts)
