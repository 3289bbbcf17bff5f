"""What comes out of good files: pages, headings, letters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from files.extraction.plain import decoded
from files.extraction.sandbox import extract
from files.extraction.text import cleaned, joined
from tests.files import made_files as made

DEMO = Path(settings.BASE_DIR) / "home" / "demo"
PAGES = 41
CYRILLIC = "Члан 1. Љубичаста њива, џак, ђак и ћуп: рок је петнаест дана."
LATIN = "Član 1. Ljubičasta njiva, džak, đak i ćup: žalba šefu „Čačak“."


@pytest.fixture
def units_of(tmp_path: Path) -> Any:
    """A function of a name and a content that returns the units of that file."""

    def read(name: str, content: bytes) -> list[Any]:
        (tmp_path / name).write_bytes(content)
        extraction = extract(tmp_path / name)
        assert extraction.state == "ready", extraction.reason
        return extraction.units

    return read


# --- PDF ---------------------------------------------------------------------------------------------------------


def test_each_page_of_a_pdf_is_a_unit_with_its_number(units_of):
    units = units_of("akt.pdf", made.pdf(["Prva\ndruga linija", "", "Treća".replace("ć", "c")]))
    assert [(unit.number, unit.text, unit.source) for unit in units] == [
        (1, "Prva\ndruga linija", "text"),
        (3, "Treca", "text"),
    ]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("Uredba o kancelarijskom poslovanju (prečišćen tekst) v2.FINAL.pdf", "uredba-o-kancelarijskom-poslovanju"),
        ("Закон о општем управном поступку.pdf", "zakon-o-opstem-upravnom-postupku"),
    ],
)
def test_every_word_of_a_justified_pdf_comes_out_in_both_scripts(file, source):
    extraction = extract(DEMO / "files" / file)
    found = words("\n".join(unit.text for unit in extraction.units))
    written = words((DEMO / "texts" / f"{source}.txt").read_text(encoding="utf-8"))
    assert len(written) > 300
    assert set(written) <= set(found)
    assert extraction.page_count == len(extraction.units)


def words(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"[^\W\d_]+", text)


def test_a_pdf_with_a_password_for_changes_only_is_read(units_of):
    assert units_of("akt.pdf", made.locked("", owner="vlasnik"))[0].text == "Tekst"


def test_a_word_that_a_line_breaks_is_put_together(units_of):
    lines = "o kancela-\nrijskom poslova-\nnju, br. 12-\n15, JLS-\nNALED, e-\nuprava"
    (unit,) = units_of("akt.pdf", made.pdf([lines]))
    assert unit.text == "o kancelarijskom poslovanju, br. 12-\n15, JLS-NALED, e-uprava"


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad", "\ufffe", "\x02"])
@pytest.mark.parametrize(
    ("broken", "whole"), [("поступ@\nка", "поступка"), ("žal@ \n  ba", "žalba"), ("на@\nђе", "нађе")]
)
def test_any_hyphen_at_a_line_end_is_known(broken, whole, hyphen):
    assert joined(broken.replace("@", hyphen)) == whole


def test_text_is_cleaned_of_what_is_not_text():
    assert cleaned("\ufeffRok\r\ni\u00ad\x0b dan\r\n\n\n\n\nkraj\x00\u2028. ") == "Rok\ni dan\n\nkraj\n."


# --- Word --------------------------------------------------------------------------------------------------------


def built(*steps: Any) -> bytes:
    """A DOCX built by these functions of a document."""

    def build(document: Any) -> None:
        for step in steps:
            step(document)

    return made.docx(build)


def heading(text: str, level: int = 1) -> Any:
    return lambda document: document.add_heading(text, level)


def paragraph(text: str, style: str | None = None) -> Any:
    return lambda document: document.add_paragraph(text, style)


def inside(xml: str) -> Any:
    """A paragraph made of this XML."""
    start = f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    return lambda document: document.element.body.insert(0, parse_xml(f"{start}{xml}</w:p>"))


def test_a_docx_is_cut_at_its_headings(units_of):
    units = units_of(
        "akt.docx",
        built(paragraph("Pre svega."), heading("Uvod"), paragraph("Prvi."), paragraph("Drugi."), heading("Kraj")),
    )
    assert [(unit.number, unit.heading, unit.text, unit.source) for unit in units] == [
        (1, "", "Pre svega.", "text"),
        (2, "Uvod", "Uvod\nPrvi.\nDrugi.", "heading"),
        (3, "Kraj", "Kraj", "heading"),
    ]


def test_headings_that_nothing_stands_between_make_one_unit(units_of):
    steps = (heading("Zakon", 0), heading("Osnovne odredbe", 1), heading("Predmet", 2), heading("Član 1.", 3))
    units = units_of("akt.docx", built(*steps, paragraph("Stav."), heading("Prazno", 1), heading("Puno", 1)))
    assert [unit.heading for unit in units] == ["Zakon · Osnovne odredbe · Predmet · Član 1.", "Prazno", "Puno"]


@pytest.mark.parametrize("article", ["Član 12.", "Члан 7а", "ЧЛАН 3."])
def test_the_number_of_an_article_is_a_heading_without_a_style(units_of, article):
    units = units_of("akt.docx", built(paragraph(article), paragraph("Vidi član 4."), paragraph("Član 5. stav 1.")))
    assert [(unit.heading, unit.text.split("\n")[1:]) for unit in units] == [
        (article, ["Vidi član 4.", "Član 5. stav 1."])
    ]


def test_headings_are_known_by_outline_and_by_the_style_that_theirs_is_based_on(units_of):
    def own_style(document):
        style = document.styles.add_style("Naslov grada", 1)
        style.base_style = document.styles["Heading 2"]
        document.add_paragraph("Po stilu", style)
        document.add_paragraph("Stav.")

    outline = '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Po nivou</w:t></w:r>'
    units = units_of("akt.docx", built(own_style, inside(outline)))
    assert [unit.heading for unit in units] == ["Po nivou · Po stilu"]


def test_a_table_is_read_row_by_row(units_of):
    def table(document):
        rows = document.add_table(2, 3).rows
        for row, texts in zip(rows, [("Rok", "Organ", ""), ("15 dana", "Uprava\nGrad", "da")], strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        rows[0].cells[2].add_table(1, 1).rows[0].cells[0].text = "u tabeli"

    (unit,) = units_of("akt.docx", built(paragraph("Pre."), table, paragraph("Posle.")))
    assert unit.text.split("\n") == ["Pre.", "Rok | Organ | u tabeli", "15 dana | Uprava Grad | da", "Posle."]


def test_what_word_does_not_show_does_not_come_out(units_of):
    xml = (
        "<w:r><w:t>Rok je </w:t></w:r>"
        "<w:del><w:r><w:delText>osam</w:delText></w:r></w:del><w:ins><w:r><w:t>deset</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>ranije</w:t></w:r></w:moveFrom>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r>'
        "<w:r><w:tab/><w:t>dana</w:t><w:br/><w:t>od</w:t><w:noBreakHyphen/><w:t>do</w:t></w:r>"
    )
    (unit,) = units_of("akt.docx", built(inside(xml)))
    assert unit.text == "Rok je deset dana\nod-do"


def test_a_text_box_comes_out_once(units_of):
    box = "<w:txbxContent><w:p><w:r><w:t>U okviru</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        f'<w:r><w:t>Uz okvir</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    (unit,) = units_of("akt.docx", built(inside(xml)))
    assert unit.text == "Uz okvir\nU okviru"


def test_notes_stand_where_they_are_referred_to(units_of):
    note = '<w:r><w:t>Uredba</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> važi.</w:t></w:r>'
    part = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Sl. glasnik 21/2020</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    content = made.replaced(built(inside(note)), {"word/footnotes.xml": part.encode()})
    (unit,) = units_of("akt.docx", content)
    assert unit.text == "Uredba [Sl. glasnik 21/2020] važi."


def test_the_table_of_contents_is_left_out(units_of):
    def contents(document):
        style = document.styles.add_style("toc 1", 1)
        document.add_paragraph("Uvod ........ 3", style)

    (unit,) = units_of("akt.docx", built(contents, heading("Uvod"), paragraph("Stav.")))
    assert unit.text == "Uvod\nStav."


def test_a_long_heading_is_kept_whole_in_the_text(units_of):
    (unit,) = units_of("akt.docx", built(heading("Odluka " * 100), paragraph("Stav.")))
    assert len(unit.heading) == 255
    assert unit.text.count("Odluka") == 100


def test_content_controls_and_links_are_read(units_of):
    def control(document):
        holder = OxmlElement("w:sdt")
        content = OxmlElement("w:sdtContent")
        holder.append(content)
        content.append(Document().add_paragraph("U polju")._p)
        document.element.body.insert(0, holder)

    link = (
        '<w:hyperlink><w:r><w:t xml:space="preserve">veza ka </w:t></w:r></w:hyperlink><w:r><w:t>propisu</w:t></w:r>'
    )
    (unit,) = units_of("akt.docx", built(control, inside(link)))
    assert unit.text == "veza ka propisu\nU polju"


# --- Plain text and HTML -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *[(text, code) for text in (CYRILLIC, LATIN) for code in ("utf-8", "utf-8-sig", "utf-16", "utf-32")],
        (CYRILLIC, "cp1251"),
        (LATIN, "cp1250"),
        (CYRILLIC.upper(), "cp1251"),
        (LATIN.upper(), "cp1250"),
        ("Рок", "cp1251"),
        ("šezdeset dana", "cp1250"),
        ("Law on fees", "ascii"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(text, encoding):
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_a_text_file_without_articles_is_one_unit(units_of, encoding):
    (unit,) = units_of("akt.txt", f"{CYRILLIC}\r\n\r\n\r\n\r\nКрај. ".encode(encoding))
    assert (unit.number, unit.heading, unit.source) == (1, "", "text")
    assert unit.text == f"{CYRILLIC}\n\nКрај."


def test_html_comes_out_as_it_is_read(units_of):
    markup = (
        "<!DOCTYPE html><title>Закон</title><style>p{}</style><script>var rok = '<p>';</script>"
        "<h1>Члан&nbsp;1.</h1><p>u<b>p</b>rava\n i &scaron;ef<br>drugi red</p><ul><li>prvo<li>drugo</ul>"
        "<table><tr><th>Rok<td>15</tr></table><!-- skriveno --><p>&lt;kraj&gt;"
    )
    title, unit = units_of("akt.html", markup.encode())
    assert title.text == "Закон"
    assert unit.heading == "Члан 1."
    assert unit.text.split("\n") == [
        "Члан 1.",
        "uprava i šef",
        "drugi red",
        "prvo",
        "drugo",
        "Rok | 15",
        "<kraj>",
    ]


def test_a_table_of_values_is_a_text(units_of):
    (unit,) = units_of("popis.csv", "Град;Рок\nЧачак;15\n".encode("cp1251"))
    assert unit.text == "Град;Рок\nЧачак;15"


def test_a_file_is_read_as_what_it_is_whatever_its_name_says(units_of):
    assert units_of("akt.docx", made.numbered(1))[0].text.startswith("Strana 1\n")
