"""Names of files in ZIPs: in which code page they were written, and when two of them are the same."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from typing import Final

from core.tables.separated import serbian_words
from serbian.folding import fold
from serbian.look_alikes import repair_look_alikes

UTF8: Final = 0x800  # the flag of a name in UTF-8 (APPNOTE.TXT, appendix D)
UNICODE_PATH: Final = 0x7075  # the field in which Info-ZIP keeps the name in UTF-8
PAGES: Final = ("cp852", "cp1250", "cp855", "cp1251", "cp437")  # of offices here, on DOS and on Windows
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JUNK = re.compile(r"(?:^|/)(?:__macosx/|\.(?!\.?(?:/|$))|thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)
SIGNS: Final = "„“”‘’‚–—…»«§°№"
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[^a-z0-9]+")


def decoded_name(info: zipfile.ZipInfo) -> str:
    """The path of a file as its author read it, composed and with slashes.

    Without the flag of UTF-8, `zipfile` reads names in code page 437, which loses nothing.
    """
    name = info.orig_filename if info.flag_bits & UTF8 else from_bytes(info.orig_filename.encode("cp437"), info.extra)
    return unicodedata.normalize("NFC", name.replace("\\", "/").removeprefix("./"))


def from_bytes(raw: bytes, extra: bytes) -> str:
    """A name without the flag: from the field beside it, as UTF-8, else in the code page in which it is Serbian."""
    for reading in (unicode_path(raw, extra), raw):
        try:
            if reading:
                return reading.decode("utf-8")
        except UnicodeDecodeError:
            continue
    readings = [raw.decode(page, errors="replace") for page in PAGES]
    return max(readings, key=likeness)


def likeness(name: str) -> int:
    """How much a name is Serbian: the letters of words that are, less those of others and signs that no name has."""
    letters = sum(len(word) * serbian_words(word) for word in _WORD.findall(name))
    strange = sum(not sign.isascii() and sign not in SIGNS for sign in _WORD.sub("", name))
    return letters - strange


def unicode_path(raw: bytes, extra: bytes) -> bytes:
    """What the field of Info-ZIP says of a name, if it is about this one."""
    while len(extra) >= 4:  # noqa: PLR2004  (a head: kind and length)
        kind, length = struct.unpack("<HH", extra[:4])
        data, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_PATH and len(data) > 5 and data[1:5] == struct.pack("<L", zlib.crc32(raw)):  # noqa: PLR2004
            return data[5:]
    return b""


def has_hidden_signs(name: str) -> bool:
    """Whether a name has signs that nobody sees: NUL, control characters, turns of the direction of writing."""
    return any(unicodedata.category(sign) in HIDDEN for sign in name)


def visible(name: str) -> str:
    """A name in which every sign can be seen."""
    return "".join("\ufffd" if has_hidden_signs(sign) else sign for sign in name)


def is_junk(path: str) -> bool:
    """Whether a system or a program put the file there by itself."""
    return bool(_JUNK.search(path))


def key(path: str) -> str:
    """A path or name in the form in which all spellings meet: script, diacritics, capitals, signs do not count.

    `Одлуке\\Ђак 1.pdf` and `odluke/djak_1.PDF` become one.
    """
    parts = path.replace("\\", "/").strip(" /").split("/")
    return "/".join(_GAP.sub(" ", fold(repair_look_alikes(part))).strip() for part in parts if part != ".")


def bald_key(path: str) -> str:
    """The same where đ was written as d."""
    return key(unicodedata.normalize("NFC", path).translate(str.maketrans("đĐђЂ", "dDdD")))
