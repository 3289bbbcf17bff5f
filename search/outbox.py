"""The way of a change into the index: a row in the transaction of the change, taken away when the engine has it."""

from __future__ import annotations

import hashlib
import logging
import time
import traceback
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from search import engines
from search.analysis import analysed, words_of
from search.engines.base import Engine, EngineUnavailable
from search.models import Entry, Passage, Pending
from search.registry import EntryContent, Source, sources

logger = logging.getLogger(__name__)

BATCH = 50
ROWS = 200
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]


def queue(label: str, ids: Iterable[int], *, after: timedelta = timedelta(0)) -> None:
    """Have the entries of these objects made anew; call it inside the transaction of the change.

    One row an object: a later change takes the place of an earlier one that is still waiting. `after` is for a change
    that is about to be made in no transaction: if the process dies before it can say that it was made, the entries are
    made anew after this time.
    """
    now, version = timezone.now(), time.time_ns()
    rows = [
        Pending(label=label, object_id=pk, version=version, changed_at=now, due_at=now + after)
        for pk in sorted(set(ids))  # everybody in one order, so that no two wait for each other
    ]
    Pending.objects.bulk_create(
        rows,
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["label", "object_id"],
        update_fields=["version", "changed_at", "due_at", "attempts", "error"],
    )


def drain(*, limit: int = BATCH, until: datetime | None = None) -> int:
    """Take waiting changes into the index, the oldest first, and return how many were taken.

    `until` leaves later changes for another time. What fails by itself is put off and does not hold the others up.
    Raises `EngineUnavailable` when the engine is away; all rows are then still there.
    """
    waiting = Pending.objects.filter(due_at__lte=timezone.now())
    if until:
        waiting = waiting.filter(changed_at__lte=until)
    due = list(waiting.order_by("changed_at", "pk")[:limit])
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
    """Take the changes made until now into the index, and return how many; what is put off for later stays."""
    taken, now = 0, timezone.now()
    while number := drain(until=now):
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
    ids = [row.object_id for row in rows]
    version = version_of_reading(source.label, ids)
    contents = source.load(ids)
    remove(source.label, [pk for pk in ids if pk not in contents], version=version)
    write(engines.current(), source.label, version, contents)
    acknowledge(rows)


def version_of_reading(label: str, object_ids: Collection[int]) -> int:
    """The version of what is read of these objects from now on: nanoseconds since 1970, as of the entries' versions.

    It is the time of reading, since a change is seen only when its transaction ends, and that may be long after it
    was queued. A clock that was put back makes it no lower than what is stored.
    """
    stored = Entry.objects.filter(label=label, object_id__in=object_ids).aggregate(Max("version"))["version__max"]
    return max(time.time_ns(), stored or 0)


def write(engine: Engine, label: str, version: int, contents: Mapping[int, EntryContent]) -> None:
    """Write entries to the database and an engine, without those of which something newer is there."""
    written = [(write_entry(label, pk, version, content), content) for pk, content in contents.items()]
    if entries := [analysed(entry, content) for entry, content in written if entry]:
        engine.write(entries)


def write_entry(label: str, object_id: int, version: int, content: EntryContent) -> Entry | None:
    """Write what the database keeps of an entry: its row and its passages; nothing when it has a newer one.

    What is there already stays with its version, which the engine has too or is about to get: most changes of pages
    are drafts.
    """
    fields = {
        "version": version,
        "kind": content.kind,
        "title": content.title,
        "url": content.url,
        "audience_id": content.audience_id,
        "date": content.date,
        "facts": dict(content.facts),
        "words": words(content),
        "in_force_from": content.in_force[0],
        "in_force_to": content.in_force[1],
        "digest": digest(content),
    }
    with transaction.atomic():
        locked = Entry.objects.select_for_update()
        entry, created = locked.get_or_create(label=label, object_id=object_id, defaults=fields)
        if not created:
            if entry.version > version:
                return None
            if entry.digest == fields["digest"] and entry.passages.count() == len(content.passages):
                return entry
            for name, value in fields.items():
                setattr(entry, name, value)
            entry.save()
        entry.passages.all().delete()
        Passage.objects.bulk_create(rows_of_passages(entry, content), batch_size=ROWS)
    return entry


def rows_of_passages(entry: Entry, content: EntryContent) -> list[Passage]:
    """The passages of an entry as the database keeps them, which has no NUL."""
    return [
        Passage(
            entry=entry,
            number=number,
            text=passage.text.replace("\x00", ""),
            address=passage.address,
            label=passage.label[:200],
            page=passage.page,
        )
        for number, passage in enumerate(content.passages)
    ]


def words(content: EntryContent) -> str:
    """The words of all names of an entry, by which it is suggested."""
    return words_of([content.title, *content.names])


def digest(content: EntryContent) -> str:
    """A checksum of all that is indexed and kept of an entry."""
    return hashlib.sha256(repr((content, words(content))).encode()).hexdigest()


def remove(label: str, object_ids: Iterable[int], *, version: int | None = None) -> None:
    """Take objects out of the engine, then out of the database.

    `version` is that of the reading that found them gone: who read them before may write them after.
    """
    entries = Entry.objects.filter(label=label, object_id__in=list(object_ids))
    if ids := list(entries.values_list("pk", flat=True)):
        engines.current().delete(ids, version=version)
        entries.delete()


def acknowledge(rows: list[Pending]) -> None:
    """Take rows away, but not those whose object has changed again meanwhile.

    Where somebody else has taken a row away, that one may have written before us what is newer than what we have
    written: the object is queued once more.
    """
    with transaction.atomic():
        locked = Pending.objects.select_for_update().filter(pk__in=[row.pk for row in rows])
        versions = dict(locked.order_by("label", "object_id").values_list("pk", "version"))
        done = [row.pk for row in rows if versions.get(row.pk) == row.version]
        Pending.objects.filter(pk__in=done).delete()
    for row in rows:
        if row.pk not in versions:
            queue(row.label, [row.object_id])


def put_off(row: Pending, error: str) -> None:
    """Keep a change that cannot be taken, with its reason, and try it again later and later."""
    logger.error("Cannot index %s %s: %s", row.label, row.object_id, error)
    wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
    Pending.objects.filter(pk=row.pk, version=row.version).update(
        attempts=row.attempts + 1, due_at=timezone.now() + wait, error=error
    )
