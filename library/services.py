"""Writes of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from files.models import Document
from library.models import ActPage, ActVersion, ActVersionDocument

if TYPE_CHECKING:
    from core.registry import AnyUser


class ActCannotBeEdited(Exception):
    """The act is locked for the person, or it is the copy of another page that follows it."""


@transaction.atomic
def add_version(*, act: ActPage, document: Document, by: AnyUser) -> bool:
    """Add a version with one document to an act as its newest draft, and return whether it was added.

    An act whose newest draft has the document already stays as it is, so that asking twice adds one version. What is
    published does not change. Raises `ActCannotBeEdited`.
    """
    stored = ActPage.objects.select_for_update().get(pk=act.pk)
    lock = stored.get_lock()
    if stored.alias_of_id or (lock and lock.for_user(by)):
        raise ActCannotBeEdited
    draft = stored.get_latest_revision_as_object()
    listed = list(draft.versions.all())
    if any(row.document_id == document.pk for version in listed for row in version.documents.all()):
        return False
    version = ActVersion(sort_order=1 + max((one.sort_order or 0 for one in listed), default=-1))
    version.documents = [ActVersionDocument(document=document, sort_order=0)]
    draft.versions.add(version)
    revision = draft.save_revision(user=by, clean=False)
    data = {"document": {"id": document.pk, "title": document.title}, "from": len(listed), "to": len(listed) + 1}
    log(draft, "library.add_version", user=by, revision=revision, data=data)
    return True
