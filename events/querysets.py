"""Reads of meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from core.querysets import BasePageQuerySet


class MeetingPageQuerySet(BasePageQuerySet):
    """Reads of meetings."""

    def upcoming(self, now: datetime) -> Self:
        """Keep those that have not ended, the next one first."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Keep those that have ended, the latest first."""
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-pk")

    def between(self, start: datetime, end: datetime) -> Self:
        """Keep those that are held, if only in part, in [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gte=start).order_by("starts_at", "pk")
