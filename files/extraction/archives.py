"""ZIP archives as office programs write them: looked at before anything is unpacked."""

from __future__ import annotations

import zipfile

from files.extraction.interface import RefusedError

ENTRIES = 10_000
UNPACKED = 1 << 30  # bytes of all parts, pictures too
UNPACKED_TEXT = 200 << 20  # bytes of the parts that are read
RATIO = 200  # of unpacked to packed; the XML of office programs comes to about 20
ENCRYPTED = 1  # a bit of an entry's flags
SMALL = 20 << 20  # bytes unpacked, below which any ratio will do


def check(archive: zipfile.ZipFile, body: str) -> None:
    """Look at the list of an archive; what is read later is never longer than it says here.

    Raises `RefusedError` for one without the part `body`, and for one that would grow too large.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    read = sum(entry.file_size for entry in entries if entry.filename.endswith(".xml"))
    if len(entries) > ENTRIES or unpacked > UNPACKED or read > UNPACKED_TEXT:
        raise RefusedError("unpacked")
    if unpacked > SMALL and unpacked > RATIO * packed:
        raise RefusedError("unpacked")
    if body not in archive.namelist():
        raise RefusedError("not_its_type")
    if archive.getinfo(body).flag_bits & ENCRYPTED:
        raise RefusedError("password")
