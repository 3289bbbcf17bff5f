"""Files for the tests of extraction, good and bad, made here so that nothing has to be taken on trust."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache

from docx import Document
from pypdf import PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))  # comes with reportlab
LINE = "Organ uprave vodi evidenciju o rokovima"
MEGABYTE = 1 << 20
TABLE, LAST, NONE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF  # what a sector is of an OLE file that no sector follows


def pdf(texts: Iterable[str], font: str = "Helvetica") -> bytes:
    """A PDF with a page for each text, one line for each of its lines; the font Vera has the Serbian Latin letters."""
    data = io.BytesIO()
    canvas = Canvas(data, invariant=True)
    for text in texts:
        canvas.setFont(font, 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(50, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def numbered(pages: int, lines: int = 40) -> bytes:
    """A PDF whose page N says so, among other lines."""
    return pdf("\n".join([f"Strana {page}", *[LINE] * lines]) for page in range(1, pages + 1))


def scan() -> bytes:
    """A PDF with a page that is a picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return data.getvalue()


def locked(password: str, owner: str = "") -> bytes:
    """A PDF that needs a password to open, or with an empty one only to change it."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(["Tekst"])))
    writer.encrypt(password, owner or password, algorithm="AES-256")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    parts, offsets, length = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, 1):
        offsets.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, length))
    return b"".join(parts)


def one_page(resources: bytes, content: bytes, *further: bytes) -> bytes:
    """A PDF with one page: the content is object 4, Helvetica is object 5, and further objects follow."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
        % resources,
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *further,
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


@cache
def inflated(piece: bytes, size: int) -> bytes:
    """A piece of bytes again and again up to a size, compressed."""
    packer = zlib.compressobj(1)
    block = piece * (MEGABYTE // len(piece))
    return b"".join([packer.compress(block) for _ in range(size // len(block))] + [packer.flush()])


def pdf_that_inflates(megabytes: int = 800) -> bytes:
    """A page whose drawing commands are 800 MB when they are unpacked, 4 MB in the file."""
    content = inflated(b"BT /F1 9 Tf 9 9 Td (rok) Tj ET\n", megabytes * MEGABYTE)
    return one_page(b"", stream(content, b"/Filter/FlateDecode"))


def pdf_that_multiplies(levels: int = 12, times: int = 10) -> bytes:
    """A page that draws a form ten times, which draws the next one ten times, and so on: a million million words."""
    forms = [
        stream(
            b"/X Do " * times,
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(levels)
    ]
    last = stream(
        b"BT /F1 9 Tf (rok) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>"
    )
    return one_page(b"/XObject<</X 6 0 R>>", stream(b"/X Do"), *forms, last)


def pdf_with_control_characters() -> bytes:
    """A page whose font maps its letters to a NUL, a bell, a lone surrogate and a noncharacter."""
    cmap = (
        b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <00><FF> endcodespacerange "
        b"5 beginbfchar <61><0000> <62><0007> <63><D800> <64><FFFF> <65><0072006F006B> endbfchar endcmap end end"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>"
    return one_page(
        b"/Font<</F2 6 0 R>>", stream(b"BT /F2 20 Tf 50 700 Td (abcdeabcde) Tj ET"), font, stream(cmap)
    ).replace(b"/Font<</F1 5 0 R>>/Font", b"/Font")


def docx(build: Callable[[object], None] | None = None) -> bytes:
    """A DOCX with two headings, or what a function makes of an empty one."""
    document = Document()
    if build:
        build(document)
    else:
        document.add_heading("Uvod", 1)
        document.add_paragraph("Prvi stav.")
        document.add_heading("Rokovi", 1)
        document.add_paragraph("Rok je petnaest dana.")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def replaced(original: bytes, parts: dict[str, bytes]) -> bytes:
    """A ZIP with some parts exchanged."""
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | parts)


def docx_that_inflates(megabytes: int = 400) -> bytes:
    """A DOCX whose body is one long word, 400 MB when it is unpacked."""
    start = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    )
    body = start + b"a" * (megabytes * MEGABYTE) + b"</w:t></w:r></w:p></w:body></w:document>"
    return replaced(docx(), {"word/document.xml": body})


def docx_with_entities() -> bytes:
    """A DOCX whose body names entities that name entities: a billion words when they are put in."""
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "rok">{levels}]><d>&e9;</d>'
    return replaced(docx(), {"word/document.xml": body.encode()})


def zip_with_many_entries(number: int = 20_000) -> bytes:
    """A DOCX with far more parts than Word makes."""
    return zipped({"word/document.xml": b"<d/>"} | {f"word/{n}.xml": b"" for n in range(number)})


def ole(streams: dict[str, bytes] | None = None, storage: str = "") -> bytes:
    """An OLE file ([MS-CFB]) with these streams of up to 7 MB in all, in a storage where one is named.

    First come the sectors of the table of sectors, then those of the directory, then those of the streams.
    """
    streams = {"EncryptedPackage": b""} if streams is None else streams
    data = [content.ljust(max(4096, -len(content) % 512 + len(content)), b"\0") for content in streams.values()]
    directory = -(-(2 + len(data)) // 4)
    lengths = [directory, *(len(content) // 512 for content in data)]
    tables = -(-sum(lengths) // 127)
    chain, starts = [TABLE] * tables, []
    for length in lengths:
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + length), LAST]
    entries = [entry("Root Entry", 5, child=1, start=LAST)]
    entries += [entry(storage, 1, child=2)] if storage else []
    for number, (name, content) in enumerate(zip(streams, data, strict=True), 1):
        following = len(entries) + 1 if number < len(data) else NONE
        entries.append(entry(name, 2, following=following, start=starts[number], size=len(content)))
    head = struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, starts[0], 0, 4096, LAST, 0, LAST, 0)
    numbers = struct.pack("<109I", *range(tables), *[NONE] * (109 - tables))
    table = struct.pack(f"<{128 * tables}I", *chain, *[NONE] * (128 * tables - len(chain)))
    names = b"".join(entries).ljust(512 * directory, b"\0")
    return b"".join([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), head, numbers, table, names, *data])


def entry(name: str, kind: int, *, child: int = NONE, following: int = NONE, start: int = 0, size: int = 0) -> bytes:
    """An entry of the directory of an OLE file: a storage (1), a stream (2) or the root (5)."""
    written = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", written, len(written) + 2, kind, 1, NONE, following, child, start, size)


def doc(text: str, pieces: int = 1) -> bytes:
    """A DOC ([MS-DOC]) of this text, in Word's signs: \\r ends a paragraph; more pieces say the same again."""
    written, start = text.encode("utf-16-le"), 1024
    places = struct.pack(f"<{pieces + 1}I", *(number * len(text) for number in range(pieces + 1)))
    table = places + struct.pack("<HIH", 0, start, 0) * pieces
    clx = struct.pack("<BI", 2, len(table)) + table
    block = bytearray(start)
    for place, content in {
        0: struct.pack("<HH", 0xA5EC, 0xC1),
        0x0A: struct.pack("<H", 0x0200),
        0x4C: struct.pack("<I", len(text) * pieces),
        0x01A2: struct.pack("<II", 0, len(clx)),
    }.items():
        block[place : place + len(content)] = content
    return ole({"WordDocument": bytes(block) + written, "1Table": clx})
