from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

ROWS = [
    {"lemma": "uredba", "pos": "NOUN", "forms": ["uredba", "уредбом", "zakon"]},
    {"lemma": "zakon", "pos": "NOUN", "forms": ["zakona", "zakonu"]},
]


def run(path, *options: str) -> str:
    out = io.StringIO()
    call_command("evaluate_lemmas", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n", encoding="utf-8")
    return path


def test_it_prints_one_object(rows):
    assert json.loads(run(rows, "--json")) == {
        "pairs": 4,
        "latin": 0.5,
        "cyrillic": 0.5,
        "bald": 0.5,
        "across": 0.5,
        "wrong_merges": 1,
    }


def test_it_lists_faults(rows):
    listed = run(rows, "--faults").splitlines()
    assert "wrong_merges: 1" in listed
    assert "uredba: uredba and zakon do not meet" in listed
    assert "uredba and zakon meet in zakon" in listed


@pytest.mark.parametrize(
    "line", ["", "{", "[]", '{"lemma": "a"}', '{"lemma": "a", "forms": "b"}', '{"lemma": 1, "forms": []}']
)
def test_it_names_a_wrong_line(tmp_path, line):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + line + "\n", encoding="utf-8")
    if not line:
        assert json.loads(run(path, "--json"))["pairs"] == 3
        return
    with pytest.raises(CommandError, match="line 2"):
        run(path, "--json")


def test_it_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.jsonl")
