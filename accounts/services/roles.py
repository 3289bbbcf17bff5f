"""Writes of roles, and their copy in Django's groups."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from accounts.enums import Role
from accounts.models import RoleGrant, User
from core import request_cache


@transaction.atomic
def set_roles(*, user: User, roles: Iterable[str], by: User | None) -> None:
    """Give the person exactly these roles, and Django's groups with them."""
    wanted, had = set(roles), set(user.role_grants.values_list("role", flat=True))
    RoleGrant.objects.filter(user=user, role__in=had - wanted).delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in wanted - had)
    sync_role_groups(user=user)
    if wanted != had:
        log(user, "accounts.roles", user=by, data={"from": sorted(had), "to": sorted(wanted)})


def sync_role_groups(*, user: User) -> None:
    """Make the person's role groups equal to the roles."""
    held = set(user.role_grants.values_list("role", flat=True))
    names = {role.group_name: role.value in held for role in Role}
    for group in Group.objects.filter(name__in=names):
        if names[group.name]:
            user.groups.add(group)
        else:
            user.groups.remove(group)
    request_cache.forget()


def set_language(*, user: User, language: str) -> None:
    """Keep the script and language that the person reads in."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def sync_role_permissions() -> None:
    """Write the table of `intranet/roles.py` to the groups of the roles, and the groups to their holders."""
    home = Site.objects.filter(is_default_site=True).values_list("root_page_id", flat=True).first()
    root = Collection.get_first_root_node()
    for role in Role:
        table = settings.ROLE_PERMISSIONS[role.value]
        group, _created = Group.objects.get_or_create(name=role.group_name)
        group.permissions.set(permissions_named(table.models))
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        pages = permissions_named(f"wagtailcore.{codename}" for codename in table.pages)
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page_id=home, permission=permission) for permission in pages if home
        )
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection=root, permission=permission)
            for permission in permissions_named(table.collections)
        )
        group.user_set.set(User.objects.filter(role_grants__role=role.value))


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """Find permissions by `app.codename`. Raises `ValueError` naming those that do not exist."""
    wanted = set(names)
    query = Q(pk__in=[])
    for name in wanted:
        app, codename = name.split(".")
        query |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(query).select_related("content_type"))
    missing = wanted - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing:
        raise ValueError(f"No such permissions: {', '.join(sorted(missing))}")
    return found
