"""What the cells of a row say of an act, in any spelling; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError

from core.tables.days import read_day
from core.tables.headings import key
from core.tables.lines import MAX_CELL
from library.enums import ActKind, ActType
from library.models import ActPage, ActVersion, Issuer
from library.suggesting.headings import NAMES
from library.suggesting.issuers import row_of

Trouble = list[Any]  # [our column, code, parameters]: a fact that `sentences` puts into words
YEARS: Final = range(1844, 2101)  # the civil code of that year is cited to this day
KINDS: Final = {
    ActKind.MODEL_ACT: re.compile(r"model\w*"),
    ActKind.REGULATION: re.compile(r"propis\w*|regulation"),
}
TYPES: Final = {kind: re.compile("|".join(forms)) for kind, forms in NAMES.items()}
ENGLISH: Final = {
    "law": ActType.ZAKON,
    "decree": ActType.UREDBA,
    "rulebook": ActType.PRAVILNIK,
    "decision": ActType.ODLUKA,
    "instruction": ActType.UPUTSTVO,
    "other": ActType.OTHER,
    "ostalo": ActType.OTHER,
    "drugi": ActType.OTHER,
    "drugo": ActType.OTHER,
}
FILLERS: Final = frozenset({"akt", "akta", "act", "of", "o"})
BEGINNING: Final = 5  # words of a title among which the type is looked for
_SEVERAL = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True)
class Known:
    """What the cells of all rows are compared with: the lists that editors keep."""

    issuers: Mapping[int, Sequence[str]]  # id: its names
    topics: Mapping[str, int]  # name or synonym, as `key` writes it: id
    may_add_issuer: bool = False


@dataclass
class Values:
    """The data of an act as they are kept: days in ISO 8601, rows of lists by their ids."""

    data: dict[str, Any] = field(default_factory=dict)
    errors: list[Trouble] = field(default_factory=list)
    warnings: list[Trouble] = field(default_factory=list)


def read_values(cells: Mapping[str, str], known: Known) -> Values:
    """Read the cells of a row; an empty cell but for the title leaves the field empty."""
    values = Values()
    for name, column in READERS.items():
        column(values, name, cells.get(name, ""), known)
    read_kind_and_type(values, cells)
    check_days(values)
    return values


def read_title(values: Values, name: str, text: str, known: Known) -> None:
    """The title, which an act must have."""
    read_text(values, name, text, known)
    if not text:
        values.errors.append([name, "title_missing", {}])
    elif not any(sign.isalpha() for sign in text):
        values.errors.append([name, "title_bad", {}])


def read_text(values: Values, name: str, text: str, known: Known) -> None:
    """Text as the field takes it."""
    model = ActVersion if name == "gazette_reference" else ActPage
    values.data[name] = text
    try:
        model._meta.get_field(name).run_validators(text)  # noqa: SLF001
    except ValidationError:
        values.errors.append([name, "text_too_long", {}])
    if len(text) >= MAX_CELL:
        values.errors.append([name, "text_too_long", {}])


def read_a_day(values: Values, name: str, text: str, known: Known) -> None:
    """A day."""
    try:
        values.data[name] = read_day(text, YEARS).isoformat() if text else ""
    except ValueError:
        values.errors.append([name, "day", {}])


def read_issuer(values: Values, name: str, text: str, known: Known) -> None:
    """An issuer of the list; one that is not in it is added by those who may."""
    found = row_of(text, known.issuers) if text else None
    values.data |= {"issuer": found, "new_issuer": ""}
    if not text or found is not None:
        return
    if len(text) > (Issuer._meta.get_field("name").max_length or 0):  # noqa: SLF001
        values.errors.append([name, "text_too_long", {}])
    elif not known.may_add_issuer:
        values.errors.append([name, "issuer_unknown", {}])
    else:
        values.data["new_issuer"] = text
        values.warnings.append([name, "issuer_new", {}])


def read_topics(values: Values, name: str, text: str, known: Known) -> None:
    """Topics of the vocabulary, with commas between."""
    written = [part for part in _SEVERAL.split(text) if part]
    found = {part: known.topics.get(key(part)) for part in written}
    values.data[name] = sorted({pk for pk in found.values() if pk is not None})
    if unknown := [part for part, pk in found.items() if pk is None]:
        values.errors.append([name, "topic_unknown", {"names": unknown}])


def read_kind_and_type(values: Values, cells: Mapping[str, str]) -> None:
    """The kind and the type, which people mix: each cell may say either, and what none says the title does."""
    said: dict[str, Any] = {}
    for name, code in (("kind", "kind_unknown"), ("act_type", "type_unknown")):
        words = key(cells.get(name, "")).split()
        found = kind_in(words) | type_in(words)
        if words and not found:
            values.errors.append([name, code, {}])
        said = found | said
    words = key(cells.get("title", "")).split()[:BEGINNING]
    of_title = (kind_in(words[:1]) | type_in(words)) if words else {}
    values.data |= {"kind": ActKind.REGULATION.value, "act_type": ActType.OTHER.value} | of_title | said


def kind_in(words: Iterable[str]) -> dict[str, str]:
    """The kind that one of these words says."""
    return first("kind", words, lambda word: next((kind for kind, it in KINDS.items() if it.fullmatch(word)), None))


def type_in(words: Iterable[str]) -> dict[str, str]:
    """The type that one of these words says."""
    names = [word for word in words if word not in FILLERS]
    return first(
        "act_type",
        names,
        lambda word: next((kind for kind, it in TYPES.items() if it.fullmatch(word)), None) or ENGLISH.get(word),
    )


def first(name: str, words: Iterable[str], meaning: Callable[[str], Any]) -> dict[str, str]:
    """What the first word that means something means."""
    return next(({name: found.value} for word in words if (found := meaning(word))), {})


def check_days(values: Values) -> None:
    """An act comes into force after it was adopted."""
    adopted, start = values.data.get("adopted_on"), values.data.get("in_force_from")
    if adopted and start and date.fromisoformat(start) < date.fromisoformat(adopted):
        values.warnings.append(["in_force_from", "force_before_adoption", {}])


READERS: Final[Mapping[str, Callable[[Values, str, str, Known], None]]] = {
    "title": read_title,
    "number": read_text,
    "issuer": read_issuer,
    "gazette_reference": read_text,
    "adopted_on": read_a_day,
    "in_force_from": read_a_day,
    "topics": read_topics,
    "summary": read_text,
}
