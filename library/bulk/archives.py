"""ZIP files that nobody vouches for: what is in them, and one file of them at a time.

Nothing is unpacked to a place that a ZIP names: names only serve to find a file. A file is never unpacked beyond the
size that the ZIP declares for it, so the declared sizes bound disk and memory.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django.conf import settings

from library.bulk.names import decoded_name, has_hidden_signs, is_junk, visible

MAX_ENTRIES: Final = 5000
MAX_DIRECTORY: Final = 4 * 1024 * 1024  # bytes of the list of contents
MAX_UNPACKED: Final = 1024 * 1024 * 1024
MAX_RATIO: Final = 200  # of a file that is larger than `SMALL`
SMALL: Final = 10 * 1024 * 1024
PIECE: Final = 1 << 18
ENCRYPTED: Final = 0x1 | 0x40 | 0x2000  # encryption, strong encryption, and of the list (APPNOTE.TXT, 4.4.4)
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what all systems make; others want more memory
ARCHIVES: Final = frozenset({"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz"})
BROKEN: Final = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError)


class ArchiveError(Exception):
    """A file that is no ZIP we take, or a file in it that cannot be read; `code` is a key of the sentences."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Entry:
    """A file in a ZIP: its place in the list, its path with slashes, and why it cannot be taken, if so."""

    place: int
    path: str
    size: int
    trouble: str = ""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def extension(self) -> str:
        """What the name ends in, in small letters and without the point."""
        return PurePosixPath(self.path).suffix[1:].lower()


class Guarded:
    """A file that gives no more at once than the list of contents may have; `zipfile` reads the list in one piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        """Read a piece. Raises `ArchiveError` for one that is too large."""
        if size > MAX_DIRECTORY:
            raise ArchiveError("too_many_entries", limit=MAX_ENTRIES)
        return self.file.read(MAX_DIRECTORY if size < 0 else size)

    def seekable(self) -> bool:
        """It is."""
        return True


class Archive:
    """An open ZIP: `entries` are its files, without folders and what systems add by themselves."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self.zip = zipfile.ZipFile(Guarded(file))
        except ArchiveError:
            raise
        except Exception as error:  # whatever a broken list of contents makes `zipfile` raise
            raise ArchiveError("not_a_zip") from error
        self.infos = self.zip.infolist()
        refuse_whole(self.infos)
        self.entries = entries_of(self.infos)

    @contextmanager
    def unpacked(self, entry: Entry) -> Iterator[IO[bytes]]:
        """A file of the ZIP in a temporary file of our own, at its beginning. Raises `ArchiveError`."""
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
            for piece in self.pieces(entry):
                copy.write(piece)
            copy.seek(0)
            yield copy

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. Raises `ArchiveError` where they are not what the ZIP says."""
        left = entry.size
        try:
            with self.zip.open(self.infos[entry.place]) as source:
                while piece := source.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise ArchiveError("file_damaged")
                    yield piece
        except BROKEN as error:
            raise ArchiveError("file_damaged") from error
        if left:
            raise ArchiveError("file_damaged")


def refuse_whole(infos: list[zipfile.ZipInfo]) -> None:
    """Look into the list before anything is unpacked. Raises `ArchiveError`."""
    if len(infos) > MAX_ENTRIES:
        raise ArchiveError("too_many_entries", limit=MAX_ENTRIES)
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise ArchiveError("password")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise ArchiveError("too_big_inside", limit=MAX_UNPACKED // 1024 // 1024)
    if any(info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size for info in infos):
        raise ArchiveError("too_dense")


def entries_of(infos: list[zipfile.ZipInfo]) -> list[Entry]:
    """The files, each with what is wrong with it."""
    named = [(place, decoded_name(info), info) for place, info in enumerate(infos)]
    named = [(place, path, info) for place, path, info in named if not path.endswith("/") and not is_junk(path)]
    paths = Counter(path for _place, path, _info in named)
    entries = [
        Entry(place, visible(path), info.file_size, trouble_of(path, info, is_twice=paths[path] > 1))
        for place, path, info in named
    ]
    if not entries:
        raise ArchiveError("empty_zip")
    return entries


def trouble_of(path: str, info: zipfile.ZipInfo, *, is_twice: bool) -> str:
    """Why a file cannot be taken, from the list alone; empty if it can."""
    if has_hidden_signs(info.orig_filename) or not is_inside(path):
        return "file_name"
    if stat.S_ISLNK(mode := info.external_attr >> 16) or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        return "file_link"
    if is_twice:
        return "file_in_zip_twice"
    if info.compress_type not in METHODS:
        return "file_method"
    return trouble_of_size(info.file_size, PurePosixPath(path).suffix[1:].lower())


def trouble_of_size(size: int, extension: str) -> str:
    """Why a file cannot become a document, from its size and the end of its name; empty if it can."""
    if extension in ARCHIVES:
        return "file_archive"
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        return "file_format"
    if not size:
        return "file_empty"
    return "file_too_big" if size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE else ""


def is_inside(path: str) -> bool:
    """Whether a path stays in the folder that it is read from."""
    parts = path.split("/")
    return not path.startswith("/") and ".." not in parts and ":" not in parts[0] and bool(parts[-1].strip())


@contextmanager
def opened(stored: Any) -> Iterator[Archive]:
    """A ZIP that is kept in a field. Raises `ArchiveError`, also where it is not there any more."""
    try:
        file = stored.storage.open(stored.name, "rb")
    except (OSError, ValueError) as error:
        raise ArchiveError("gone") from error
    with file:
        yield Archive(file)


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of a file, from its beginning; the position is put back there."""
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found
