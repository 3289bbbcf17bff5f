"""Changes of pages and of who may see them, into the outbox.

Wagtail saves a page atomically, so its row is written together with the change. `post_save` has no sender here: every
subclass of `Page` counts. A move sends `Page` only, a changed address is a bulk update without signals, and a
restriction reaches all that is under it: these queue the subtree.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from search.outbox import queue
from search.registry import pages


def connect() -> None:
    """Listen to what changes entries of pages."""
    post_save.connect(page_changed, dispatch_uid="search.page_saved")
    post_delete.connect(page_changed, dispatch_uid="search.page_deleted")
    page_slug_changed.connect(subtree_changed, dispatch_uid="search.slug")
    post_page_move.connect(subtree_changed, dispatch_uid="search.move")
    for signal in (post_save, post_delete):
        signal.connect(
            restriction_changed, sender=PageViewRestriction, dispatch_uid=f"search.restriction.{id(signal)}"
        )
    groups = PageViewRestriction.groups.through
    m2m_changed.connect(restriction_changed, sender=groups, dispatch_uid="search.restriction.groups")


def page_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Queue a page of any type."""
    if isinstance(instance, Page):
        queue(pages.label, [instance.pk])


def subtree_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Queue a page and all that is under it."""
    queue_subtree(instance)


def restriction_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Queue what a restriction reaches. From the other side of the relation (a group) nothing is changed here."""
    if isinstance(instance, PageViewRestriction):
        page = Page.objects.filter(pk=instance.page_id).first()
        if page:
            queue_subtree(page)


def queue_subtree(page: Page) -> None:
    """Queue a page and all that is under it, live or not."""
    path = Page.objects.filter(pk=page.pk).values_list("path", flat=True).first() or page.path
    queue(pages.label, list(Page.objects.filter(path__startswith=path).values_list("pk", flat=True)))
