"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

from typing import BinaryIO

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: DOC, XLS, and encrypted DOCX and XLSX
FAMILIES = {
    "pdf": {"pdf"},
    "ole": {"doc", "xls", "docx", "xlsx", "pptx"},
    "doc": {"doc"},
    "xls": {"xls"},
    "word": {"docx"},
    "excel": {"xlsx"},
    "powerpoint": {"pptx"},
    "opendocument": {"odt", "ods", "odp"},
    "rtf": {"rtf"},
    "text": {"txt", "csv", "html"},
    "image": {"png", "jpg", "jpeg", "gif", "tif", "tiff", "webp"},
}
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
OOXML = {"word/": "word", "xl/": "excel", "ppt/": "powerpoint"}
NAMES = {
    "pdf": "PDF",
    "doc": "Word",
    "docx": "Word",
    "odt": "OpenDocument",
    "rtf": "RTF",
    "xls": "Excel",
    "xlsx": "Excel",
    "ods": "OpenDocument",
    "pptx": "PowerPoint",
    "odp": "OpenDocument",
    "txt": "TXT",
    "html": "HTML",
    "csv": "CSV",
}


def format_name(extension: str) -> str:
    """Return the name that people call a file's format by, from its extension without a dot."""
    return NAMES.get(extension.lower(), extension.upper())


def sniff(file: BinaryIO) -> str:
    """Return the family of a file from its content: a key of `FAMILIES`, or `unknown`. The position is put back."""
    position = file.tell()
    try:
        file.seek(0)
        return family(file, file.read(4096))
    finally:
        file.seek(position)


def family(file: BinaryIO, head: bytes) -> str:
    """Return the family by the first 4,096 bytes, and for a ZIP by the names in it."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(OLE):
        return "ole"
    if head.startswith(b"PK\x03\x04"):
        return zip_family(file)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(PICTURES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    return "text" if looks_like_text(head) else "unknown"


def zip_family(file: BinaryIO) -> str:
    """Tell Office and OpenDocument files from other ZIPs."""
    import zipfile  # not needed, and so not loaded, where a PDF is read

    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "unknown"
    if "mimetype" in names:
        return "opendocument"
    return next((kind for folder, kind in OOXML.items() if any(name.startswith(folder) for name in names)), "unknown")


def looks_like_text(head: bytes) -> bool:
    """Whether bytes may be text in UTF-8, UTF-16 or a one-byte code page: no control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in head if byte != 27)  # noqa: PLR2004


def agrees(extension: str, kind: str) -> bool:
    """Whether a file with this extension may have content of this family."""
    return extension.lower() in FAMILIES.get(kind, set())
