"""Drawn pages and the places of their words, kept on disk up to a limit.

A drawing is named by the checksum of its file, so it is right for as long as it is there. Who may see it is asked
before every one (`files.views`); the folder is no public one.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from files.extraction import pages
from files.extraction.interface import Limits, Place, RefusedError
from files.formats import FAMILIES
from files.models import Document, Recognition

WIDTHS = (160, 800, 1400)  # pixels: in the strip of all pages, on a phone, on a desk
SECONDS = 30  # of processor time for one page
AT_ONCE = BoundedSemaphore(2)  # in one process
PATIENCE = 30  # seconds until it is a page's turn
DRAWABLE = FAMILIES["pdf"] | FAMILIES["image"]
FREED = 0.8  # of the limit is kept when it is passed


def is_drawable(document: Document) -> bool:
    """Whether the document's pages can be drawn, by its extension and its number of pages."""
    return bool(document.page_count) and document.file_extension.lower() in DRAWABLE


def drawing(document: Document, number: int, width: int) -> Path:
    """The path of a page (from 1) as WebP, drawn now if it was not yet. Raises `RefusedError`."""
    return kept(document, f"{number}-{width}.webp", lambda: pages.draw(document.file.path, number, width, limits()))


def words_on(document: Document, number: int) -> list[Place]:
    """The words of a page with their places: those recognised in its picture, else the file's own.

    Empty where they cannot be told.
    """
    recognised = Recognition.objects.filter(document=document, number=number).values_list("words", flat=True).first()
    if recognised is not None:
        return [Place(*word) for word in recognised]
    if document.file_extension.lower() != "pdf":
        return []
    try:
        path = kept(document, f"{number}.json", lambda: written(pages.words(document.file.path, number, limits())))
        return [Place(*word) for word in json.loads(path.read_bytes())]
    except (RefusedError, OSError, ValueError):
        return []


def written(words: list[Place]) -> bytes:
    """Words as they are kept."""
    return json.dumps(words, ensure_ascii=False).encode()


def limits() -> Limits:
    """What drawing one page may cost."""
    return Limits(memory_mb=settings.EXTRACTION_MEMORY_MB, seconds=SECONDS)


def kept(document: Document, name: str, make: Callable[[], bytes]) -> Path:
    """The path of something kept of a document, made if it is not there. Raises what making it raises."""
    folder = Path(settings.PAGE_CACHE) / (document.sha256 or f"{document.pk}")
    path = folder / name
    with suppress(FileNotFoundError):
        os.utime(path)  # so that what is looked at stays
        return path
    with turn():
        content = make()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)  # whole or not at all, whoever else makes it at the same time
    return path


@contextmanager
def turn() -> Iterator[None]:
    """Wait until few enough are drawn. Raises `RefusedError` when that takes too long."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise RefusedError("time")
    try:
        yield
    finally:
        AT_ONCE.release()


def prune_drawings() -> int:
    """Delete what was looked at longest ago, once all together is more than allowed; return the number of files."""
    files = []
    for path in Path(settings.PAGE_CACHE).rglob("*"):
        with suppress(FileNotFoundError):
            status = path.stat()
            if path.is_file():
                files.append((status.st_mtime, status.st_size, path))
    size, limit = sum(size for _time, size, _path in files), settings.PAGE_CACHE_MB << 20
    removed = 0
    if size <= limit:
        return 0
    for _time, bytes_of, path in sorted(files):
        path.unlink(missing_ok=True)
        size, removed = size - bytes_of, removed + 1
        if size <= FREED * limit:
            break
    return removed
