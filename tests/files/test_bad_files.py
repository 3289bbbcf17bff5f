"""Bad input: limits, and bytes exchanged at random. The files that are bad on purpose are in `tests.faults`.

Nothing here asks for a database, so that any query is an error.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from files.enums import Reason, State
from files.extraction.interface import STATE_OF_REASON, Limits
from files.extraction.sandbox import extract
from tests.faults.office import SAMPLES
from tests.files import made_files as made


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


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_bytes_never_cause_an_exception(tmp_path, data):
    """Bytes of good files exchanged at random: a state, whatever comes out."""
    name = data.draw(st.sampled_from(sorted(GOOD)))
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
} | {path.name: path.read_bytes() for path in SAMPLES.glob("*.*") if path.suffix != ".md"}


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
