"""Changes made elsewhere that the index has to hear of: of accounts, and of the page that shows the register."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from accounts.models import User
from directory.entries import LocalGovernmentSource, PersonSource
from directory.models import DirectoryPage
from search.services import queue

NAMING = frozenset({"first_name", "last_name", "is_active"})


def connect() -> None:
    """Listen to accounts and to the directory's page."""
    post_save.connect(account_changed, sender=User, dispatch_uid="directory.account_changed")
    post_save.connect(page_changed, sender=DirectoryPage, dispatch_uid="directory.page_changed")


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
