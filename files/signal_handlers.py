"""Changes of files into the outbox of the search: what a file says, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail import hooks
from wagtail.models import Collection, CollectionViewRestriction

from files.models import Document
from files.registry import uses
from files.signals import text_changed
from search.registry import pages
from search.services import queue

BEFOREHAND = timedelta(minutes=1)
NOW = timedelta(0)


def connect() -> None:
    """Listen to what changes entries of pages through their documents."""
    text_changed.connect(document_changed, dispatch_uid="files.text")
    post_save.connect(document_saved, sender=Document, dispatch_uid="files.document")
    hooks.register("after_bulk_action", documents_changed)
    pre_save.connect(restriction_saving, sender=CollectionViewRestriction, dispatch_uid="files.restriction_saving")
    for name, signal in (("saved", post_save), ("deleted", post_delete)):
        signal.connect(restriction_changed, sender=CollectionViewRestriction, dispatch_uid=f"files.restriction_{name}")
    groups = CollectionViewRestriction.groups.through
    m2m_changed.connect(restriction_changed, sender=groups, dispatch_uid="files.restriction_groups")
    for name, signal in (("saved", post_save), ("deleted", pre_delete)):
        signal.connect(group_changed, sender=Group, dispatch_uid=f"files.group_{name}")
    post_save.connect(collection_changed, sender=Collection, dispatch_uid="files.collection")


def document_changed(document: Document, **kwargs: Any) -> None:
    """Queue the pages that use a document."""
    queue_pages([document.pk])


def document_saved(instance: Document, **kwargs: Any) -> None:
    """Queue the pages that use a document: it may have gone to another collection."""
    queue_pages([instance.pk])


def documents_changed(request: Any, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Queue the pages that use documents to which something was done together in the admin, in its transaction.

    Wagtail gives several another collection by one update without signals.
    """
    if Document in action.models:
        queue_pages([document.pk for document in objects if document.pk])


def restriction_saving(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """Queue for later what a restriction is going to reach: it is saved in no transaction, and the process may die."""
    queue_restricted(instance, after=BEFOREHAND)


def restriction_changed(instance: Any, **kwargs: Any) -> None:
    """Queue the pages whose documents a restriction of a collection reaches."""
    if isinstance(instance, CollectionViewRestriction):
        queue_restricted(instance)
    elif isinstance(instance, Group):
        group_changed(instance)


def group_changed(instance: Group, **kwargs: Any) -> None:
    """Queue what is restricted to a group that gets another name or is deleted."""
    for restriction in CollectionViewRestriction.objects.filter(groups=instance):
        queue_restricted(restriction)


def collection_changed(instance: Collection, **kwargs: Any) -> None:
    """Queue the pages whose documents are in a collection or under it: it may be about to be moved."""
    queue_collection(instance.path)


def queue_restricted(restriction: CollectionViewRestriction, *, after: timedelta = NOW) -> None:
    """Queue the pages whose documents a restriction reaches."""
    path = Collection.objects.filter(pk=restriction.collection_id).values_list("path", flat=True).first()
    if path:
        queue_collection(path, after=after)


def queue_collection(path: str, *, after: timedelta = NOW) -> None:
    """Queue the pages whose documents are in a collection or under it."""
    documents = Document.objects.filter(collection__path__startswith=path)
    queue_pages(documents.values_list("pk", flat=True), after=after)


def queue_pages(documents: Iterable[int], *, after: timedelta = NOW) -> None:
    """Queue the pages that use one of these documents."""
    queue(pages.label, uses.pages_with(list(documents)), after=after)
