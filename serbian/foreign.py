"""Words and abbreviations that keep their Latin letters inside Cyrillic text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "foreign.txt"
_SHORTEST = 4
_NOT_INSIDE_WORD = r"(?<![^\W_])(?:{})(?![^\W_])"
_SPACE = r"(?:\s|&nbsp;)+"
# Serbian meets doubled letters only where a prefix or a numeral ends (transsibirski, dvadesettri).
_DOUBLED = re.compile("ll|(?<!tran)ss|tt(?!r)|ff|pp|cc|(?<!su)bb|gg|ch(?!aj)", re.IGNORECASE)


class ForeignWords:
    """A list of foreign words, made ready for matching; immutable, so that it can be the key of a cache.

    An entry in small letters counts in any case; one with a capital letter as it is written and all in capitals, so
    that ``Word`` or ``ID`` do not catch ordinary words. An entry may hold hyphens, digits and spaces (``open data``);
    a ``0`` as its first word stands for any number (``0 MB``).
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = frozenset(" ".join(entry.split()) for entry in entries if entry.strip())
        plain = {entry for entry in self.entries if entry.isalpha()}
        phrases = {entry for entry in self.entries if " " in entry}
        self._any_case = frozenset(entry for entry in plain if entry.islower())
        self._exact = frozenset(form for entry in plain for form in _forms(entry))
        self.compounds = _pattern(self.entries - plain - phrases)
        self.phrases = _pattern(phrases)

    def __contains__(self, word: str) -> bool:
        """Say whether ``word``, a run of letters, is in the list."""
        return word in self._exact or word.lower() in self._any_case


def _forms(entry: str) -> tuple[str, ...]:
    """The spellings in which a phrase or compound is looked for."""
    if entry.islower():
        return entry, entry.capitalize(), entry.title(), entry.upper()
    return entry, entry.upper()


def _pattern(entries: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for entries with other signs than letters, longest first; no entry, no pattern."""
    forms = sorted({form for entry in entries for form in _forms(entry)}, key=lambda form: (-len(form), form))
    if not forms:
        return None
    return re.compile(_NOT_INSIDE_WORD.format("|".join(map(_form_pattern, forms))))


def _form_pattern(form: str) -> str:
    words = [re.escape(word) for word in form.split()]
    if words[0] == "0":
        return r"\d+" + _SPACE.replace("+", "*") + _SPACE.join(words[1:])
    return _SPACE.join(words)


@cache
def _built_in() -> frozenset[str]:
    lines = (line.partition("#")[0].strip() for line in _FILE.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line)


@lru_cache(maxsize=16)
def _with(extra: frozenset[str]) -> ForeignWords:
    return ForeignWords(_built_in() | extra)


def foreign_words(extra: Iterable[str] | ForeignWords = ()) -> ForeignWords:
    """Return the built-in list together with the ``extra`` entries, for example those that editors keep.

    The same entries give the same object; one that is already made passes through, so a caller may keep it.
    """
    return extra if isinstance(extra, ForeignWords) else _with(frozenset(extra))


def looks_foreign(word: str) -> bool:
    """Say whether the spelling of ``word`` is not Serbian: it doubles letters as Serbian never does, or has ``ch``."""
    return len(word) >= _SHORTEST and not word.isupper() and bool(_DOUBLED.search(word))
