"""Acts and resources as entries of the search."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from core.services import page_audiences
from files.services import page_passages
from library.models import ActPage, ActVersion, ResourcePage
from search.registry import EntryContent, PassageText

GAZETTE_NUMBER = re.compile(r"\b\d{1,3}/\d{2,4}\b")


def act_entries(ids: Collection[int]) -> dict[int, EntryContent]:
    """The entries of these acts."""
    acts = list(ActPage.objects.filter(pk__in=ids).with_texts())
    audiences = page_audiences(acts)
    texts = page_passages(acts, audiences)
    return {act.pk: act_entry(act, audiences[act.pk], texts.get(act.pk, ())) for act in acts}


def act_entry(act: ActPage, audience: int, texts: tuple[PassageText, ...]) -> EntryContent:
    """The entry of an act: title, abbreviations and number, summary, the texts of its documents."""
    version = act.current_version
    day = (version.in_force_from or version.adopted_on) if version else None
    references = [row.gazette_reference for row in act.versions.all() if row.gazette_reference]
    own = "\n".join([act.summary, *references]).strip()
    return EntryContent(
        kind=act.kind,
        title=act.title,
        names=tuple(name for name in [*act.abbreviation_list, act.number, *gazette_numbers(references)] if name),
        url=act.url,
        audience_id=audience,
        passages=(*own_passage(own, act.url), *texts),
        facets=facets(act, day) | ({"force": (version.force.value,)} if version else {}),
        date=day,
        facts={"act_type": act.act_type, "number": act.number, "issuer": label(act), **force(version)},
        in_force=(version.in_force_from, version.in_force_to) if version else (None, None),
    )


def resource_entries(ids: Collection[int]) -> dict[int, EntryContent]:
    """The entries of these resources."""
    resources = list(ResourcePage.objects.filter(pk__in=ids).with_documents().with_topics())
    audiences = page_audiences(resources)
    texts = page_passages(resources, audiences)
    return {page.pk: resource_entry(page, audiences[page.pk], texts.get(page.pk, ())) for page in resources}


def resource_entry(page: ResourcePage, audience: int, texts: tuple[PassageText, ...]) -> EntryContent:
    """The entry of a resource: title, summary, the texts of its documents."""
    return EntryContent(
        kind="resource",
        title=page.title,
        url=page.url,
        audience_id=audience,
        passages=(*own_passage(page.summary, page.url), *texts),
        facets=facets(page, page.date),
        date=page.date,
        facts={"resource_kind": page.kind, "issuer": label(page), "date": page.date.isoformat()},
    )


def gazette_numbers(references: Iterable[str]) -> list[str]:
    """The numbers of the gazettes of an act, by which people remember it: 129/2007."""
    return list(dict.fromkeys(number for reference in references for number in GAZETTE_NUMBER.findall(reference)))


def own_passage(text: str, url: str) -> tuple[PassageText, ...]:
    """What stands on the page itself."""
    return (PassageText(text=text, address=url),) if text else ()


def facets(page: Any, day: date | None) -> dict[str, tuple[str, ...]]:
    """What the page can be narrowed by."""
    found = {"topic": tuple(topic.slug for topic in page.topic_list)}
    if page.issuer_id:
        found["issuer"] = (str(page.issuer_id),)
    if day:
        found["year"] = (str(day.year),)
    return found


def label(page: Any) -> str:
    """The issuer in short."""
    return page.issuer.label if page.issuer else ""


def force(version: ActVersion | None) -> dict[str, str]:
    """When the current version is in force, in ISO 8601: whether it is today is worked out when it is shown."""
    if version is None:
        return {}
    return {
        "gazette_reference": version.gazette_reference,
        "in_force_from": version.in_force_from.isoformat() if version.in_force_from else "",
        "in_force_to": version.in_force_to.isoformat() if version.in_force_to else "",
    }
