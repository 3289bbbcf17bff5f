"""Reads of news."""

from __future__ import annotations

from typing import Self

from core.querysets import BasePageQuerySet


class NewsPageQuerySet(BasePageQuerySet):
    """Reads of news items."""

    def pinned_first(self) -> Self:
        """Order: pinned ones, then the newest."""
        return self.order_by("-pinned", "-first_published_at", "-pk")
