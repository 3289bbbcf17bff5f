"""Who issued an act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from library.suggesting.source import VERB, Source, Suggestion
from library.suggesting.titles import Spelling, in_small_letters, is_capitals
from serbian.folding import fold

_WHO = (
    r"narodna skupstina|skupstina|pokrajinska vlada|vlada|ministar|ministarka|ministarstvo|gradsko vece"
    r"|opstinsko vece|vece gradske opstine|gradonacelni(?:k|ca)|predsedni(?:k|ca)|predsednistvo|nacelni(?:k|ca)"
    r"|direktor(?:ka)?|guverner|poverenik|zastitnik|ustavni sud|savet|upravni odbor|nadzorni odbor|odbor|komisija"
    r"|kancelarija|agencija|zavod|fond|narodna banka|privremeni organ|stalna konferencija|visoki savet"
    r"|pokrajinski sekretar|glavni|republick[aio] \w+|direkcija|uprava|centar|regulatorn\w+ tel\w+|mreza"
)
_PHRASE = re.compile(
    rf"(?:^|[,)“”\"»«]\s*|\n)\s*(?P<who>(?:{_WHO})\b.{{0,140}}?)"
    r"(?=\s*,|\s*\(|\s+na\s+(?:\w+\s+){0,3}(?:\d|[ivx]+\b|sednic|predlog|osnovu)|\s+dana\b|\s+je\s|\s+uz\s"
    rf"|\s+po\s+(?:prethodn|pribavljen)|\s+u\s+skladu|\s*\Z)",
    re.DOTALL,
)
_BEFORE_VERB: Final = 1500
_TOP: Final = 12  # lines that the head of a letter has
_GAP = re.compile(r"_{2,}|\.{3,}|…|\w/\w")
_PARLIAMENT = re.compile(r"\bnarodna skupstina(?: republike srbije)?\b")
_STATE = re.compile(r"\s+republike srbije$")


class Found(NamedTuple):
    """The issuer as it stands in the text, and the row of the list that it is, if it is there."""

    suggestion: Suggestion
    issuer: int | None


def of_law(source: Source, known: Mapping[int, Sequence[str]], spelling: Spelling) -> Found | None:
    """The parliament, where the proclamation of a law names it."""
    match = _PARLIAMENT.search(source.folded, 0, source.body)
    return named(source, match.start(), match.end(), known, spelling) if match else None


def from_preamble(source: Source, known: Mapping[int, Sequence[str]], spelling: Spelling) -> Found | None:
    """The last institution that is named, in the nominative, before the verb."""
    for verb in VERB.finditer(source.folded, 0, source.body):
        start = max(0, verb.start() - _BEFORE_VERB)
        phrases = list(_PHRASE.finditer(source.folded, start, verb.start()))
        if phrases:
            match = phrases[-1]
            return named(source, match.start("who"), match.end("who"), known, spelling)
    return None


def named(
    source: Source, start: int, end: int, known: Mapping[int, Sequence[str]], spelling: Spelling
) -> Found | None:
    """The issuer that stands between two places; nothing for a gap that is to be filled in."""
    text = source.original(start, end).strip(" .,;:")
    if _GAP.search(source.folded[start : end + 10]):
        return None
    row = row_of(text, known)
    text = in_small_letters(text, spelling) if is_capitals(text) else text
    value = known[row][0] if row is not None else text[:1].upper() + text[1:]
    return Found(source.suggest(value, start, end), row)


def from_letterhead(source: Source, heading: int, known: Mapping[int, Sequence[str]]) -> Found | None:
    """A known issuer whose name is a line at the top of the text."""
    at = 0
    for _ in range(_TOP):
        start, end = source.line(at)
        if start >= min(heading, source.body):
            break
        row = row_of(source.original(start, end), known)
        if row is not None:
            return Found(source.suggest(known[row][0], start, end), row)
        at = end + 1
    return None


def row_of(text: str, known: Mapping[int, Sequence[str]]) -> int | None:
    """The row that has the name, in any script and case, with or without the Republic; a minister is a ministry."""
    wanted = key_of(text)
    if not wanted:
        return None
    return next((row for row, names in known.items() if any(key_of(name) == wanted for name in names if name)), None)


def key_of(name: str) -> str:
    """The form in which names of an institution meet."""
    key = " ".join(re.findall(r"\w+", fold(name)))
    return _STATE.sub("", re.sub(r"^ministar(?:ka)?\b", "ministarstvo", key))
