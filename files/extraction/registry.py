"""Which extractor reads which family of formats, and what to say of a file that none reads."""

from __future__ import annotations

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
STREAMS = {"worddocument": "doc", "workbook": "xls", "book": "xls"}  # [MS-DOC], [MS-XLS]; the last of Excel 5 and 95
GUESSES = {"text", "unknown"}  # families of files that have no mark of their own
ENCRYPTED = "encryptedpackage"  # [MS-OFFCRYPTO]: the stream that an encrypted DOCX is kept in


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
            family = ole_family(file)
        content.seek(0)
        zipped = content.read(2) == b"PK"
    if agrees(extension, family) or (family in EXTRACTORS and family not in GUESSES):
        return family
    if not any(extension in extensions for extensions in FAMILIES.values()):
        raise RefusedError("format")
    raise RefusedError("damaged" if zipped and is_broken(file) else "not_its_type")


def ole_family(file: Path) -> str:
    """What an OLE file is, by its own streams and not by those of what is put into it.

    Raises `RefusedError` for one that holds an encrypted file; any other error means a damaged file.
    """
    import olefile

    with olefile.OleFileIO(str(file)) as ole:
        names = {entry.name.lower() for entry in ole.root.kids}
    if ENCRYPTED in names:
        raise RefusedError("password")
    family = next((family for name, family in STREAMS.items() if name in names), "ole")
    if family == "ole" and ole.parsing_issues:  # what is missing may be what says so
        raise RefusedError("damaged")
    return family


def is_broken(file: Path) -> bool:
    """Whether a ZIP has lost its list of contents, which stands at the end, or has one that nobody can read."""
    import zipfile

    try:
        zipfile.ZipFile(file).close()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return True
    return False
