"""The machine under transliteration: text in chunks (what stands between spaces), chunks in units.

A unit is a pair of what was there and what it becomes: a letter, a digraph, or a longer piece that stays. Callers who
must follow letters across markup take units; all others take whole chunks, which are worked out once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from serbian import numerals
from serbian.alphabet import TO_LATIN
from serbian.digraphs import letter_to_cyrillic, letters
from serbian.foreign import ForeignWords, looks_foreign
from serbian.look_alikes import CYRILLIC, LATIN, WORD, repair_look_alikes, repair_word
from serbian.protected import PROTECTED

Script = Literal["latin", "cyrillic"]
Unit = tuple[str, str]

_SPACE = re.compile(r"(\s+|&nbsp;|&#160;|&#xa0;)", re.IGNORECASE)
_SERBIAN_LATIN = re.compile("[abcčćdđefghijklmnoprsštuvzž]+", re.IGNORECASE)
_ONE_SCRIPT = re.compile("[\u0400-\u052f\u0300-\u036f]+|[^\u0400-\u052f]+")
_NUMBER_FIRST = re.compile(r"(\d+)([^\W\d_]+)")
_NUMBER_LAST = re.compile(r"([^\W\d_]+)(\d+)")
_LONE_LETTERS = str.maketrans("IV", "ИВ")
# A lone I or V inside a chunk is a numeral beside a number or another numeral: 06-3/19-I, I–III, V-a.
_LONE_IN_CHUNK = re.compile(
    r"(?:(?<=[\dIVX][-/–])|(?<=\d))[IV](?![^\W_])|(?<![^\W_])[IV](?=[-/–](?:\d|[IVX]+(?![^\W_])|[a-z]{1,2}(?![^\W_])))"
)
_CACHE_SIZE = 1 << 16


def pieces(text: str, to: Script, foreign: ForeignWords) -> Iterator[Unit]:
    """Yield chunks, spaces and foreign phrases of ``text`` (composed) in order, each with what it becomes."""
    if to == "latin":
        yield from ((chunk, _latin_chunk(chunk)) for chunk in _SPACE.split(text))
        return
    for part, is_phrase in spans(text, foreign.phrases):
        if is_phrase:
            yield part, part
        else:
            yield from _cyrillic_pieces(part, foreign)


def units(chunk: str, to: Script, foreign: ForeignWords) -> list[Unit]:
    """Return ``chunk`` as its smallest pairs of what was there and what it becomes."""
    return _latin_units(chunk) if to == "latin" else _cyrillic_units(chunk, foreign)


def spans(text: str, pattern: re.Pattern[str] | None) -> Iterator[tuple[str, bool]]:
    """Yield the parts of ``text`` in order, each with whether ``pattern`` matches it; no pattern matches nothing."""
    end = 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() > end:
            yield text[end : match.start()], False
        if match[0]:
            yield match[0], True
        end = match.end()
    if end < len(text):
        yield text[end:], False


@lru_cache(maxsize=_CACHE_SIZE)
def _latin_chunk(chunk: str) -> str:
    return "".join([target for _, target in _latin_units(chunk)])


def _latin_units(chunk: str) -> list[Unit]:
    if not CYRILLIC.search(chunk):
        return [(chunk, chunk)]
    result: list[Unit] = []
    for part, is_protected in spans(chunk, PROTECTED):
        result += [(part, part)] if is_protected else _to_latin(part)
    return result


def _to_latin(text: str) -> list[Unit]:
    result = []
    repaired = repair_look_alikes(text)
    for index, letter in enumerate(repaired):
        target = TO_LATIN.get(letter, letter)
        if len(target) > 1 and letter.isupper() and _among_capitals(repaired, index):
            target = target.upper()
        result.append((text[index], target))
    return result


def _among_capitals(text: str, index: int) -> bool:
    following = text[index + 1 : index + 2]
    if following.isalpha():
        return following.isupper()
    return index > 0 and text[index - 1].isupper()


def _cyrillic_pieces(text: str, foreign: ForeignWords) -> Iterator[Unit]:
    parts = _SPACE.split(text)
    for index, chunk in enumerate(parts):
        target = _cyrillic_chunk(chunk, foreign)
        if target is None:
            before = parts[index - 2] if index and "\n" not in parts[index - 1] else ""
            after = parts[index + 2] if index + 2 < len(parts) else ""
            keep = numerals.is_lone_numeral(chunk, before, after)
            target = chunk if keep else chunk.translate(_LONE_LETTERS)
        yield chunk, target


@lru_cache(maxsize=_CACHE_SIZE)
def _cyrillic_chunk(chunk: str, foreign: ForeignWords) -> str | None:
    """What a chunk becomes; None for a lone I or V, on which its neighbours decide."""
    if numerals.lone_letter(chunk):
        return None
    return "".join([target for _, target in _cyrillic_units(chunk, foreign)])


def _cyrillic_units(chunk: str, foreign: ForeignWords) -> list[Unit]:
    if not LATIN.search(chunk):
        return [(chunk, chunk)]
    result: list[Unit] = []
    for part, is_word in _words(chunk, foreign):
        result += _word_units(part, foreign) if is_word else [(part, part)]
    return result


def _words(chunk: str, foreign: ForeignWords) -> Iterator[tuple[str, bool]]:
    """Cut a chunk into words to convert (True) and what stays: protected parts, compounds, numerals, punctuation."""
    parts = [(chunk, False)]
    for pattern in (PROTECTED, foreign.compounds, _LONE_IN_CHUNK):
        parts = [found for part, stays in parts for found in ([(part, True)] if stays else spans(part, pattern))]
    for part, stays in parts:
        yield from [(part, False)] if stays else spans(part, WORD)


def _word_units(word: str, foreign: ForeignWords) -> list[Unit]:
    repaired = repair_word(word)
    if CYRILLIC.search(repaired) and LATIN.search(repaired):
        return [unit for run in _ONE_SCRIPT.findall(word) for unit in _word_units(run, foreign)]
    if not LATIN.search(repaired):
        return list(zip(word, repaired, strict=True))
    if not repaired.isalpha() and not repaired.isdigit():
        return _numbered_units(repaired, foreign) or [(word, repaired)]
    if suffixed := numerals.split_suffix(repaired):
        return [(suffixed[0], suffixed[0]), *_letters_to_cyrillic(suffixed[1])]
    if _stays(repaired, foreign):
        return [(word, repaired)]
    return _letters_to_cyrillic(repaired)


def _stays(word: str, foreign: ForeignWords) -> bool:
    return word in foreign or not _SERBIAN_LATIN.fullmatch(word) or numerals.is_numeral(word) or looks_foreign(word)


def _letters_to_cyrillic(word: str) -> list[Unit]:
    return [(letter, letter_to_cyrillic(letter)) for letter in letters(word)]


def _numbered_units(word: str, foreign: ForeignWords) -> list[Unit] | None:
    """``5a``, ``12B`` and ``P1`` are Serbian; ``10h``, ``v2``, ``SHA256`` and ``B2B`` are codes (None)."""
    if match := _NUMBER_FIRST.fullmatch(word):
        return None if match[2] == "h" else [(match[1], match[1]), *_word_units(match[2], foreign)]
    if match := _NUMBER_LAST.fullmatch(word):
        is_code = match[1] == "v" or (len(match[1]) > 1 and match[1].isupper())
        return None if is_code else [*_word_units(match[1], foreign), (match[2], match[2])]
    return None
