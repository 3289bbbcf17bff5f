"""Changes of pages and of who may see them, into the outbox.

Wagtail saves a page atomically, so its row is written together with the change. `post_save` has no sender here: every
subclass of `Page` counts. A new address and a restriction reach all that is under a page: these queue the subtree.

Wagtail's own signals of moves and new addresses come after the transaction, where a process that dies would lose them;
both save the page, so its address is compared there. A restriction is saved in no transaction at all: it is queued
before, for later, and once more when it is saved.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction

from core.models import Topic
from search.outbox import queue
from search.registry import pages

BEFOREHAND = timedelta(minutes=1)
NOW = timedelta(0)


def connect() -> None:
    """Listen to what changes entries of pages."""
    pre_save.connect(page_saving, dispatch_uid="search.page_saving")
    post_save.connect(page_saved, dispatch_uid="search.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="search.page_deleted")
    pre_save.connect(restriction_saving, sender=PageViewRestriction, dispatch_uid="search.restriction_saving")
    for name, signal in (("saved", post_save), ("deleted", post_delete)):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid=f"search.restriction_{name}")
    groups = PageViewRestriction.groups.through
    m2m_changed.connect(restriction_changed, sender=groups, dispatch_uid="search.restriction_groups")
    for name, signal in (("saved", post_save), ("deleted", pre_delete)):
        signal.connect(group_changed, sender=Group, dispatch_uid=f"search.group_{name}")
    post_save.connect(topic_changed, sender=Topic, dispatch_uid="search.topic")


def page_saving(sender: type[Model], instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """See whether a page gets another address, and with it all that is under it."""
    if isinstance(instance, Page) and (update_fields is None or "url_path" in update_fields):
        before = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
        instance.gets_another_address = before not in {None, instance.url_path}


def page_saved(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Queue a page of any type; with all that is under it when it has been moved or its address has changed."""
    if isinstance(instance, Page):
        if instance.__dict__.pop("gets_another_address", False):
            queue_subtree(instance)
        else:
            queue(pages.label, [instance.pk])


def page_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Queue a page that is gone. Those under it are told of by themselves."""
    if isinstance(instance, Page):
        queue(pages.label, [instance.pk])


def restriction_saving(sender: type[Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Queue for later what a restriction is going to reach: the process may die when it has been saved."""
    queue_restricted(instance, after=BEFOREHAND)


def restriction_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Queue what a restriction reaches. A change of the other side of the relation is one of the group."""
    if isinstance(instance, PageViewRestriction):
        queue_restricted(instance)
    elif isinstance(instance, Group):
        group_changed(Group, instance)


def group_changed(sender: type[Model], instance: Group, **kwargs: Any) -> None:
    """Queue what is restricted to a group that gets another name or is deleted: audiences are made of names."""
    for restriction in PageViewRestriction.objects.filter(groups=instance):
        queue_restricted(restriction)


def topic_changed(sender: type[Model], instance: Topic, **kwargs: Any) -> None:
    """Queue the pages of a topic, whose facet it is by its slug. One that pages have cannot be deleted."""
    queue(pages.label, instance.topic_items.values_list("content_object", flat=True))


def queue_restricted(restriction: PageViewRestriction, *, after: timedelta = NOW) -> None:
    """Queue what a restriction reaches."""
    page = Page.objects.filter(pk=restriction.page_id).first()
    if page:
        queue_subtree(page, after=after)


def queue_subtree(page: Page, *, after: timedelta = NOW) -> None:
    """Queue a page and all that is under it, live or not."""
    path = Page.objects.filter(pk=page.pk).values_list("path", flat=True).first() or page.path
    queue(pages.label, Page.objects.filter(path__startswith=path).values_list("pk", flat=True), after=after)
