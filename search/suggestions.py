"""What is suggested while somebody types: titles, people, local governments, topics, as the reader may see them.

Titles come from the database, so suggestions do not depend on the engine. Every word that was typed must begin a word
of one of the names, in either script and without diacritics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.core.cache import cache
from django.db.models import Case, IntegerField, Q, When
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.querysets import satisfied_audiences
from search.analysis import words_of
from search.models import Entry
from search.registry import Named, SuggestionGroup, kinds, named_lists, sources, suggestion_groups
from serbian.analysis import tokens

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from core.registry import AnyUser

MOST: Final = 8
"""Suggestions that are shown."""
SHORTEST: Final = 2
"""Letters and digits that must have been typed."""
MAX_WORDS: Final = 32
CANDIDATES: Final = 2 * MOST
"""Of each group; some of them may be closed to the reader since they were indexed."""
MAX_LENGTH: Final = 500
SECONDS: Final = 60
RANK: Final = ("later", "force", "length", "id")
COLUMNS: Final = ("label", "object_id", "kind", "title", "url", "facts", "in_force_to")

Key = tuple[str, int]


@dataclass(frozen=True)
class Suggestion:
    """A row of the list: what it is called, where it leads, what is said beside it."""

    title: str
    url: str
    note: str | Promise
    seen: Key  # the label and id of what the reader must be allowed to see


@dataclass(frozen=True)
class Suggested:
    """The rows of one group under its heading."""

    title: str | Promise
    rows: Sequence[Suggestion]


def suggest(text: str, *, user: AnyUser) -> list[Suggested]:
    """What to suggest to a person who has typed a text: at most `MOST` rows, in groups, the best of each first.

    Nothing for less than `SHORTEST` letters and digits. Once it is known what the reader is entitled to, at most six
    queries, whatever there is; two more when the lists of the apps (topics) are read, once a minute a process.
    """
    typed = words_typed(text)
    if not typed:
        return []
    groups, lists = suggestion_groups.ordered(), named_lists.ordered()
    found = matching_entries(typed, satisfied_audiences(user), groups)
    found |= {items.name: matching_names(items.name, typed) for items in lists}
    visible = visible_keys({row.seen for rows in found.values() for row in rows}, user)
    kept = {name: [row for row in rows if row.seen in visible] for name, rows in found.items()}
    titles = {group.label: group.title for group in groups} | {items.name: items.title for items in lists}
    return [Suggested(titles[name], rows) for name, rows in shared_out(kept, list(titles)).items()]


def words_typed(text: str) -> list[str]:
    """The folded words of what was typed, if it is enough to suggest something."""
    found = [token.text for token in tokens(text[:MAX_LENGTH]) if token.text][:MAX_WORDS]
    return found if sum(map(len, found)) >= SHORTEST else []


def matching_entries(
    typed: Sequence[str], audiences: frozenset[int], groups: Sequence[SuggestionGroup]
) -> dict[str, list[Suggestion]]:
    """The rows of the best entries of each group, in one query."""
    found = best_of_each(typed, audiences, [group.label for group in groups])
    return {group.label: [row_of(group, entry) for entry in found if entry.label == group.label] for group in groups}


def best_of_each(typed: Sequence[str], audiences: frozenset[int], labels: Sequence[str]) -> Sequence[Entry]:
    """The first entries of each label, in one query: what begins with it, then acts in force, then short titles.

    The parts are joined by hand, for Django joins no limited ones on SQLite. Each is limited by itself, so that the
    database keeps the few best while it reads; it would sort all that fit for a window.
    """
    begun = " ".join(typed)
    begins = Q(words__startswith=f" {begun}") | Q(words__contains=f"/ {begun}")
    ranked = Entry.objects.annotate(later=first_where(begins), force=by_force(), length=Length("title"))
    fitting = ranked.filter(audience__in=audiences).exclude(url="").order_by(*RANK).only(*COLUMNS)
    for word in set(typed):
        fitting = fitting.filter(words__contains=f" {word}")
    parts = [fitting.filter(label=label)[:CANDIDATES].query.sql_with_params() for label in labels if audiences]
    if not parts:
        return []
    joined = " UNION ALL ".join(f"SELECT * FROM ({part}) AS best" for part, _values in parts)  # noqa: S608 - Django's
    values = [value for _part, of_part in parts for value in of_part]
    return list(Entry.objects.raw(f"{joined} ORDER BY {', '.join(RANK)}", values))


def first_where(condition: Q) -> Case:
    """What sorts the rows with a condition before all others."""
    return Case(When(condition, then=0), default=1, output_field=IntegerField())


def by_force() -> Case:
    """What sorts acts in force first, and those that are no longer so last."""
    today = timezone.localdate()
    return Case(
        When(in_force_to__lte=today, then=2),
        When(in_force_from__lte=today, then=0),
        default=1,
        output_field=IntegerField(),
    )


def row_of(group: SuggestionGroup, entry: Entry) -> Suggestion:
    """An entry as a row."""
    return Suggestion(entry.title, entry.url, note(group, entry), (entry.label, entry.object_id))


def note(group: SuggestionGroup, entry: Entry) -> str | Promise:
    """What is said beside an entry: that it no longer applies, what its group says, or its kind."""
    if entry.in_force_to and entry.in_force_to <= timezone.localdate():
        return _("No longer in force")
    if group.fact:
        return str(entry.facts.get(group.fact, ""))
    return kinds.titles.get(entry.kind, "")


def matching_names(name: str, typed: Sequence[str]) -> list[Suggestion]:
    """The rows of an app's list that have all words, those first that begin with what was typed."""
    begun = " ".join(typed)
    fitting = [
        (not (words.startswith(f" {begun}") or f"/ {begun}" in words), item)
        for words, item in listed(name)
        if all(f" {word}" in words for word in typed)
    ]
    ordered = sorted(fitting, key=lambda pair: (pair[0], len(pair[1].names[0])))[:CANDIDATES]
    return [Suggestion(item.names[0], item.url, "", item.seen) for _later, item in ordered]


def listed(name: str) -> list[tuple[str, Named]]:
    """What an app's list has, with its words: read at most once a minute a process."""
    key = f"search.named.{name}"
    items = cache.get(key)
    if items is None:
        items = [(words_of(item.names), item) for item in named_lists.lists[name].load()]
        cache.set(key, items, SECONDS)
    return items


def visible_keys(keys: set[Key], user: AnyUser) -> set[Key]:
    """Those that the person may see today, asked of their sources: one query a source."""
    found: set[Key] = set()
    for label in {label for label, _pk in keys}:
        source = sources.get(label)
        ids = [pk for other, pk in keys if other == label]
        found |= {(label, pk) for pk in (source.visible(ids, user) if source else ())}
    return found


def shared_out(rows: dict[str, list[Suggestion]], order: Sequence[str]) -> dict[str, list[Suggestion]]:
    """The first rows of each group, `MOST` in all: half for the first group, the others in turn; nothing is wasted."""
    first, *others = order
    shares = dict.fromkeys(order, 0)
    room = MOST - min(len(rows[first]), MOST // 2)
    while room and (hungry := [name for name in others if shares[name] < len(rows[name])]):
        for name in hungry[:room]:
            shares[name] += 1
            room -= 1
    shares[first] = min(len(rows[first]), MOST - sum(shares.values()))
    return {name: rows[name][:number] for name, number in shares.items() if number}
