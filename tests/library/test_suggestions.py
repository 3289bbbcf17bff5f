"""What is suggested from the text of a document, against documents whose data are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from files.extraction.sandbox import extract
from library.suggesting import suggest
from tests.library.suggestion_corpus import differences, samples

ISSUERS = {
    1: ("Narodna skupština Republike Srbije", "Narodna skupština"),
    2: ("Vlada Republike Srbije", "Vlada"),
    3: ("Ministarstvo državne uprave i lokalne samouprave", "MDULS"),
    4: ("Kancelarija za informacione tehnologije i elektronsku upravu", ""),
}
PLACES = (
    "Čačak",
    "Novi Pazar",
    "Bečej",
    "Šid",
    "Bačka Topola",
    "Užice",
    "Bor",
    "Ub",
    "Niš",
    "Sombor",
    "Vranjska Banja",
)
FIELDS = ("title", "type", "number", "gazette")


@pytest.mark.parametrize(("corpus", "least"), [("suggestion_corpus", 40), ("suggestion_corpus_others", 10)])
def test_suggestions_are_right_for_nine_documents_of_ten(corpus: str, least: int, tmp_path: Path) -> None:
    found = samples(corpus)
    wrong: dict[str, list[str]] = {}
    for number, one in enumerate(found):
        path = tmp_path / f"{number}-{one.file_name}"
        path.write_bytes(one.content())
        suggestions = suggest(extract(path).units, file_name=one.file_name, known_issuers=ISSUERS, places=PLACES)
        for key, expected, value in differences(one, suggestions):
            wrong.setdefault(key, []).append(f"{one.name}: {value!r}, not {expected!r}")
    for key, lines in wrong.items():
        print(f"{corpus}, {key}: {len(found) - len(lines)} of {len(found)} right", *lines, sep="\n  ")  # noqa: T201
    assert len(found) >= least
    for key in FIELDS:
        assert len(wrong.get(key, [])) <= len(found) / 10, key
