"""The graded queries are well formed, and what they name is in the demo's data; no database is needed."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from home.demo import data
from serbian.script import script_of
from serbian.slugs import slugify

QUERIES = Path(__file__).with_name("queries.jsonl")
CLASSES = (
    "title",
    "number",
    "abbreviation",
    "article",
    "concept",
    "person_or_place",
    "misspelt",
    "sentence",
)
PAGES = {
    "library.actpage": data.read("library")["acts"],
    "library.resourcepage": data.read("library")["resources"],
    "news.newspage": [row for row in data.read("news") if row["days"] <= 0],
    "events.meetingpage": data.read("meetings"),
    "home.contentpage": data.read("pages"),
}


@pytest.fixture(scope="module")
def queries() -> list[dict[str, Any]]:
    """The graded queries."""
    return [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def keys() -> set[str]:
    """The keys of all that the search of the loaded demo can find."""
    pages = {f"{label}:{page_slug(row)}" for label, rows in PAGES.items() for row in rows}
    units = {
        slugify(f"{row['name']} {row['parent_city']}" if row["parent_city"] else row["name"])
        for row in data.local_governments()
    }
    held = {row["person"] for row in data.read("people")["appointments"] if row["to"] is None or row["to"] > 0}
    return (
        pages
        | {f"directory.localgovernment:{slug}" for slug in units}
        | {f"accounts.user:{address}" for address in held}
    )


def page_slug(row: dict[str, Any]) -> str:
    """The slug that the loader gives a page."""
    return row.get("slug") or slugify(row["title"], max_length=80)


def test_queries_are_many_in_each_class_and_sorted_by_class(queries):
    counts = Counter(query["class"] for query in queries)
    assert len(queries) >= 220
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 25
    order = [CLASSES.index(query["class"]) for query in queries]
    assert order == sorted(order)


def test_every_line_has_the_format(queries):
    for query in queries:
        passage = {"passage"} if query["class"] == "article" else set()
        assert set(query) == {"query", "class", "relevant"} | passage, query
        assert query["query"] == query["query"].strip() != "", query
        assert set(query["relevant"].values()) <= {1, 2, 3}, query
        assert 3 in query["relevant"].values(), query


def test_no_query_stands_twice(queries):
    assert [text for text, count in Counter(query["query"] for query in queries).items() if count > 1] == []


def test_queries_are_in_both_scripts_and_without_diacritics(queries):
    scripts = Counter(script_of(query["query"]) for query in queries)
    bald = [query for query in queries if re.fullmatch(r"[\x00-\x7f]*[a-z][\x00-\x7f]*", query["query"])]
    assert scripts["cyrillic"] >= len(queries) // 5
    assert len(bald) >= len(queries) // 5


def test_a_concept_has_two_to_four_words(queries):
    lengths = {len(query["query"].split()) for query in queries if query["class"] == "concept"}
    assert lengths <= {2, 3, 4}


def test_a_number_has_digits(queries):
    assert [query for query in queries if query["class"] == "number" and not re.search(r"\d/\d", query["query"])] == []


def test_every_key_is_in_the_demo(queries, keys):
    assert {key for query in queries for key in query["relevant"]} - keys == set()


def test_every_article_is_in_the_text_of_the_act_that_is_looked_for(queries):
    texts = {f"library.actpage:{page_slug(act)}": text_of(act) for act in PAGES["library.actpage"]}
    for query in queries:
        if query["class"] == "article":
            number = re.fullmatch(r"čl\. (\d+)", query["passage"])[1]
            wanted = [key for key, grade in query["relevant"].items() if grade == 3]
            assert re.search(rf"(?<!\d){number}(?!\d)", query["query"]), query
            for key in wanted:
                assert re.search(rf"^(Član|Члан) {number}\.$", texts[key], re.MULTILINE), query


def text_of(act: dict[str, Any]) -> str:
    """The text of the first document of an act."""
    sources = {row["file"]: row["text"] for row in data.read("documents")}
    return (data.FOLDER / "texts" / sources[act["documents"][0]["file"]]).read_text(encoding="utf-8")
