"""From bytes to a table: formats, code pages, separators, headings, and files that mean no good."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from core.tables.lines import MAX_BYTES, MAX_ROWS, TableError
from directory.enums import TableKind
from directory.importing.headings import HEADINGS
from directory.importing.reading import read_table
from directory.importing.sentences import FILE_TROUBLES, about_file
from directory.importing.template_file import template_file
from tests.tables import HEADS, csv, xlsx

KIND = TableKind.REPRESENTATIVES
ROW = ["Čačak", "IKT", "Đorđe", "Šćepanović", "djordje@cacak.test"]
CYRILLIC_ROW = ["Чачак", "ИКТ", "Ђорђе", "Шћепановић", "djordje@cacak.test"]
CYRILLIC_HEADS = ["Јединица локалне самоуправе", "Место", "Име", "Презиме", "Е-пошта"]


def cells(content: bytes, kind: TableKind = KIND) -> dict[str, str]:
    """The cells of the only row."""
    [row] = read_table(content, kind).rows
    return row["cells"]


def trouble(content: bytes, kind: TableKind = KIND) -> TableError:
    """Why a file is refused; every reason has a sentence."""
    with pytest.raises(TableError) as refusal:
        read_table(content, kind)
    assert refusal.value.code in FILE_TROUBLES
    assert "%(" not in about_file(refusal.value)
    return refusal.value


def package(**parts: bytes) -> bytes:
    """A ZIP package with parts; `__` in their names is a slash and `_` a point."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def with_sheet(sheet: bytes) -> bytes:
    """A good workbook whose sheet is replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(ROW))) as good, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else good.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_latin_text_in_every_encoding_and_with_every_separator(encoding, separator):
    found = cells(csv(ROW, heads=HEADS[:5], separator=separator, encoding=encoding))
    assert list(found.values()) == ROW


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_cyrillic_text_in_every_encoding(encoding):
    found = cells(csv(CYRILLIC_ROW, heads=CYRILLIC_HEADS, encoding=encoding))
    assert list(found) == ["local_government", "seat", "first_name", "last_name", "email"]
    assert list(found.values()) == CYRILLIC_ROW


def test_excels_line_with_the_separator_keeps_the_row_numbers():
    content = b"sep=,\r\n" + csv(ROW, heads=HEADS[:5], separator=",")
    [row] = read_table(content, KIND).rows
    assert row["row"] == 3


def test_workbook_with_days_numbers_and_a_title_above_the_headings():
    book = Workbook()
    book.active.append(["Predstavnici u Mreži, stanje 1. marta"])
    book.active.append([])
    book.active.append(HEADS)
    book.active.append(
        [*ROW, None, 113334445, 12, date(2024, 3, 1), datetime.fromisoformat("2024-03-02T10:30"), 45352.0]
    )
    stream = io.BytesIO()
    book.save(stream)
    [row] = read_table(stream.getvalue(), KIND).rows
    assert row["row"] == 4
    found = row["cells"]
    assert (found["act_date"], found["starts_on"], found["ends_on"]) == ("2024-03-01", "2024-03-02", "45352")
    assert (found["position"], found["phone"], found["act_number"]) == ("", "113334445", "12")


def test_formulas_count_by_their_values_and_their_errors_as_nothing():
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>JLS</t></is></c><c r="B1" t="inlineStr"><is><t>Mesto</t></is></c>'
        b'<c r="C1" t="inlineStr"><is><t>E-mail</t></is></c><c r="D1" t="inlineStr"><is><t>Telefon</t></is></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>"U"&amp;"b"</f><v>Ub</v></c><c r="B2" t="str"><f>H1</f><v>IKT</v></c>'
        b'<c r="C2" t="str"><f>HYPERLINK("http://zlo.test","x@ub.test")</f><v>x@ub.test</v></c>'
        b'<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    )
    assert list(cells(with_sheet(sheet)).values()) == ["Ub", "IKT", "x@ub.test", ""]


def test_the_sheet_with_the_table_is_found():
    book = Workbook()
    book.active.append(["Uputstvo", "Popunite drugi list."])
    book.create_sheet("Podaci").append(HEADS[:5])
    book["Podaci"].append(ROW)
    stream = io.BytesIO()
    book.save(stream)
    assert cells(stream.getvalue())["local_government"] == "Čačak"


def test_unknown_columns_are_told_and_left_out():
    table = read_table(csv([*ROW, "x", "y"], heads=[*HEADS[:5], "Napomena", "Broj cipela"]), KIND)
    assert table.ignored == ["Napomena", "Broj cipela"]
    assert "x" not in table.rows[0]["cells"].values()


@pytest.mark.parametrize(
    "heads",
    [
        ["OPŠTINA", "Predstavnik za", "IME", "PREZIME", "e-mail adresa"],
        ["Opstina", "Vrsta mesta", "Ime", "Prezime", "E posta"],
        ["Општина", "Врста места", "Име", "Презиме", "Имејл"],
        ["Local government", "Seat", "First name", "Last name", "E-mail"],
        ["ЈЛС", "Mecтo", "Имe", "Прeзиме", "Email"],  # with letters of the other script that look alike
    ],
)
def test_headings_in_any_spelling(heads):
    table = read_table(csv(ROW, heads=heads), KIND)
    assert list(table.columns) == ["local_government", "seat", "first_name", "last_name", "email"]


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
@pytest.mark.parametrize("kind", TableKind)
def test_our_own_empty_table_is_read_again(language, kind):
    from django.utils import translation

    with translation.override(language):
        table = read_table(template_file(kind), kind)
    assert list(table.columns) == list(HEADINGS[kind])
    assert not table.ignored
    assert len(table.rows) == 1


def test_what_our_own_tables_escape_comes_back_as_it_was():
    assert cells(csv([*ROW, "", "'+381 32 555-012"], heads=HEADS[:7]))["phone"] == "+381 32 555-012"


def test_signs_that_nobody_sees_go():
    found = cells(csv(["\u200bČačak\u00a0", "IKT", "A\x07na", "  Ilić  ", "a@b.test"], heads=HEADS[:5]))
    assert list(found.values()) == ["Čačak", "IKT", "Ana", "Ilić", "a@b.test"]


def test_missing_columns_are_named_with_what_was_found():
    refusal = trouble(csv(["Čačak", "x"], heads=["Opština", "Primedba"]))
    sentence = about_file(refusal)
    assert refusal.code == "columns_missing"
    assert "„Opština“, „Primedba“" in sentence


def test_one_column_twice():
    assert trouble(csv([*ROW, "x@y.test"], heads=[*HEADS[:5], "Imejl"])).code == "column_twice"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \r\n ;;; \r\n", "empty"),
        (b"%PDF-1.7 x", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x01\x02", "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
        (b"<html><table><tr><td>JLS</td></tr></table></html>", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 i nista", "broken"),
        (package(word__document_xml=b"<x/>"), "other_package"),
        (package(xl__workbook_xml=b"<x"), "broken"),
        (b"x" * (MAX_BYTES + 1), "too_big"),
        (csv(heads=HEADS), "no_rows"),
    ],
)
def test_files_that_are_no_table(content, code):
    assert trouble(content).code == code


def test_rows_beyond_the_limit():
    many = [ROW] * (MAX_ROWS + 1)
    assert trouble(csv(*many, heads=HEADS[:5])).code == "too_many_rows"
    assert trouble(csv(*[ROW] * 50_000, heads=HEADS[:5])).code == "too_many_rows"
    assert trouble(xlsx(*many, heads=HEADS[:5])).code == "too_many_rows"
    assert len(read_table(csv(*many[1:], heads=HEADS[:5]), KIND).rows) == MAX_ROWS


def test_a_package_that_unpacks_to_much_is_not_unpacked():
    bomb = package(xl__workbook_xml=b"<x/>", xl__worksheets__sheet1_xml=b" " * 70_000_000)
    assert len(bomb) < 100_000
    assert trouble(bomb).code == "too_big_inside"
    assert trouble(package(**{f"a{number}": b"" for number in range(600)})).code == "too_big_inside"


@pytest.mark.parametrize("place", ["A1048576", "A999999999"])
def test_one_cell_far_below_costs_nothing(place):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>JLS</t></is></c></row>'
        f'<row r="{place[1:]}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    assert trouble(with_sheet(sheet.encode())).code == "too_many_rows"


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY e0 "{"x" * 100}">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&e8;</t></is></c></row></sheetData></worksheet>'
    )
    assert trouble(with_sheet(sheet.encode())).code == "broken"
