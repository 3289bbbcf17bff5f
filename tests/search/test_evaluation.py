"""The figures of how well the search finds, and the command that prints them."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.evaluation import GradedQuery, Outcome, figures, read_queries, report

DOCUMENTS = [
    {"id": "a", "title": "Uredba o pisarnici", "body": "Uređuje se rad pisarnice."},
    {"id": 2, "title": "Одлука", "body": "Члан 1.\nСкупштина општине бира одборнике.\nЧлан 2.\nСтупа на снагу."},
    {"id": "c", "title": "Vest", "body": ""},
]
QUERIES = [
    {"query": "писарнице", "relevant": ["a"], "class": "cyrillic"},
    {"query": "odbornici opština", "relevant": [2], "class": "latin"},
    {"query": "vest", "relevant": {"c": 3, "a": 1}, "class": "latin"},
    {"query": "nepostojeće", "relevant": ["a"]},
]


def lines(file: Path, rows: list[Any]) -> None:
    """Write a file of JSON lines."""
    file.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set."""
    lines(tmp_path / "documents.jsonl", DOCUMENTS)
    lines(tmp_path / "queries.jsonl", QUERIES)
    return tmp_path


def outcome(*found: str, passage: str = "", shown: tuple[str, ...] = (), **grades: int) -> Outcome:
    """What a query found."""
    return Outcome(GradedQuery("", "", grades, passage), found, shown)


def test_ranks():
    assert outcome("a", "b", a=3).rank == 1
    assert outcome("x", "y", "b", a=3, b=2).rank == 3
    assert outcome("a", a=1).rank == 0
    assert outcome(*"xxxxxxxxxx", "a", a=3).rank == 0
    assert outcome().rank == 0


def test_the_first_one_needs_the_passage_that_is_asked_for():
    assert outcome("a", "b", a=3, passage="čl. 1", shown=("str. 1", "čl. 1")).rank == 1
    assert outcome("a", "b", a=3, passage="čl. 1", shown=("str. 1", "čl. 12")).rank == 0


def test_gain():
    assert outcome("a", "b", a=3, b=1).ndcg == pytest.approx(1)
    assert outcome("b", "a", a=3, b=1).ndcg == pytest.approx((1 + 7 / log2(3)) / (7 + 1 / log2(3)))
    assert outcome("x", a=3).ndcg == 0


def test_figures():
    outcomes = [outcome("a", a=2), outcome("x", "a", a=2), outcome(a=2), outcome("x", a=2)]
    assert figures(outcomes) == {
        "queries": 4,
        "mrr10": 0.375,
        "success1": 0.25,
        "ndcg10": round((1 + 1 / log2(3)) / 4, 4),
        "zero_results": 0.25,
    }
    assert report([])["overall"]["queries"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("engine", ["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def test_the_command_prints_the_figures(folder, capsys, engine, settings):
    from tests.search.engines import servers

    if engine == "elasticsearch":
        if not servers.URL:
            pytest.skip("SEARCH_TEST_URL names no Elasticsearch")
        settings.SEARCH_URL = servers.URL
    call_command("evaluate_search", str(folder), "--engine", engine, "--json")
    printed = json.loads(capsys.readouterr().out)
    ndcg = printed["overall"].pop("ndcg10")
    assert printed["overall"] == {"queries": 4, "mrr10": 0.75, "success1": 0.75, "zero_results": 0.25}
    assert ndcg == pytest.approx((2 + 7 / (7 + 1 / log2(3))) / 4, abs=1e-4)  # "a" has a grade too, and is not found
    assert set(printed["classes"]) == {"", "cyrillic", "latin"}
    assert printed["classes"]["latin"]["success1"] == 1
    call_command("evaluate_search", str(folder), "--engine", "embedded")
    assert capsys.readouterr().out.startswith("overall")


def test_no_database_is_needed(folder, capsys, django_db_blocker, monkeypatch):
    from django.db import DatabaseError

    from search import evaluation

    def missing() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(evaluation, "current", missing)
    call_command("evaluate_search", str(folder), "--engine", "embedded", "--json")
    assert json.loads(capsys.readouterr().out)["overall"]["success1"] == 0.75


@pytest.mark.parametrize("line", ["{", "[]", '{"query": "a"}', "\x00"])
def test_a_line_that_cannot_be_read_is_named(folder, line):
    lines(folder / "queries.jsonl", [QUERIES[0], line])
    with pytest.raises(CommandError, match=r"queries\.jsonl, line 2"):
        call_command("evaluate_search", str(folder), "--engine", "embedded")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match="nothing-here"):
        call_command("evaluate_search", str(tmp_path / "nothing-here"), "--engine", "embedded")


def test_grades(folder):
    assert [query.grades for query in read_queries(folder / "queries.jsonl")[:3]] == [
        {"a": 2},
        {"2": 2},
        {"c": 3, "a": 1},
    ]
