"""Which documents and images a person may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import PermissionsMixin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.images import get_image_model
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex
from wagtail.permissions import policy_registry

from core import request_cache
from core.querysets import closed_to, read_restrictions, visible_pages
from core.registry import entitlements
from files.registry import uses

if TYPE_CHECKING:
    from core.registry import AnyUser
    from files.models import AttachedDocument


def closed_collections(user: AnyUser) -> Q:
    """The condition of rows whose collection is closed to this reader (one query a request)."""
    restrictions = request_cache.get_or_set(
        "collection_restrictions", lambda: read_restrictions(CollectionViewRestriction, "collection")
    )
    closed = Q(pk__in=[])
    for path in closed_to(entitlements.of(user), restrictions):
        closed |= Q(collection__path__startswith=path)
    return closed


def images_on_pages(user: AnyUser) -> set[int]:
    """The ids of the images on the pages that this person may see today (three queries a request)."""
    return request_cache.get_or_set(("images_on_pages", user.pk), lambda: find_images_on_pages(user))


def find_images_on_pages(user: AnyUser) -> set[int]:
    """Ask the index of references, which Wagtail keeps of what pages show."""
    pages = visible_pages(Page.objects.all(), user).values_list("pk", flat=True)
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(get_image_model()),
        object_id__in=[str(page) for page in pages],
    )
    return {int(image) for image in uses.values_list("to_object_id", flat=True)}


class DocumentQuerySet(WagtailDocumentQuerySet):
    """Reads of documents."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the documents that this person may read today.

        One is readable through any visible thing that uses it, or by whoever may choose it in the admin; in both
        cases the restriction of its collection is demanded too.
        """
        if not entitlements.of(user).is_reader:
            return self.none()
        used = Q(pk__in=[])
        for use in uses.uses:
            used |= Q(pk__in=use.visible_documents(user))
        choosable = choosable_collections(user)
        if choosable is not None:
            used |= Q(collection__in=choosable)
        return self.filter(used).exclude(closed_collections(user))

    def choosable_by(self, user: AnyUser) -> Self:
        """Keep the documents that this person may choose in the admin and whose collection is open to the person."""
        choosable = choosable_collections(user)
        if choosable is None:
            return self.none()
        return self.filter(collection__in=choosable).exclude(closed_collections(user))

    def attached(self, rows: Iterable[AttachedDocument], user: AnyUser) -> list[AttachedDocument]:
        """Keep the rows of a page's list of documents whose document this person may read, in their order.

        One query for all rows; each row kept has its document fetched.
        """
        listed = list(rows)
        readable = self.visible_to(user).in_bulk([row.document_id for row in listed])
        kept = [row for row in listed if row.document_id in readable]
        for row in kept:
            row.document = readable[row.document_id]
        return kept


def choosable_collections(user: AnyUser) -> QuerySet[Collection] | None:
    """The collections whose documents the person may choose in the admin; nothing for those without admin rights."""
    if not isinstance(user, PermissionsMixin) or not user.has_perm("wagtailadmin.access_admin"):
        return None
    from files.models import Document

    return policy_registry.get_by_type(Document).collections_user_has_any_permission_for(user, ["choose"])


class ImageQuerySet(WagtailImageQuerySet):
    """Reads of images."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the images that this person may see today: all, except in a collection that is closed to the person.

        Who is no member sees of them only those on the pages that a group opens.
        """
        entitlement = entitlements.of(user)
        if not entitlement.is_reader:
            return self.none()
        found = self if entitlement.reads_unrestricted else self.filter(pk__in=images_on_pages(user))
        return found.exclude(closed_collections(user))
