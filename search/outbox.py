"""The way of a change into the index: a row in the transaction of the change, taken away when the engine has it."""

from __future__ import annotations

import hashlib
import logging
import time
import traceback
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from search import engines
from search.analysis import analysed
from search.engines.base import EngineUnavailable
from search.models import Entry, Passage, Pending
from search.registry import EntryContent, Source, sources

logger = logging.getLogger(__name__)

BATCH = 50
ROWS = 200
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]


def queue(label: str, ids: Iterable[int]) -> None:
    """Have the entries of these objects made anew; call it inside the transaction of the change.

    One row an object: a later change takes the place of an earlier one that is still waiting.
    """
    now, version = timezone.now(), time.time_ns()
    rows = [
        Pending(label=label, object_id=pk, version=version, changed_at=now, due_at=now) for pk in dict.fromkeys(ids)
    ]
    Pending.objects.bulk_create(
        rows,
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["label", "object_id"],
        update_fields=["version", "changed_at", "due_at", "attempts", "error"],
    )


def drain(*, limit: int = BATCH) -> int:
    """Take waiting changes into the index, the oldest first, and return how many were taken.

    What fails by itself is put off and does not hold the others up. Raises `EngineUnavailable` when the engine is
    away; all rows are then still there.
    """
    due = list(Pending.objects.filter(due_at__lte=timezone.now()).order_by("changed_at", "pk")[:limit])
    by_label: dict[str, list[Pending]] = defaultdict(list)
    for row in due:
        by_label[row.label].append(row)
    for label, rows in by_label.items():
        source = sources.get(label)
        if source is None:
            acknowledge(rows)
            continue
        take(source, rows)
    return len(due)


def drain_all() -> int:
    """Take all waiting changes into the index, and return how many; what is put off for later stays."""
    taken = 0
    while number := drain():
        taken += number
    return taken


def take(source: Source, rows: list[Pending]) -> None:
    """Take changes of one source, together if that goes well, else one by one."""
    try:
        take_together(source, rows)
    except EngineUnavailable:
        raise
    except Exception:
        if len(rows) == 1:
            put_off(rows[0], traceback.format_exc())
            return
        for row in rows:
            take(source, [row])


def take_together(source: Source, rows: list[Pending]) -> None:
    """Write the entries of these changes to the database and the engine, then take the rows away.

    The process may die between any two of the three: the rows are still there, and doing it again does no harm.
    """
    contents = source.load([row.object_id for row in rows])
    kept = [(row, contents[row.object_id]) for row in rows if row.object_id in contents]
    gone = [row.object_id for row in rows if row.object_id not in contents]
    entries = [write_entry(source.label, row.object_id, row.version, content) for row, content in kept]
    engine = engines.current()
    remove(source.label, gone)
    engine.write([analysed(entry, content) for entry, (_row, content) in zip(entries, kept, strict=True)])
    acknowledge(rows)


def write_entry(label: str, object_id: int, version: int, content: EntryContent) -> Entry:
    """Write what the database keeps of an entry: its row and its passages."""
    with transaction.atomic():
        entry, _created = Entry.objects.update_or_create(
            label=label,
            object_id=object_id,
            defaults={
                "version": version,
                "kind": content.kind,
                "title": content.title,
                "url": content.url,
                "audience_id": content.audience_id,
                "date": content.date,
                "facts": dict(content.facts),
                "digest": digest(content),
            },
        )
        entry.passages.all().delete()
        Passage.objects.bulk_create(
            [
                Passage(
                    entry=entry,
                    number=number,
                    text=passage.text.replace("\x00", ""),
                    address=passage.address,
                    label=passage.label[:200],
                    page=passage.page,
                )
                for number, passage in enumerate(content.passages)
            ],
            batch_size=ROWS,
        )
    return entry


def digest(content: EntryContent) -> str:
    """A checksum of all that is indexed and kept of an entry."""
    return hashlib.sha256(repr(content).encode()).hexdigest()


def remove(label: str, object_ids: Iterable[int]) -> None:
    """Take objects out of the engine, then out of the database."""
    entries = Entry.objects.filter(label=label, object_id__in=list(object_ids))
    engines.current().delete(list(entries.values_list("pk", flat=True)))
    entries.delete()


def acknowledge(rows: list[Pending]) -> None:
    """Take rows away, but not those whose object has changed again meanwhile."""
    done = Q(pk__in=[])
    for row in rows:
        done |= Q(pk=row.pk, version=row.version)
    Pending.objects.filter(done).delete()


def put_off(row: Pending, error: str) -> None:
    """Keep a change that cannot be taken, with its reason, and try it again later and later."""
    logger.error("Cannot index %s %s: %s", row.label, row.object_id, error)
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
    Pending.objects.filter(pk=row.pk, version=row.version).update(
        attempts=row.attempts + 1, due_at=timezone.now() + wait, error=error
    )
