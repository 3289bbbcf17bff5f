"""ZIPs as editors pack them, for tests of the upload of many files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from library.bulk.archives import Archive
from tests.tables import xlsx

HEADS = [
    "Datoteka", "Naslov", "Vrsta", "Vrsta akta", "Broj", "Donosilac", "Objavljeno u", "Doneto dana", "Na snazi od",
]  # fmt: skip


def zipped(files: Mapping[str, bytes | str], *rows: Sequence[Any], heads: Sequence[Any] = HEADS) -> bytes:
    """A ZIP with files, and with a table of rows if there are any."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
        if rows:
            archive.writestr("akti.xlsx", xlsx(*rows, heads=heads))
    return stream.getvalue()


def acts(number: int) -> tuple[dict[str, str], list[list[Any]]]:
    """So many small files in two folders, and a row for each."""
    files, rows = {}, []
    for place in range(1, number + 1):
        path = f"{'Одлуке' if place % 2 else 'odluke 2026'}/odluka br. {place} – Ђаковић.txt"
        files[path] = f"Одлука број {place}.\nЧлан 1.\nОвом одлуком уређује се {place}. питање.\n"
        rows.append([
            path, f"Odluka o {place}. pitanju", "Propis", "Odluka", f"06-{place}/2026", "Skupština grada Čačka",
            f"„Službeni list grada Čačka“, br. {place}/2026", "1.3.2026.", "13.3.2026.",
        ])  # fmt: skip
    return files, rows


def opened(content: bytes) -> Archive:
    """A ZIP from its bytes."""
    return Archive(io.BytesIO(content))
