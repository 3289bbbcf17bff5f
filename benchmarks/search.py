"""Measures search at 100,000 passages in 2,000 and in 20,000 entries: python -m benchmarks.search [PASSAGES [ENTRIES]]

For each number of entries it builds an index of the corpus of `benchmarks.corpus`, then asks it 120 different queries
of each class in a process of its own, each a whole page: the total, 20 hits with their best three passages, four
facets, the audiences of one person; first alone, then while another process replaces entries without a pause. Printed
are milliseconds from the call of the engine to its answer, median and p95, and p95 of the processor's time, which says
more on a machine that is busy with other things.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import quantiles

from benchmarks.corpus import CorpusEntry, corpus
from search.engines.base import EngineEntry, EngineQuery, Word
from search.engines.embedded import Embedded
from serbian.analysis import Analysis, analyse, lemmas
from serbian.stopwords import STOPWORDS

PASSAGES = 100_000
SHAPES = (2_000, 20_000)
GOALS = {2_000: 40, 20_000: 100}  # milliseconds, p95, for up to three words
GROWTH = 2.5  # of the goal, beside a writer
RUNS, WARM = 120, 20
BATCH = 50  # entries
FACETS = ("kind", "topic", "issuer", "year")
PEOPLES = frozenset({1, 2, 3})  # audiences that the reader satisfies, of six
UP_TO_THREE = ("rare", "common", "three", "three common", "phrase", "facets")

Times = dict[str, list[tuple[float, float]]]  # milliseconds by class of query: on the clock, of the processor


@dataclass
class Sample:
    """What is known of a corpus when queries are made: how many entries have a lemma, and some passages."""

    entries: int
    having: Counter[str] = field(default_factory=Counter)
    forms: dict[str, str] = field(default_factory=dict)
    passages: list[list[str]] = field(default_factory=list)

    def take(self, entry: EngineEntry) -> None:
        """Look at an entry."""
        for part in (entry.title, *entry.passages):
            self.forms.update(zip(part.lemma.split(), part.exact.split(), strict=True))
        self.having.update({lemma for part in (entry.title, *entry.passages) for lemma in part.lemma.split()})
        if len(self.passages) < RUNS * 4 or entry.id % 7 == 0:
            self.passages.append(entry.passages[0].exact.split())


def engine_entry(number: int, entry: CorpusEntry) -> EngineEntry:
    """An entry of the corpus with facets and an audience, the same at every run."""
    source = random.Random(number)  # noqa: S311 - a corpus, no secret
    facets = {
        "kind": (f"kind-{number % 7}",),
        "topic": tuple({f"topic-{source.randrange(30)}" for _ in range(source.choice([1, 2, 3]))}),
        "issuer": (f"{source.randrange(60)}",),
        "year": (f"{2006 + source.randrange(20)}",),
    }
    audience = source.choice([1] * 15 + [2, 3, 4, 5, 6])
    passages = tuple(map(analyse, entry.passages))
    return EngineEntry(number, 1, analyse(entry.title), passages, facets, audience, source.randrange(12_000, 20_000))


def batches(entries: Iterable[EngineEntry]) -> Iterator[list[EngineEntry]]:
    """Entries as they come, `BATCH` at a time."""
    iterator = iter(entries)
    while batch := list(islice(iterator, BATCH)):
        yield batch


class Queries:
    """Queries of each class, the same at every run."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.source = random.Random(sample.entries)  # noqa: S311 - a benchmark, no secret
        content = {lemma: count for lemma, count in sample.having.items() if sample.forms[lemma] not in STOPWORDS}
        self.rare = sorted(lemma for lemma, count in content.items() if 2 <= count <= 10)  # noqa: PLR2004
        self.common = sorted(lemma for lemma, count in content.items() if count > 0.4 * sample.entries)

    def of_each_class(self) -> dict[str, list[EngineQuery]]:
        """Queries by class."""
        return {
            "rare": self.repeat(lambda: self.of_lemmas([self.source.choice(self.rare)])),
            "common": self.repeat(lambda: self.of_lemmas([self.source.choice(self.common)])),
            "three": self.repeat(lambda: self.of_passage(3)),
            "three common": self.repeat(lambda: self.of_lemmas(self.source.sample(self.common, 3))),
            "phrase": self.repeat(self.phrase),
            "facets": self.repeat(lambda: self.of_lemmas(self.source.sample(self.common, 2), filtered=True)),
            "eight": self.repeat(lambda: self.of_passage(8)),
        }

    def repeat(self, make) -> list[EngineQuery]:
        """Queries for all runs."""
        return [make() for _ in range(RUNS + WARM)]

    def of_lemmas(self, found: list[str], *, filtered: bool = False) -> EngineQuery:
        """A query for forms of these lemmas."""
        filters = {"kind": frozenset({"kind-1", "kind-2"}), "topic": frozenset({"topic-3", "topic-4", "topic-5"})}
        return self.query([self.sample.forms[lemma] for lemma in found], filters=filters if filtered else {})

    def of_passage(self, number: int) -> EngineQuery:
        """A query for so many words that stand near each other in a passage."""
        words = [word for word in self.source.choice(self.sample.passages) if word not in STOPWORDS]
        start = self.source.randrange(max(len(words) - 2 * number, 1))
        near = words[start : start + 2 * number]
        return self.query(self.source.sample(near, min(number, len(near))))

    def phrase(self) -> EngineQuery:
        """A query for two or three words as they stand in a passage."""
        words = self.source.choice(self.sample.passages)
        length = self.source.choice([2, 3])
        start = self.source.randrange(len(words) - length)
        phrase = tuple(words[start : start + length])
        return self.query(phrase, phrases=(phrase,))

    def query(self, forms: Iterable[str], **more) -> EngineQuery:
        """A whole page for these words."""
        words = tuple(Word(form, lemmas(form)) for form in forms)
        return EngineQuery(words=words, audiences=PEOPLES, facet_names=FACETS, **more)


def main(passages: int = PASSAGES, *shapes: int) -> None:
    """Measure each shape, and print."""
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the start")
    for entries in shapes or SHAPES:
        with tempfile.TemporaryDirectory(prefix="mreza-benchmark-") as folder:
            measure(Path(folder), entries, passages)


def measure(folder: Path, entries: int, passages: int) -> None:
    """Build an index of this shape, and ask it."""
    print(f"\n{passages:,} passages in {entries:,} entries")
    queries = Queries(build(folder, entries, passages)).of_each_class()
    alone, taken = in_process(ask, folder, queries)
    stop = multiprocessing.get_context("spawn").Event()
    writer = multiprocessing.get_context("spawn").Process(target=write_on, args=(folder, entries, passages, stop))
    writer.start()
    time.sleep(3)  # until it writes
    beside, _memory = in_process(ask, folder, queries)
    stop.set()
    writer.join()
    report(entries, alone, beside)
    print(f"  memory taken by a reader: {taken} MB; files after the writer: {size(folder)} MB")


def build(folder: Path, entries: int, passages: int) -> Sample:
    """Build the index, print how fast, and return what queries are made of."""
    engine, sample, writing, started = Embedded(folder), Sample(entries), 0.0, time.perf_counter()
    new = engine.start_build()
    for batch in batches(engine_entry(number, entry) for number, entry in enumerate(corpus(entries, passages), 1)):
        begun = time.perf_counter()
        new.write(batch)
        writing += time.perf_counter() - begun
        for entry in batch:
            sample.take(entry)
    begun = time.perf_counter()
    engine.switch(new)
    switching = time.perf_counter() - begun
    whole = time.perf_counter() - started
    engine.close()
    print(
        f"  built at {passages / (writing + switching):,.0f} passages/s ({switching:.1f} s of it to put in order), "
        f"with making and analysing the texts {passages / whole:,.0f}/s; {size(folder)} MB"
    )
    return sample


def in_process(task, *arguments):
    """The answer of a function called in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(task, arguments)


def ask(folder: Path, queries: dict[str, list[EngineQuery]]) -> tuple[Times, int]:
    """Ask all queries; return the times, and how many MB of memory this process has taken for it."""
    engine, times, before = Embedded(folder), {}, memory()
    for name, asked in queries.items():
        taken = [timed(engine, query) for query in asked]
        times[name] = taken[WARM:]
    return times, memory() - before


def memory() -> int:
    """Megabytes that this process has for itself."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) // 1024


def timed(engine: Embedded, query: EngineQuery) -> tuple[float, float]:
    """Milliseconds of a query: on the clock, of the processor."""
    begun, worked = time.perf_counter(), time.thread_time()
    found = engine.search(query)
    taken = ((time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000)
    if not found.matched_all and len(query.words) == 1:
        raise AssertionError(f"A word that was said to be there was not found: {query.words}")
    return taken


def write_on(folder: Path, entries: int, passages: int, stop) -> None:
    """Replace entries without a pause, each a transaction, until told to stop; print how many a second."""
    engine, written, started, version = Embedded(folder), 0, time.perf_counter(), 1
    while not stop.is_set():
        version += 1
        for number, entry in enumerate(corpus(entries, passages), 1):
            if stop.is_set():
                break
            made = engine_entry(number, entry)
            odd = Analysis(exact=f"izmena{version}", lemma=f"izmena{version}")
            engine.write([EngineEntry(number, version, odd, made.passages[1:], made.facets, made.audience_id, 0)])
            written += 1
    rate = written / (time.perf_counter() - started)
    print(f"  the writer replaced {rate:,.0f} entries = {rate * passages / entries:,.0f} passages a second")


def report(entries: int, alone: Times, beside: Times) -> None:
    """Print the times of each class, and whether the goal is met."""
    columns = f"{'median':>8}{'p95':>8}{'cpu':>8}"
    print(f"  {'class':14}{columns}   beside the writer:{columns}{'ratio':>7}{'cpu':>7}")
    for name in alone:
        first, second = figures(alone[name]), figures(beside[name])
        ratios = (second[1] / first[1], second[2] / first[2])
        print(f"  {name:14}{row(first)}{'':21}{row(second)}{ratios[0]:7.1f}{ratios[1]:7.1f}")
    if goal := GOALS.get(entries):
        print_met(f"up to three words, p95 under {goal} ms", alone, goal)
        print_met(f"beside the writer under {GROWTH * goal:.0f} ms", beside, GROWTH * goal)


def row(times: tuple[float, float, float]) -> str:
    """Columns of a table."""
    return "".join(f"{time:8.1f}" for time in times)


def print_met(goal: str, times: Times, limit: float) -> None:
    """Print whether the slowest class of up to three words keeps within a limit."""
    worst = max(figures(times[name])[1] for name in UP_TO_THREE)
    print(f"  {goal}: {'yes' if worst < limit else 'NO'} ({worst:.1f})")


def figures(times: list[tuple[float, float]]) -> tuple[float, float, float]:
    """The median and the time that 95 % do not exceed, and the same of the processor's time."""
    clock, processor = (quantiles(column, n=20) for column in zip(*times, strict=True))
    return clock[9], clock[18], processor[18]


def size(folder: Path) -> int:
    """Megabytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir()) // 1_000_000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
