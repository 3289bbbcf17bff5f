"""The files from which the demo is loaded agree with each other; no database is needed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdfium2 import PdfDocument

from directory.enums import Language
from home.demo import data
from library.enums import ActKind, ActType
from serbian.script import script_of
from serbian.slugs import slugify

TEXTS = data.FOLDER / "texts"
LARGEST = 9_000_000
HEADING = re.compile(r"^(?:Član|Члан) (\d+)\.$", re.MULTILINE)
ARTICLES_OF_A_LONG_DOCX = 85


@pytest.fixture(scope="module")
def library() -> dict[str, Any]:
    """What the demo's library has."""
    return data.read("library")


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """The text of each file that is built."""
    return {row["file"]: row["text"] for row in data.read("documents")}


def named_files() -> set[str]:
    """Every file that a page of the demo shows."""
    library = data.read("library")
    lists = [row["documents"] for row in library["acts"] + library["resources"]]
    lists += [row.get("documents", []) for row in data.read("news")]
    lists += [row["papers"] for row in data.read("meetings")]
    return {document["file"] for documents in lists for document in documents}


def test_files_are_those_that_are_built_and_those_that_are_shown(sources):
    stored = {path.name for path in (data.FOLDER / "files").iterdir()}
    assert stored == set(sources) == named_files()
    assert {path.name for path in TEXTS.iterdir()} == set(sources.values())


def test_the_demo_stays_small():
    sizes = [path.stat().st_size for path in data.FOLDER.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert sum(sizes) < LARGEST


def test_a_third_of_forty_and_more_acts_is_in_cyrillic(library):
    scripts = Counter(script_of(act["title"]) for act in library["acts"])
    assert scripts.total() >= 40
    assert scripts["cyrillic"] * 3 >= scripts.total()
    assert scripts["cyrillic"] + scripts["latin"] == scripts.total()


def test_addresses_of_acts_differ(library):
    slugs = [act.get("slug") or slugify(act["title"], max_length=80) for act in library["acts"]]
    assert [slug for slug, count in Counter(slugs).items() if count > 1] == []


def test_acts_name_what_is_there(library):
    topics = {row["slug"] for row in library["topics"]}
    issuers = {row["name"] for row in library["issuers"]}
    for act in library["acts"]:
        assert act["kind"] in ActKind.values
        assert act["type"] in ActType.values
        assert act["issuer"] in issuers
        assert set(act["topics"]) <= topics
        assert act["topics"]
        assert act["documents"]


def test_some_acts_are_out_of_force_and_begin_before_they_end(library):
    versions = [act["version"] for act in library["acts"] if act["version"]["in_force_to"]]
    assert len(versions) >= 4
    for version in versions:
        start, end = (date.fromisoformat(version[name]) for name in ("in_force_from", "in_force_to"))
        assert start < end


def test_an_old_act_stands_beside_its_successor(library):
    ended = {slugify(act["title"]) for act in library["acts"] if act["version"]["in_force_to"]}
    others = {slugify(act["title"]) for act in library["acts"] if not act["version"]["in_force_to"]}
    assert len(ended & others) >= 3


def test_articles_are_numbered_without_a_gap(library, sources):
    for act in library["acts"]:
        text = (TEXTS / sources[act["documents"][0]["file"]]).read_text(encoding="utf-8")
        numbers = [int(number) for number in HEADING.findall(text)]
        assert numbers == list(range(1, len(numbers) + 1)), act["title"]
        assert len(numbers) >= 7, act["title"]


def test_a_text_is_in_the_script_of_its_act(library, sources):
    for act in library["acts"]:
        text = (TEXTS / sources[act["documents"][0]["file"]]).read_text(encoding="utf-8")
        headings = {match[0][0] for match in HEADING.finditer(text)}
        assert headings == ({"Ч"} if script_of(act["title"]) == "cyrillic" else {"Č"}), act["title"]


def test_several_files_are_long(sources):
    faulty = {row["file"] for row in data.read("documents") if "fault" in row}
    paths = [data.file(name) for name in set(sources) - faulty]
    pdf = [path.name for path in paths if path.suffix == ".pdf" and pages(path) > 30]
    docx = [path.name for path in paths if path.suffix == ".docx" and articles(path) > ARTICLES_OF_A_LONG_DOCX]
    assert len(pdf) >= 4
    assert len(docx) >= 3


def pages(path: Path) -> int:
    """How many pages a PDF has."""
    with PdfDocument(path) as pdf:
        return len(pdf)


def articles(path: Path) -> int:
    """How many articles a DOCX has; a page holds about three."""
    return sum(bool(HEADING.match(paragraph.text)) for paragraph in Document(str(path)).paragraphs)


def test_profiles_name_people_topics_software_and_languages_that_are_there(library):
    people = {row["email"] for row in data.read("people")["people"]}
    topics = {row["slug"] for row in library["topics"]}
    rows = data.read("profiles")
    software = {row["name"] for row in rows["software"]}
    assert len({row["person"] for row in rows["profiles"]}) == len(rows["profiles"]) >= 100
    for row in rows["profiles"]:
        assert row["person"] in people
        assert set(row["topics"]) <= topics
        assert set(row["software"]) <= software
        assert set(row["languages"]) <= set(Language.values)
    assert min(row["confirmed"] for row in rows["profiles"]) < -365
