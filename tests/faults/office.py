"""Files of office programs with faults, made from what a program has saved or from their parts."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import olefile

from tests.files import made_files as made

SAMPLES = Path(__file__).resolve().parent.parent / "files" / "samples"
OURS = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"
SECRET = "requires-python"  # stands in that file of the machine
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PIECE_TABLE = 0x01A2
FAR = 0xFFFFFF
FIRST_TEXT = re.compile("(?<=>)[^<>]*(?:Rok|Рок|Odluka|Organ)[^<>]*(?=<)".encode())
# Of each format the part that is read and the name of its outermost element.
BODIES = {
    "odluka.docx": ("word/document.xml", b"w:document"),
    "odluka.odt": ("content.xml", b"office:document-content"),
    "tabela.ods": ("content.xml", b"office:document-content"),
    "tabela.xlsx": ("xl/sharedStrings.xml", b"sst"),
    "slajdovi.pptx": ("ppt/slides/slide1.xml", b"p:sld"),
}


def sample(name: str) -> bytes:
    """A file that a program has saved."""
    return (SAMPLES / name).read_bytes()


def cut(content: bytes, share: float = 0.5) -> bytes:
    """The first part of a file."""
    return content[: int(len(content) * share)]


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def without(name: str, *unwanted: str) -> bytes:
    """A sample without some of its parts."""
    return made.zipped({part: content for part, content in parts(sample(name)).items() if part not in unwanted})


# --- Document types: files of the machine, and a thousand million words ---------------------------------------------


def with_type(name: str, declarations: bytes, entity: bytes) -> bytes:
    """A sample whose body has a document type, and an entity of it where the first text stands."""
    part, root = BODIES[name]
    body = parts(sample(name))[part]
    start = body.index(b"<" + root)
    body = body[:start] + b"<!DOCTYPE " + root + b" [" + declarations + b"]>" + body[start:]
    text = FIRST_TEXT.search(body, start)
    assert text, name
    return made.replaced(sample(name), {part: body[: text.end()] + entity + body[text.end() :]})


def external(name: str) -> bytes:
    """A sample that wants a file of the machine in its text."""
    return with_type(name, b'<!ENTITY file SYSTEM "%s">' % OURS.as_uri().encode(), b"&file;")


def laughs(name: str) -> bytes:
    """A sample that is a thousand million words long when its entities are put in."""
    levels = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10))
    return with_type(name, b'<!ENTITY e0 "rok ">' + levels, b"&e9;")


# --- Archives --------------------------------------------------------------------------------------------------------


def growing(name: str, megabytes: int = 30) -> bytes:
    """A sample whose body is followed by megabytes of blanks, which take next to nothing packed."""
    part, _ = BODIES[name]
    return made.replaced(sample(name), {part: parts(sample(name))[part] + b" " * (megabytes * made.MEGABYTE)})


def nested_archives(levels: int = 6) -> bytes:
    """An archive with ten archives in it, each with ten in it, and so on; the last have a megabyte."""
    content = made.zipped({"nula.txt": bytes(made.MEGABYTE)})
    for level in range(levels):
        content = made.zipped({f"{level}-{number}.zip": content for number in range(10)})
    return content


def with_names_that_lead_out() -> bytes:
    """A DOCX with parts that would be written over files of the machine if it were unpacked."""
    return made.replaced(made.docx(), {"/etc/passwd": b"x", "../../../x.xml": b"<a/>", "word/../../y.xml": b"<a/>"})


def with_false_size() -> bytes:
    """A DOCX whose list of contents says that the body is 10 bytes long."""
    return with_entry(24, struct.pack("<I", 10))


def of_a_later_version() -> bytes:
    """A DOCX whose body needs a later program than there is."""
    return with_entry(6, struct.pack("<H", 255))


def with_entry(place: int, content: bytes) -> bytes:
    """A DOCX with something else at a place in the entry of its body in the list of contents."""
    whole = made.docx()
    start = whole.rindex(b"word/document.xml") - 46 + place
    return whole[:start] + content + whole[start + len(content) :]


# --- Spreadsheets and slides -----------------------------------------------------------------------------------------


def sheet(rows: str) -> bytes:
    """An XLSX whose first sheet has these rows."""
    body = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    return made.replaced(sample("tabela.xlsx"), {"xl/worksheets/sheet1.xml": body.encode()})


def with_far_corners() -> bytes:
    """A word in the first cell and one in the last: 17 thousand million cells lie between them."""
    word = 't="inlineStr"><is><t>rok</t></is></c></row>'
    return sheet(f'<row r="1"><c r="A1" {word}<row r="1048576"><c r="XFD1048576" {word}')


def with_formulas() -> bytes:
    """Cells that fetch something from another machine or another file, with what they showed last."""
    web = '<c r="A1" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>rok</v></c>'
    file = '<c r="B1" t="str"><f>\'file:///etc/[passwd]List\'!A1</f><v>deset dana</v></c>'
    link = (
        b'<Relationships><Relationship Id="rId1" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    )
    content = sheet(f'<row r="1">{web}{file}</row>')
    return made.replaced(content, {"xl/externalLinks/_rels/externalLink1.xml.rels": link})


def repeated(times: int) -> bytes:
    """An ODS with a cell that says that it stands in every column of a million rows."""
    body = parts(sample("tabela.ods"))["content.xml"]
    body = body.replace(b"<table:table-row ", b'<table:table-row table:number-rows-repeated="1048576" ', 1)
    cell = b'<table:table-cell table:number-columns-repeated="%d" ' % times
    return made.replaced(sample("tabela.ods"), {"content.xml": body.replace(b"<table:table-cell ", cell, 1)})


def slides(target: str) -> bytes:
    """A PPTX whose slides are all in this place."""
    name = "ppt/_rels/presentation.xml.rels"
    content = parts(sample("slajdovi.pptx"))
    for number in range(1, 4):
        content[name] = content[name].replace(b"slides/slide%d.xml" % number, target.encode())
    return made.zipped(content)


# --- DOC -------------------------------------------------------------------------------------------------------------


def doc(stream: str, place: int, content: bytes) -> bytes:
    """The sample with something else at a place in a stream."""
    data = io.BytesIO(sample("odluka.doc"))
    with olefile.OleFileIO(data, write_mode=True) as file:
        whole = file.openstream(stream).read()
        file.write_stream(stream, whole[:place] + content + whole[place + len(content) :])
        return data.getvalue()


def piece_outside() -> bytes:
    """A DOC whose text lies beyond the end of the file."""
    with olefile.OleFileIO(io.BytesIO(sample("odluka.doc"))) as file:
        start, size = struct.unpack_from("<II", file.openstream("WordDocument").read(), PIECE_TABLE)
        table = file.openstream("1Table").read()[start : start + size]
    pieces = (len(table) - 5 - 4) // 12
    return doc("1Table", start + 5 + 4 * (pieces + 1) + 2, struct.pack("<I", FAR))


def endless_sectors() -> bytes:
    """A DOC in which every sector is followed by itself."""
    content = bytearray(sample("odluka.doc"))
    (first,) = struct.unpack_from("<I", content, 76)
    start = 512 * (first + 1)
    content[start : start + 512] = struct.pack("<128I", *range(128))
    return bytes(content)
