"""Acts made of rows, one row a transaction: whatever stops the work, it goes on with the next row that is left."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from wagtail.models import Collection

from accounts.models import User
from core.models import Topic
from files.models import Document
from files.services import add_document
from library import services
from library.bulk.archives import Archive, ArchiveError, Entry, digest
from library.enums import BulkRowState
from library.models import BulkRow, BulkUpload, Issuer, LibraryPage
from library.titles import title_of

logger = logging.getLogger(__name__)

ATTEMPTS: Final = 3  # after which a row may be what kills the worker
DAYS: Final = ("adopted_on", "in_force_from")
LONGEST: Final = 60  # characters of the name of a stored file, four bytes each at most


class Left(Exception):
    """A row of which no act is made; `code` is a key of the sentences."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_row(row: BulkRow, archive: Archive, upload: BulkUpload, by: User) -> None:
    """Make the act of a row, and write down what became of it. An error of the database leaves it for another time."""
    if not BulkRow.objects.filter(pk=row.pk, state=BulkRowState.READY).update(attempts=F("attempts") + 1):
        return
    if row.attempts >= ATTEMPTS:
        fail(row, "gave_up")
        return
    try:
        make_act(row, archive, upload, by)
    except (OperationalError, InterfaceError):
        raise
    except PermissionDenied:
        fail(row, "no_right")
    except (Left, ArchiveError) as error:
        fail(row, error.code)
    except Exception:
        logger.exception("Row %s of the upload %s failed", row.number, upload.pk)
        fail(row, "failed")


def make_act(row: BulkRow, archive: Archive, upload: BulkUpload, by: User) -> None:
    """Store the file of a row and make the act, unless one has the file already."""
    libraries = services.libraries_for(by)
    if not services.may_bring(by) or not libraries:
        raise PermissionDenied
    if settle_if_there(row):
        return
    document = stored_document(row, archive, by)
    with transaction.atomic():
        library = LibraryPage.objects.select_for_update(of=("self",)).get(pk=libraries[0].pk)  # one act at a time
        waiting = BulkRow.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=BulkRowState.READY)
        if not waiting.exists() or settle_if_there(row):
            return
        incoming = services.list_document(document=document, by=by)
        page = services.make_act(
            incoming_id=incoming.pk, library=library, data=data_of(row.data), publish=upload.publish, by=by
        )
        settle(row, BulkRowState.MADE, page.pk)


def settle_if_there(row: BulkRow) -> bool:
    """Write down that an act has the file of the row, if one has."""
    page = services.acts_with([row.sha256]).get(row.sha256)
    if page is not None:
        settle(row, BulkRowState.SAME, page)
    return page is not None


def settle(row: BulkRow, state: BulkRowState, page: int) -> None:
    """Write down what became of a row that waits."""
    BulkRow.objects.filter(pk=row.pk, state=BulkRowState.READY).update(state=state, page=page)


def fail(row: BulkRow, code: str) -> None:
    """Write down why a row that waits became nothing; it may be tried again."""
    waiting = BulkRow.objects.filter(pk=row.pk, state=BulkRowState.READY)
    waiting.update(state=BulkRowState.FAILED, errors=[["", code, {}]])


def stored_document(row: BulkRow, archive: Archive, by: User) -> Document:
    """The file of a row as a document: one that a worker stored before it was killed, else a new one."""
    root = Collection.get_first_root_node()
    left = Document.objects.filter(sha256=row.sha256, uploaded_by_user=by, collection=root).order_by("pk").first()
    if left is not None:
        return left
    entry = entry_of(row, archive)
    with archive.unpacked(entry) as file:
        if digest(file) != row.sha256:
            raise Left("file_changed")
        return add_document(title=title_of(entry.name), file=File(file, name=name_of(entry)), uploaded_by=by)


def entry_of(row: BulkRow, archive: Archive) -> Entry:
    """The file of a row in the ZIP. Raises `Left`."""
    found = next((entry for entry in archive.entries if entry.place == row.place and entry.path == row.path), None)
    if found is None or found.trouble:
        raise Left("file_changed")
    return found


def name_of(entry: Entry) -> str:
    """The name under which a file is stored, short enough for every disk; its title keeps the whole."""
    name = PurePath(entry.name)
    return f"{name.stem[:LONGEST]}{name.suffix}"


def data_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a row as `services.make_act` takes them."""
    issuer = Issuer.objects.filter(pk=kept["issuer"]).first() if kept.get("issuer") else None
    topics = Topic.objects.filter(pk__in=kept.get("topics") or ())
    days = {name: date.fromisoformat(kept[name]) for name in DAYS if kept.get(name)}
    return {**kept, **days, "issuer": issuer, "topics": list(topics)}
