"""What is searched: content apps declare their sources of entries here, in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise

if TYPE_CHECKING:
    from wagtail.models import Page

    from core.registry import AnyUser


@dataclass(frozen=True)
class PassageText:
    """A piece of an entry that search shows and opens.

    `text` is the original, unchanged; `address` where it opens (an absolute path of the site); `label` what stands
    before it (str. 30, čl. 5); `page` the page of a file; `article` the number of the article that it belongs to, as
    `serbian.articles` has it.
    """

    text: str
    address: str
    label: str = ""
    page: int | None = None
    article: str = ""


@dataclass(frozen=True)
class EntryContent:
    """What is indexed of one object, as it is now.

    `names` are other titles (abbreviations, old names), searched like the title; `facets` maps a facet's name to
    values; `date` is what the list is sorted by; `facts` is what the row of a result says beside title and passages
    (plain values that JSON has); `in_force` are the days from which and until before which an act applies.
    """

    kind: str
    title: str
    url: str
    audience_id: int
    passages: tuple[PassageText, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_force: tuple[date | None, date | None] = (None, None)
    date: date | None = None
    names: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


class Source(Protocol):
    """The entries of one model; `label` is the model's, in lower case: `directory.localgovernment`."""

    label: str

    def ids(self) -> Iterable[int]:
        """The ids of all objects that are entries now."""

    def load(self, ids: Collection[int]) -> dict[int, EntryContent]:
        """The contents of those that are entries now; one that is missing from the answer leaves the index."""

    def visible(self, ids: Collection[int], user: AnyUser) -> set[int]:
        """Those that this person may see today, in one query: asked again of what the engine has found."""


class SourceRegistry:
    """The sources of all apps, by label."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}

    def register(self, source: Source) -> None:
        """Add a source. Raises `ValueError` when its model has one."""
        if source.label in self.sources:
            raise ValueError(f"{source.label} has a source already.")
        self.sources[source.label] = source

    def get(self, label: str) -> Source | None:
        """The source of a model, or nothing: rows of an app that is gone."""
        return self.sources.get(label)


Labels = Callable[[Collection[str]], Mapping[str, str | Promise]]


@dataclass(frozen=True)
class Facet:
    """A way to narrow results: its name in addresses, its title, and what its values are called.

    Values stand by how many results they have, or from the greatest down (years).
    """

    name: str
    title: str | Promise
    labels: Labels
    order: int = 100
    greatest_first: bool = False


class FacetRegistry:
    """The facets of all apps, in their order."""

    def __init__(self) -> None:
        self.facets: dict[str, Facet] = {}

    def register(self, facet: Facet) -> None:
        """Add a facet, or do nothing when it is there."""
        self.facets.setdefault(facet.name, facet)

    def ordered(self) -> list[Facet]:
        """The facets as the results page shows them."""
        return sorted(self.facets.values(), key=lambda facet: facet.order)


class BoostRegistry:
    """Points that entries get for a value of a facet: laws in force stand before what mentions them."""

    def __init__(self) -> None:
        self.points: dict[tuple[str, str], float] = {}

    def register(self, facet: str, value: str, points: float) -> None:
        """Give entries with this value so many points; a rare word has about ten."""
        self.points[facet, value] = points


class KindRegistry:
    """What kinds of entries are called, and the template of a row of the results."""

    def __init__(self) -> None:
        self.titles: dict[str, str | Promise] = {}
        self.templates: dict[str, str] = {}

    def register(self, kind: str, title: str | Promise, template: str = "search/hit.html") -> None:
        """Name a kind."""
        self.titles[kind] = title
        self.templates[kind] = template


Contents = Callable[[Collection[int]], dict[int, EntryContent]]


class PageSource:
    """Pages of all types as one source: a change of a page is one row, whatever its type."""

    label = "wagtailcore.page"

    def __init__(self) -> None:
        self.types: dict[type[Page], Contents] = {}

    def register(self, model: type[Page], contents: Contents) -> None:
        """Add a page type; `contents(ids)` returns the contents of those ids, all live pages of this type."""
        self.types[model] = contents

    def ids(self) -> Iterable[int]:
        """All live pages of the registered types."""
        for model in self.types:
            live: Any = model._default_manager.filter(live=True).order_by("pk")  # noqa: SLF001
            yield from live.values_list("pk", flat=True)

    def load(self, ids: Collection[int]) -> dict[int, EntryContent]:
        """The contents of the live pages among these, type by type."""
        found: dict[int, EntryContent] = {}
        for model, contents in self.types.items():
            own = list(model._default_manager.filter(pk__in=ids, live=True).values_list("pk", flat=True))  # noqa: SLF001
            found.update(contents(own) if own else {})
        return found

    def visible(self, ids: Collection[int], user: AnyUser) -> set[int]:
        """Those that this person may see today."""
        from wagtail.models import Page

        from core.querysets import visible_pages

        return set(visible_pages(Page.objects.filter(pk__in=ids), user).values_list("pk", flat=True))


@dataclass(frozen=True)
class Card:
    """A person or a local government above the results, when the query is its name."""

    template: str
    context: Mapping[str, Any]


CardFinder = Callable[[str, "AnyUser"], list[Card]]


class CardRegistry:
    """Finders of cards: functions of the query's text and the reader, of at most two queries each."""

    def __init__(self) -> None:
        self.finders: list[CardFinder] = []

    def register(self, finder: CardFinder) -> None:
        """Add a finder."""
        self.finders.append(finder)


@dataclass(frozen=True)
class SuggestionGroup:
    """Entries of one source as suggestions while somebody types; `fact` names the fact that is said beside each.

    Without one it is the kind.
    """

    label: str
    title: str | Promise
    order: int = 100
    fact: str = ""


class SuggestionGroupRegistry:
    """The sources whose entries are suggested, in their order."""

    def __init__(self) -> None:
        self.groups: dict[str, SuggestionGroup] = {}

    def register(self, group: SuggestionGroup) -> None:
        """Add a group."""
        self.groups[group.label] = group

    def ordered(self) -> list[SuggestionGroup]:
        """The groups as they stand one under the other."""
        return sorted(self.groups.values(), key=lambda group: group.order)


@dataclass(frozen=True)
class Named:
    """Something of a short list that is suggested though it is no entry: its names, the title first, and its address.

    `seen` is the label and id of the entry's object that it leads to: who may not see that is not shown this.
    """

    names: tuple[str, ...]
    url: str
    seen: tuple[str, int]


@dataclass(frozen=True)
class NamedList:
    """A short list that is suggested after all entries: `load` reads it, at most once a minute."""

    name: str
    title: str | Promise
    load: Callable[[], Sequence[Named]]
    order: int = 100


class NamedListRegistry:
    """The short lists of all apps."""

    def __init__(self) -> None:
        self.lists: dict[str, NamedList] = {}

    def register(self, named: NamedList) -> None:
        """Add a list."""
        self.lists[named.name] = named

    def ordered(self) -> list[NamedList]:
        """The lists as they stand one under the other."""
        return sorted(self.lists.values(), key=lambda named: named.order)


cards = CardRegistry()
pages = PageSource()
sources = SourceRegistry()
sources.register(pages)
facets = FacetRegistry()
kinds = KindRegistry()
boosts = BoostRegistry()
suggestion_groups = SuggestionGroupRegistry()
named_lists = NamedListRegistry()
