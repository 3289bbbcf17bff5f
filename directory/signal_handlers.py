"""Changes made elsewhere that the index has to hear of: accounts, lists, and the page that shows the register."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete

from accounts.models import User
from accounts.signals import invitation_accepted, invitation_resent
from core.models import Topic
from directory import services
from directory.entries import LocalGovernmentSource, PersonSource
from directory.models import DirectoryPage, Profile, Software
from search.services import queue

NAMING = frozenset({"first_name", "last_name", "is_active"})


def connect() -> None:
    """Listen to accounts, to the directory's page, and to the lists that people choose from."""
    post_save.connect(account_changed, sender=User, dispatch_uid="directory.account_changed")
    invitation_accepted.connect(services.seat_accepted, dispatch_uid="directory.seat_accepted")
    invitation_accepted.connect(services.person_accepted, dispatch_uid="directory.person_accepted")
    invitation_resent.connect(services.check_resent, dispatch_uid="directory.check_resent")
    post_save.connect(page_changed, sender=DirectoryPage, dispatch_uid="directory.page_changed")
    post_save.connect(topic_changed, sender=Topic, dispatch_uid="directory.topic_changed")
    pre_delete.connect(topic_changed, sender=Topic, dispatch_uid="directory.topic_deleted")
    post_save.connect(software_changed, sender=Software, dispatch_uid="directory.software_changed")
    pre_delete.connect(software_changed, sender=Software, dispatch_uid="directory.software_deleted")


def account_changed(sender: type[User], instance: User, *, created: bool, **kwargs: Any) -> None:
    """Queue a person whose name changed, or whose account was opened or closed.

    A new account has no seat, and a login is no change. Those who change accounts save in a transaction.
    """
    fields = kwargs.get("update_fields")
    if not created and (fields is None or not NAMING.isdisjoint(fields)):
        queue(PersonSource.label, [instance.pk])


def page_changed(sender: type[DirectoryPage], instance: DirectoryPage, **kwargs: Any) -> None:
    """Queue everything in the register: its addresses begin with the page's."""
    for source in (LocalGovernmentSource(), PersonSource()):
        queue(source.label, source.ids())


def topic_changed(sender: type[Topic], instance: Topic, **kwargs: Any) -> None:
    """Queue the people who know about a topic: their entries say its name."""
    queue(PersonSource.label, Profile.objects.filter(topics=instance).values_list("user", flat=True))


def software_changed(sender: type[Software], instance: Software, **kwargs: Any) -> None:
    """Queue the people who know a software: their entries say its name."""
    queue(PersonSource.label, Profile.objects.filter(software=instance).values_list("user", flat=True))
