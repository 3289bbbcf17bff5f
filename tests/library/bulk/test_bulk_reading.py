"""The table in a ZIP, the cells of its rows, and what the dry run says of each."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from core.models import Topic
from library.bulk import services, tasks
from library.bulk.archives import ArchiveError
from library.bulk.finding import find_table
from library.bulk.sentences import REFUSALS, ROW_TROUBLES, about_error, about_row
from library.bulk.template_file import template_response
from library.bulk.values import Known, read_values
from library.enums import BulkState
from library.models import BulkUpload
from tests.files import made_files
from tests.tables import csv, xlsx
from tests.zips import HEADS, opened, zipped

KNOWN = Known({7: ("Скупштина града Чачка", "SG")}, {"pisarnica": 3}, may_add_issuer=True)


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def table_of(files: dict[str, bytes | str]) -> Any:
    """The table that is found among files."""
    return find_table(opened(zipped(files)))


def refusal(files: dict[str, bytes | str]) -> ArchiveError:
    """Why no table is found; there is a sentence for it."""
    with pytest.raises(ArchiveError) as caught:
        table_of(files)
    assert "%(" not in about_error(caught.value)
    return caught.value


def looked(editor: Any, files: dict[str, bytes | str], *rows: list[Any]) -> BulkUpload:
    """A ZIP that has been looked at."""
    upload = services.upload_zip(file=ContentFile(zipped(files, *rows)), file_name="a.zip", by=editor)
    tasks.check_upload.call(upload.pk)
    upload.refresh_from_db()
    return upload


def errors(editor: Any, files: dict[str, bytes | str], *rows: list[Any]) -> dict[int, list[str]]:
    """The columns and codes of errors by row; there is a sentence for each."""
    found = {}
    for row in looked(editor, files, *rows).rows.all():
        found[row.number] = [f"{name} {code}" for name, code, _params in row.errors]
        assert not [said for _name, code, params in row.errors if "%(" in (said := about_row(code, params))]
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_a_text_table_in_every_encoding(encoding):
    content = csv(["šuma.txt", "Odluka o đacima"], heads=HEADS[:2], encoding=encoding)
    found = table_of({"šuma.txt": "x", "podaci/akti.csv": content})
    assert (found.entry.path, found.table.rows[0]["cells"]["title"]) == ("podaci/akti.csv", "Odluka o đacima")


@pytest.mark.parametrize(
    "heads", [["Датотека", "Назив акта"], ["FAJL", "naslov"], ["File", "Title"], ["Ime datoteke", "НАСЛОВ"]]
)
def test_headings_in_both_scripts_and_in_english(heads):
    assert list(table_of({"akti.csv": csv(["a", "b"], heads=heads)}).table.columns) == ["file", "title"]


def test_the_table_is_found_by_its_content_and_not_by_its_name():
    files = {"tabela.xlsx": xlsx(["1", "2"], heads=["Rashodi", "Prihodi"]), "x.csv": csv(["a", "b"], heads=HEADS[:2])}
    assert table_of(files).entry.path == "x.csv"


def test_none_and_more_than_one_table():
    good = csv(["a", "b"], heads=HEADS[:2])
    none = refusal({"a.txt": "x"})
    other = refusal({"a.csv": csv(["a", "b"], heads=["Datoteka", "Boja"]), "b.xlsx": b"PK"})
    assert (none.code, none.params) == ("no_table", {"refusals": []})
    assert "„Datoteka“, „Boja“" in about_error(other)
    assert "b.xlsx" in about_error(other)
    two = refusal({"a.csv": good, "b/c.csv": good})
    assert "„a.csv“, „b/c.csv“" in about_error(two)
    assert refusal({"akti.csv": csv(heads=HEADS[:2])}).code == "no_table"


def test_a_bomb_among_the_tables_is_not_unpacked():
    bomb = zipped({"xl/workbook.xml": "<x/>", "xl/a.xml": b" " * 70_000_000})
    assert refusal({"akti.xlsx": bomb}).params == {"refusals": [["akti.xlsx", "too_big_inside", {}]]}


@pytest.mark.parametrize("language", ["sr-latn", "sr", "en"])
def test_our_own_table_is_read_again(language):
    from django.utils import translation

    with translation.override(language):
        content = template_response().content
    table = table_of({"akti.xlsx": content}).table
    assert not table.ignored
    values = read_values(table.rows[0]["cells"], KNOWN)
    assert (values.errors, values.warnings) == ([], [])
    assert values.data == {
        "title": values.data["title"],
        "number": "06-15/2026-I",
        "issuer": 7,
        "new_issuer": "",
        "gazette_reference": values.data["gazette_reference"],
        "adopted_on": "2026-03-01",
        "in_force_from": "2026-03-13",
        "topics": [],
        "summary": values.data["summary"],
        "kind": "regulation",
        "act_type": "odluka",
    }


@pytest.mark.parametrize(
    ("kind", "act_type", "title", "expected"),
    [
        ("", "", "Odluka o taksama", "regulation odluka"),
        ("", "", "Покрајинска скупштинска одлука о таксама", "regulation odluka"),
        ("", "", "Model pravilnika o radu", "model_act pravilnik"),
        ("", "", "Statut grada", "regulation other"),
        ("", "", "Nešto o zakonu", "regulation other"),
        ("model akta", "Uredba", "x", "model_act uredba"),
        ("Модел", "ЗАКОН", "x", "model_act zakon"),
        ("Propis", "ostalo", "Zakon o x", "regulation other"),
        ("Odluka", "", "x", "regulation odluka"),
        ("", "Model odluke", "x", "model_act odluka"),
        ("Regulation", "Rulebook", "x", "regulation pravilnik"),
        ("Regulation", "Other act", "Zakon o x", "regulation other"),
    ],
)
def test_kind_and_type_in_any_words(kind, act_type, title, expected):
    values = read_values({"title": title, "kind": kind, "act_type": act_type}, KNOWN)
    assert not values.errors
    assert f"{values.data['kind']} {values.data['act_type']}" == expected


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"title": ""}, "title_missing"),
        ({"title": "123 / 45"}, "title_bad"),
        ({"title": "x" * 256}, "text_too_long"),
        ({"number": "1" * 61}, "text_too_long"),
        ({"gazette_reference": "x" * 251}, "text_too_long"),
        ({"summary": "x" * 1000}, "text_too_long"),
        ({"kind": "plavo"}, "kind_unknown"),
        ({"act_type": "pesma"}, "type_unknown"),
        ({"adopted_on": "31.2.2026."}, "day"),
        ({"in_force_from": "uskoro"}, "day"),
        ({"topics": "Pisarnica, Balet"}, "topic_unknown"),
        ({"issuer": "x" * 300}, "text_too_long"),
    ],
)
def test_cells_that_are_wrong(cells, code):
    values = read_values({"title": "Odluka"} | cells, KNOWN)
    assert [found for _name, found, _params in values.errors] == [code]
    assert code in ROW_TROUBLES


def test_cells_that_are_right():
    cells = {"title": "Ђ" * 255, "number": "1" * 60, "adopted_on": "5.3.1965.", "topics": "ПИСАРНИЦА; pisarnica"}
    values = read_values(cells | {"issuer": "SG"}, KNOWN)
    assert values.errors == []
    assert (values.data["issuer"], values.data["topics"], values.data["adopted_on"]) == (7, [3], "1965-03-05")


def test_a_new_issuer_is_told_and_needs_a_right():
    cells = {"title": "Odluka", "issuer": "Gradsko veće"}
    assert read_values(cells, KNOWN).warnings == [["issuer", "issuer_new", {}]]
    assert read_values(cells, KNOWN).data["new_issuer"] == "Gradsko veće"
    assert read_values(cells, Known({}, {})).errors == [["issuer", "issuer_unknown", {}]]


def test_an_act_that_comes_into_force_before_it_is_adopted_is_told():
    values = read_values({"title": "x", "adopted_on": "2.3.2026", "in_force_from": "1.3.2026"}, KNOWN)
    assert [code for _name, code, _params in values.warnings] == ["force_before_adoption"]


def test_every_fault_is_told_by_row(editor):
    long = "ж" * 200 + ".txt"
    files = {
        "a.txt": "1", "x/b.txt": "2", "y/b.txt": "3", "prazno.txt": "", "virus.exe": "MZ", "lazni.pdf": "nije",
        "scan.pdf": made_files.pdf(["Clan 1."]), long: "4", unicodedata.normalize("NFD", "čšž/đ.txt"): "5",
        "unutra.zip": zipped({"q": "r"}),
    }  # fmt: skip
    rows = [
        ["a.txt", "A"], ["A.TXT", "A još jednom"], ["b.txt", "B"], ["x/b.txt", "B"], ["prazno.txt", "P"],
        ["virus.exe", "V"], ["lazni.pdf", "L"], ["scan.pdf", ""], [long, "Dugo"], ["ČŠŽ/đ.txt", "Đ"],
        ["unutra.zip", "Z"], ["", "Bez datoteke"], ["nema.txt", "N", "", "pesma", "", "", "", "juče"],
    ]  # fmt: skip
    assert errors(editor, files, *rows) == {
        2: ["file file_twice"], 3: ["file file_twice"], 4: ["file file_ambiguous"], 5: [], 6: ["file file_empty"],
        7: ["file file_format"], 8: ["file file_other_type"], 9: ["title title_missing"], 10: [], 11: [],
        12: ["file file_archive"], 13: ["file file_not_named"],
        14: ["file file_missing", "adopted_on day", "act_type type_unknown"],
    }  # fmt: skip


def test_a_missing_file_has_a_suggestion(editor):
    upload = looked(editor, {"odluka o taksama.txt": "x"}, ["odluka o takasma.txt", "T"])
    [[_name, code, params]] = upload.rows.get().errors
    assert (code, params) == ("file_missing", {"files": ["odluka o taksama.txt"]})
    assert "„odluka o taksama.txt“" in about_row(code, params)


def test_a_file_that_is_damaged_in_the_zip_is_told(editor):
    content = bytearray(zipped({"a.txt": b"abcdefgh" * 100, "b.txt": "2"}, ["a.txt", "A"], ["b.txt", "B"]))
    place = content.index(b"a.txt") + 8
    content[place : place + 4] = b"\xff\xff\xff\xff"
    upload = services.upload_zip(file=ContentFile(bytes(content)), file_name="a.zip", by=editor)
    tasks.check_upload.call(upload.pk)
    assert [row.errors for row in upload.rows.all()] == [[["file", "file_damaged", {}]], []]


def test_a_zip_without_a_table_waits_for_nothing(editor):
    upload = looked(editor, {"a.txt": "x"})
    assert (upload.state, upload.trouble) == (BulkState.REFUSED, ["no_table", {"refusals": []}])
    assert not upload.rows.exists()


def test_names_that_no_database_takes_are_kept_visible(editor):
    upload = services.upload_zip(
        file=ContentFile(zipped({"a\x07.txt": "x", "b.txt": "y"}, ["b.txt", "B"])), file_name="a.zip", by=editor
    )
    tasks.check_upload.call(upload.pk)
    upload.refresh_from_db()
    assert upload.unnamed == [["a\ufffd.txt", "file_name"]]


def test_the_dry_run_costs_the_same_for_few_and_for_many_rows(editor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    Topic.objects.create(name="Pisarnica")
    costs = []
    for number in (3, 9):
        files = {f"{place}.txt": f"Tekst {number} {place}" for place in range(number)}
        upload = services.upload_zip(
            file=ContentFile(zipped(files, *[[name, f"Odluka {name}"] for name in files])), file_name="a", by=editor
        )
        with CaptureQueriesContext(
            connection,
        ) as found:
            tasks.check_upload.call(upload.pk)
        costs.append(len(found))
    assert costs[0] == costs[1]


def test_every_refusal_has_a_sentence():
    assert {"not_ready", "checked_again", "errors", "nothing", "no_right", "not_again"} == set(REFUSALS)
