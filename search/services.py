"""Searching, and having things indexed: the face of `search` for other apps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from core.querysets import satisfied_audiences
from search import engines
from search.asking import Asking, ask, with_spellings
from search.engines.base import EngineHit, EngineUnavailable
from search.highlighting import Highlighter, highlight, marks, snippet
from search.models import Entry, Passage
from search.outbox import queue
from search.queries import Query, parse
from search.registry import facets as facet_registry
from search.registry import kinds, sources
from search.stream_text import stream_passages
from search.synonyms import current, expanded
from serbian.analysis import exact_form, find_words

if TYPE_CHECKING:
    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from core.registry import AnyUser

__all__ = [
    "EngineUnavailable",
    "Results",
    "as_typed",
    "found_in",
    "marked",
    "queue",
    "search",
    "snippet_of",
    "stream_passages",
]

PER_PAGE = 20
PASSAGE_LENGTHS = (240, 150, 150)  # of the places that a hit shows, the best first, in characters


@dataclass(frozen=True)
class FoundPassage:
    """A place in a hit: its text with the words marked, and where it opens."""

    html: SafeString
    text: str
    address: str
    label: str
    page: int | None


@dataclass(frozen=True)
class Hit:
    """A row of the results."""

    entry: Entry
    title: SafeString
    kind_title: str | Promise
    template: str
    passages: Sequence[FoundPassage]


@dataclass(frozen=True)
class FacetValue:
    """A value to narrow by, with how many there would be."""

    value: str
    label: str | Promise
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetView:
    """A facet with its values, the most frequent first; chosen ones are always there."""

    name: str
    title: str | Promise
    values: Sequence[FacetValue]


@dataclass(frozen=True)
class Results:
    """A page of results, already trimmed to the reader.

    `query` is what was typed; `meant` is what was looked for instead, where no entry has what was typed.
    """

    query: Query
    meant: Query | None = None
    total: int = 0
    hits: Sequence[Hit] = ()
    facets: Sequence[FacetView] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    matched_all: bool = True


def search(
    text: str,
    *,
    user: AnyUser,
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "relevance",
    offset: int = 0,
    limit: int = PER_PAGE,
    correct: bool = True,
) -> Results:
    """Search as a person: what the person may not see is in no hit, total or count.

    `filters` maps names of facets to chosen values: one of them inside a facet, all facets together. `sort` is
    `relevance` or `date` (newest first). `correct` allows other spellings of words that nobody has written. One
    request to the engine (two where no entry has all words, a few more for such words), and a fixed number of database
    queries whatever is found. Raises `EngineUnavailable`.
    """
    query = parse(text)
    audiences = satisfied_audiences(user)
    if query.is_empty or not audiences:
        return Results(query)
    chosen = {name: frozenset(values) for name, values in (filters or {}).items() if values}
    names = tuple(facet.name for facet in facet_registry.ordered())
    asking = Asking(
        audiences=audiences,
        filters={name: values for name, values in chosen.items() if name in names},
        facet_names=names,
        sort="date" if sort == "date" else "relevance",
        offset=max(offset, 0),
        limit=limit,
        passages_per_hit=len(PASSAGE_LENGTHS),
        synonyms=current(),
    )
    answer = ask(engines.current(), query, asking, correct=correct)
    found = answer.result
    hits = read_hits(found.hits, expanded(answer.query, asking.synonyms), user)
    hidden = len(found.hits) - len(hits)
    return Results(
        query=query,
        meant=as_written(query, answer.instead, hits) if answer.instead else None,
        total=found.total - hidden,
        hits=hits,
        facets=facet_views(found.facets, chosen),
        counts=found.facets,
        matched_all=found.matched_all,
    )


def as_written(query: Query, instead: Mapping[str, str], hits: Sequence[Hit]) -> Query:
    """The query with other forms in it, spelled as they stand in the hits, with their diacritics."""
    wanted = {form for others in instead.values() for form in others.split()}
    spelled: dict[str, str] = {}
    for text in (text for hit in hits for text in [hit.entry.title, *(passage.text for passage in hit.passages)]):
        for match in find_words(text):
            if (form := exact_form(match[0])) in wanted:
                spelled.setdefault(form, match[0].lower())
    shown = {form: " ".join(spelled.get(part, part) for part in other.split()) for form, other in instead.items()}
    return parse(with_spellings(query.text, shown))


def read_hits(found: Sequence[EngineHit], query: Query, user: AnyUser) -> list[Hit]:
    """Read what is shown of the hits, without those that the person may not see after all."""
    entries = Entry.objects.in_bulk([hit.id for hit in found])
    visible = visible_entries(entries.values(), user)
    kept = [hit for hit in found if hit.id in visible]
    passages, highlighter = read_passages(kept), Highlighter(query)
    return [row(entries[hit.id], hit, passages[hit.id], highlighter) for hit in kept]


def visible_entries(entries: Any, user: AnyUser) -> set[int]:
    """The ids of the entries whose objects the person may see today, asked of their sources once more."""
    by_label: dict[str, dict[int, int]] = defaultdict(dict)
    for entry in entries:
        by_label[entry.label][entry.object_id] = entry.pk
    found: set[int] = set()
    for label, ids in by_label.items():
        source = sources.get(label)
        visible = source.visible(list(ids), user) if source else set()
        found.update(ids[pk] for pk in visible if pk in ids)
    return found


def read_passages(hits: Sequence[EngineHit]) -> dict[int, dict[int, Any]]:
    """Read the passages that are shown, in one query: by entry and number, as rows with the fields that are shown.

    The condition is put together here: as twenty `Q` objects it took Django four times as long as the rows themselves.
    """
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    wanted = [hit for hit in hits if hit.passages]
    if not wanted:
        return found
    condition = " OR ".join(f"entry_id = %s AND number IN ({', '.join(['%s'] * len(hit.passages))})" for hit in wanted)
    values = [value for hit in wanted for value in (hit.id, *hit.passages)]
    passages = Passage.objects.filter(RawSQL(condition, values, BooleanField()))  # noqa: S611 - numbers of ours
    for passage in passages.values_list("entry_id", "number", "text", "address", "label", "page", named=True):
        found[passage.entry_id][passage.number] = passage
    return found


def row(entry: Entry, hit: EngineHit, passages: Mapping[int, Any], highlighter: Highlighter) -> Hit:
    """A row of the results."""
    shown = [passages[number] for number in hit.passages if number in passages]
    return Hit(
        entry=entry,
        title=highlighter.highlight(entry.title),
        kind_title=kinds.titles.get(entry.kind, entry.kind),
        template=kinds.templates.get(entry.kind, "search/hit.html"),
        passages=[
            FoundPassage(
                html=highlighter.snippet(passage.text, length),
                text=passage.text,
                address=with_query(passage.address, highlighter.query),
                label=passage.label,
                page=passage.page,
            )
            for passage, length in zip(shown, PASSAGE_LENGTHS, strict=False)
        ],
    )


def marked(text: str, looked_for: str) -> SafeString:
    """A whole text as escaped HTML with the words of what somebody typed marked, whatever it is."""
    return highlight(text, parse(looked_for))


def found_in(text: str, looked_for: str) -> list[tuple[int, int]]:
    """From where to where the marks of `marked` stand in a text."""
    return [(mark.start, mark.end) for mark in marks(text, parse(looked_for))]


def snippet_of(text: str, looked_for: str, length: int) -> SafeString:
    """The best part of a text, at most so many characters, as escaped HTML with the words marked."""
    return snippet(text, parse(looked_for), length)


def as_typed(text: str) -> str:
    """What somebody typed as search shows it again: at most 500 characters, without signs that are not seen."""
    return parse(text).text


def with_query(address: str, query: Query) -> str:
    """The address of a passage with the query, so that its words are marked there too."""
    path, mark, fragment = address.partition("#")
    return f"{path}?q={quote(query.text)}{mark}{fragment}"


def in_order(numbers: Mapping[str, int], *, greatest_first: bool) -> list[tuple[str, int]]:
    """The values of a facet with their counts, as they stand one under the other."""
    if greatest_first:
        return sorted(numbers.items(), reverse=True)
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))


def facet_views(counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, frozenset[str]]) -> list[FacetView]:
    """The facets as the results page shows them."""
    views = []
    for facet in facet_registry.ordered():
        numbers = dict.fromkeys(chosen.get(facet.name, ()), 0) | dict(counts.get(facet.name, {}))
        labels = facet.labels(list(numbers)) if numbers else {}
        values = [
            FacetValue(value, labels[value], number, value in chosen.get(facet.name, ()))
            for value, number in in_order(numbers, greatest_first=facet.greatest_first)
            if value in labels
        ]
        if values:
            views.append(FacetView(facet.name, facet.title, values))
    return views
