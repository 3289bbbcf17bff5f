"""The people and local governments whose name a query is, above the results of a search."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.querysets import listed_pages
from directory.enums import SeatKind
from directory.models import DirectoryPage, District, FormerName, LocalGovernment, Seat, Succession
from directory.models.profiles import photo_url
from search.registry import Card
from serbian.analysis import lemmas, tokens
from serbian.stopwords import STOPWORDS

if TYPE_CHECKING:
    from core.registry import AnyUser

    Row = dict[str, Any]
    Meanings = list[frozenset[str]]

KINDS = ("grad", "opstina", "gradska")  # what people write before a name
UNIT = {"pk": "local_government", "name": "local_government__name"} | {
    name: f"local_government__{name}" for name in ("name_cyrillic", "kind", "slug")
}
HOLDER = {name: f"current__person__{name}" for name in ("first_name", "last_name", "email")} | {
    name: f"current__person__profile__{name}" for name in ("position", "phone", "ask_me_about", "photo")
}
FIELDS = (
    "kind",
    "current__person",
    "current__person__is_active",
    "local_government__parent__name",
    "local_government__district__name",
    *UNIT.values(),
    *HOLDER.values(),
)


def name_cards(text: str, user: AnyUser) -> list[Card]:
    """The cards of those whom the text names, in either script and most forms of it: two queries at most.

    A local government is found by its name, with or without its kind, or else by one that it had; a person by the
    last name, with or without the first, or by seat and local government (IKT Čačak, ko je IKT u Čačku): of a vacant
    seat the local government says so. Who holds a seat is read for today.
    """
    asked = [word for word in meanings(text) if not word <= FILLERS]
    if not asked:
        return []
    rows = list(Seat.objects.visible_to(user).with_holder_columns().values(*FIELDS))
    units = [list(group) for _pk, group in groupby(rows, lambda row: row["local_government"])]
    named = [seats for seats in units if is_unit(asked, seats[0]["local_government__name"])] or formerly(asked, units)
    found = [unit_card(seats, user) for seats in named]
    people: dict[int, list[Row]] = {}
    for row in rows:
        if row["current__person__is_active"] and is_person(asked, row):
            people.setdefault(row["current__person"], []).append(row)
    return [*seat_cards(asked, units, user), *found, *(person_card(held, user) for held in people.values())]


def seat_cards(asked: Meanings, units: list[list[Row]], user: AnyUser) -> list[Card]:
    """Who holds the seat that is asked for by its kind and its local government."""
    for kind, words in SEAT_WORDS:
        if all_among(words, asked):
            name = [word for word in asked if not all_among([word], words)]
            seats = [
                (seats, row)
                for seats in units
                for row in seats
                if row["kind"] == kind and is_unit(name, row["local_government__name"])
            ]
            return [
                person_card([row], user) if row["current__person__is_active"] else unit_card(seats, user)
                for seats, row in seats
            ]
    return []


def meanings(text: str) -> Meanings:
    """The lemmas of each word of a text."""
    return [frozenset(lemmas(token.text)) for token in tokens(text)]


GENERAL = meanings(" ".join(KINDS))
FILLERS = STOPWORDS.union(*meanings("predstavnik predstavnica predstavnici mesto"))  # say nothing about whom
SEAT_WORDS = [
    (SeatKind.ICT, meanings("ikt")),
    (SeatKind.ICT, meanings("ict")),
    (SeatKind.GENERAL_ADMINISTRATION, meanings("opšta uprava")),
]


def all_among(words: Meanings, others: Meanings) -> bool:
    """Whether each of the words may be a form of one of the others."""
    return all(any(word & other for other in others) for word in words)


def formerly(asked: Meanings, units: list[list[Row]]) -> list[list[Row]]:
    """The local governments that had the asked name, or came from one that had it and is gone (one query)."""
    gone = Succession.objects.filter(predecessor__exists_until__lt=timezone.localdate()).order_by()
    former = FormerName.objects.order_by().values_list("local_government", "name")
    names = former.union(gone.values_list("successor", "predecessor__name"))
    found = {unit for unit, name in names if is_unit(asked, name)}
    return [seats for seats in units if seats[0]["local_government"] in found]


def is_unit(asked: Meanings, written: str) -> bool:
    """Whether all words of the name are asked for, and nothing but words for its kind besides."""
    name = meanings(written)
    return all_among(name, asked) and all_among(asked, [*name, *GENERAL])


def is_person(asked: Meanings, row: Row) -> bool:
    """Whether nothing is asked for but parts of the name, the last name among them."""
    first, last = meanings(row["current__person__first_name"]), meanings(row["current__person__last_name"])
    return any(all_among([word], last) for word in asked) and all_among(asked, [*first, *last])


def unit_card(seats: list[Row], user: AnyUser) -> Card:
    """A local government with its two seats."""
    first = seats[0]
    unit = unit_of(first)
    holders = {row["kind"]: holder(row, user) for row in seats}
    district = District(name=first["local_government__district__name"])
    context = {
        "unit": unit,
        "url": address(user, "local_government", unit.slug),
        "place": first["local_government__parent__name"] or district.full_name,
        "seats": [{"title": kind.label, "holder": holders.get(kind)} for kind in SeatKind],
        "general_administration": holders.get(SeatKind.GENERAL_ADMINISTRATION),
        "ict": holders.get(SeatKind.ICT),
    }
    return Card("directory/local_government_card.html", context)


def person_card(held: list[Row], user: AnyUser) -> Card:
    """A person with the seats that he or she holds today."""
    seats = [{"unit": unit_of(row), "title": SeatKind(row["kind"]).label} for row in held]
    return Card("directory/person_card.html", {"person": holder(held[0], user), "seats": seats})


def unit_of(row: Row) -> LocalGovernment:
    """The local government of a row, as far as its name is concerned."""
    return LocalGovernment(**{field: row[column] for field, column in UNIT.items()})


def holder(row: Row, user: AnyUser) -> dict[str, Any] | None:
    """Who holds the seat of a row, or nobody."""
    if not row["current__person"]:
        return None
    facts = {field: row[column] or "" for field, column in HOLDER.items()}
    name = f"{facts['first_name']} {facts['last_name']}".strip()
    url = address(user, "person", row["current__person"]) if row["current__person__is_active"] else ""
    return {**facts, "name": name, "url": url, "photo_url": photo_url(row["current__person"], facts["photo"])}


def address(user: AnyUser, name: str, *args: object) -> str:
    """The address of a view of the directory that the person sees in the menu, or nothing."""
    kind = DirectoryPage._meta.label_lower  # noqa: SLF001
    page = next((page for page in listed_pages(user) if model_label(page) == kind), None)
    return page.url + DirectoryPage().reverse_subpage(name, args=args) if page else ""


def model_label(page: Any) -> str:
    """The model of a page that was read as a plain one."""
    kind = page.cached_content_type
    return f"{kind.app_label}.{kind.model}"
