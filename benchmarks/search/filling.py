"""Fills an installation with acts whose texts are those of the corpus.

It runs by itself in the environment of the installation: python -m benchmarks.search.filling ENTRIES PASSAGES FILE,
and writes the questions that can be asked of it into the file.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Collection

from benchmarks.search.corpus import CorpusEntry, corpus
from benchmarks.search.questions import Sample, questions
from core.models import PageTopic, Topic
from directory.enums import SeatKind
from files.enums import State
from files.models import Document, TextUnit
from library.enums import ActType
from library.models import ActPage, ActVersion, ActVersionDocument, Issuer, LibraryPage
from tests import factories
from tests.queries.many import pages

READER = "citalac@grad.test"
PART = 500  # entries written at once
TOPICS, ISSUERS, YEARS = 30, 60, 20
FOLDERS = [(0, 15), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)]  # number, share of the acts
CLOSED = [["ICT"], ["ICT", "GENERAL_ADMINISTRATION"], ["GENERAL_ADMINISTRATION"], ["urednici"], ["radna grupa"]]


def main(entries: int, passages: int, file: str) -> None:
    """Fill the installation, and write the questions."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    factories.member(kind=SeatKind.ICT, email=READER)
    sample = fill(entries, passages)
    Path(file).write_text(json.dumps(questions(sample)), encoding="utf-8")
    connection.cursor().execute("analyze")


def fill(entries: int, passages: int) -> Sample:
    """Write the acts with their texts, `PART` at a time; return what questions are made of."""
    sample, source = Sample(entries), random.Random(entries)  # noqa: S311 - a corpus, no secret
    topics = Topic.objects.bulk_create([Topic(name=f"Tema {n}", slug=f"tema-{n}") for n in range(TOPICS)])
    issuers = Issuer.objects.bulk_create([Issuer(name=f"Donosilac {n}") for n in range(ISSUERS)])
    shelves = [shelf(number) for number, _share in FOLDERS]
    rest = corpus(entries, passages)
    while part := list(islice(rest, PART)):
        by_shelf: dict[int, list[CorpusEntry]] = defaultdict(list)
        for entry in part:
            sample.take(entry)
            by_shelf[source.choices(*zip(*FOLDERS, strict=True))[0]].append(entry)
        for number, of_shelf in by_shelf.items():
            write(shelves[number], of_shelf, topics, issuers, source)
    return sample


def shelf(number: int) -> LibraryPage:
    """A part of the library: the first is open, each of the others is for certain groups."""
    page = factories.page(LibraryPage.objects.order_by("path").first(), LibraryPage, title=f"Polica {number}")
    if number:
        names = [getattr(getattr(SeatKind, name, None), "group_name", name) for name in CLOSED[number - 1]]
        factories.restrict(page, *[Group.objects.get_or_create(name=name)[0] for name in names])
    return page


@transaction.atomic
def write(
    parent: LibraryPage, entries: list[CorpusEntry], topics: list[Topic], issuers: list[Issuer], source: random.Random
) -> None:
    """Write acts with a version and a document each, and the document's texts."""
    made = pages(parent, ActPage, len(entries), fields(entries, issuers, source))
    PageTopic.objects.bulk_create(
        [
            PageTopic(tag=topic, content_object_id=act.pk)
            for act in made
            for topic in source.sample(topics, source.choice([1, 2, 3]))
        ]
    )
    days = [factories.day(-365 * source.randrange(YEARS) - 1) for _act in made]
    versions = ActVersion.objects.bulk_create(
        [ActVersion(page=act, in_force_from=day) for act, day in zip(made, days, strict=True)]
    )
    papers = documents(entries)
    ActVersionDocument.objects.bulk_create(
        [ActVersionDocument(version=row, document=paper) for row, paper in zip(versions, papers, strict=True)]
    )


def fields(
    entries: list[CorpusEntry], issuers: list[Issuer], source: random.Random
) -> Callable[[int], dict[str, Any]]:
    """The fields of the act of each place."""
    return lambda place: {
        "title": entries[place].title,
        "draft_title": entries[place].title,
        "kind": source.choice(["regulation", "model_act"]),
        "act_type": source.choice(ActType.values),
        "issuer": source.choice(issuers),
    }


def documents(entries: list[CorpusEntry]) -> list[Document]:
    """Documents with a page for each passage."""
    root = Collection.get_first_root_node()
    rows = Document.objects.bulk_create(
        [
            Document(
                title=entry.title[:200],
                file=f"documents/{number}.pdf",
                file_size=1000,
                collection=root,
                state=State.READY,
                page_count=len(entry.passages),
            )
            for number, entry in enumerate(entries)
        ]
    )
    units = [
        TextUnit(document=row, number=number, text=text)
        for row, entry in zip(rows, entries, strict=True)
        for number, text in enumerate(entry.passages, 1)
    ]
    TextUnit.objects.bulk_create(units, batch_size=200)
    return rows


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
