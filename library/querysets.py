"""Reads of the library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import PermissionsMixin
from django.db.models import Q, QuerySet
from wagtail.permissions import policy_registry

from core.querysets import BasePageQuerySet
from core.registry import entitlements
from files.models import Document

if TYPE_CHECKING:
    from core.registry import AnyUser


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


class IncomingFileQuerySet(QuerySet):
    """Reads of files on their way into the library."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep a person's own files and those whose document the person may change; none without admin rights."""
        if not isinstance(user, PermissionsMixin) or not user.has_perm("wagtailadmin.access_admin"):
            return self.none()
        if not entitlements.of(user).reads_unrestricted:
            return self.none()
        policy = policy_registry.get_by_type(Document)
        if not policy.user_has_permission(user, "add"):
            return self.none()
        changeable = policy.instances_user_has_permission_for(user, "change").order_by().values("pk")
        return self.filter(Q(uploaded_by=user.pk) | Q(document__in=changeable))

    def waiting(self) -> Self:
        """Keep the files of which no act has been made."""
        return self.filter(page=None)

    def for_list(self) -> Self:
        """Fetch what a list shows."""
        return self.select_related("document", "uploaded_by", "page")
