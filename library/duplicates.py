"""Duplicates of what is attached to an act or resource: on its edit screen, and before it is published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.panels import Panel

from files.models import Document
from files.services import Duplicate, duplicates_of_each

if TYPE_CHECKING:
    from core.registry import AnyUser
    from library.models import ActPage, ResourcePage

SEEN = "seen_duplicates"  # the field that says which an editor has been shown


@dataclass(frozen=True)
class DuplicatedDocument:
    """A document of a page that has duplicates elsewhere."""

    document: Document
    duplicates: list[Duplicate]

    @property
    def keys(self) -> list[str]:
        """A name for each pair."""
        return [f"{self.document.pk}-{duplicate.document.pk}" for duplicate in self.duplicates]


def attached(page: ActPage | ResourcePage) -> list[int]:
    """The ids of the documents of an act or resource as it is in the form, each once, in their order."""
    lists = [version.documents for version in page.versions.all()] if hasattr(page, "versions") else [page.documents]
    return list(dict.fromkeys(row.document_id for rows in lists for row in rows.all() if row.document_id))


def duplicated_documents(page: ActPage | ResourcePage, user: AnyUser) -> list[DuplicatedDocument]:
    """The documents of a page that have duplicates which are not on the same page, a fixed number of queries."""
    numbers = attached(page)
    documents = Document.objects.in_bulk(numbers)
    found = duplicates_of_each(list(documents.values()), user) if documents else {}
    listed = [
        DuplicatedDocument(documents[pk], [without(it, page) for it in found[pk] if it.document.pk not in documents])
        for pk in numbers
        if pk in documents
    ]
    return [one for one in listed if one.duplicates]


def without(duplicate: Duplicate, page: ActPage | ResourcePage) -> Duplicate:
    """A duplicate without the page itself among the pages that use it."""
    return replace(duplicate, pages=tuple(using for using in duplicate.pages if using.page.pk != page.pk))


class DuplicatesPanel(Panel):
    """Says above a form which documents of the page are duplicates; nothing where none is."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "library/admin/duplicates_panel.html"

        @cached_property
        def found(self) -> list[DuplicatedDocument]:
            """The duplicated documents."""
            return duplicated_documents(self.instance, self.request.user) if self.request else []

        def is_shown(self) -> bool:
            """Whether there is anything to say."""
            return super().is_shown() and bool(self.found)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Name what the editor is shown, for the next sending of the form."""
            context = super().get_context_data(parent_context)
            seen = " ".join(key for one in self.found for key in one.keys)
            return context | {"documents": self.found, "seen_name": SEEN, "seen": seen}


def hold_unseen(request: HttpRequest, page: ActPage | ResourcePage) -> HttpResponse | None:
    """Before a page is published, show the duplicates that its form has not shown; the next attempt goes through."""
    seen = set(request.POST.get(SEEN, "").split())
    found = duplicated_documents(page, request.user)
    if seen.issuperset(key for one in found for key in one.keys):
        return None
    text = gettext("“%(title)s” is saved, but not published yet: see below what is the same as its documents.")
    messages.warning(request, text % {"title": page.title})
    return redirect("wagtailadmin_pages:edit", page.pk)
