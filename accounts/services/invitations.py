"""Writes of invitations: the only way to an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts import links, tasks
from accounts.models import Invitation, User
from accounts.services.errors import (
    EmailTaken,
    EmailTwice,
    InvitationError,
    InvitationExpired,
    InvitationRevoked,
    InvitationsRefused,
    InvitationUnknown,
    InvitationUsed,
)
from accounts.services.roles import set_roles
from accounts.signals import invitation_accepted, invitation_resent


@transaction.atomic
def invite(
    *, email: str, role: str = "", by: User | None, attach: Callable[[Invitation], object] | None = None
) -> Invitation:
    """Invite the owner of an address; the mail goes out through the queue.

    `attach` keeps what the invitation is for, before the mail that says it. Earlier invitations of the same address
    are withdrawn. Raises `EmailTaken`.
    """
    address = address_of(email)
    check_free(address)
    withdraw_waiting(address, by=by)
    invitation = Invitation.objects.create(email=address, role=role, invited_by=by, expires_at=new_expiry())
    log(invitation, "accounts.invite", user=by, data={"email": address, "role": role})
    if attach:
        attach(invitation)
    tasks.send_invitation.enqueue(invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def invite_many(*, emails: Sequence[str], role: str = "", by: User | None) -> list[Invitation]:
    """Invite the owners of all these addresses, or of none.

    Raises `InvitationsRefused` with `EmailTaken` or `EmailTwice` for each place that cannot be invited.
    """
    refusals: dict[int, InvitationError] = {}
    addresses = [address_of(email) for email in emails]
    for place, address in enumerate(addresses, 1):
        if address in addresses[: place - 1]:
            refusals[place] = EmailTwice(address)
        elif has_account(address):
            refusals[place] = EmailTaken(address)
    if refusals:
        raise InvitationsRefused(refusals)
    return [invite(email=address, role=role, by=by) for address in addresses]


@transaction.atomic
def resend(*, invitation: Invitation, by: User | None) -> Invitation:
    """Send the mail again, valid for all its days from now; the link of the first mail works again too.

    Other waiting invitations of the address are withdrawn. Raises `InvitationUsed`, `InvitationRevoked`, `EmailTaken`,
    and `InvitationMoot` when an app that knows what it is for says so.
    """
    current = locked(invitation)
    check_free(current.email)
    invitation_resent.send(sender=Invitation, invitation=current)
    withdraw_waiting(current.email, but=current, by=by)
    before, current.expires_at = current.expires_at, new_expiry()
    current.save(update_fields=["expires_at"])
    data = {"email": current.email, "from": before.isoformat(), "to": current.expires_at.isoformat()}
    log(current, "accounts.resend", user=by, data=data)
    tasks.send_invitation.enqueue(invitation_id=current.pk)
    return current


@transaction.atomic
def revoke(*, invitation: Invitation, by: User | None) -> Invitation:
    """Withdraw an invitation that waits or has expired: its link says so. Raises `InvitationUsed`."""
    try:
        current = locked(invitation)
    except InvitationRevoked:
        return Invitation.objects.get(pk=invitation.pk)
    current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at"])
    log(current, "accounts.revoke", user=by, data={"email": current.email})
    return current


def locked(invitation: Invitation) -> Invitation:
    """The invitation as it stands now, locked until the transaction ends.

    Raises `InvitationUsed`, `InvitationRevoked`.
    """
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if current.accepted_at:
        raise InvitationUsed
    if current.revoked_at:
        raise InvitationRevoked
    return current


def withdraw_waiting(address: str, *, but: Invitation | None = None, by: User | None) -> None:
    """Withdraw what waits for the address: one link at a time opens an account."""
    for waiting in Invitation.objects.waiting().filter(email__iexact=address):
        if but is None or waiting.pk != but.pk:
            revoke(invitation=waiting, by=by)


def address_of(email: str) -> str:
    """An address as it is kept."""
    return User.objects.normalize_email(email).strip().lower()


def has_account(address: str) -> bool:
    """Whether somebody signs in with the address."""
    return User.objects.filter(email__iexact=address).exists()


def check_free(address: str) -> None:
    """Raises `EmailTaken`."""
    if has_account(address):
        raise EmailTaken(address)


def new_expiry() -> datetime:
    """Until when an invitation that is sent now can be accepted."""
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """Find the invitation of a link.

    Raises `InvitationUnknown`, `InvitationUsed`, `InvitationRevoked` or `InvitationExpired`; with `lock` its row is
    locked until the transaction ends.
    """
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    try:
        invitation = rows.get(pk=links.invitation_id(token))
    except (signing.BadSignature, Invitation.DoesNotExist) as error:
        raise InvitationUnknown from error
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.revoked_at:
        raise InvitationRevoked
    if not invitation.is_open:
        raise InvitationExpired
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, first_name: str, last_name: str, password: str, language: str = "") -> User:
    """Make the account of an invitation, with its verified address and role, and use the invitation up.

    Raises what `open_invitation` raises, and `EmailTaken`.
    """
    invitation = open_invitation(token, lock=True)
    check_free(invitation.email)
    user = User.objects.create_user(
        invitation.email, password, first_name=first_name, last_name=last_name, language=language
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if invitation.role:
        set_roles(user=user, roles=[invitation.role], by=invitation.invited_by)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    log(invitation, "accounts.accept", user=user, data={"email": user.email})
    invitation_accepted.send(sender=Invitation, invitation=invitation, user=user)
    return user
