"""DOC of Word 97 to 2003 by article ([MS-DOC]): the main text, in the pieces that Word has saved it in."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import olefile

from files.extraction.blocks import lines, units
from files.extraction.interface import Extractor, RefusedError, Unit

FLAGS, MAIN_TEXT, CLX = 0x0A, 0x4C, 0x01A2  # where the file information block says so ([MS-DOC] 2.5)
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
PIECES, PROPERTIES = 2, 1  # kinds of what the Clx holds ([MS-DOC] 2.9.38)
ONE_BYTE = 0x40000000  # a piece in windows-1252, its place given twice ([MS-DOC] 2.9.73)
FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")  # the code of a field, and what it shows
ROW_END, CELL_END = "\x07\x07", "\x07"
LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n"})


class DocExtractor(Extractor):
    """One unit an article; a text without articles is one."""

    def extract(self, path: str) -> Iterator[Unit]:
        with olefile.OleFileIO(path) as file:
            yield from units(lines(shown(main_text(file))))


def main_text(file: olefile.OleFileIO) -> str:
    """The text of a document with Word's marks in it. Raises `RefusedError`; any other error means a damaged file."""
    stream = file.openstream("WordDocument").read()
    (flags,) = struct.unpack_from("<H", stream, FLAGS)
    if flags & ENCRYPTED:
        raise RefusedError("password")
    (length,) = struct.unpack_from("<i", stream, MAIN_TEXT)
    start, size = struct.unpack_from("<II", stream, CLX)
    table = file.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    return "".join(pieces(stream, piece_table(table[start : start + size])))[:length]


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


def pieces(stream: bytes, table: bytes) -> Iterator[str]:
    """The pieces of the text in order."""
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        length = starts[number + 1] - starts[number]
        if place & ONE_BYTE:
            first = (place & ~ONE_BYTE) // 2
            yield stream[first : first + length].decode("cp1252", errors="replace")
        else:
            yield stream[place : place + 2 * length].decode("utf-16-le", errors="replace")


def shown(text: str) -> str:
    """What Word shows: the results of fields instead of their codes, rows of tables as lines."""
    while (plain := FIELD.sub(r"\1", text)) != text:  # fields stand in fields
        text = plain
    text = text.translate(LINE_ENDS)
    return text.replace(ROW_END, "\n").replace(CELL_END, " | ")
