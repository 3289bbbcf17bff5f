"""Writes of imports: take a table in, compare it, confirm it, write it, throw it away.

Comparing and writing are done by the worker. A table is written whole or not at all; whatever runs twice finds the
second time that there is nothing left to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import InvitationError
from directory.enums import ImportState, TableKind
from directory.importing import tasks
from directory.importing.local_governments import LocalGovernmentResource
from directory.importing.outcomes import Outcome
from directory.importing.reading import read_table
from directory.importing.representatives import RepresentativeResource
from directory.importing.resource import NotAsCompared, TableResource
from directory.models import DirectoryImport
from directory.services import RegisterError

logger = logging.getLogger(__name__)
RESOURCES: Final[dict[str, type[TableResource]]] = {
    resource.kind: resource for resource in (RepresentativeResource, LocalGovernmentResource)
}
STEP: Final = 50  # rows between two notes of the progress
KEPT: Final = timedelta(days=30)


class ImportRefused(Exception):
    """An import that cannot be confirmed now; `code` is one of `sentences.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def upload_table(*, file_name: str, content: bytes, kind: str, by: User) -> DirectoryImport:
    """Keep an uploaded table and have it compared with the register. Raises `tables.TableError`."""
    table = read_table(content, TableKind(kind))
    kept = DirectoryImport(
        kind=kind,
        file_name=file_name[-255:],
        uploaded_by=by,
        columns=table.columns,
        ignored=table.ignored,
        rows=table.rows,
    )
    with transaction.atomic():
        kept.save()
        tasks.compare_table.enqueue(import_id=kept.pk)
    return kept


@transaction.atomic
def compare_again(*, import_id: int) -> None:
    """Have a table that waits compared with the register of now."""
    kept = DirectoryImport.objects.select_for_update().get(pk=import_id)
    if kept.is_ready:
        DirectoryImport.objects.filter(pk=import_id).update(
            state=ImportState.CHECKING, progress=0, has_changed=False, has_failed=False
        )
        tasks.compare_table.enqueue(import_id=import_id)


def compare(*, import_id: int) -> None:
    """Compare a table with the register and keep the outcomes; nothing of the register is written."""
    kept = DirectoryImport.objects.select_related("uploaded_by").filter(pk=import_id).first()
    if kept is None or kept.state != ImportState.CHECKING:
        return
    resource = RESOURCES[kept.kind](kept.rows, by=kept.uploaded_by, progress=noting(kept))
    keep_outcomes(kept, resource.compare(), ImportState.CHECKING)


def noting(kept: DirectoryImport) -> Callable[[int], None]:
    """Write down how many rows are done, now and then."""

    def note(number: int) -> None:
        if number % STEP == 0:
            DirectoryImport.objects.filter(pk=kept.pk).update(progress=number)

    return note


def keep_outcomes(kept: DirectoryImport, outcomes: list[Outcome], state: str, **fields: bool) -> None:
    """Keep the outcomes and wait for the coordinator, unless somebody else has gone on meanwhile."""
    DirectoryImport.objects.filter(pk=kept.pk, state=state).update(
        outcomes=[outcome.as_json() for outcome in outcomes],
        checks=kept.checks + 1,
        progress=len(outcomes),
        state=ImportState.READY,
        **fields,
    )


@transaction.atomic
def confirm(*, import_id: int, checks: int, skip_errors: bool, send_invitations: bool, by: User) -> None:
    """Have a table written. `checks` is the number of the comparison that the coordinator has seen.

    Raises `ImportRefused` when the table does not wait any more, was compared again since, has errors that are not to
    be skipped, or would change nothing.
    """
    kept = DirectoryImport.objects.select_for_update().get(pk=import_id)
    if not kept.is_ready:
        raise ImportRefused("not_ready")
    if kept.checks != checks:
        raise ImportRefused("compared_again")
    if kept.error_count and not skip_errors:
        raise ImportRefused("errors")
    if not kept.change_count and not (kept.invite_count and send_invitations):
        raise ImportRefused("nothing")
    DirectoryImport.objects.filter(pk=import_id).update(
        state=ImportState.APPLYING,
        skip_errors=skip_errors,
        send_invitations=send_invitations,
        confirmed_by=by,
        has_changed=False,
        has_failed=False,
    )
    tasks.write_table.enqueue(import_id=import_id)


def write(*, import_id: int) -> None:
    """Write a confirmed table in one transaction.

    If the register says something else than in the preview, nothing is written and the new differences wait for the
    coordinator; whatever goes wrong otherwise is logged, and the coordinator may try again.
    """
    try:
        write_as_compared(import_id)
    except NotAsCompared as refusal:
        cause = refusal.__cause__
        has_failed = cause is not None and not isinstance(cause, RegisterError | InvitationError)
        if has_failed:
            logger.exception("Import %s failed", import_id)
        show_again(import_id, has_failed=has_failed)


@transaction.atomic
def write_as_compared(import_id: int) -> None:
    """Write a confirmed table. Raises `NotAsCompared` when an outcome differs from the one that was seen."""
    kept = DirectoryImport.objects.select_for_update().get(pk=import_id)
    if kept.state != ImportState.APPLYING:
        return
    resource = RESOURCES[kept.kind](
        kept.rows,
        by=kept.confirmed_by or kept.uploaded_by,
        file_name=kept.file_name,
        send_invitations=kept.send_invitations,
    )
    outcomes = [outcome.as_json() for outcome in resource.write()]
    if outcomes != kept.outcomes:
        raise NotAsCompared
    kept.state, kept.finished_at = ImportState.DONE, timezone.now()
    kept.save(update_fields=["state", "finished_at"])


def show_again(import_id: int, *, has_failed: bool) -> None:
    """Compare a table anew that could not be written, and have it wait for the coordinator."""
    kept = DirectoryImport.objects.select_related("uploaded_by").get(pk=import_id)
    outcomes = RESOURCES[kept.kind](kept.rows, by=kept.uploaded_by).compare()
    keep_outcomes(kept, outcomes, ImportState.APPLYING, has_failed=has_failed, has_changed=not has_failed)


@transaction.atomic
def discard(*, import_id: int) -> bool:
    """Throw a table away that waits; what has been imported stays on record. Returns whether it did."""
    kept = DirectoryImport.objects.select_for_update().filter(pk=import_id).first()
    if kept is None or not kept.is_ready:
        return False
    kept.delete()
    return True


def forget_tables() -> int:
    """Forget the tables of a month ago: they are full of people's data. Returns how many."""
    old = DirectoryImport.objects.filter(uploaded_at__lt=timezone.now() - KEPT)
    forgotten, _by_model = old.exclude(state__in=[ImportState.CHECKING, ImportState.APPLYING]).delete()
    return forgotten
