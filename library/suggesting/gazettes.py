"""Where an act was published, and its own number."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from library.suggesting.days import DATE, MONTHS, day_of
from library.suggesting.source import Source, Suggestion
from library.suggesting.titles import Spelling, in_small_letters, is_capitals
from serbian.folding import fold
from serbian.script import has_cyrillic

_NOTE = (
    r"(?:\s*[-–—]\s*(?:dr\.?\s*zakon\w*|drugi\s+zakon\w*|ispr\w*\.?|odluka\s+us\w*|us\b|aut\w*\.?\s*tum\w*\.?"
    r"|usklad\w*\.?\s*\w*\.?))?"
)
_ISSUE = rf"\d{{1,3}}(?:-\d)?\s*/\s*\d{{2,4}}{_NOTE}"
_NUMBERS = rf"{_ISSUE}(?:(?:\s*[,;]\s*|\s+i\s+){_ISSUE})*"
_NAME = r"(?:sluzben\w+|sl\.)\s*(?:glasnik\w*|list\w*|gl\.)"
_REFERENCE = re.compile(
    rf"^[^\S\n]*\(?\s*(?:(?:tekst |akt |propis )?(?:je )?(?:objavljen\w*|preuzet\w*)\s*:?\s*(?:je\s+)?(?:u|iz)\s*:?\s+"
    rf"|izvor\s*:\s*|napomena\s*:\s*)?"
    rf"(?P<reference>[„“”\"'»«]*{_NAME}[^\n(;:]{{0,80}}?[“”\"'»«]*\s*,?\s*br(?:oj(?:evi)?|\.)?\.?\s*:?\s*{_NUMBERS})"
    rf"(?P<after>\s*,?\s*(?:od|dana)\s+{DATE})?\s*\)?\s*[.;]?[^\S\n]*$",
    re.MULTILINE,
)
_MASTHEAD = re.compile(r"^[^\n]*?(?P<name>\bsluzbeni (?:glasnik|list)(?: [^\n\d–|•,.-]+)?)[^\n]*$", re.MULTILINE)
_ISSUE_OF_MASTHEAD = re.compile(r"\b(?:broj|br\.)\s*:?\s*(?P<issue>\d{1,3})(?:\s*/\s*(?P<year>\d{4}))?(?![\d/-])")
_DATE = re.compile(DATE)
_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_BESIDE = re.compile(rf"(?:[^a-z„“”\"']|\b(?:strana|str|broj|br|godina|god|{'|'.join(MONTHS)})\b)*")
_TOP: Final = 700  # characters in which the head of a gazette stands
_NEAR: Final = 160
_LOCATIVE: Final = (("Službenom", "Službeni"), ("listu", "list"), ("Listu", "List"), ("glasniku", "glasnik"),
                    ("Glasniku", "Glasnik"), ("Службеном", "Службени"), ("листу", "лист"), ("Листу", "Лист"),
                    ("гласнику", "гласник"), ("Гласнику", "Гласник"))  # fmt: skip
_OFFICE_NUMBER = r"(?:[ivx]{1,5}\s?[-/–]\s?)?\d{1,8}(?:\s?[-–/.]\s?(?:\d{1,8}|[ivx]{1,5}\b)){1,8}"
_NUMBER = re.compile(
    r"^[^\S\n]*(?P<before>(?:[ivx]{1,5}(?:-\d{1,3})?|\d{1,3})[^\S\n]+)?(?:(?:del\w*\.?|zavodni)\s*)?"
    rf"br(?:oj)?\b\s*[.:]*[^\S\n]*(?P<number>{_OFFICE_NUMBER})"
    r"(?P<after>[^\S\n]*[.,;]?|,?[^\S\n]*(?:(?:od|dana:?|u \w+(?: \w+)?,?|datum:?)[^\S\n]*)?"
    rf"(?:dana[^\S\n]+)?{DATE})[^\S\n]*$",
    re.MULTILINE,
)


class Publication(NamedTuple):
    """Where an act was published, and the day of it, when that is plain."""

    reference: Suggestion | None
    day: date | None


def publication(source: Source, spelling: Spelling) -> Publication:
    """The gazette of the act itself: a line of its own beside the title or at the end, else the head of a gazette."""
    for match in _REFERENCE.finditer(source.folded):
        if source.is_outside_articles(match.start("reference")):
            text = in_one_spelling(source.original(match.start("reference"), match.end("reference")))
            found = source.suggest(text, match.start("reference"), match.end("reference"))
            return Publication(found, day_of(match) if match["after"] else None)
    return from_masthead(source, spelling)


def in_one_spelling(text: str) -> str:
    """A reference in the nominative and with the quotes of offices: „Sl. list grada Čačka“, broj 5/2024."""
    for form, nominative in _LOCATIVE:
        text = re.sub(rf"\b{form}\b", nominative, text, count=1)
    text = re.sub(r"\s*/\s*", "/", text)
    return re.sub(r"^[„“”\"'»«]+([^„“”\"'»«]+?)\s*[„“”\"'»«]+", r"„\1“", text)


def from_masthead(source: Source, spelling: Spelling) -> Publication:
    """The head of the gazette that the text was cut out of: its name, the number and the day of the issue."""
    for match in _MASTHEAD.finditer(source.folded, 0, min(_TOP, source.body)):
        name = source.original(match.start("name"), match.end("name")).strip(" ,.–-|")
        before = source.folded[match.start() : match.start("name")]
        if source.is_cited(match.start()) or not name[:1].isupper() or not _BESIDE.fullmatch(before):
            continue
        start, end = max(0, match.start() - _NEAR), min(match.end() + _NEAR, source.body)
        issue = nearest(_ISSUE_OF_MASTHEAD, source, start, end, match)
        day = nearest(_DATE, source, start, end, match)
        year = issue and (issue["year"] or (day or nearest(_YEAR, source, start, end, match) or {"year": ""})["year"])
        if issue and year:
            text = (
                f"„{gazette_name(name, spelling)}“, {'бр.' if has_cyrillic(name) else 'br.'} {issue['issue']}/{year}"
            )
            ends = sorted([match.start(), match.end(), issue.start(), issue.end()])
            return Publication(source.suggest(text, ends[0], ends[-1]), day_of(day) if day else None)
    return Publication(None, None)


def nearest(pattern: re.Pattern[str], source: Source, start: int, end: int, to: re.Match[str]) -> re.Match[str] | None:
    """What is found nearest to the name of the gazette."""
    found = pattern.finditer(source.folded, start, end)
    return min(found, key=lambda one: max(to.start() - one.end(), one.start() - to.end(), 0), default=None)


def gazette_name(name: str, spelling: Spelling) -> str:
    """The name of a gazette in small letters, that of the Republic in short."""
    text = in_small_letters(name, spelling) if is_capitals(name) else name
    text = text[:1].upper() + text[1:]
    if fold(text).endswith("republike srbije"):
        text = text[: -len("Republike Srbije")] + ("РС" if has_cyrillic(text) else "RS")
    return text


def number(source: Source) -> Suggestion | None:
    """The number of the act: a line of its own above the text or below it, not that of a gazette."""
    found = [
        match
        for match in _NUMBER.finditer(source.folded)
        if source.is_outside_articles(match.start())
        and re.search("[-–/]", match["number"])
        and not is_issue(source, match)
    ]
    if not found:
        return None
    match = found[0]
    start, end = match.start("number"), match.end("number")
    value = re.sub(r"\s*([-–/])\s*", lambda sign: sign[1].replace("–", "-"), source.original(start, end))
    if before := (match["before"] or "").strip():
        head = source.original(match.start("before"), match.start("before") + len(before))
        value = f"{head} {'број' if has_cyrillic(source.original(match.start(), start)) else 'broj'} {value}"
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    return source.suggest(value, begin, end)


def is_issue(source: Source, match: re.Match[str]) -> bool:
    """Whether a number is that of a gazette, which is named in the lines beside it."""
    if not re.fullmatch(r"\d{1,3}\s?/\s?\d{2,4}", match["number"]) or match["before"]:
        return False
    near = source.folded[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return re.search(r"\bsluzben\w+ (?:glasnik|list)", near) is not None
