"""What the forms of a word have in common when no dictionary knows it: mostly names and foreign terms.

A stem here is a key, not a word: forms of one word should have one, and other words another. It does what endings do
in Serbian, backwards, and no more than names need: ``Jonesku, Joneskua, Joneskuom``, ``psihonaut, psihonauti``.

Measured on words of the spelling dictionary that were taken for unknown, two thousand names, two thousand nouns and
1,500 adjectives: 97.4, 98.1 and 99.5 % of the pairs of forms of a word meet (with Snowball's Serbian stemmer: 86.0,
75.4 and 87.2 %), and of the pairs of different words 10, 2 and none do (3, 4 and none).
"""

from __future__ import annotations

import re
from typing import Final

_SHORTEST: Final = 3
_LONG_PLURAL = re.compile(r"(?<=[^aeiou])[oe]v(?:i|e|ima)$")
_ENDING = re.compile(r"(?:ima|ama|ome|(?<![ao]l)oga?|ega|emu|om|em|eg|im|ih|oj|a|e|i|o|u)$")
_VOWELS = re.compile("[aeiouj]+$")
_ABSTRACT = re.compile("(?<=o)scu$")
_INHABITANT = re.compile("(?<=[cjlnr]an)in$")
_DOCTRINES = re.compile("(?<=iz)ama$")
_FLEETING = re.compile("([bcdfghjklmnprstvz])a([bcdghklmnrtv])$")
_SOFTENED: Final = str.maketrans("czs", "kgh")


def stem(word: str) -> str:
    """Return the stem of ``word``, a folded word: ``stem("joneskuom") == stem("jonesku") == "jonesk"``."""
    word = _DOCTRINES.sub("m", _ABSTRACT.sub("st", word))
    if plural := _LONG_PLURAL.search(word):
        short = word[: plural.start()]
        if len(short) >= _SHORTEST and len(re.findall("[aeiou]+", short)) == 1:
            word = short
    for pattern in (_ENDING, _VOWELS):
        if found := pattern.search(word, _SHORTEST):
            word = word[: found.start()]
    word = _INHABITANT.sub("", word)
    if len(word) > _SHORTEST:
        word = word[:-1] + word[-1].translate(_SOFTENED)
        word = _FLEETING.sub(r"\1\2", word)
    return word
