"""Writes of uploads of many files: take a ZIP in, look at it, confirm it, make the acts, forget it.

Looking and making are done by the worker. Every row is an act or not by itself; whatever runs twice finds the second
time what is left to do.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log

from accounts.models import User
from files.services import has_ended
from library.bulk import tasks
from library.bulk.archives import Archive, ArchiveError, opened
from library.bulk.checking import Check
from library.bulk.finding import find_table
from library.bulk.running import make_row
from library.enums import BulkRowState, BulkState
from library.models import BulkRow, BulkUpload
from library.services import libraries_for, may_publish

BATCH: Final = 200
STEP: Final = 20  # rows of one task: between two, files that wait are read
UNNAMED: Final = 500  # files of which it is told that no row names them
ZIP_KEPT: Final = timedelta(days=7)  # after all is done: a row that failed may be tried again
KEPT: Final = timedelta(days=90)


class BulkRefused(Exception):
    """Something that cannot be done with an upload now; `code` is a key of `sentences.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def upload_zip(*, file: File, file_name: str, by: User) -> BulkUpload:
    """Keep a ZIP and have it looked at. Raises `archives.ArchiveError` where its list of contents is refused."""
    if file.size > settings.MAX_UPLOAD_BYTES:
        raise ArchiveError("too_big", limit=settings.MAX_UPLOAD_BYTES // 1024 // 1024)
    Archive(file)
    file.seek(0)
    upload = BulkUpload(file_name=file_name[-255:], uploaded_by=by)
    upload.file.save("", file, save=False)
    with transaction.atomic():
        upload.save()
        log(upload, "library.upload_many", user=by)
        tasks.check_upload.enqueue(upload_id=upload.pk)
    return upload


def check(*, upload_id: int) -> None:
    """Look at a ZIP: find its table, and what would become of each row. Nothing of the library is written."""
    upload = BulkUpload.objects.select_related("uploaded_by").filter(pk=upload_id, state=BulkState.CHECKING).first()
    if upload is None:
        return
    try:
        with opened(upload.file) as archive:
            found = find_table(archive)
            seen = Check(archive, found, upload.uploaded_by)
            BulkUpload.objects.filter(pk=upload_id).update(total=len(seen.rows), progress=0)
            rows = seen.run(partial(note, upload_id))
    except ArchiveError as error:
        refuse(upload, error)
        return
    upload.table_name = found.entry.path[-1000:]
    upload.unnamed = [[entry.path, entry.trouble] for entry in seen.unnamed[:UNNAMED]]
    upload.columns, upload.ignored, upload.total = found.table.columns, found.table.ignored, len(rows)
    keep_rows(upload, rows)


def note(upload_id: int, progress: int) -> None:
    """Write down how many rows have been looked at."""
    BulkUpload.objects.filter(pk=upload_id).update(progress=progress)


def refuse(upload: BulkUpload, error: ArchiveError) -> None:
    """Write down why a ZIP cannot be used."""
    trouble = [error.code, error.params]
    BulkUpload.objects.filter(pk=upload.pk, state=BulkState.CHECKING).update(state=BulkState.REFUSED, trouble=trouble)


@transaction.atomic
def keep_rows(upload: BulkUpload, rows: list[BulkRow]) -> None:
    """Keep what was found and wait for the editor, unless somebody else has gone on meanwhile."""
    if not BulkUpload.objects.select_for_update().filter(pk=upload.pk, state=BulkState.CHECKING).exists():
        return
    upload.rows.all().delete()
    for row in rows:
        row.upload = upload
    BulkRow.objects.bulk_create(rows, batch_size=BATCH)
    upload.state, upload.progress, upload.checks, upload.trouble = BulkState.READY, len(rows), upload.checks + 1, []
    upload.save()


@transaction.atomic
def check_again(*, upload_id: int) -> None:
    """Have a ZIP that waits looked at anew: the library may have changed."""
    upload = BulkUpload.objects.select_for_update().get(pk=upload_id)
    if upload.state in {BulkState.READY, BulkState.REFUSED}:
        BulkUpload.objects.filter(pk=upload_id).update(state=BulkState.CHECKING, progress=0)
        tasks.check_upload.enqueue(upload_id=upload_id)


@transaction.atomic
def confirm(*, upload_id: int, checks: int, skip_errors: bool, publish: bool, by: User) -> None:
    """Have the acts made. `checks` is the number of the look that the editor has seen.

    Raises `BulkRefused` when the ZIP does not wait any more, was looked at again since, has errors that are not to be
    skipped, has nothing to be made, or may not be published by this person.
    """
    upload = BulkUpload.objects.select_for_update().get(pk=upload_id)
    if upload.state != BulkState.READY:
        raise BulkRefused("not_ready")
    if upload.checks != checks:
        raise BulkRefused("checked_again")
    states = set(upload.rows.order_by().values_list("state", flat=True))
    if BulkRowState.ERROR in states and not skip_errors:
        raise BulkRefused("errors")
    if BulkRowState.READY not in states:
        raise BulkRefused("nothing")
    start(upload, publish=publish, by=by)
    log(upload, "library.confirm_many", user=by, data={"publish": publish, "skip_errors": skip_errors})


def start(upload: BulkUpload, *, publish: bool, by: User) -> None:
    """Have the rows that wait made into acts, in the caller's transaction. Raises `BulkRefused`."""
    libraries = libraries_for(by)
    if not libraries or (publish and not may_publish(by, libraries[0])):
        raise BulkRefused("no_right")
    upload.state, upload.publish, upload.confirmed_by, upload.finished_at = BulkState.RUNNING, publish, by, None
    upload.save()
    tasks.make_acts.enqueue(upload_id=upload.pk)


@transaction.atomic
def try_again(*, upload_id: int, by: User) -> None:
    """Try the rows that failed once more. Raises `BulkRefused` when there are none, or the ZIP is gone."""
    upload = BulkUpload.objects.select_for_update().get(pk=upload_id)
    if upload.state != BulkState.DONE or not upload.file:
        raise BulkRefused("not_again")
    failed = upload.rows.filter(state=BulkRowState.FAILED)
    if not failed.update(state=BulkRowState.READY, attempts=0, errors=[]):
        raise BulkRefused("not_again")
    start(upload, publish=upload.publish, by=by)
    log(upload, "library.retry_many", user=by)


def run(*, upload_id: int) -> bool:
    """Make acts of the next rows of a confirmed ZIP, and return whether more are left."""
    upload = BulkUpload.objects.select_related("confirmed_by").filter(pk=upload_id, state=BulkState.RUNNING).first()
    if upload is None:
        return False
    waiting = upload.rows.filter(state=BulkRowState.READY)
    try:
        with opened(upload.file) as archive:
            for row in waiting.order_by("number")[:STEP]:
                make_row(row, archive, upload, upload.confirmed_by or upload.uploaded_by)
    except ArchiveError as error:
        waiting.update(state=BulkRowState.FAILED, errors=[["", error.code, error.params]])
    if waiting.exists():
        return True
    finish(upload)
    return False


def finish(upload: BulkUpload) -> None:
    """Write down that nothing is left to be made."""
    running = BulkUpload.objects.filter(pk=upload.pk, state=BulkState.RUNNING)
    running.update(state=BulkState.DONE, finished_at=timezone.now())


def resume_uploads() -> int:
    """Queue the ZIPs that are being worked at and have no task; end those whose task failed for good.

    A task is queued together with what it is for, or by the task before it, which may be killed in between. Returns
    how many were queued.
    """
    working = BulkUpload.objects.filter(state__in=[BulkState.CHECKING, BulkState.RUNNING])
    return sum(resume(upload) for upload in working)


def resume(upload: BulkUpload) -> bool:
    """Queue what is left to do for an upload, unless its task waits or runs; return whether it was queued."""
    task = tasks.check_upload if upload.state == BulkState.CHECKING else tasks.make_acts
    queued = DBTaskResult.objects.filter(task_path=task.module_path).order_by("-enqueued_at")
    last = next((one for one in queued if one.args_kwargs["kwargs"].get("upload_id") == upload.pk), None)
    if last is not None and not has_ended(last):
        return False
    if last is not None and last.status == TaskResultStatus.FAILED:
        give_up(upload)
        return False
    task.enqueue(upload_id=upload.pk)
    return True


def give_up(upload: BulkUpload) -> None:
    """End the work at an upload that no worker could finish; what is left may be tried again."""
    if upload.state == BulkState.CHECKING:
        refuse(upload, ArchiveError("gave_up"))
        return
    waiting = upload.rows.filter(state=BulkRowState.READY)
    waiting.update(state=BulkRowState.FAILED, errors=[["", "gave_up", {}]])
    finish(upload)


@transaction.atomic
def discard(*, upload_id: int, by: User) -> bool:
    """Throw a ZIP away of which nothing has been made. Returns whether it did."""
    upload = BulkUpload.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None or upload.state not in {BulkState.READY, BulkState.REFUSED}:
        return False
    log(upload, "library.discard_many", user=by)
    forget(upload)
    return True


def forget(upload: BulkUpload) -> None:
    """Delete an upload with its ZIP; the acts stay."""
    remove_later(upload)
    upload.delete()


def remove_later(upload: BulkUpload) -> None:
    """Delete the stored ZIP once the transaction has been committed; an hourly job finds what is left behind."""
    if name := upload.file.name:
        transaction.on_commit(partial(delete_file, upload.file.storage, name))


def delete_file(storage: Storage, name: str) -> None:
    """Delete a stored file, if it is there."""
    with suppress(OSError):
        storage.delete(name)


def forget_uploads() -> int:
    """Delete the ZIPs that have been done for a week, and what is known of uploads after 90 days; return how many."""
    now = timezone.now()
    done = BulkUpload.objects.filter(state=BulkState.DONE, finished_at__lt=now - ZIP_KEPT).exclude(file="")
    old = BulkUpload.objects.filter(uploaded_at__lt=now - KEPT).exclude(
        Q(state=BulkState.CHECKING) | Q(state=BulkState.RUNNING)
    )
    forgotten = 0
    for upload in old:
        with transaction.atomic():
            forget(upload)
        forgotten += 1
    for upload in done:
        with transaction.atomic():
            remove_later(upload)
            BulkUpload.objects.filter(pk=upload.pk).update(file="")
        forgotten += 1
    return forgotten


def named_zips(names: Collection[str]) -> set[str]:
    """Those of the names of stored ZIPs that an upload has."""
    return set(BulkUpload.objects.filter(file__in=list(names)).values_list("file", flat=True))
