"""Bad input: every file ends in a state with a reason, and stays as it was.

Nothing here asks for a database, so that any query is an error.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files.enums import Reason, State
from files.extraction.interface import STATE_OF_REASON, Limits
from files.extraction.sandbox import extract
from tests.files import made_files as made

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "mostly-missing.pdf": (lambda: made.numbered(40)[:5000], "damaged"),
    "half.pdf": (lambda: half(made.numbered(40)), "damaged"),
    "end-missing.pdf": (lambda: made.numbered(40)[:-700], "damaged"),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + bytes(range(256)) * 50, "damaged"),
    "head-only.pdf": (lambda: b"%PDF-1.7\n", "damaged"),
    "locked.pdf": (lambda: made.locked("lektura"), "password"),
    "scan.pdf": (made.scan, "no_text_layer"),
    "inflates.pdf": (made.pdf_that_inflates, "memory"),
    "multiplies.pdf": (made.pdf_that_multiplies, "memory"),
    "word-named.pdf": (lambda: b"samo tekst", "not_its_type"),
    "empty.pdf": (bytes, "empty_file"),
    "half.docx": (lambda: half(made.docx()), "damaged"),
    "end-missing.docx": (lambda: made.docx()[:-1000], "damaged"),
    "broken-xml.docx": (lambda: made.replaced(made.docx(), {"word/document.xml": b"<w:document"}), "damaged"),
    "entities.docx": (made.docx_with_entities, "damaged"),
    "broken-part.docx": (lambda: with_broken_part(made.docx()), "damaged"),
    "other-zip.docx": (lambda: made.zipped({"racun.txt": b"1"}), "not_its_type"),
    "excel.docx": (lambda: made.zipped({"xl/workbook.xml": b"<a/>"}), "damaged"),
    "no-body.docx": (lambda: made.zipped({"word/styles.xml": b"<a/>"}), "not_its_type"),
    "picture.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "no_text_layer"),
    "inflates.docx": (made.docx_that_inflates, "unpacked"),
    "many-parts.docx": (made.zip_with_many_entries, "unpacked"),
    "encrypted.docx": (made.ole, "password"),
    "old.doc": (lambda: made.ole("WordDocument"), "damaged"),
    "no-text.docx": (lambda: made.docx(lambda document: document.add_paragraph(" ")), "no_text"),
    "blanks.txt": (lambda: b" \n\t\n", "no_text"),
    "nul.txt": (lambda: b"Clan\x00 1.", "not_its_type"),
    "script.html": (lambda: b"<script>alert('rok')</script>", "no_text"),
    "sheet.xlsx": (lambda: made.zipped({"xl/workbook.xml": b"<a/>"}), "damaged"),
    "text.rtf": (lambda: b"{\\rtf1 }", "no_text"),
    "text.odt": (lambda: made.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not_its_type"),
    "program.exe": (lambda: b"MZ\x90\x00\x01", "format"),
    "scan.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "no_text_layer"),
}


def half(content: bytes) -> bytes:
    """The first half."""
    return content[: len(content) // 2]


def with_broken_part(content: bytes) -> bytes:
    """A DOCX with noise where its compressed body stands."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 60
    return content[:start] + b"\xff" * 200 + content[start + 200 :]


@pytest.mark.parametrize(("name", "build", "reason"), [(name, *row) for name, row in BAD.items()], ids=BAD)
def test_a_bad_file_ends_in_a_state_with_a_reason(tmp_path, name, build, reason):
    file = tmp_path / name
    file.write_bytes(build())
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    extraction = extract(file)
    assert (extraction.reason, extraction.state) == (reason, STATE_OF_REASON[reason])
    assert extraction.units == []
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert extraction.peak_mb <= 1600


def test_a_file_that_is_not_there_ends_in_a_state_too(tmp_path):
    assert extract(tmp_path / "nema.pdf").reason == "missing"
    assert extract(tmp_path).reason == "missing"


def test_every_reason_has_a_sentence_and_every_state_but_three_a_reason():
    assert set(STATE_OF_REASON) == set(Reason.values)
    assert set(STATE_OF_REASON.values()) | {State.WAITING, State.READY} == set(State.values)
    assert all(label.endswith(".") for label in Reason.labels)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [(Limits(pages=4), "pages"), (Limits(characters=500), "characters"), (Limits(memory_mb=200), "")],
    ids=["pages", "characters", "little memory is enough"],
)
def test_the_limits_are_settings(tmp_path, limits, reason):
    file = tmp_path / "akt.pdf"
    file.write_bytes(made.numbered(5))
    extraction = extract(file, limits)
    assert extraction.reason == reason
    assert len(extraction.units) == (0 if reason else 5)


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    file = tmp_path / "akt.pdf"
    file.write_bytes(made.pdf_that_multiplies())
    extraction = extract(file, Limits(seconds=1, memory_mb=16_000))  # which no machine fills within the second
    assert extraction.reason == "time"
    assert extraction.seconds < 10


def test_what_says_more_than_it_may_is_cut_off(tmp_path):
    file = tmp_path / "akt.txt"
    file.write_text("а" * 5_000_000, encoding="utf-8")
    extraction = extract(file, Limits(characters=4_000_000))
    assert extraction.reason == "characters"


def test_five_thousand_pages_are_read(tmp_path):
    file = tmp_path / "akt.pdf"
    file.write_bytes(made.numbered(5000, lines=5))
    extraction = extract(file)
    assert (extraction.state, extraction.page_count, len(extraction.units)) == (State.READY, 5000, 5000)
    assert extraction.units[-1].text.startswith("Strana 5000\n")
    assert extraction.peak_mb < 200


def test_no_character_comes_out_that_a_database_refuses(tmp_path):
    files = {
        "font.pdf": made.pdf_with_control_characters(),
        "late-nul.txt": b"Clan 1.\n" * 1000 + b"rok\x00ovi \x1b \xef\xbf\xbe",
        "entity.html": b"<p>rok&#0;ovi&#xD800;&#xFFFF;</p>",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        (unit,) = extract(tmp_path / name).units
        assert "rok" in unit.text
        assert not {character for character in unit.text if character < " " and character != "\n"}
        unit.text.encode("utf-8")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_bytes_never_cause_an_exception(tmp_path, data):
    """Bytes of good files exchanged at random: a state, whatever comes out."""
    name = data.draw(st.sampled_from(["akt.pdf", "akt.docx", "akt.html", "akt.txt"]))
    content = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / name
    file.write_bytes(content)
    extraction = extract(file)
    assert extraction.state in State.values
    assert bool(extraction.units) == (extraction.state == State.READY)
    assert bool(extraction.reason) != bool(extraction.units)


GOOD = {
    "akt.pdf": made.numbered(3),
    "akt.docx": made.docx(),
    "akt.html": "<h1>Уредба</h1><p>Рок је петнаест дана.</p>".encode(),
    "akt.txt": "Члан 1.\nРок је петнаест дана.".encode("cp1251"),
}


def run(*arguments: str) -> list[str]:
    """The lines that the command prints."""
    output = io.StringIO()
    call_command("extract", *arguments, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture
def three_files(tmp_path: Path) -> list[str]:
    """A PDF, a DOCX and a file that is locked."""
    contents = {"akt.pdf": made.numbered(2), "akt.docx": made.docx(), "locked.pdf": made.locked("lektura")}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [str(tmp_path / name) for name in contents]


def test_the_command_prints_an_object_for_each_file(three_files):
    pdf, docx, locked = map(json.loads, run(*three_files, "--json"))
    assert [line["file"] for line in (pdf, docx, locked)] == three_files
    assert list(pdf) == ["file", "state", "reason", "pages", "seconds", "peak_mb"]
    assert [(page["number"], page["source"]) for page in pdf["pages"]] == [(1, "text"), (2, "text")]
    assert pdf["pages"][1]["text"].startswith("Strana 2\n")
    assert [page["source"] for page in docx["pages"]] == ["heading", "heading"]
    assert (locked["state"], locked["pages"]) == ("locked", [])
    assert locked["reason"] == "Datoteka se otvara samo uz lozinku. Otpremite je bez lozinke."
    assert 5 < pdf["peak_mb"] < 100
    assert 0 < pdf["seconds"] < 20


def test_the_command_prints_a_table_for_people(three_files):
    heading, *rows = run(*three_files)
    assert [row.split()[0] for row in rows] == ["spremno", "spremno", "zaključano"]
    assert all(path in row for path, row in zip(three_files, rows, strict=True))
    assert heading.split()[-1] == "file"
