"""The corpus: for each file how it is made, how its reading has to end, and why."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from PIL import Image

from files.extraction.interface import Limits
from tests.faults import office, pdfs
from tests.files import made_files as made

READY = ""  # no reason why there is no text
USUAL = Limits()
TIGHT = Limits(memory_mb=400, seconds=20)  # where a file would take all the memory that it may
QUICK = Limits(memory_mb=400, seconds=2)  # where it would take all the time


@dataclass(frozen=True)
class Fault:
    """How a file is made, the reason (or one of several) that its reading may end with, and why that is right.

    Where it is `READY`, the text has these words in it.
    """

    build: Callable[[], bytes]
    reasons: str | frozenset[str]
    why: str
    words: str = ""
    limits: Limits = USUAL

    def allows(self, reason: str) -> bool:
        """Whether the reading may end with this reason."""
        return reason in ({self.reasons} if isinstance(self.reasons, str) else self.reasons)


@cache
def content_of(name: str) -> bytes:
    """The bytes of a file of the corpus."""
    return CORPUS[name].build()


# --- Files that are made here ------------------------------------------------------------------------------------


def with_broken_part(content: bytes) -> bytes:
    """A DOCX with noise where its compressed body stands."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 60
    return content[:start] + b"\xff" * 200 + content[start + 200 :]


def pictures(kind: str, *colours: int) -> bytes:
    """A picture in a format of several pages."""
    data = io.BytesIO()
    first, *rest = [Image.new("L", (60, 80), colour) for colour in colours]
    first.save(data, kind, save_all=True, append_images=rest)
    return data.getvalue()


def huge_picture() -> bytes:
    """The head of a PNG of 60,000 by 60,000 points, with a few of them."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    parts = {b"IHDR": head, b"IDAT": zlib.compress(bytes(1000)), b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts.items()
    )


def nested_rtf(levels: int = 1_000_000) -> bytes:
    """Groups in groups."""
    return b"{\\rtf1 " + b"{" * levels + b"rok" + b"}" * levels + b"}"


def letter() -> bytes:
    """An e-mail as it is saved."""
    return b"From: pisarnica@grad.test\r\nSubject: Zahtev\r\nMIME-Version: 1.0\r\n\r\nU prilogu je zahtev.\r\n"


def body(xml: str) -> bytes:
    """A DOCX with this in its body."""
    start = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return made.replaced(made.docx(), {"word/document.xml": f"{start}{xml}</w:body></w:document>".encode()})


# --- The corpus, by format ---------------------------------------------------------------------------------------

PDF = {
    "empty.pdf": Fault(bytes, "empty_file", "Nothing was sent."),
    "head-only.pdf": Fault(lambda: b"%PDF-1.7\n", "damaged", "The first line alone."),
    "mostly-missing.pdf": Fault(lambda: made.numbered(40)[:5000], "damaged", "Cut off early."),
    "half.pdf": Fault(lambda: office.cut(made.numbered(40)), "damaged", "Half a file is not read as a whole one."),
    "end-missing.pdf": Fault(lambda: made.numbered(40)[:-700], "damaged", "Only the table at the end is missing."),
    "noise.pdf": Fault(lambda: b"%PDF-1.4\n" + bytes(range(256)) * 50, "damaged", "Noise after the first line."),
    "locked.pdf": Fault(lambda: made.locked("lektura"), "password", "It opens only with a password."),
    "owner.pdf": Fault(lambda: made.locked("", "vlasnik"), READY, "The password is only for changes.", "Tekst"),
    "scan.pdf": Fault(made.scan, "no_text_layer", "The page is a picture."),
    "upside-down.pdf": Fault(lambda: pdfs.scans(180, 0), "no_text_layer", "Pictures, one of them upside down."),
    "mixed.pdf": Fault(
        lambda: pdfs.with_scans("Rok je", 0, 180), READY, "Text, and pages that are pictures.", "Rok je"
    ),
    "5000-pages.pdf": Fault(
        lambda: made.numbered(5000, lines=5), READY, "Read in little memory.", "Strana 5000", Limits(memory_mb=200)
    ),
    "too-many-pages.pdf": Fault(lambda: made.numbered(30, 1), "pages", "More than allowed.", limits=Limits(pages=20)),
    "inflates.pdf": Fault(partial(made.pdf_that_inflates, 400), "memory", "4 MB become 400.", limits=TIGHT),
    "multiplies.pdf": Fault(
        made.pdf_that_multiplies, "memory", "Forms draw forms a million million times.", limits=TIGHT
    ),
    "word-named.pdf": Fault(lambda: b"samo tekst", "not_its_type", "A text that calls itself PDF."),
    "control-characters.pdf": Fault(
        made.pdf_with_control_characters, READY, "Letters mapped to NUL, a bell and lone surrogates.", "rok"
    ),
    "broken-font.pdf": Fault(pdfs.with_broken_font, READY, "The font is noise, the letters are not.", "rok"),
    "tree-of-itself.pdf": Fault(pdfs.tree_of_itself, "damaged", "The tree of pages has no page, only itself."),
    "countless-pages.pdf": Fault(
        pdfs.countless_pages, READY, "Two thousand million pages, it says; PDFium finds the one.", "rok je deset dana"
    ),
    "form-of-itself.pdf": Fault(pdfs.form_of_itself, READY, "A form draws itself.", "rok je deset dana"),
    "outline-of-itself.pdf": Fault(pdfs.outline_of_itself, READY, "The outline has no end.", "rok je deset dana"),
    "length-of-itself.pdf": Fault(pdfs.length_of_itself, READY, "A length that names itself.", "rok je deset dana"),
    "table-before-itself.pdf": Fault(pdfs.table_before_itself, READY, "The table comes before itself.", "rok"),
    "without-table.pdf": Fault(pdfs.without_table, READY, "The objects can be found without it.", "rok je deset dana"),
    "actions.pdf": Fault(
        pdfs.with_actions, READY, "A script and a program, which nobody starts.", "rok je deset dana"
    ),
    "junk-before.pdf": Fault(
        lambda: b"HTTP/1.1 200 OK\r\n\r\n" + made.numbered(2), READY, "A few lines may stand before.", "Strana 2"
    ),
    "much-junk-before.pdf": Fault(
        lambda: b"posta " * 400 + made.numbered(2), "not_its_type", "Too far from the start to be a PDF."
    ),
}

WORD = {
    "half.docx": Fault(lambda: office.cut(made.docx()), "damaged", "The list of contents is at the end."),
    "end-missing.docx": Fault(lambda: made.docx()[:-1000], "damaged", "A part of the list is missing."),
    "broken-xml.docx": Fault(
        lambda: made.replaced(made.docx(), {"word/document.xml": b"<w:document"}), "damaged", "No element ends."
    ),
    "broken-part.docx": Fault(lambda: with_broken_part(made.docx()), "damaged", "The body cannot be unpacked."),
    "entities.docx": Fault(made.docx_with_entities, "damaged", "No office program writes a document type."),
    "outside.docx": Fault(lambda: office.external("odluka.docx"), "damaged", "It wants a file of the machine."),
    "laughs.docx": Fault(lambda: office.laughs("odluka.docx"), "damaged", "Entities where the text stands."),
    "other-zip.docx": Fault(lambda: made.zipped({"racun.txt": b"1"}), "not_its_type", "A ZIP of something else."),
    "excel.docx": Fault(lambda: made.zipped({"xl/workbook.xml": b"<a/>"}), "damaged", "A broken table named Word."),
    "no-body.docx": Fault(lambda: made.zipped({"word/styles.xml": b"<a/>"}), "not_its_type", "Styles of no text."),
    "picture.docx": Fault(lambda: pictures("PNG", 200), "no_text_layer", "A picture that calls itself Word."),
    "pdf-named.docx": Fault(lambda: made.numbered(1), READY, "It is read as what it is.", "Strana 1"),
    "docx-named.pdf": Fault(made.docx, READY, "It is read as what it is.", "Rok je petnaest dana."),
    "program-named.docx": Fault(lambda: b"MZ\x90\x00\x01", "not_its_type", "A program that calls itself Word."),
    "letter-named.docx": Fault(letter, "not_its_type", "A saved e-mail and not what was attached to it."),
    "outlook-named.docx": Fault(
        lambda: made.ole({"__properties_version1.0": b""}), "format", "A message of Outlook: nothing here reads those."
    ),
    "inflates.docx": Fault(lambda: office.growing("odluka.docx"), "unpacked", "30 MB of blanks in 30 kB."),
    "many-parts.docx": Fault(made.zip_with_many_entries, "unpacked", "Twenty thousand parts."),
    "nested.docx": Fault(office.nested_archives, "not_its_type", "Archives in archives, which nobody unpacks."),
    "leads-out.docx": Fault(office.with_names_that_lead_out, READY, "Nothing is written anywhere.", "Prvi stav."),
    "false-size.docx": Fault(office.with_false_size, "damaged", "No more is read than the list says."),
    "later-version.docx": Fault(office.of_a_later_version, "damaged", "A version of ZIP that does not exist."),
    "encrypted.docx": Fault(made.ole, "password", "Word keeps an encrypted file in an OLE file."),
    "macro.docm": Fault(
        lambda: made.replaced(made.docx(), {"word/vbaProject.bin": made.ole({"VBA": b""})}),
        READY,
        "The text is read; nothing here could run the macro.",
        "Prvi stav.",
    ),
    "no-text.docx": Fault(lambda: body("<w:p/>"), "no_text", "A paragraph without a word."),
    "surrogate.docx": Fault(lambda: body("<w:p>&#xD800;</w:p>"), "damaged", "XML has no lone surrogates."),
    "boxes-in-boxes.docx": Fault(
        lambda: body("<w:p><w:r><w:t>rok</w:t></w:r>" * 20_000 + "</w:p>" * 20_000),
        frozenset({READY, "time"}),
        "Twenty thousand boxes in boxes.",
        limits=QUICK,
    ),
}

DOC_AND_RTF = {
    "half.doc": Fault(lambda: office.cut(office.sample("odluka.doc")), "damaged", "The list of streams is missing."),
    "end-missing.doc": Fault(
        lambda: office.cut(office.sample("odluka.doc"), 0.95), "damaged", "A part of the list of streams is missing."
    ),
    "head-only.doc": Fault(lambda: office.sample("odluka.doc")[:600], "damaged", "The first sector alone."),
    "empty-stream.doc": Fault(
        lambda: made.ole({"WordDocument": b""}), "damaged", "The stream of the text has only zeros."
    ),
    "word-95.doc": Fault(
        lambda: made.ole({"WordDocument": struct.pack("<HH", 0xA5DC, 104)}), "format", "Older than what is read."
    ),
    "in-a-message.doc": Fault(
        lambda: made.ole({"WordDocument": b""}, "Attachment"), "format", "The text is of something put into it."
    ),
    "locked.doc": Fault(
        lambda: office.doc("WordDocument", 0x0B, b"\x13"), "password", "Encrypted, as its first bytes say."
    ),
    "piece-outside.doc": Fault(office.piece_outside, "damaged", "A piece of the text lies outside the file."),
    "endless-text.doc": Fault(
        lambda: office.doc("WordDocument", 0x4C, b"\xff\xff\xff\x7f"), "characters", "It says it has 2 GB of text."
    ),
    "many-pieces.doc": Fault(
        lambda: made.doc("rok " * 100_000, 4_000), "characters", "Four thousand pieces of the same text."
    ),
    "nested-fields.doc": Fault(
        lambda: made.doc("\x13" * 300_000 + "a\x14rok\x15" + "\x15" * 299_999 + "kraj\r"),
        READY,
        "Fields in fields, each in the code of the one around it.",
        "kraj",
        TIGHT,
    ),
    "endless-sectors.doc": Fault(office.endless_sectors, "damaged", "Each sector is followed by itself."),
    "half.rtf": Fault(lambda: office.cut(office.sample("odluka.rtf"), 0.8), "damaged", "The last group has no end."),
    "no-text.rtf": Fault(lambda: b"{\\rtf1 }", "no_text", "Nothing is in the group."),
    "nested.rtf": Fault(nested_rtf, READY, "A million groups in groups.", "rok"),
    "binary.rtf": Fault(
        lambda: b"{\\rtf1 {\\pict\\bin12 }}}}{{{{\\par } rok je\\par deset dana}",
        READY,
        "Braces in the bytes of a picture are none.",
        "rok je\ndeset dana",
    ),
    "endless-binary.rtf": Fault(lambda: b"{\\rtf1 rok{\\bin9999999999 }}", "damaged", "More bytes than there are."),
    "links.rtf": Fault(
        lambda: b"{\\rtf1 rok" + b'{\\field{\\*\\fldinst{HYPERLINK "a"}{x ' * 20_000 + b"}",
        READY,
        "Links that do not end, which are looked for once.",
        "rok",
    ),
    "raw-letters.rtf": Fault(
        lambda: "{\\rtf1\\ansi\\ansicpg1251 Рок је}".encode("cp1251"), READY, "Letters that are no escapes.", "Рок је"
    ),
}

TABLES_AND_SLIDES = {
    "half.xlsx": Fault(lambda: office.cut(office.sample("tabela.xlsx")), "damaged", "No list of contents."),
    "half.xls": Fault(lambda: office.cut(office.sample("tabela.xls")), "damaged", "No list of streams."),
    "end-missing.xls": Fault(
        lambda: office.cut(office.sample("tabela.xls"), 0.99), "damaged", "What makes the reader panic."
    ),
    "broken.xlsx": Fault(lambda: made.zipped({"xl/workbook.xml": b"<a/>"}), "damaged", "A book without sheets."),
    "inflates.xlsx": Fault(lambda: office.growing("tabela.xlsx"), "unpacked", "30 MB of blanks in 30 kB."),
    "far-corners.xlsx": Fault(office.with_far_corners, "memory", "A word in the first cell and one in the last."),
    "formulas.xlsx": Fault(office.with_formulas, READY, "Nothing is fetched; the last value is read.", "deset dana"),
    "outside.xlsx": Fault(lambda: office.external("tabela.xlsx"), "damaged", "It wants a file of the machine."),
    "laughs.xlsx": Fault(lambda: office.laughs("tabela.xlsx"), "damaged", "Entities of entities."),
    "half.pptx": Fault(lambda: office.cut(office.sample("slajdovi.pptx")), "damaged", "No list of contents."),
    "missing-slide.pptx": Fault(
        lambda: office.without("slajdovi.pptx", "ppt/slides/slide3.xml"), "damaged", "A slide is not there."
    ),
    "missing-relations.pptx": Fault(
        lambda: office.without("slajdovi.pptx", "ppt/_rels/presentation.xml.rels"), "damaged", "Where are the slides?"
    ),
    "outside-slide.pptx": Fault(
        lambda: office.slides("../../../../../etc/passwd"), "damaged", "The slides are files of the machine."
    ),
    "outside.pptx": Fault(lambda: office.external("slajdovi.pptx"), "damaged", "It wants a file of the machine."),
    "laughs.pptx": Fault(lambda: office.laughs("slajdovi.pptx"), "damaged", "Entities of entities."),
}

OPENDOCUMENT = {
    "half.odt": Fault(lambda: office.cut(office.sample("odluka.odt")), "damaged", "No list of contents."),
    "locked.odt": Fault(
        lambda: made.replaced(
            office.sample("odluka.odt"),
            {"META-INF/manifest.xml": b"<manifest><file-entry><encryption-data/></file-entry></manifest>"},
        ),
        "password",
        "The list of parts says that they are encrypted.",
    ),
    "no-content.odt": Fault(lambda: office.without("odluka.odt", "content.xml"), "not_its_type", "No text in it."),
    "no-manifest.odt": Fault(
        lambda: office.without("odluka.odt", "META-INF/manifest.xml"),
        READY,
        "The text is there.",
        "Odluka o pisarnici",
    ),
    "no-mimetype.odt": Fault(
        lambda: office.without("odluka.odt", "mimetype"), "not_its_type", "It says not what it is."
    ),
    "inflates.odt": Fault(lambda: office.growing("odluka.odt"), "unpacked", "30 MB of blanks in 30 kB."),
    "outside.odt": Fault(lambda: office.external("odluka.odt"), "damaged", "It wants a file of the machine."),
    "laughs.odt": Fault(lambda: office.laughs("odluka.odt"), "damaged", "Entities of entities."),
    "half.ods": Fault(lambda: office.cut(office.sample("tabela.ods")), "damaged", "No list of contents."),
    "outside.ods": Fault(lambda: office.external("tabela.ods"), "damaged", "It wants a file of the machine."),
    "laughs.ods": Fault(lambda: office.laughs("tabela.ods"), "damaged", "Entities of entities."),
    "repeated.ods": Fault(partial(office.repeated, 16_384), "memory", "A word in every cell of a sheet."),
}

TEXT_AND_PICTURES = {
    "blanks.txt": Fault(lambda: b" \n\t\n", "no_text", "Nothing but blanks."),
    "nul.txt": Fault(lambda: b"Clan\x00 1.", "not_its_type", "No text has NUL bytes."),
    "late-nul.txt": Fault(lambda: b"Clan 1.\n" * 1000 + b"rok\x00ovi \x1b", READY, "They are left out.", "rokovi"),
    "surrogates.txt": Fault(lambda: b"rok \xed\xa0\x80 kraj", READY, "No UTF-8, so a code page.", "kraj"),
    "half-a-letter.txt": Fault(
        lambda: "Рок је".encode("utf-16") + b"\xd8", READY, "UTF-16 with half a letter at its end.", "Рок је"
    ),
    "utf-16-without-mark.txt": Fault(
        lambda: "Члан 1. Рок је".encode("utf-16-le"), "not_its_type", "Without the mark it is not known."
    ),
    "two-code-pages.txt": Fault(
        lambda: "Рок је десет дана. ".encode("cp1251") * 9 + "Čačak, žalba".encode("cp1250"),
        READY,
        "The code page of most letters is taken.",
        "Рок је десет дана.",
    ),
    "blanks-in-a-line.txt": Fault(
        lambda: b"rok" + b" " * 2_000_000 + b"dan", READY, "A line of two million blanks.", "dan", TIGHT
    ),
    "one-line.csv": Fault(lambda: "Рок;15;".encode("cp1251") * 300_000, READY, "A line of two megabytes.", "Рок;15"),
    "too-long.csv": Fault(
        lambda: b"rok;15;" * 20_000, "characters", "More than allowed.", limits=Limits(characters=100_000)
    ),
    "script.html": Fault(lambda: b"<script>alert('rok')</script>", "no_text", "A script is no text."),
    "deep.html": Fault(lambda: b"<div>" * 100_000 + b"rok", READY, "A hundred thousand elements in elements.", "rok"),
    "hidden.html": Fault(
        lambda: b"<p>rok<svg>" + b"<svg></iframe>" * 50_000, READY, "Ends of what never began.", "rok"
    ),
    "entities.html": Fault(lambda: b"<p>rok&#0;ovi&#xD800;&#xFFFF;</p>", READY, "No letters at all.", "rok"),
    "comments.html": Fault(
        lambda: b"<!--" * 500_000, frozenset({READY, "no_text", "time"}), "Comments that never end.", limits=QUICK
    ),
    "huge.png": Fault(huge_picture, "no_text_layer", "3,600 million points: it is not unpacked."),
    "scan.png": Fault(lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged", "A picture, and a broken one."),
    "fax.tiff": Fault(lambda: pictures("TIFF", 0, 99), "no_text_layer", "A picture of two pages."),
    "moving.gif": Fault(lambda: pictures("GIF", 0, 99, 200), "no_text_layer", "Pictures that move."),
    "script.svg": Fault(
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "format",
        "Not read, and never shown.",
    ),
    "program.exe": Fault(lambda: b"MZ\x90\x00\x01", "format", "A program."),
}

NAMES = {
    "prvi\nred\t'navod' \"dva\" $(rm) ; %s.txt": Fault(lambda: b"rok", READY, "Signs of other languages.", "rok"),
    f"{'dugo' * 61}.txt": Fault(lambda: b"rok", READY, "As long as the system allows.", "rok"),
    "Закључак о роковима – коначно.txt": Fault(lambda: b"rok", READY, "Cyrillic and a dash.", "rok"),
    "odluka\u202etxt.pdf": Fault(lambda: made.numbered(1), READY, "A mark that turns the name around.", "Strana 1"),
    "-rf.txt": Fault(lambda: b"rok", READY, "What looks like an option.", "rok"),
    "bez nastavka": Fault(lambda: made.numbered(1), READY, "The content says what it is.", "Strana 1"),
}

CORPUS = PDF | WORD | DOC_AND_RTF | TABLES_AND_SLIDES | OPENDOCUMENT | TEXT_AND_PICTURES | NAMES
