"""Writes of `accounts`: invitations, roles, and the copy of roles in Django's groups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from accounts import links, tasks
from accounts.enums import Role
from accounts.models import Invitation, RoleGrant, User
from core import request_cache


class InvitationError(Exception):
    """An invitation that cannot be made or accepted."""


class EmailTaken(InvitationError):
    """There is already an account with this address."""


class InvitationUnknown(InvitationError):
    """The link was not made by us, or its invitation was withdrawn."""


class InvitationUsed(InvitationError):
    """The link has made an account already."""


class InvitationExpired(InvitationError):
    """The link is older than its days."""


@transaction.atomic
def invite(*, email: str, role: str = "", by: User | None) -> Invitation:
    """Invite the owner of an address; the mail goes out through the queue.

    Earlier invitations of the same address end. Raises `EmailTaken`.
    """
    address = User.objects.normalize_email(email).strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        raise EmailTaken(address)
    now = timezone.now()
    Invitation.objects.filter(email__iexact=address, accepted_at=None, expires_at__gt=now).update(expires_at=now)
    invitation = Invitation.objects.create(
        email=address, role=role, invited_by=by, expires_at=now + timedelta(days=settings.INVITATION_DAYS)
    )
    log(invitation, "accounts.invite", user=by, data={"email": address, "role": role})
    tasks.send_invitation.enqueue(invitation_id=invitation.pk)
    return invitation


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Find the invitation of a link.

    Raises `InvitationUnknown`, `InvitationUsed` or `InvitationExpired`; with `lock` its row is locked until the
    transaction ends.
    """
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    try:
        invitation = rows.get(pk=links.invitation_id(token))
    except (signing.BadSignature, Invitation.DoesNotExist) as error:
        raise InvitationUnknown from error
    if invitation.accepted_at:
        raise InvitationUsed
    if not invitation.is_open:
        raise InvitationExpired
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, first_name: str, last_name: str, password: str, language: str = "") -> User:
    """Make the account of an invitation, with its verified address and role, and use the invitation up.

    Raises what `open_invitation` raises, and `EmailTaken`.
    """
    invitation = open_invitation(token, lock=True)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise EmailTaken(invitation.email)
    user = User.objects.create_user(
        invitation.email, password, first_name=first_name, last_name=last_name, language=language
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if invitation.role:
        set_roles(user=user, roles=[invitation.role], by=invitation.invited_by)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    log(invitation, "accounts.accept", user=user, data={"email": user.email})
    return user


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
