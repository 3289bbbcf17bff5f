"""Plain pages as entries of the search."""

from __future__ import annotations

from collections.abc import Collection

from core.services import page_audiences
from files.services import page_passages
from home.models import ContentPage
from search.registry import EntryContent
from search.services import stream_passages


def page_entries(ids: Collection[int]) -> dict[int, EntryContent]:
    """The entries of these plain pages: title, text, the texts of their documents."""
    pages = list(ContentPage.objects.filter(pk__in=ids))
    audiences = page_audiences(pages)
    texts = page_passages(pages, audiences)
    return {
        page.pk: EntryContent(
            kind="page",
            title=page.title,
            url=page.url,
            audience_id=audiences[page.pk],
            passages=(*stream_passages(page.body, page.url), *texts.get(page.pk, ())),
        )
        for page in pages
    }
