"""Measures suggestions while typing: python -m benchmarks.suggestions [ENTRIES]

So many entries (20,000 unless told) with titles of everyday words, numbers and two rare words are asked for 300
beginnings of titles, of two letters and more. It prints milliseconds of `search.suggestions.suggest`, on the clock and
of this process's processor, which says more on a busy machine; on PostgreSQL the server's work is not in that.
"""

from __future__ import annotations

import os
import random
import sys
import time
from statistics import median, quantiles

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.db import connection

from accounts.models import User
from benchmarks.database import own_database
from benchmarks.search.corpus import TAIL, invented
from core import request_cache
from core.services import open_audience
from news.models import NewsIndexPage, NewsPage
from search.analysis import words_of
from search.models import Entry
from search.suggestions import SHORTEST, suggest
from tests import factories
from tests.queries import many
from tests.reading import know_the_tables

ENTRIES, QUESTIONS, UNITS, PART = 20_000, 300, 170, 500
KINDS = ["Zakon", "Uredba", "Pravilnik", "Odluka", "Uputstvo"]
WORDS = [
    *("o", "izmenama", "i", "dopunama", "kancelarijskom", "poslovanju", "lokalnoj", "samoupravi", "elektronskoj"),
    *("upravi", "zaštiti", "podataka", "arhivskoj", "građi", "informacionoj", "bezbednosti", "budžetskom", "sistemu"),
    *("planiranju", "izgradnji", "komunalnim", "delatnostima", "opštem", "postupku", "matičnim", "knjigama"),
]


def main() -> None:
    """Make a database, measure, and throw it away."""
    with own_database():
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)


def measure(entries: int) -> None:
    """Fill, ask and print."""
    reader, source = factories.member(), random.Random(entries)  # noqa: S311 - a corpus, no secret
    fill(entries, source)
    know_the_tables()
    times = [ask(beginning(source), reader) for _number in range(QUESTIONS)][1:]  # the first warms up
    print(f"{connection.vendor}, {Entry.objects.count():,} entries, load {os.getloadavg()[0]:.1f}")
    for name, spent in zip(("clock", "processor"), zip(*times, strict=True), strict=True):
        print(f"{name:9} median {median(spent):5.1f} ms, p95 {quantiles(spent, n=20)[-1]:5.1f} ms")


def fill(entries: int, source: random.Random) -> None:
    """Write pages and local governments, and their entries."""
    units = many.units(UNITS)
    pages = many.pages(NewsIndexPage.objects.get(), NewsPage, entries - UNITS, lambda _place: {})
    rows = [entry("directory.localgovernment", unit.pk, unit.full_name) for unit in units]
    rows += [entry("wagtailcore.page", page.pk, title(source), number(source)) for page in pages]
    audience = open_audience()
    for row in rows:
        row.audience_id = audience
    Entry.objects.bulk_create(rows, batch_size=PART)


def entry(label: str, pk: int, *names: str) -> Entry:
    """An entry with what is read of it."""
    facts = {"act_type": "zakon", "number": names[-1], "issuer": "Vlada"}
    days = {"in_force_from": factories.day(-(pk % 9000)), "in_force_to": factories.day(-1) if pk % 4 == 0 else None}
    row = Entry(label=label, object_id=pk, version=1, kind="regulation", title=names[0], url=f"/{pk}/", **days)
    row.words, row.facts = words_of(names), facts
    return row


def title(source: random.Random) -> str:
    """The title of an act."""
    rare = [invented(source.randrange(TAIL)) for _place in range(2)]
    return " ".join([source.choice(KINDS), *source.sample(WORDS, source.randint(4, 9)), *rare])


def number(source: random.Random) -> str:
    """The number of an act."""
    return f"{source.randint(1, 200)}/{source.randint(1990, 2026)}"


def beginning(source: random.Random) -> str:
    """What somebody has typed so far: the beginning of one, two or three words, or of a number."""
    words = source.sample(KINDS + WORDS, source.randint(1, 3))
    text = source.choice([" ".join(words), words[0], invented(source.randrange(TAIL)), number(source)])
    return text[: source.randint(SHORTEST, len(text))] if len(text) > SHORTEST else words[0] + text


def ask(text: str, reader: User) -> tuple[float, float]:
    """Milliseconds of the suggestions: on the clock, of the processor."""
    begun, worked = time.perf_counter(), time.thread_time()
    with request_cache.remembering():
        suggest(text, user=reader)
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000


if __name__ == "__main__":
    main()
