"""A title in capitals, written as officials write it: capitals where names and acronyms need them, else small."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from serbian.dictionary import dictionary
from serbian.folding import fold
from serbian.lemmas import is_known
from serbian.numerals import is_numeral
from serbian.stems import stem

WORD: Final = re.compile(r"[^\W\d_]+")
ACRONYMS: Final = frozenset(
    (
        "ap",
        "apr",
        "eu",
        "gis",
        "ikt",
        "it",
        "jls",
        "jmbg",
        "mup",
        "pdv",
        "pib",
        "pio",
        "rap",
        "rgz",
        "rs",
        "skgo",
        "us",
    )
)
TYPES: Final = (
    r"zakon(?:a|om|u)?|uredb(?:a|e|i|u|om)|pravilnik(?:a|u|om)?|odluk(?:a|e|u|om)|odluci|uputstv(?:o|a|u|om)"
)
_ACT = re.compile(rf"(?:{TYPES})")
_OF_PLACES = re.compile(r"grad(?:a|u|om)?|opstin(?:a|e|i|u|om)")
# Names of institutions and states: pairs of which the first word, or both, have capitals.
_BOTH = re.compile(r"republi(?:ka|ke|ci|ku|kom) srbij(?:a|e|i|u|om)")
_FIRST = re.compile(r"narodn\w+ skupstin\w+|autonomn\w+ pokrajin\w+ vojvodin\w+|evropsk\w+ unij\w+")
_ALONE = re.compile(r"vlad(?:a|e|i|u|om)")
_OF_GAZETTES = re.compile(r"sluzben\w*")
_NOT_NAMES = frozenset("nafcv")
_QUOTED = re.compile(r"(?<=[„“\"])\w(?=[^„“”\"]+[“”\"])")
_SHORT: Final = 5
_MODELS = re.compile(r"model\w*|nacrt\w*|predlog\w*|prednacrt\w*")
_PREPOSITIONS = frozenset({"za", "na", "u", "i", "o", "od", "do", "sa", "po", "kod", "ili", "odnosno"})


@dataclass
class Spelling:
    """How the words of a text are written where they are not all in capitals, and the names of places."""

    text: str
    names: Iterable[str] = ()
    counts: Counter[str] = field(init=False)
    stems: Counter[str] = field(init=False)
    places: list[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.counts, self.stems = Counter(), Counter()
        for line in self.text.split("\n"):
            if not is_capitals(line):
                words = [match[0] for match in WORD.finditer(line) if not begins(line, match.start())]
                words = [word for word in words if not _OF_GAZETTES.fullmatch(fold(word))]
                self.counts.update(words)
                self.stems.update(sign_of(word) + stem(fold(word)) for word in words)
        self.places = [tuple(fold(name).split()) for name in self.names]

    def of(self, words: list[str], at: int) -> str:
        """How the word at a place of a title in capitals is written."""
        word = words[at]
        keys = [fold(each) for each in words]
        small, capital = word.lower(), word[0] + word[1:].lower()
        if len(word) > 1 and (is_numeral(word) or self.is_acronym(word, keys[at])):
            return word
        return capital if self.is_name(small, capital, keys, at) else small

    def is_acronym(self, word: str, key: str) -> bool:
        """Whether a word has only capitals in the rest of the text too; a short unknown one if it is not there."""
        small, capital = self.counts[word.lower()], self.counts[word[0] + word[1:].lower()]
        if small or capital:
            return False
        return bool(self.counts[word]) or key in ACRONYMS or (len(word) <= _SHORT and not is_known(key))

    def is_name(self, small: str, capital: str, keys: list[str], at: int) -> bool:
        """Whether a word is a name or begins one."""
        if begins_name(keys, at) or self.is_place(keys, at):
            return True
        if _ACT.fullmatch(keys[at]) and set(keys[:at]) & _PREPOSITIONS:
            return keys[at + 1 : at + 2] == ["o"] and not _MODELS.fullmatch(keys[at - 1])
        root = stem(keys[at])
        if not self.counts[small] and (self.counts[capital] > 1 or is_only_name(keys[at])):
            return True
        if self.counts[small] or self.stems["a" + root]:
            return False
        if self.stems["A" + root] > 1:
            return True
        after_place = at > 0 and _OF_PLACES.fullmatch(keys[at - 1]) and keys[at] not in _PREPOSITIONS
        return bool(after_place and (is_name_too(keys[at]) or not is_known(keys[at])))

    def is_place(self, keys: list[str], at: int) -> bool:
        """Whether a word is part of the name of a place, in any case: all words of it agree but for their ends."""
        for name in self.places:
            for part in range(len(name)):
                start = at - part
                words = keys[start : start + len(name)] if start >= 0 else []
                if len(words) == len(name) and all(map(agree, words, name)) and self.is_certain(keys, start, name):
                    return True
        return False

    def is_certain(self, keys: list[str], start: int, name: tuple[str, ...]) -> bool:
        """Whether a word that agrees with a name of one word stands where such a name is expected."""
        if len(name) > 1:
            return True
        return bool(start and _OF_PLACES.fullmatch(keys[start - 1])) or is_only_name(keys[start])


def sign_of(word: str) -> str:
    """Whether a word has a small first letter (a), a capital one (A), or is all in capitals (AA)."""
    if word[0].islower():
        return "a"
    return "AA" if len(word) > 1 and word.isupper() else "A"


def agree(word: str, name: str) -> bool:
    """Whether a word may be a form of a name, both folded."""
    common = len(name) - (1 if len(name) <= 4 else 2)  # noqa: PLR2004
    return word[:common] == name[:common] and abs(len(word) - len(name)) <= 3  # noqa: PLR2004


def begins_name(keys: list[str], at: int) -> bool:
    """Whether the words from here on, or before, are the name of a state or an institution."""
    here, before = " ".join(keys[at : at + 3]), " ".join(keys[max(0, at - 1) : at + 1])
    return bool(_BOTH.match(here) or _BOTH.fullmatch(before) or _FIRST.match(here) or _ALONE.fullmatch(keys[at]))


def is_only_name(key: str) -> bool:
    """Whether the dictionary knows a word as a name and as nothing else."""
    kinds = {reading.kind for reading in dictionary().readings(key)}
    return "p" in kinds and not kinds & _NOT_NAMES


def is_name_too(key: str) -> bool:
    """Whether the dictionary knows a word as a name, or what a person or place may own."""
    return bool({reading.kind for reading in dictionary().readings(key)} & {"p", "o"})


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals, and there are some."""
    return text.isupper()


def begins(line: str, at: int) -> bool:
    """Whether a sentence, or the line, begins at a place, so that a capital says nothing."""
    before = line[:at].rstrip(" „\"'(–-")
    return not before or before[-1] in ".!?:;)"


def in_small_letters(text: str, spelling: Spelling) -> str:
    """A piece of a title in capitals, as officials write it; its first letter is small unless it begins a name."""
    words = [match[0] for match in WORD.finditer(text)]
    numbers = iter(range(len(words)))
    text = WORD.sub(lambda _match: spelling.of(words, next(numbers)), text)
    return _QUOTED.sub(lambda match: match[0].upper(), text)
