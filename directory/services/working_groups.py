"""Writes of working groups: each keeps Django's group of the same name, and who is in it, equal to the register."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from directory.groups import register_group_names
from directory.models import District, Seat, WorkingGroup
from directory.services.errors import GroupNameTaken, WorkingGroupGone
from directory.services.groups import sync_groups
from serbian.folding import fold
from serbian.script import to_latin
from serbian.slugs import slugify

if TYPE_CHECKING:
    from accounts.models import User

FIELDS: Final = ("name", "description", "is_by_rule", "rule_seat_kinds", "rule_kinds")
MEMBERS: Final = ("rule_districts", "seats", "people")


@transaction.atomic
def create_working_group(
    *,
    name: str,
    description: str = "",
    is_by_rule: bool = False,
    rule_seat_kinds: Collection[str] = (),
    rule_kinds: Collection[str] = (),
    rule_districts: Collection[District] = (),
    seats: Collection[Seat] = (),
    people: Collection[User] = (),
    by: User | None = None,
) -> WorkingGroup:
    """Make a working group with Django's group of the same name, and put in it whom its rule and the choice name.

    `rule_seat_kinds` are values of `SeatKind`, `rule_kinds` of `Kind`; an empty list is all. Raises `GroupNameTaken`.
    """
    name = name.strip()
    check_group_name(name)
    group = WorkingGroup.objects.create(
        name=name,
        slug=free_slug(name),
        description=description,
        group=Group.objects.create(name=name),
        is_by_rule=is_by_rule,
        rule_seat_kinds=list(rule_seat_kinds),
        rule_kinds=list(rule_kinds),
    )
    for field, chosen in zip(MEMBERS, (rule_districts, seats, people), strict=True):
        getattr(group, field).set(chosen)
    after_change(group, "directory.create_working_group", by=by, to=facts_of(group))
    return group


@transaction.atomic
def save_working_group(*, working_group: WorkingGroup, by: User | None = None, **changes: Any) -> WorkingGroup:
    """Change `FIELDS` and `MEMBERS` of a working group; a new name is Django's group's too, its address stays.

    Raises `GroupNameTaken`, `WorkingGroupGone`; `ValueError` for what no one changes.
    """
    if not changes.keys() <= {*FIELDS, *MEMBERS}:
        raise ValueError(f"Nobody changes {', '.join(sorted(changes.keys() - {*FIELDS, *MEMBERS}))}")
    current = locked(working_group)
    before = facts_of(current)
    for field in changes.keys() & set(FIELDS):
        value = changes[field]
        setattr(current, field, list(value) if isinstance(value, Collection) and field.startswith("rule_") else value)
    current.name = current.name.strip()
    if current.name != current.group.name:
        check_group_name(current.name, besides=current)
        current.group.name = current.name
        current.group.save()
    current.save()
    for field in changes.keys() & set(MEMBERS):
        getattr(current, field).set(changes[field])
    after_change(current, "directory.save_working_group", by=by, before=before, to=facts_of(current))
    working_group.refresh_from_db()
    return current


@transaction.atomic
def put_into_working_group(*, working_group: WorkingGroup, person: User, by: User | None = None) -> None:
    """Choose a person by hand into a working group. Raises `WorkingGroupGone`."""
    save_working_group(working_group=working_group, people=[*working_group.people.all(), person], by=by)


@transaction.atomic
def close_working_group(*, working_group: WorkingGroup, by: User | None = None) -> None:
    """Close a working group: from now on it opens nothing to anybody, and what it was made of is kept.

    What is restricted to it alone is then open to nobody. Raises `WorkingGroupGone`.
    """
    set_closed(working_group, is_closed=True, by=by)


@transaction.atomic
def reopen_working_group(*, working_group: WorkingGroup, by: User | None = None) -> None:
    """Open a closed working group again, with what it was made of. Raises `WorkingGroupGone`."""
    set_closed(working_group, is_closed=False, by=by)


def set_closed(working_group: WorkingGroup, *, is_closed: bool, by: User | None) -> None:
    """Close or open a working group; nothing happens to one that is so already."""
    current = locked(working_group)
    if current.is_closed == is_closed:
        return
    before = facts_of(current)
    current.is_closed = working_group.is_closed = is_closed
    current.save(update_fields=["is_closed"])
    action = "directory.close_working_group" if is_closed else "directory.reopen_working_group"
    after_change(current, action, by=by, before=before, to=facts_of(current))


def locked(working_group: WorkingGroup) -> WorkingGroup:
    """Keep others from changing the group until the transaction ends, and read it again."""
    current = WorkingGroup.objects.select_for_update().filter(pk=working_group.pk).first()
    if current is None:
        raise WorkingGroupGone
    return current


def check_group_name(name: str, *, besides: WorkingGroup | None = None) -> None:
    """Check that no other group is called so, in whatever script and case, whether of roles, seats, districts or hand.

    A district may still come: what sounds like one is kept for it. Raises `GroupNameTaken`.
    """
    taken = {key_of(other) for other in register_group_names() - ({besides.group.name} if besides else set())}
    groups = Group.objects.exclude(pk=besides.group_id) if besides else Group.objects.all()
    taken |= {key_of(other) for other in groups.values_list("name", flat=True)}
    if key_of(name) in taken or re.search(r"^grad | okrug$", key_of(name)):
        raise GroupNameTaken(name)


def key_of(name: str) -> str:
    """What is the same in two spellings of one name."""
    return " ".join(fold(to_latin(name)).split())


def free_slug(name: str) -> str:
    """An address for a group of the name that no other has."""
    slug = base = slugify(name)[:90] or "grupa"
    number = 1
    while WorkingGroup.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def after_change(
    group: WorkingGroup,
    action: str,
    *,
    by: User | None,
    to: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    """Record what is different, and renew the copy in Django's groups."""
    if before is None:
        log(group, action, user=by, data={"to": to})
    elif differing := [name for name in to if to[name] != before[name]]:
        data = {"from": {name: before[name] for name in differing}, "to": {name: to[name] for name in differing}}
        log(group, action, user=by, data=data)
    sync_groups()


def facts_of(group: WorkingGroup) -> dict[str, Any]:
    """A working group in the audit's words."""
    seats = group.seats.select_related("local_government").order_by("local_government__name", "kind")
    return {
        "name": group.name,
        "description": group.description,
        "is_by_rule": group.is_by_rule,
        "rule_seat_kinds": sorted(group.rule_seat_kinds),
        "rule_kinds": sorted(group.rule_kinds),
        "rule_districts": [district.name for district in group.rule_districts.order_by("name")],
        "seats": [f"{seat.local_government.name}, {seat.kind}" for seat in seats],
        "people": [person.get_full_name() for person in group.people.order_by("last_name", "first_name", "pk")],
        "is_closed": group.is_closed,
    }
