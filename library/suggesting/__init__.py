"""What the text of a document says of the act that it is: suggestions for an editor, each with where it comes from.

Pure functions. Where the text does not say a thing plainly there is no suggestion: none is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from library.enums import ActKind, ActType
from library.suggesting import days, gazettes, headings, issuers
from library.suggesting.source import Source, Suggestion, UnitOfText
from library.suggesting.titles import Spelling

__all__ = ["Suggestion", "Suggestions", "suggest"]


@dataclass(frozen=True)
class Suggestions:
    """What is suggested for the fields of an act and its version; `issuer_id` is the row of a known issuer."""

    kind: Suggestion | None = None
    act_type: Suggestion | None = None
    title: Suggestion | None = None
    number: Suggestion | None = None
    issuer: Suggestion | None = None
    issuer_id: int | None = None
    gazette_reference: Suggestion | None = None
    adopted_on: Suggestion | None = None
    in_force_from: Suggestion | None = None


def suggest(
    units: Iterable[UnitOfText],
    *,
    file_name: str = "",
    known_issuers: Mapping[int, Sequence[str]] | None = None,
    places: Iterable[str] = (),
) -> Suggestions:
    """Suggest the data of an act from the text units of its document, in their order.

    `known_issuers` are names by id, the full one first; `places` are names that titles in capitals may have (cities,
    municipalities), in the nominative. Values: `ActKind`, `ActType`, text in the script of the document, `date`.
    """
    source = Source.of(units)
    spelling = Spelling(source.text, places)
    found = headings.best_heading(source)
    heading, title = found if found else (None, None)
    kind = headings.suggest_kind(source, heading, title, file_name) if heading and title else None
    is_model = kind is not None and kind.value == ActKind.MODEL_ACT
    is_law = heading is not None and heading.act_type == ActType.ZAKON
    published = gazettes.publication(source, spelling)
    adopted = None if is_model else days.adopted_on(source, is_law=is_law)
    known = known_issuers or {}
    by = None
    if heading and not is_model:
        by = (issuers.of_law if is_law else issuers.from_preamble)(source, known, spelling)
    by = by or issuers.from_letterhead(source, heading.start if heading else source.body, known)
    return Suggestions(
        kind=kind,
        act_type=source.suggest(heading.act_type, heading.start, heading.end) if heading else None,
        title=source.suggest(headings.written(title, heading, spelling), heading.start, title.end)
        if heading and title
        else None,
        number=gazettes.number(source),
        issuer=by.suggestion if by else None,
        issuer_id=by.issuer if by else None,
        gazette_reference=published.reference,
        adopted_on=adopted,
        in_force_from=None
        if is_model
        else days.in_force_from(source, published=published.day, adopted=adopted.value if adopted else None),
    )
