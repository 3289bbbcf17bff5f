"""Writes of people without a seat: colleagues of representatives, and guests of national bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts.models import Invitation, User
from accounts.services import address_of, invite, revoke
from directory import tasks
from directory.groups import standings_on
from directory.models import Appointment, Colleague, Guest, LocalGovernment, Profile
from directory.services.errors import (
    AlreadyDecided,
    AlreadyEnded,
    AlreadyThere,
    EndBeforeStart,
    NotRepresentative,
    ReasonMissing,
    SeatGone,
)
from directory.services.groups import sync_groups
from directory.services.invitations import check_not_promised
from search.services import queue

if TYPE_CHECKING:
    from directory.models import WorkingGroup


@transaction.atomic
def propose_colleague(
    *,
    local_government: LocalGovernment,
    email: str,
    first_name: str,
    last_name: str,
    position: str = "",
    by: User,
) -> Colleague:
    """Propose a colleague of one's own local government; the coordinator decides.

    Raises `NotRepresentative` for whoever holds no seat of it today, `AlreadyThere`.
    """
    LocalGovernment.objects.select_for_update().get(pk=local_government.pk)
    held = Appointment.objects.held_today(by)
    if not held.filter(seat__local_government=local_government).exists():
        raise NotRepresentative
    address = address_of(email)
    known = Colleague.objects.open().filter(local_government=local_government, email__iexact=address)
    if known.exists() or held_by(address).exists():
        raise AlreadyThere
    colleague = Colleague.objects.create(
        local_government=local_government,
        email=address,
        first_name=first_name,
        last_name=last_name,
        position=position,
        proposed_by=by,
    )
    record(colleague, "directory.propose_colleague", by)
    return colleague


def held_by(address: str) -> Any:
    """Today's appointments of whoever signs in with the address."""
    return Appointment.objects.of_active().in_force_on(timezone.localdate()).filter(person__email__iexact=address)


@transaction.atomic
def approve_colleague(*, colleague: Colleague, by: User) -> Colleague:
    """Approve a proposal: the colleague is invited, or reads at once if the address has an account.

    Raises `AlreadyDecided`, `SeatGone` when the local government is no more, `InvitedElsewhere`.
    """
    current = undecided(colleague)
    if not current.local_government.exists:
        raise SeatGone
    check_not_promised(current.email)
    current.approved_by, current.approved_on = by, timezone.localdate()
    person = User.objects.filter(email__iexact=current.email).first()
    current.person = person
    current.save(update_fields=["approved_by", "approved_on", "person"])
    record(current, "directory.approve_colleague", by)
    if person:
        begin_as_colleague(current)
    else:
        invite(email=current.email, by=by, attach=lambda invitation: keep_invitation(current, invitation))
    return current


@transaction.atomic
def decline_colleague(*, colleague: Colleague, reason: str, by: User) -> None:
    """Decline a proposal; whoever made it gets the reason by mail, and the record keeps it.

    Raises `ReasonMissing`, `AlreadyDecided`.
    """
    if not reason.strip():
        raise ReasonMissing
    current = undecided(colleague)
    record(current, "directory.decline_colleague", by, reason=reason.strip())
    tasks.tell_proposer.enqueue(
        proposer_id=current.proposed_by_id, name=str(current), reason=reason.strip(), by_id=by.pk
    )
    Colleague.objects.filter(pk=current.pk).delete()


@transaction.atomic
def end_colleague(*, colleague: Colleague, last_day: date, by: User) -> Colleague:
    """End a colleague's reading with the day that is its last; an invitation that waits is withdrawn.

    A last day before the approval's means that it never began. Raises `AlreadyDecided` when it is a proposal still or
    declined, `AlreadyEnded`, `EndBeforeStart`.
    """
    current = Colleague.objects.select_for_update(of=("self",)).filter(pk=colleague.pk).first()
    if current is None or current.approved_on is None:
        raise AlreadyDecided
    if current.has_ended:
        raise AlreadyEnded
    if last_day < current.approved_on - timedelta(days=1):
        raise EndBeforeStart
    before, current.ends_on = current.ends_on, last_day
    current.save(update_fields=["ends_on"])
    days = {"from": {"ends_on": iso(before)}, "to": {"ends_on": iso(last_day)}}
    record(current, "directory.end_colleague", by, **days)
    if current.person:
        sync_groups(user=current.person)
    elif current.invitation and not current.invitation.is_used_up:
        revoke(invitation=current.invitation, by=by)
    return current


@transaction.atomic
def invite_guest(
    *,
    email: str,
    first_name: str,
    last_name: str,
    body: str,
    ends_on: date,
    starts_on: date | None = None,
    working_groups: Iterable[WorkingGroup] = (),
    by: User,
) -> Guest:
    """Invite a person of a national body until a day, to see what the working groups open.

    Whoever has an account, a former representative perhaps, begins at once. Raises `EndBeforeStart`,
    `AlreadyThere`, `InvitedElsewhere`.
    """
    address, first = address_of(email), starts_on or timezone.localdate()
    if ends_on < max(first, timezone.localdate()):
        raise EndBeforeStart
    if Guest.objects.open().filter(email__iexact=address).exists() or held_by(address).exists():
        raise AlreadyThere
    check_not_promised(address)
    names = {"first_name": first_name, "last_name": last_name, "body": body}
    person = User.objects.filter(email__iexact=address).first()
    guest = Guest.objects.create(email=address, starts_on=first, ends_on=ends_on, person=person, **names)
    guest.groups_to_join.set(working_groups)
    data = {"name": str(guest), "body": body, "starts_on": iso(first), "ends_on": iso(ends_on)}
    log(guest, "directory.invite_guest", user=by, data=data)
    if person:
        begin_as_guest(guest)
    else:
        invite(email=address, by=by, attach=lambda invitation: keep_invitation(guest, invitation))
    return guest


@transaction.atomic
def change_visit(*, guest: Guest, ends_on: date, by: User) -> Guest:
    """Give a guest's visit another last day, later or earlier.

    Yesterday ends it at once; a visit that begins today or later is then one that was over before. Raises
    `EndBeforeStart`.
    """
    current = Guest.objects.select_for_update(of=("self",)).get(pk=guest.pk)
    if ends_on < current.starts_on:
        today = timezone.localdate()
        if current.starts_on < today or ends_on >= today:
            raise EndBeforeStart
        current.starts_on = ends_on
    before, current.ends_on = current.ends_on, ends_on
    current.save(update_fields=["starts_on", "ends_on"])
    log(current, "directory.change_visit", user=by, data={"from": iso(before), "to": iso(ends_on)})
    if current.person:
        sync_groups(user=current.person)
    elif current.has_ended and current.invitation and not current.invitation.is_used_up:
        revoke(invitation=current.invitation, by=by)
    return current


def undecided(colleague: Colleague) -> Colleague:
    """The proposal as it stands now, locked. Raises `AlreadyDecided`."""
    rows = Colleague.objects.select_for_update(of=("self",)).select_related("local_government")
    current = rows.filter(pk=colleague.pk, approved_on=None).first()
    if current is None:
        raise AlreadyDecided
    return current


def keep_invitation(row: Colleague | Guest, invitation: Invitation) -> None:
    """Remember which invitation is whose."""
    row.invitation = invitation
    row.save(update_fields=["invitation"])


def person_accepted(sender: Any, invitation: Invitation, user: User, **kwargs: Any) -> None:
    """Let a colleague or guest who has accepted the invitation begin."""
    for colleague in Colleague.objects.filter(invitation=invitation):
        colleague.person = user
        colleague.save(update_fields=["person"])
        begin_as_colleague(colleague)
    for guest in Guest.objects.filter(invitation=invitation):
        guest.person = user
        guest.save(update_fields=["person"])
        begin_as_guest(guest)


def begin_as_colleague(colleague: Colleague) -> None:
    """Give the colleague who has an account now a profile with the position, and the groups of members."""
    person = colleague.person
    if person is None:
        return
    Profile.objects.get_or_create(user=person, defaults={"position": colleague.position})
    queue("accounts.user", [person.pk])
    sync_groups(user=person)


def begin_as_guest(guest: Guest) -> None:
    """Put the guest who has an account now into the working groups that were chosen, and into no other.

    Who was in a group by hand before, in another standing, does not come back to it by a visit.
    """
    person = guest.person
    if person is None:
        return
    if not has_standing(person):
        for group in person.working_groups.exclude(pk__in=guest.groups_to_join.all()):
            group.people.remove(person)
            log(group, "directory.guest_leaves", user=person, data={"name": str(guest), "body": guest.body})
    for group in guest.groups_to_join.all():
        group.people.add(person)
        log(group, "directory.guest_joins", user=person, data={"name": str(guest), "body": guest.body})
    guest.groups_to_join.clear()
    sync_groups(user=person)


def has_standing(person: User) -> bool:
    """Whether the person is in the network today otherwise than as a guest."""
    standing = standings_on(timezone.localdate(), [person.pk]).get(person.pk)
    return bool(standing and (standing.is_member or standing.has_role))


def record(colleague: Colleague, action: str, by: User, **data: Any) -> None:
    """Log what happened to a colleague on the local government."""
    facts = {"person": str(colleague), "email": colleague.email}
    log(colleague.local_government, action, user=by, data=facts | data)


def iso(day: date | None) -> str:
    """A day in ISO 8601, or nothing."""
    return day.isoformat() if day else ""
