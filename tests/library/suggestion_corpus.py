"""Documents with known data for the tests of suggestions, made from `suggestion_corpus.txt` and `…_others.txt`.

A document begins with `=== name | format | script`. Then come the data that are to be found (`-` for what is not in
the document; a field that is left out is not asked for), `---`, and the text, written in Latin and put into the
script of the document unless `raw` is given. `<body>` stands for articles that cite other acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from serbian.folding import fold
from serbian.script import to_cyrillic
from tests.files import made_files

FOLDER = Path(__file__).parent
BODY = """Član 2.
Pojedini izrazi imaju značenje koje im daje Zakon o opštem upravnom postupku („Službeni glasnik RS“, br. 18/2016).
Član 3.
Evidencija se vodi po propisu koji je objavljen u „Službenom glasniku RS“, broj 104/2018, i čuva se trajno.
Rešenje broj 020-7/2011-04 od 5. maja 2011. godine ostaje na snazi do kraja godine.
Član 4.
Nadzor nad primenom obavlja nadležni organ, koji o tome donosi odluku u roku od 15 dana."""


@dataclass
class Sample:
    """A document: its file, and what it says of itself."""

    name: str
    form: str
    script: str
    text: str
    data: dict[str, str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """The name of the file, which says nothing."""
        return f"dokument.{self.form}"

    def content(self) -> bytes:
        """The file."""
        if self.form == "pdf":
            lines = self.text.split("\n")
            return made_files.pdf(("\n".join(lines[at : at + 50]) for at in range(0, len(lines), 50)), font="Vera")
        if self.form == "docx":
            return made_files.docx(self.write)
        return self.text.encode()

    def write(self, document: Any) -> None:
        """Put the lines into a Word file, a paragraph each."""
        for line in self.text.split("\n"):
            document.add_paragraph(line)


def samples(name: str = "suggestion_corpus") -> list[Sample]:
    """The documents of a corpus."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [sample(part) for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]]


def sample(part: str) -> Sample:
    """A document from its part of the corpus."""
    head, _, text = part.partition("\n---\n")
    first, *lines = head.split("\n")
    name, form, script = (word.strip() for word in first.split("|"))
    data = dict(line.split(": ", 1) for line in lines)
    text = text.strip().replace("<body>", BODY)
    if script == "cyrillic" and "raw" not in data:
        text = to_cyrillic(text)
    return Sample(name, form, script, text, data)


def differences(one: Sample, suggestions: Any) -> Iterator[tuple[str, str, str]]:
    """The fields that are not as they should be: their names, what was expected and what was suggested.

    The number, the issuer and the gazette count in any script, and the gazette with any quotes.
    """
    names = {"type": "act_type", "gazette": "gazette_reference", "adopted": "adopted_on", "force": "in_force_from"}
    for key, expected in one.data.items():
        if key in {"prefix", "raw"} or not hasattr(suggestions, names.get(key, key)):
            continue
        suggestion = getattr(suggestions, names.get(key, key))
        found = "-" if suggestion is None else str(suggestion.value)
        wanted = f"{one.data['prefix']} {expected}" if key == "number" and "prefix" in one.data else expected
        if not same(key, found, wanted, one.script):
            yield key, wanted, found


def same(key: str, found: str, expected: str, script: str) -> bool:
    """Whether a suggestion is what was expected."""
    if key == "title":
        return found == (to_cyrillic(expected) if script == "cyrillic" else expected)
    return comparable(found) == comparable(expected)


def comparable(text: str) -> str:
    """Text without what may differ: quotes, script, the word for number."""
    return re.sub(r"\bbroj\b", "br", " ".join(re.findall(r"[\w/-]+", fold(text))))
