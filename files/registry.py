"""Who uses a document: higher apps say so here, and `files` decides by it who may read one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP

if TYPE_CHECKING:
    from core.registry import AnyUser
    from files.models import AttachedDocument


class Use(Protocol):
    """A way in which documents are used: who may read them by it, and on which pages they are."""

    def visible_documents(self, user: AnyUser) -> QuerySet:
        """The ids of the documents that this person may read today by this use."""

    def pages_with(self, documents: Collection[int]) -> set[int]:
        """The ids of the pages, live or not, that use one of these documents and are searched by its text."""

    def documents_on(self, pages: Collection[int]) -> dict[int, list[int]]:
        """The ids of the documents on these pages, in their order."""

    def pages_by_document(self, documents: Collection[int]) -> dict[int, set[int]]:
        """The ids of the pages, live or not, that use each of these documents: one query."""


@dataclass(frozen=True)
class PageUse:
    """Documents in the lists of pages: the model of a list's rows, and the lookup from a row to its page."""

    model: type[AttachedDocument]
    page: str

    @property
    def page_model(self) -> Any:
        """The type of the pages."""
        return reduce(related_model, self.page.split(LOOKUP_SEP), self.model)

    def visible_documents(self, user: AnyUser) -> QuerySet:
        """The ids of documents used by pages that this person may see today."""
        pages = self.page_model.objects.visible_to(user).values("pk")
        return self.model._default_manager.filter(**{f"{self.page}__in": pages}).values("document")  # noqa: SLF001

    def pages_with(self, documents: Collection[int]) -> set[int]:
        """The ids of the pages, live or not, that use one of these documents."""
        rows = self.model._default_manager.filter(document__in=documents)  # noqa: SLF001
        return set(rows.values_list(self.page, flat=True))

    def documents_on(self, pages: Collection[int]) -> dict[int, list[int]]:
        """The ids of the documents on these pages, in their order."""
        rows = self.model._default_manager.filter(**{f"{self.page}__in": pages})  # noqa: SLF001
        found: dict[int, list[int]] = {}
        for page, document in rows.order_by("sort_order", "pk").values_list(self.page, "document"):
            found.setdefault(page, []).append(document)
        return found

    def pages_by_document(self, documents: Collection[int]) -> dict[int, set[int]]:
        """The ids of the pages, live or not, that use each of these documents."""
        rows = self.model._default_manager.filter(document__in=documents)  # noqa: SLF001
        found: dict[int, set[int]] = {}
        for document, page in rows.values_list("document", self.page):
            found.setdefault(document, set()).add(page)
        return found


@dataclass(frozen=True)
class RowUse:
    """Documents of rows that are no pages: their model, whose rows say to whom they are visible, and its field.

    No page is found by what these documents say.
    """

    model: Any
    field: str

    def visible_documents(self, user: AnyUser) -> QuerySet:
        """The ids of the documents of rows that this person may see today."""
        return self.model.objects.visible_to(user).exclude(**{self.field: None}).order_by().values(self.field)

    def pages_with(self, documents: Collection[int]) -> set[int]:
        """None."""
        return set()

    def documents_on(self, pages: Collection[int]) -> dict[int, list[int]]:
        """None."""
        return {}

    def pages_by_document(self, documents: Collection[int]) -> dict[int, set[int]]:
        """None."""
        return {}


def related_model(model: type[Model], name: str) -> Any:
    """The model at the other end of a relation."""
    return model._meta.get_field(name).related_model  # noqa: SLF001


class UseRegistry:
    """The uses of all apps."""

    def __init__(self) -> None:
        self.uses: list[Use] = []

    def register(self, model: type[AttachedDocument], *, page: str = "page") -> None:
        """Say that rows of a model are documents of pages; `page` is the lookup from a row to its page."""
        self.uses.append(PageUse(model, page))

    def register_rows(self, model: type[Model], *, field: str) -> None:
        """Say that a field of a model, whose manager has `visible_to`, holds a document."""
        self.uses.append(RowUse(model, field))

    def pages_with(self, documents: Collection[int]) -> set[int]:
        """The ids of all pages that use one of these documents."""
        return {page for use in self.uses for page in use.pages_with(documents)}

    def documents_on(self, pages: Collection[int]) -> dict[int, list[int]]:
        """The ids of the documents on these pages, in their order."""
        found: dict[int, list[int]] = {}
        for use in self.uses:
            for page, documents in use.documents_on(pages).items():
                found.setdefault(page, []).extend(documents)
        return found

    def pages_by_document(self, documents: Collection[int]) -> dict[int, set[int]]:
        """The ids of all pages that use each of these documents: a query for each kind of list."""
        found: dict[int, set[int]] = {}
        for use in self.uses:
            for document, pages in use.pages_by_document(documents).items():
                found.setdefault(document, set()).update(pages)
        return found


Offer = Callable[[int, int], str]


class VersionRegistry:
    """The types of pages that keep versions of a text, which may get a document as a new one."""

    def __init__(self) -> None:
        self.offers: dict[type[Model], Offer] = {}

    def register(self, model: type[Model], address: Offer) -> None:
        """Add a type; `address(page_id, document_id)` takes a POST that adds the document as a new version."""
        self.offers[model] = address

    def address(self, model: type[Model] | None, page_id: int, document_id: int) -> str:
        """Where a document is added to a page as a new version; empty for pages that keep none."""
        offer = self.offers.get(model) if model else None
        return offer(page_id, document_id) if offer else ""


NamedFiles = Callable[[Collection[str]], set[str]]


class FolderRegistry:
    """Folders under MEDIA_ROOT in which other apps store files of their own."""

    def __init__(self) -> None:
        self.folders: dict[str, NamedFiles] = {}

    def register(self, folder: str, named: NamedFiles) -> None:
        """Add a folder; `named(names)` returns those of the names of stored files that a row has."""
        self.folders[folder] = named


uses = UseRegistry()
versions = VersionRegistry()
folders = FolderRegistry()
