"""Who uses a document: content apps say so here, and `files` decides by it who may read one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from core.registry import AnyUser

VisibleUses = Callable[["AnyUser"], QuerySet]


class UseRegistry:
    """Queries of document ids, one a kind of use: those that the reader reaches through what the reader may see."""

    def __init__(self) -> None:
        self.uses: dict[str, VisibleUses] = {}

    def register(self, name: str, visible_uses: VisibleUses) -> None:
        """Add a kind of use.

        `visible_uses(user)` returns a queryset of one column, the ids of documents used by things (live pages,
        appointments) that this user may see today.
        """
        self.uses[name] = visible_uses


uses = UseRegistry()
