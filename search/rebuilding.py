"""A new index beside the one that serves, and the comparison of an index with what is true."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search import engines
from search.analysis import analysed
from search.engines.base import Engine
from search.models import Entry
from search.outbox import BATCH, digest, drain_all, queue, remove, write_entry
from search.registry import Source, sources

Progress = Callable[[str, int], None]


def batches(ids: Iterable[int], size: int = BATCH) -> Iterator[list[int]]:
    """Cut ids into lists of at most `size`."""
    iterator = iter(ids)
    while batch := list(islice(iterator, size)):
        yield batch


def rebuild(progress: Progress | None = None) -> int:
    """Build a new index of everything, catch up with what changed meanwhile, and let it serve; return its size.

    The old index serves until the switch. While the new one is being built, `outbox.drain` writes to both; versions
    see to it that what was read earlier never wins over what changed later.
    """
    build = engines.start_build()
    for source in list(sources.sources.values()):
        done = 0
        for batch in batches(source.ids()):
            write_batch(build, source, batch)
            done += len(batch)
            if progress:
                progress(source.label, done)
    forget_what_is_gone()
    drain_all()
    stray = set(build.ids()) - set(Entry.objects.values_list("pk", flat=True))
    build.delete(list(stray))
    engines.switch(build)
    return len(build.ids())


def write_batch(build: Engine, source: Source, ids: list[int]) -> None:
    """Write the entries of these objects into the new index."""
    version = time.time_ns()
    contents = source.load(ids)
    build.write(
        [analysed(write_entry(source.label, pk, version, content), content) for pk, content in contents.items()]
    )


def forget_what_is_gone() -> int:
    """Take entries away whose object, or whose source, is no more; return how many."""
    gone = 0
    for label in set(Entry.objects.values_list("label", flat=True).distinct()):
        source = sources.get(label)
        present = set(source.ids()) if source else set()
        stale = set(Entry.objects.filter(label=label).values_list("object_id", flat=True)) - present
        for batch in batches(stale):
            remove(label, batch)
        gone += len(stale)
    return gone


@dataclass
class Differences:
    """What `check` found: objects without an entry or with an old one, entries without an object, strays."""

    missing: int = 0
    stale: int = 0
    gone: int = 0
    not_in_engine: int = 0
    only_in_engine: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.missing + self.stale + self.gone + self.not_in_engine + self.only_in_engine


def check() -> Differences:
    """Compare all that should be indexed with what is, and put what differs into the outbox.

    What is waiting in the outbox anyway is not a difference, so drain it before.
    """
    found = Differences(gone=forget_what_is_gone())
    in_engine = engines.current().ids()
    entries = dict(Entry.objects.values_list("pk", "version"))
    strays = in_engine.keys() - entries.keys()
    engines.current().delete(list(strays))
    found.only_in_engine = len(strays)
    for source in sources.sources.values():
        for batch in batches(source.ids()):
            compare(source, batch, in_engine, found)
    return found


def compare(source: Source, ids: list[int], in_engine: dict[int, int], found: Differences) -> None:
    """Compare a batch of objects with their entries; queue those that differ."""
    contents = source.load(ids)
    rows = {row.object_id: row for row in Entry.objects.filter(label=source.label, object_id__in=ids)}
    different = []
    for pk, content in contents.items():
        row = rows.get(pk)
        if row is None:
            found.missing += 1
        elif row.digest != digest(content):
            found.stale += 1
        elif in_engine.get(row.pk) != row.version:
            found.not_in_engine += 1
        else:
            continue
        different.append(pk)
    if different:
        queue(source.label, different)
