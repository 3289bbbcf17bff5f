"""News as entries of the search."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from core.services import page_audiences
from files.services import page_passages
from news.models import NewsPage
from search.registry import EntryContent, PassageText
from search.services import stream_passages


def news_entries(ids: Collection[int]) -> dict[int, EntryContent]:
    """The entries of these news items: title, lead, text, the texts of their documents."""
    items = list(NewsPage.objects.filter(pk__in=ids).with_topics())
    audiences = page_audiences(items)
    texts = page_passages(items, audiences)
    return {item.pk: entry(item, audiences[item.pk], texts.get(item.pk, ())) for item in items}


def entry(item: NewsPage, audience: int, texts: tuple[PassageText, ...]) -> EntryContent:
    """The entry of a news item."""
    day = timezone.localdate(item.first_published_at) if item.first_published_at else None
    return EntryContent(
        kind="news",
        title=item.title,
        url=item.url,
        audience_id=audience,
        passages=(PassageText(item.lead, item.url), *stream_passages(item.body, item.url), *texts),
        facets={
            "topic": tuple(topic.slug for topic in item.topic_list),
            **({"year": (str(day.year),)} if day else {}),
        },
        date=day,
    )
