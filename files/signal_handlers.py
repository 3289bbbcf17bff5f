"""Changes of files into the outbox of the search: what a file says, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction

from files.models import Document
from files.registry import uses
from files.signals import text_changed
from search.registry import pages
from search.services import queue


def connect() -> None:
    """Listen to what changes entries of pages through their documents."""
    text_changed.connect(document_changed, dispatch_uid="files.text")
    post_save.connect(document_saved, sender=Document, dispatch_uid="files.document")
    for name, signal in (("saved", post_save), ("deleted", post_delete)):
        signal.connect(restriction_changed, sender=CollectionViewRestriction, dispatch_uid=f"files.restriction.{name}")
    groups = CollectionViewRestriction.groups.through
    m2m_changed.connect(restriction_changed, sender=groups, dispatch_uid="files.restriction.groups")
    post_save.connect(collection_changed, sender=Collection, dispatch_uid="files.collection")


def document_changed(document: Document, **kwargs: Any) -> None:
    """Queue the pages that use a document."""
    queue_pages([document.pk])


def document_saved(instance: Document, **kwargs: Any) -> None:
    """Queue the pages that use a document: it may have gone to another collection."""
    queue_pages([instance.pk])


def restriction_changed(instance: Any, **kwargs: Any) -> None:
    """Queue the pages whose documents a restriction of a collection reaches."""
    if isinstance(instance, CollectionViewRestriction):
        collection = Collection.objects.filter(pk=instance.collection_id).first()
        if collection:
            collection_changed(collection)


def collection_changed(instance: Collection, **kwargs: Any) -> None:
    """Queue the pages whose documents are in a collection or under it: it may have been moved."""
    documents = Document.objects.filter(collection__path__startswith=instance.path)
    queue_pages(documents.values_list("pk", flat=True))


def queue_pages(documents: Iterable[int]) -> None:
    """Queue the pages that use one of these documents."""
    queue(pages.label, uses.pages_with(list(documents)))
