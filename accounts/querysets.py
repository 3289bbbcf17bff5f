"""Reads of `accounts`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import InvitationState


class InvitationQuerySet(QuerySet):
    """Reads of invitations."""

    def in_states(self, states: Collection[str]) -> Self:
        """Keep those that are in one of the states now."""
        now = timezone.now()
        unused = Q(accepted_at=None, revoked_at=None)
        conditions = {
            InvitationState.WAITING: unused & Q(expires_at__gt=now),
            InvitationState.EXPIRED: unused & Q(expires_at__lte=now),
            InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
            InvitationState.REVOKED: Q(accepted_at=None, revoked_at__isnull=False),
        }
        found = Q(pk__in=[])
        for state in states:
            found |= conditions[InvitationState(state)]
        return self.filter(found)

    def waiting(self) -> Self:
        """Keep those that can be accepted now."""
        return self.in_states([InvitationState.WAITING])
