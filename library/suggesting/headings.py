"""The heading of an act: its kind, its type and its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from library.enums import ActKind, ActType
from library.suggesting.source import Source, Suggestion
from library.suggesting.titles import Spelling, in_small_letters, is_capitals
from serbian.alphabet import CYRILLIC_TWIN, LATIN_TWIN
from serbian.folding import fold
from serbian.lemmas import is_known
from serbian.script import script_of

# Nominative or accusative, and genitive, of what acts are called.
NAMES: Final = {
    ActType.ZAKON: ("zakon", "zakona"),
    ActType.UREDBA: ("uredb[au]", "uredbe"),
    ActType.PRAVILNIK: ("pravilnik", "pravilnika"),
    ActType.ODLUKA: ("odluk[au]", "odluke"),
    ActType.UPUTSTVO: ("uputstvo", "uputstva"),
    ActType.OTHER: (
        (
            "statut|poslovnik|resenje|zakljucak|naredb[au]|strategij[au]|kodeks|sporazum|program|plan|akt|list[au]"
            "|pravila|smernice|preporuk[au]|metodologij[au]|direktiv[au]|deklaracij[au]|tarif[au]|rezolucij[au]"
            "|memorandum|protokol|povelj[au]|pravilo"
        ),
        (
            "statuta|poslovnika|resenja|zakljucka|naredbe|strategije|kodeksa|sporazuma|programa|plana|akta|liste"
            "|pravila|smernica|preporuke|metodologije|direktive|deklaracije|tarife|rezolucije|memoranduma|protokola"
            "|povelje"
        ),
    ),
}
_PREFIX = r"(?P<prefix>(?:(?:radna verzija|prednacrta?|nacrta?|predloga?|modela?)\s+)+)"
_NOMINATIVE = "|".join(f"(?P<{kind.value}>{forms[0]})" for kind, forms in NAMES.items())
_GENITIVE = "|".join(f"(?P<of_{kind.value}>{forms[1]})" for kind, forms in NAMES.items())
_ADJECTIVES = r"(?P<adjectives>(?:[a-z]+(?:sk|n)[iaoeu][^\S\n]+){0,2})"  # pokrajinska skupštinska, akcioni
_HEADING = re.compile(
    rf"^[^\S\n]*(?:{_PREFIX}(?:{_GENITIVE})|{_ADJECTIVES}(?:{_NOMINATIVE}))\b(?P<rest>[^\n]*)$", re.MULTILINE
)
_OTHER_GROUPS = {"prefix", "rest", "adjectives"}
_AFTER_TYPE = re.compile(r"o\b|ob\b|za\b|koj[aio]m\b|da\b")  # how a title goes on after the five types
_MODEL_LINE = re.compile(r"^\W*(?:nacrt )?model(?:a)?(?: akta| propisa)?\W*$", re.MULTILINE)
_SENTENCE = re.compile(
    r"^(?:(?!\bkoj).)*\b(?:je|su|se|uredjuje|stupa|prestaje|objavljuje|sadrzi|mora|moze|obavezuje)\b"
)
_NOTE = re.compile(r"\s*\([^()\d]*\)$")
_STOP = re.compile(
    r"\W*(?:clan\b|na osnovu\b|\(|deo\b|glava\b|odeljak\b|poglavlje\b|predmet\b|sadrzaj\b|uvod\b|preambula\b|broj\b"
    r"|uvodn[aei]|osnovn[aei] odredb|opst[aei] (?:odredb|deo)|precisceni? tekst"
    r"|(?:[ivx]+[.)]|[ivx]{2,}) [a-z]|[ivx]+\.?\s*$"
    r"|\d{1,2}[.)]\s*[a-z]|[a-z]\)|sluzben\w+ (?:glasnik|list)|„?sl\.|u \w+,\s|datum\b|verzija\b|strana\b|str\.)"
    r"|.*\bodredbe\W*$|\W*[ivx]+\s+(?:uvod|osnovn|opst|predmet|cilj)\w*"
)
_DANGLING = re.compile(
    r"(?:\b(?:o|ob|i|u|na|za|od|do|sa|s|k|po|iz|ili|odnosno|te|radi|prema|nad|pod|uz|bez|kroz|pri|kod|izmedju|kojim"
    r"|kojom|kojima|se|zakona|uredbe|pravilnika|odluke|uputstva|opstin[aeiu]|grad[au]?|gradsk\w+|opstinsk\w+"
    r"|republik\w|jedinic\w+|mesn\w+|javn\w+)|[,–-])\W?$"
)
_ACT_NAME = re.compile(r"(?:zakona|uredbe|pravilnika|odluke|uputstva) o\b")
_END = re.compile(r"^[^\n]*[a-z]{2,} [a-z]+ [^\n]*[a-z]{3,}[.?!]$", re.MULTILINE)  # a line that ends a sentence
_WRAPPED: Final = 60  # characters of a line that ends where the paper does
_LINES: Final = 10
_FIRST: Final = 6000  # characters in which the heading of a text without articles stands
LONGEST: Final = 255
_ACCUSATIVE = str.maketrans("uUуУ", "aAаА")
_IN_ACCUSATIVE = re.compile(
    r"(?:odluk|uredb|naredb|strategij|list|preporuk|metodologij|direktiv|deklaracij|tarif|rezolucij|povelj)u"
)
_BROKEN = re.compile(r"([^\W\d_]{2,})[-‐] ?([^\W\d_]{2,})")
_LONE = re.compile(r"(?<!\w)[^\W\d_](?!\w)")
_MODEL_FILE = re.compile(r"\bmodel\b")
_BLANKS = re.compile(r"_{3,}|\.{5,}|…{2,}|grad[a-z]*\s*/\s*opstin|/\s*grad[a-z]*\b|opstin[a-z]*\s*/")


@dataclass(frozen=True)
class Heading:
    """Where a heading stands, and what it is of."""

    start: int
    end: int
    act_type: ActType
    prefix: str
    rest: str
    score: int


@dataclass(frozen=True)
class Title:
    """The pieces of a title, a line each, and where the last of them ends."""

    pieces: list[str]
    end: int


def best_heading(source: Source) -> tuple[Heading, Title] | None:
    """The heading of the act that the text is of, with its title; nothing when none is plain."""
    found = [(heading, title) for heading in headings(source) if (title := title_from(source, heading))]
    return max(found, key=lambda pair: (pair[0].score, -pair[0].start), default=None)


def headings(source: Source) -> Iterator[Heading]:
    """Lines that begin with what an act is called, before the first article and outside of preambles."""
    limit = source.body if source.articles else min(_FIRST, len(source.folded))
    verbs = [end for _start, end in source.preambles]
    for match in _HEADING.finditer(source.folded, 0, limit):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        line = source.original(start, match.end())
        if source.is_cited(start) or not line[:1].isupper():
            continue
        if not is_capitals(line.split()[0]) and follows_sentences(source, start):
            continue
        name = next(name for name, value in match.groupdict().items() if value and name not in _OTHER_GROUPS)
        first = line.split()[0]
        score = 3 * is_capitals(first) + (is_capitals(line) and len(line.split()) > 1)
        score += 3 * any(0 <= start - verb < 40 for verb in verbs)  # noqa: PLR2004
        kind = ActType(name.removeprefix("of_"))
        score += 6 * ("model" in (match["prefix"] or "")) - 2 * (kind == ActType.OTHER)
        yield Heading(start, match.end(), kind, match["prefix"] or "", match["rest"].strip(), score)


def follows_sentences(source: Source, at: int) -> bool:
    """Whether there is running text, other than a preamble, before a place."""
    before = [match for match in _END.finditer(source.folded, 0, at) if not source.is_cited(match.start())]
    return bool(before)


def title_from(source: Source, heading: Heading) -> Title | None:
    """The title that begins with a heading; nothing when what follows the name of the act is no title."""
    pieces, end = [source.original(heading.start, heading.end)], heading.end
    in_capitals = is_capitals(pieces[0])
    has_matter, blank = bool(heading.rest.strip(" .:-–")), False
    for start, stop in following(source, heading.end):
        key, line = source.folded[start:stop].strip(), source.original(start, stop)
        if not key:
            blank = True
            continue
        dangling = bool(_DANGLING.search(fold(pieces[-1])))
        wrapped = dangling or (len(pieces[-1]) >= _WRAPPED and not blank)
        if has_matter and ((blank and not dangling) or not goes_on(key, line, dangling=wrapped, capitals=in_capitals)):
            break
        if not has_matter and not begins_matter(key, heading):
            break
        if not has_matter:
            in_capitals = in_capitals and is_capitals(line)
        pieces.append(line)
        end, has_matter, blank = stop, True, False
    pieces = [piece.partition(" (")[0] if piece.count("(") > piece.count(")") else piece for piece in pieces]
    text = " ".join(pieces)
    if not has_matter or _SENTENCE.search(fold(text)) or not is_title(heading):
        return None
    return Title(pieces, end)


def is_title(heading: Heading) -> bool:
    """Whether what stands in the line of the heading can be the rest of a title."""
    rest = heading.rest.lstrip(" .:-–")
    return not rest or heading.act_type == ActType.OTHER or bool(_AFTER_TYPE.match(rest))


def begins_matter(key: str, heading: Heading) -> bool:
    """Whether a line can follow the name of an act that stands alone."""
    if heading.act_type == ActType.OTHER:
        return not _STOP.match(key) or key.startswith("o ")
    return bool(_AFTER_TYPE.match(key))


def goes_on(key: str, line: str, *, dangling: bool, capitals: bool) -> bool:
    """Whether a line goes on with a title that has begun."""
    if _STOP.match(key) and not (dangling and re.match(r"\d{4}\.|i+ ", key)):
        return False
    if capitals:
        return is_capitals(line)
    return dangling or line[0].islower() or line[0].isdigit() or bool(_ACT_NAME.match(key))


def following(source: Source, at: int) -> Iterator[tuple[int, int]]:
    """The lines after a place, at most as many as a title has, before the first article."""
    for _ in range(_LINES):
        at += 1
        if at >= source.body:
            return
        start, at = source.line(at)
        yield start, at


def written(title: Title, heading: Heading, spelling: Spelling) -> str:
    """A title as officials write it."""
    pieces = list(title.pieces)
    if heading.prefix:
        first, _, rest = pieces[0].partition(" ")
        if fold(first) == "model" and fold(pieces[0]).startswith("model akta") is False and not rest:
            pieces = pieces[1:]
    text = in_capitals_put_right(joined(pieces), pieces, spelling)
    text = _NOTE.sub("", in_the_nominative(text)).strip(" .:;,*–-")
    return (text[:1].upper() + text[1:])[:LONGEST]


def in_the_nominative(text: str) -> str:
    """A title whose first words stand in the accusative, as after "donosi": odluku, uredbu."""
    words = text.split(" ")
    for at, word in enumerate(words[:3]):
        if _IN_ACCUSATIVE.fullmatch(fold(word)):
            for each in range(at + 1):
                if fold(words[each]).endswith("u"):
                    words[each] = words[each][:-1] + words[each][-1].translate(_ACCUSATIVE)
    return " ".join(words)


def in_capitals_put_right(text: str, pieces: list[str], spelling: Spelling) -> str:
    """A title whose pieces in capitals are written in small letters."""
    if all(map(is_capitals, pieces)):
        return in_small_letters(text, spelling)
    return joined([in_small_letters(piece, spelling) if is_capitals(piece) else piece for piece in pieces])


def joined(pieces: list[str]) -> str:
    """Lines as one, words put together that were broken between them, lone letters in the script of the rest."""
    text = _BROKEN.sub(mended, " ".join(pieces))
    twins = CYRILLIC_TWIN if script_of(text) == "cyrillic" else LATIN_TWIN
    return _LONE.sub(lambda match: twins.get(match[0], match[0]), text)


def mended(match: re.Match[str]) -> str:
    """A word that was broken at the end of a line, if both parts together are a word and the last is not."""
    whole = match[1] + match[2]
    return whole if is_known(fold(whole)) and not is_known(fold(match[2])) else match[0]


def suggest_kind(source: Source, heading: Heading, title: Title, file_name: str) -> Suggestion:
    """Whether the act is a model: its heading, a line above it, or the name of the file says so."""
    if "model" in heading.prefix:
        return source.suggest(ActKind.MODEL_ACT, heading.start, heading.end)
    above = _MODEL_LINE.search(source.folded, 0, source.line(min(title.end + 1, len(source.folded)))[1])
    if above and above.start() < 1500:  # noqa: PLR2004
        return source.suggest(ActKind.MODEL_ACT, above.start(), above.end())
    if _MODEL_FILE.search(fold(file_name).replace("_", " ")) and _BLANKS.search(source.folded):
        return Suggestion(ActKind.MODEL_ACT, 0, "", file_name)
    return source.suggest(ActKind.REGULATION, heading.start, heading.end)
