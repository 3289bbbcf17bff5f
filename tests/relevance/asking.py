"""The graded queries asked of the loaded demo, the way a member asks them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wagtail.models import Page

from accounts.models import User
from directory.models import LocalGovernment
from search.evaluation import DEPTH, GradedQuery, Outcome, read_queries, report
from search.models import Entry
from search.services import search

QUERIES = Path(__file__).with_name("queries.jsonl")
MEMBER = "clan@demo.example"


def measure() -> dict[str, Any]:
    """The figures of the graded queries."""
    member, keys = User.objects.get(email=MEMBER), keys_of(Entry.objects.all())
    return report(outcome(query, member, keys) for query in read_queries(QUERIES))


def outcome(query: GradedQuery, member: User, keys: dict[int, str]) -> Outcome:
    """What a query finds."""
    hits = search(query.text, user=member, limit=DEPTH).hits
    label = hits[0].passages[0].label if hits and hits[0].passages else ""
    return Outcome(query, [keys[hit.entry.pk] for hit in hits], label.split(" · "))


def keys_of(entries: Iterable[Entry]) -> dict[int, str]:
    """The keys of entries as the set names them, by their ids."""
    objects: dict[str, dict[int, int]] = defaultdict(dict)
    for entry in entries:
        objects[entry.label][entry.object_id] = entry.pk
    pages = Page.objects.filter(pk__in=objects["wagtailcore.page"]).select_related("content_type")
    named = [
        *(("wagtailcore.page", page.pk, f"{label_of(page)}:{page.slug}") for page in pages),
        *(("accounts.user", row.pk, f"accounts.user:{row.email}") for row in User.objects.all()),
        *(
            ("directory.localgovernment", row.pk, f"directory.localgovernment:{row.slug}")
            for row in LocalGovernment.objects.all()
        ),
    ]
    return {objects[label][pk]: key for label, pk, key in named if pk in objects[label]}


def label_of(page: Page) -> str:
    """The label of a page's own model."""
    return f"{page.content_type.app_label}.{page.content_type.model}"
