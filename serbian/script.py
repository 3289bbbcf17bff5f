"""Transliteration between the two Serbian scripts, and questions about the script of a text.

Cyrillic to Latin is a plain mapping. Latin to Cyrillic is not: lj, nj and dž are one letter in most words and two in
some (``injekcija``, ``nadživeti``), and addresses, file names, foreign words and Roman numerals stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from serbian.alphabet import LIGATURES
from serbian.foreign import ForeignWords, foreign_words
from serbian.look_alikes import CYRILLIC, LATIN, WORD, is_mixed, repair_look_alikes
from serbian.units import Script, pieces

__all__ = [
    "Script",
    "compose",
    "has_cyrillic",
    "has_latin",
    "mixed_script_words",
    "repair_look_alikes",
    "script_of",
    "to_cyrillic",
    "to_latin",
    "transliterate",
]

_HAS_LIGATURE = re.compile("[ǄǅǆǇǈǉǊǋǌ]")
_LIGATURES = str.maketrans(LIGATURES)


def has_cyrillic(text: str) -> bool:
    """Say whether ``text`` holds a Cyrillic letter."""
    return CYRILLIC.search(text) is not None


def has_latin(text: str) -> bool:
    """Say whether ``text`` holds a Latin letter."""
    return LATIN.search(text) is not None


def script_of(text: str) -> Script | None:
    """Return the script of most letters of ``text``; Latin if they are level, None if it has no letters."""
    cyrillic, latin = len(CYRILLIC.findall(text)), len(LATIN.findall(text))
    if not cyrillic and not latin:
        return None
    return "cyrillic" if cyrillic > latin else "latin"


def mixed_script_words(text: str) -> list[str]:
    """Return the words of ``text``, in order, in which letters of one script stand for their twins in the other.

    ``Cрбија`` with a Latin C is one; ``PDFом`` is not, since the letters of neither part have twins.
    """
    return [word for word in WORD.findall(compose(text)) if is_mixed(word)]


def compose(text: str) -> str:
    """Return ``text`` in NFC and with the single code points for lj, nj and dž written as two letters."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_LIGATURES) if _HAS_LIGATURE.search(text) else text


def to_latin(text: str) -> str:
    """Return ``text`` with its Cyrillic in Latin; addresses, @names, #tags and file names stay as they are.

    The case of a digraph follows its neighbours: ``Његош`` is ``Njegoš``, ``ЊЕГОШ`` is ``NJEGOŠ``. The result is NFC.
    """
    text = compose(text)
    if not has_cyrillic(text):
        return text
    return compose("".join([target for _, target in pieces(text, "latin", foreign_words())]))


def to_cyrillic(text: str, foreign: Iterable[str] | ForeignWords = ()) -> str:
    """Return ``text`` with its Serbian Latin in Cyrillic, in NFC.

    Addresses, @names, #tags, file names, Roman numerals, words with letters that Serbian has not, and foreign words
    stay; ``foreign`` adds entries to the built-in list (see ``serbian.foreign``).
    """
    text = compose(text)
    if not has_latin(text):
        return text
    return compose("".join([target for _, target in pieces(text, "cyrillic", foreign_words(foreign))]))


def transliterate(text: str, to: Script, foreign: Iterable[str] | ForeignWords = ()) -> str:
    """Return ``text`` in the script ``to``, by ``to_latin`` or ``to_cyrillic``."""
    return to_latin(text) if to == "latin" else to_cyrillic(text, foreign)
