"""Django's groups, kept equal to what the register says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from core import request_cache
from directory.groups import entitlements_on, register_group_names

if TYPE_CHECKING:
    from accounts.models import User


_put_off: ContextVar[bool] = ContextVar("put_off", default=False)


@contextmanager
def syncing_once() -> Iterator[None]:
    """Put the copies of single people off, and make one of everybody at the end: for hundreds of changes in a row."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)
    sync_groups()


@transaction.atomic
def sync_groups(*, user: User | None = None) -> int:
    """Make Django's groups equal to the register of today, of one person or of all; return how many rows differed."""
    from accounts.models import User

    if user and _put_off.get():
        return 0
    names = register_group_names()
    Group.objects.bulk_create([Group(name=name) for name in names], ignore_conflicts=True)
    ids = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    entitled: dict[int, set[int]] = defaultdict(set)
    for person, entitlement in entitlements_on(timezone.localdate(), [user.pk] if user else None).items():
        for name in entitlement.groups:
            entitled[ids[name]].add(person)
    membership = User.groups.through
    rows = membership.objects.filter(group__in=ids.values())
    if user:
        rows = rows.filter(user=user)
    present: dict[int, set[int]] = defaultdict(set)
    for group, person in rows.values_list("group", "user"):
        present[group].add(person)
    differing = 0
    for group in ids.values():
        gone, new = present[group] - entitled[group], entitled[group] - present[group]
        membership.objects.filter(group=group, user__in=gone).delete()
        membership.objects.bulk_create(
            [membership(group_id=group, user_id=person) for person in new], ignore_conflicts=True
        )
        differing += len(gone) + len(new)
    request_cache.forget()
    return differing
