"""What comes out of the formats of office programs: files that a program saved, and parts that are made here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from files.extraction.interface import Limits
from files.extraction.sandbox import extract
from tests.files import made_files as made

SAMPLES = Path(__file__).parent / "samples"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
)
OOXML = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ARTICLES = [
    ("Član 1.", ["Рок је петнаест дана од дана пријема.", "Naziv | Iznos", "Љубица | 1.200,50"]),
    ("Član 2.", ["prva tačka", "druga tačka", "Vidi član 1. ove odluke."]),
]


def opendocument(kind: str, body: str, **parts: str) -> bytes:
    """An OpenDocument file with this body."""
    content = f"<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>"
    named = {f"META-INF/{name}.xml": text.encode() for name, text in parts.items()}
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return made.zipped({"mimetype": mimetype, "content.xml": content.encode(), **named})


def text(body: str) -> bytes:
    """An ODT with this body."""
    return opendocument("text", f"<office:text>{body}</office:text>")


def presentation(*slides: str, order: tuple[int, ...] = ()) -> bytes:
    """A PPTX of these slides, shown in this order (their numbers from 1)."""
    order = order or tuple(range(1, len(slides) + 1))
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="rId{number}"/>' for number in order)
    targets = "".join(
        f'<Relationship Id="rId{number}" Target="slides/slide{number}.xml"/>' for number in range(1, len(slides) + 1)
    )
    return made.zipped(
        {
            "ppt/presentation.xml": f"<p:presentation {OOXML}><p:sldIdLst>{ids}</p:sldIdLst>"
            "</p:presentation>".encode(),
            "ppt/_rels/presentation.xml.rels": f"<Relationships>{targets}</Relationships>".encode(),
        }
        | {
            f"ppt/slides/slide{number}.xml": f"<p:sld {OOXML}>{slide}</p:sld>".encode()
            for number, slide in enumerate(slides, 1)
        }
    )


def shape(text: str, kind: str = "") -> str:
    """A shape of a slide; its kind is that of the place that it fills."""
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    return f"<p:sp>{place}<p:txBody>{lines}</p:txBody></p:sp>"


@pytest.fixture
def units_of(tmp_path: Path) -> Any:
    """A function of a name and a content that returns the units of that file."""

    def read(name: str, content: bytes) -> list[Any]:
        (tmp_path / name).write_bytes(content)
        extraction = extract(tmp_path / name)
        assert extraction.state == "ready", extraction.reason
        return extraction.units

    return read


@pytest.mark.parametrize("extension", ["doc", "docx", "odt", "rtf"])
def test_a_text_is_cut_at_its_articles(extension):
    first, *rest = extract(SAMPLES / f"odluka.{extension}").units
    assert first.text == "Odluka o pisarnici\nUvodni tekst: šđčćž „Čačak“."
    assert [unit.heading for unit in rest] == [heading for heading, _ in ARTICLES]
    assert [unit.text.replace("• ", "").split("\n") for unit in rest] == [[name, *body] for name, body in ARTICLES]


@pytest.mark.parametrize("extension", ["ods", "xls", "xlsx"])
def test_a_spreadsheet_is_a_unit_a_sheet_that_is_shown(extension):
    units = extract(SAMPLES / f"tabela.{extension}").units
    assert [(unit.number, unit.heading, unit.text, unit.source) for unit in units] == [
        (1, "Rokovi", "Organ | Datum | Iznos\nЧачак | 1. 3. 2026. | 12,5\nNiš | 7", "heading"),
        (4, "Напомене", "Rok teče od prijema.", "heading"),
    ]


@pytest.mark.parametrize("extension", ["odp", "pptx"])
def test_a_presentation_is_a_unit_a_slide_without_the_speakers_notes(extension):
    extraction = extract(SAMPLES / f"slajdovi.{extension}")
    assert extraction.page_count == 3
    assert [(unit.number, unit.text) for unit in extraction.units] == [
        (1, "Електронска писарница\nPrijem podnesaka\nRokovi"),
        (3, "Organ | Rok\nUprava | 15 dana"),
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.*") if path.suffix != ".md"))
def test_a_file_with_another_name_is_read_as_what_it_is(tmp_path, name):
    other = tmp_path / "akt.pdf"
    shutil.copy(SAMPLES / name, other)
    assert extract(other).units == extract(SAMPLES / name).units != []


# --- OpenDocument ------------------------------------------------------------------------------------------------


def test_headings_title_notes_and_boxes_of_an_odt(units_of):
    units = units_of(
        "akt.odt",
        text(
            '<text:p text:style-name="Title">Odluka</text:p><text:h text:outline-level="2">Uvod</text:h>'
            "<text:p>Uredba<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Sl. glasnik"
            "</text:p></text:note-body></text:note> važi<text:s/>od<text:tab/>danas.<text:line-break/>Kraj.</text:p>"
            "<text:p>Uz okvir<draw:frame><draw:text-box><text:p>u okviru</text:p></draw:text-box></draw:frame>"
            "</text:p>"
        ),
    )
    (unit,) = units
    assert unit.heading == "Odluka · Uvod"
    assert unit.text.split("\n")[2:] == ["Uredba [Sl. glasnik] važi od danas.", "Kraj.", "Uz okvir", "u okviru"]


def test_what_an_odt_does_not_show_does_not_come_out(units_of):
    (unit,) = units_of(
        "akt.odt",
        text(
            "<text:tracked-changes><text:p>obrisano</text:p></text:tracked-changes>"
            "<text:table-of-content><text:p>Uvod ... 3</text:p></text:table-of-content>"
            "<text:p>Rok<office:annotation><text:p>primedba</text:p></office:annotation> je deset dana.</text:p>"
        ),
    )
    assert unit.text == "Rok je deset dana."


def test_the_title_of_a_slide_is_its_label(units_of):
    slide = (
        '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>Naslov</text:p></draw:text-box>'
        "</draw:frame><draw:frame><draw:text-box><text:p>Tekst</text:p></draw:text-box></draw:frame></draw:page>"
    )
    (unit,) = units_of("akt.odp", opendocument("presentation", f"<office:presentation>{slide}</office:presentation>"))
    assert (unit.heading, unit.text, unit.source) == ("Naslov", "Naslov\nTekst", "heading")


def test_an_encrypted_odt_is_locked(tmp_path):
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    (tmp_path / "akt.odt").write_bytes(opendocument("text", "<office:text/>", manifest=manifest))
    assert extract(tmp_path / "akt.odt").reason == "password"


@pytest.mark.parametrize("kind", ["graphics", "formula"])
def test_a_drawing_is_not_read(tmp_path, kind):
    (tmp_path / "akt.odt").write_bytes(opendocument(kind, ""))
    assert extract(tmp_path / "akt.odt").reason == "format"


# --- PowerPoint --------------------------------------------------------------------------------------------------


def test_slides_come_in_the_order_in_which_they_are_shown(units_of):
    units = units_of(
        "akt.pptx",
        presentation(
            shape("Kraj", "title") + shape("12", "sldNum"), shape("Početak", "ctrTitle") + shape("a\nb"), order=(2, 1)
        ),
    )
    assert [(unit.number, unit.heading, unit.text) for unit in units] == [
        (1, "Početak", "Početak\na\nb"),
        (2, "Kraj", "Kraj"),
    ]


def test_a_slide_that_is_missing_is_an_empty_one(units_of):
    content = made.replaced(presentation(shape("Prvi"), shape("Drugi")), {"ppt/slides/slide1.xml": b"<a/>"})
    assert [unit.number for unit in units_of("akt.pptx", content)] == [2]


# --- Old fonts and articles everywhere ---------------------------------------------------------------------------

OLD = "Op{tina odlu~uje o zahtevu u roku od 15 dana, a `alba se mo`e izjaviti ve}u."
SEEN = "Opština odlučuje o zahtevu u roku od 15 dana, a žalba se može izjaviti veću."


@pytest.mark.parametrize("name", ["akt.txt", "akt.html", "akt.docx", "akt.odt", "akt.rtf", "akt.pdf"])
def test_signs_of_old_fonts_become_letters_in_every_format(units_of, tmp_path, name):
    content = {
        "akt.txt": f"Uvod.\n^lan 12.\n{OLD}".encode(),
        "akt.html": f"<p>Uvod.<p>^lan 12.<p>{OLD}".encode(),
        "akt.docx": made.docx(lambda document: [document.add_paragraph(line) for line in ("^lan 12.", OLD)]),
        "akt.odt": text(f"<text:p>^lan 12.</text:p><text:p>{OLD}</text:p>"),
        "akt.rtf": ("{\\rtf1\\ansi ^lan 12.\\par " + OLD.replace("{", "\\{").replace("}", "\\}") + "\\par}").encode(),
        "akt.pdf": made.pdf([f"^lan 12.\n{OLD}"]),
    }[name]
    unit = units_of(name, content)[-1]
    assert unit.text == f"Član 12.\n{SEEN}"
    assert unit.heading == ("" if name == "akt.pdf" else "Član 12.")
    assert (tmp_path / name).read_bytes() == content


def test_articles_of_a_text_file_are_headings(units_of):
    units = units_of(
        "akt.txt", "ОДЛУКА\r\n\r\nЧлан 1.\r\nРок је\r\n\r\nдесет дана.\r\n  Члан 2а\r\nКрај.".encode("cp1251")
    )
    assert [(unit.number, unit.heading, unit.text) for unit in units] == [
        (1, "", "ОДЛУКА"),
        (2, "Члан 1.", "Члан 1.\nРок је\n\nдесет дана."),
        (3, "Члан 2а", "Члан 2а\nКрај."),
    ]


def test_a_sheet_with_a_million_rows_ends_with_a_reason(tmp_path):
    rows = b"".join(
        b'<row r="%d"><c t="inlineStr"><is><t>rok</t></is></c></row>' % number for number in range(1, 5001)
    )
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    content = made.replaced((SAMPLES / "tabela.xlsx").read_bytes(), {"xl/worksheets/sheet1.xml": sheet % rows})
    (tmp_path / "akt.xlsx").write_bytes(content)
    assert extract(tmp_path / "akt.xlsx", Limits(characters=5_000)).reason == "characters"
