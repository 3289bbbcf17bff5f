"""Reads of the library."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Q, QuerySet

from core.querysets import BasePageQuerySet


class ActVersionQuerySet(QuerySet):
    """Reads of versions."""

    def in_force_on(self, day: date) -> Self:
        """Keep the versions in force on a day: from `in_force_from`, before `in_force_to`."""
        return self.filter(in_force_from__lte=day).filter(Q(in_force_to__isnull=True) | Q(in_force_to__gt=day))


class ActPageQuerySet(BasePageQuerySet):
    """Reads of acts."""

    def with_versions(self) -> Self:
        """Fetch issuer and versions for a list."""
        return self.select_related("issuer").prefetch_related("versions")

    def with_texts(self) -> Self:
        """Fetch what an act's own page shows: issuer, versions, their documents, topics."""
        return self.select_related("issuer").prefetch_related("versions__documents__document", "topic_items__tag")


class ResourcePageQuerySet(BasePageQuerySet):
    """Reads of resources."""

    def with_documents(self) -> Self:
        """Fetch issuer and documents."""
        return self.select_related("issuer").prefetch_related("documents__document")
