"""Topics as they are suggested while somebody types: each leads to the part of the library that has it."""

from __future__ import annotations

from urllib.parse import urlencode

from core.models import Topic
from library.models import LibraryPage
from search.registry import Named, pages


def suggested_topics() -> list[Named]:
    """All topics with their synonyms; none when no library is published. Two queries."""
    library = LibraryPage.objects.live().order_by("path").first()
    if library is None:
        return []
    return [
        Named(
            names=(topic.name, *topic.synonyms.splitlines()),
            url=f"{library.url}?{urlencode({'topic': topic.slug})}",
            seen=(pages.label, library.pk),
        )
        for topic in Topic.objects.all()
    ]
