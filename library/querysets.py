"""Reads of the library."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import PermissionsMixin
from django.db.models import Count, Q, QuerySet
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from core.querysets import BasePageQuerySet
from core.registry import entitlements
from files.models import Document
from library.enums import BulkRowState

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


def brings_documents(user: AnyUser) -> bool:
    """Whether the person is one of those in the admin who add documents."""
    if not isinstance(user, PermissionsMixin) or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if not entitlements.of(user).reads_unrestricted:
        return False
    return bool(policy_registry.get_by_type(Document).user_has_permission(user, "add"))


class IncomingFileQuerySet(QuerySet):
    """Reads of files on their way into the library."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep a person's own files and those whose document the person may change; none without admin rights."""
        if not brings_documents(user):
            return self.none()
        policy = policy_registry.get_by_type(Document)
        changeable = policy.instances_user_has_permission_for(user, "change").order_by().values("pk")
        return self.filter(Q(uploaded_by=user.pk) | Q(document__in=changeable))

    def waiting(self) -> Self:
        """Keep the files of which no act has been made."""
        return self.filter(page=None)

    def for_list(self) -> Self:
        """Fetch what a list shows."""
        return self.select_related("document", "uploaded_by", "page")


class BulkUploadQuerySet(QuerySet):
    """Reads of ZIPs with a table."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep a person's own uploads, and all where the person may change the documents that are made of them."""
        if not brings_documents(user):
            return self.none()
        anybodys = Document(collection=Collection.get_first_root_node())
        policy = policy_registry.get_by_type(Document)
        changes_all = policy.user_has_permission_for_instance(user, "change", anybodys)
        return self if changes_all else self.filter(uploaded_by=user.pk)

    def for_list(self) -> Self:
        """Fetch what a list shows: who brought it, and how many rows are in each state."""
        counts = {f"{state}_count": Count("rows", filter=Q(rows__state=state)) for state in BulkRowState.values}
        return self.select_related("uploaded_by", "confirmed_by").annotate(**counts)
