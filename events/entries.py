"""Meetings as entries of the search."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from core.services import page_audiences
from events.models import MeetingPage
from files.services import page_passages
from search.registry import EntryContent, PassageText


def meeting_entries(ids: Collection[int]) -> dict[int, EntryContent]:
    """The entries of these meetings: title, place, summary, agenda, the texts of their papers."""
    meetings = list(MeetingPage.objects.filter(pk__in=ids).with_topics())
    audiences = page_audiences(meetings)
    texts = page_passages(meetings, audiences)
    return {page.pk: entry(page, audiences[page.pk], texts.get(page.pk, ())) for page in meetings}


def entry(page: MeetingPage, audience: int, texts: tuple[PassageText, ...]) -> EntryContent:
    """The entry of a meeting."""
    day = timezone.localdate(page.starts_at)
    own = [part for part in (page.summary, page.place, *page.agenda_items) if part]
    return EntryContent(
        kind="meeting",
        title=page.title,
        url=page.url,
        audience_id=audience,
        passages=(*(PassageText(part, page.url) for part in own), *texts),
        facets={"topic": tuple(topic.slug for topic in page.topic_list), "year": (str(day.year),)},
        date=day,
        facts={"place": page.place, "starts_at": page.starts_at.isoformat()},
    )
