"""A new index beside the one that serves, when one is needed, and the comparison of an index with what is true."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import Final

from django.utils import timezone

from core.registry import JobSpec
from core.services import claim_job, run_job
from search import engines
from search.engines.base import Engine, EngineUnavailable
from search.models import Entry
from search.outbox import BATCH, digest, drain, drain_all, queue, remove, version_of_reading, write
from search.registry import Source, sources

logger = logging.getLogger(__name__)

Progress = Callable[[str, int], None]

LOOK_EVERY: Final = 60.0
"""Seconds between two looks of a worker whether the index can be used."""


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
            one_by_one(partial(write_batch, build), source, batch)
            done += len(batch)
            if progress:
                progress(source.label, done)
    queue_what_is_gone()
    drain_all()
    stray = set(build.ids()) - set(Entry.objects.values_list("pk", flat=True))
    build.delete(list(stray))
    engines.switch(build)
    return len(build.ids())


def write_batch(build: Engine, source: Source, ids: list[int]) -> None:
    """Write the entries of these objects into the new index."""
    version = version_of_reading(source.label, ids)
    write(build, source.label, version, source.load(ids))


def one_by_one(work: Callable[[Source, list[int]], None], source: Source, ids: list[int]) -> None:
    """Do work on objects together if that goes well, else one by one; what fails by itself goes into the outbox.

    There its reason is kept when it fails again.
    """
    try:
        work(source, ids)
    except EngineUnavailable:
        raise
    except Exception:
        if len(ids) == 1:
            logger.exception("Cannot read %s %s", source.label, ids[0])
            queue(source.label, ids)
            return
        for pk in ids:
            one_by_one(work, source, [pk])


def queue_what_is_gone() -> int:
    """Put entries into the outbox whose object is no more, and take those away whose source is no more; how many.

    Entries are read before objects: one that comes meanwhile is not taken for gone.
    """
    gone = 0
    for label in set(Entry.objects.values_list("label", flat=True).distinct()):
        source = sources.get(label)
        indexed = set(Entry.objects.filter(label=label).values_list("object_id", flat=True))
        stale = indexed - set(source.ids() if source else ())
        if source:
            queue(label, stale)
        for batch in batches(() if source else stale):
            remove(label, batch)
        gone += len(stale)
    return gone


def is_wanted() -> bool:
    """Whether the engine has no index that it can use, though there are entries. Raises `EngineUnavailable`.

    Before the first entry there is nothing to build: all that there is waits in the outbox.
    """
    return not engines.current().is_built() and Entry.objects.exists()


MENDING: Final = JobSpec("search_mending", rebuild, timedelta(minutes=5))
"""Claimed by the one worker that rebuilds; another may try it then if that one died or failed."""


class Loop:
    """The loop of the worker: it takes what waits into the index, and builds that anew where it cannot be used.

    Nothing is taken before the first look: a change that is written to an engine without an index makes one, and the
    next look would take it for whole.
    """

    def __init__(self) -> None:
        self.look_at = 0.0  # of the monotonic clock

    def step(self) -> int:
        """Take what waits, and return how much that was. Raises `EngineUnavailable`."""
        if time.monotonic() >= self.look_at:
            if not mend():
                return 0
            self.look_at = time.monotonic() + LOOK_EVERY
        return drain()


def mend() -> bool:
    """Build the index anew where one is wanted, unless another worker does; return whether none is wanted any more.

    Raises `EngineUnavailable`; what goes wrong with the build is in the log.
    """
    if not is_wanted():
        return True
    if not claim_job(MENDING, timezone.now()):
        return False
    logger.warning("The search index is missing or was made by another version: it is built anew.")
    run_job(MENDING)
    return not is_wanted()


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
    found = Differences(gone=queue_what_is_gone())
    in_engine = engines.current().ids()
    entries = dict(Entry.objects.values_list("pk", "version"))
    strays = in_engine.keys() - entries.keys()
    engines.current().delete(list(strays))
    found.only_in_engine = len(strays)
    for source in sources.sources.values():
        for batch in batches(source.ids()):
            one_by_one(partial(compare, in_engine, found), source, batch)
    return found


def compare(in_engine: dict[int, int], found: Differences, source: Source, ids: list[int]) -> None:
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
            Entry.objects.filter(pk=row.pk).update(digest="")  # so that it gets a new version
        else:
            continue
        different.append(pk)
    if different:
        queue(source.label, different)
