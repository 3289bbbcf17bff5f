"""Documents that say the same as another: by their checksum, or by the sketches of their texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.querysets import visible_pages
from files.models import Document, SketchKey
from files.registry import uses, versions
from files.similarity import COMMON_KEYS, may_be_similar, similarity

if TYPE_CHECKING:
    from core.registry import AnyUser

SIMILAR: Final = 0.9
"""The share of the words from which on two texts count as one."""

SHOWN: Final = 5
COMPARED: Final = 20  # sketches that are looked at for a document, those with the most keys in common first


@dataclass(frozen=True)
class UsingPage:
    """A page that uses a document, and where a POST adds the other document to it as a new version, if it may."""

    page: Page
    add_version_url: str


@dataclass(frozen=True)
class Duplicate:
    """Another document with the same file or a similar text, and the pages that use it.

    `similarity` is the share of the words that are the same, from 0.9 to 1.0.
    """

    document: Document
    is_same_file: bool
    similarity: float
    pages: tuple[UsingPage, ...] = ()

    @property
    def percent(self) -> int:
        """The similarity in whole per cent; 100 only for equal texts."""
        return int(self.similarity * 100)


def duplicates(document: Document, user: AnyUser) -> list[Duplicate]:
    """Return up to five other documents with the same file or at least 0.9 similar text, the most similar first.

    Only those that this person may choose in the admin; the same file comes before a similar text.
    """
    return duplicates_of_each([document], user)[document.pk]


def duplicates_of_each(documents: Sequence[Document], user: AnyUser) -> dict[int, list[Duplicate]]:
    """Return the duplicates of several documents by their ids; a fixed number of queries."""
    asked = with_sketches(Document.objects.filter(pk__in=[document.pk for document in documents]))
    others = with_sketches(candidates(asked, user))
    found = {one.pk: best(one, others) for one in asked}
    pages = using_pages({*found} | {it.document.pk for listed in found.values() for it in listed}, user)
    return {document.pk: [] for document in documents} | {
        pk: [with_pages(duplicate, pk, pages) for duplicate in listed] for pk, listed in found.items()
    }


def with_sketches(documents: QuerySet[Document]) -> list[Document]:
    """Fetch documents with their sketches."""
    return list(documents.select_related("sketch"))


def candidates(asked: Sequence[Document], user: AnyUser) -> QuerySet[Document]:
    """The documents that may be duplicates of one of these: the same checksum, or keys of their texts in common."""
    keys = {key for document in asked for key in keys_of(document)}
    open_to_user = Document.objects.choosable_by(user)
    sharing = (
        SketchKey.objects.filter(Exists(open_to_user.filter(pk=OuterRef("document"))), key__in=keys)
        .values("document")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=COMMON_KEYS)
        .order_by("-shared", "document")
    )
    similar = [row["document"] for row in sharing[: (COMPARED + 1) * len(asked)]]
    checksums = {document.sha256 for document in asked} - {""}
    return open_to_user.filter(Q(sha256__in=checksums) | Q(pk__in=similar))


def keys_of(document: Document) -> tuple[int, ...]:
    """The keys of a document's text; none before it has been read."""
    return document.sketch.sketch.keys if hasattr(document, "sketch") else ()


def best(one: Document, others: Iterable[Document]) -> list[Duplicate]:
    """The duplicates of a document among others, the most similar first, then the newest."""
    compared = (compare(one, other) for other in others if other.pk != one.pk)
    found = [duplicate for duplicate in compared if duplicate]
    found.sort(key=lambda it: (not it.is_same_file, -it.similarity, -it.document.pk))
    return found[:SHOWN]


def compare(one: Document, other: Document) -> Duplicate | None:
    """Another document as a duplicate, if it is one."""
    if one.sha256 and one.sha256 == other.sha256:
        return Duplicate(other, is_same_file=True, similarity=1.0)
    if not hasattr(one, "sketch") or not hasattr(other, "sketch"):
        return None
    if not may_be_similar(one.sketch.sketch, other.sketch.sketch):
        return None
    share = similarity(one.sketch.sketch, other.sketch.sketch)
    return Duplicate(other, is_same_file=False, similarity=share) if share >= SIMILAR else None


def using_pages(documents: Iterable[int], user: AnyUser) -> dict[int, list[tuple[Page, bool]]]:
    """The pages that use each document and that this person may see or edit, by title; with each whether to edit."""
    listed = uses.pages_by_document(list(documents))
    numbers = {page for pages in listed.values() for page in pages}
    if not numbers:
        return {}
    editable_pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    editable = set(editable_pages.filter(pk__in=numbers).values_list("pk", flat=True))
    seen = set(visible_pages(Page.objects.filter(pk__in=numbers), user).values_list("pk", flat=True))
    pages = Page.objects.filter(pk__in=editable | seen).order_by("title", "pk")
    by_number = {page.pk: page for page in pages}
    return {
        document: [(page, pk in editable) for pk, page in by_number.items() if pk in listed[document]]
        for document in listed
    }


def with_pages(duplicate: Duplicate, of: int, pages: dict[int, list[tuple[Page, bool]]]) -> Duplicate:
    """A duplicate of a document with the pages that use it; those that have the document too need no new version."""
    own = {page.pk for page, _may_edit in pages.get(of, ())}
    using = tuple(
        UsingPage(page, versions.address(page.specific_class, page.pk, of) if may_edit and page.pk not in own else "")
        for page, may_edit in pages.get(duplicate.document.pk, ())
    )
    return replace(duplicate, pages=using)
