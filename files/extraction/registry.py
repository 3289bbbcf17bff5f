"""Which extractor reads which family of formats, and what to say of a file that none reads."""

from __future__ import annotations

import mmap
from importlib import import_module
from pathlib import Path

from files.extraction.interface import Extractor, Limits, RefusedError
from files.formats import FAMILIES, agrees, sniff

# By family of `files.formats.FAMILIES`: module and class, loaded when they are needed.
EXTRACTORS = {
    "pdf": ("files.extraction.pdf", "PdfExtractor"),
    "word": ("files.extraction.word", "WordExtractor"),
    "doc": ("files.extraction.doc", "DocExtractor"),
    "xls": ("files.extraction.sheets", "SheetsExtractor"),
    "rtf": ("files.extraction.rtf", "RtfExtractor"),
    "excel": ("files.extraction.sheets", "SheetsExtractor"),
    "powerpoint": ("files.extraction.slides", "SlidesExtractor"),
    "opendocument": ("files.extraction.opendocument", "OpenDocumentExtractor"),
    "text": ("files.extraction.plain", "PlainExtractor"),
    "image": ("files.extraction.plain", "PictureExtractor"),
}
STREAMS = {"WordDocument": "doc", "Workbook": "xls"}  # [MS-DOC], [MS-XLS]
GUESSES = {"text", "unknown"}  # families of files that have no mark of their own
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO]: the stream that an encrypted DOCX is kept in


def extractor_for(path: str, limits: Limits) -> Extractor:
    """Return the extractor for a file. Raises `RefusedError` when there is none, and says why."""
    file = Path(path)
    if not file.is_file():
        raise RefusedError("missing")
    if not file.stat().st_size:
        raise RefusedError("empty_file")
    family = family_of(file)
    if family not in EXTRACTORS:
        raise RefusedError("format")
    module, name = EXTRACTORS[family]
    return getattr(import_module(module), name)(limits)


def family_of(file: Path) -> str:
    """The family of a file by its content. Raises `RefusedError` when it cannot be what its name says."""
    extension = file.suffix[1:].lower()
    with file.open("rb") as content:
        family = sniff(content)
        if family == "ole":
            family = ole_family(content.fileno())
        content.seek(0)
        zipped = content.read(2) == b"PK"
    if agrees(extension, family) or (family in EXTRACTORS and family not in GUESSES):
        return family
    if not any(extension in extensions for extensions in FAMILIES.values()):
        raise RefusedError("format")
    raise RefusedError("damaged" if zipped and is_broken(file) else "not_its_type")


def ole_family(number: int) -> str:
    """What an OLE file is, by the names of its streams. Raises `RefusedError` for one that holds an encrypted file."""
    with mmap.mmap(number, 0, access=mmap.ACCESS_READ) as content:
        if content.find(ENCRYPTED) >= 0:
            raise RefusedError("password")
        return next((family for name, family in STREAMS.items() if content.find(name.encode("utf-16-le")) >= 0), "ole")


def is_broken(file: Path) -> bool:
    """Whether a ZIP has lost its list of contents, which stands at the end."""
    import zipfile

    return not zipfile.is_zipfile(file)
