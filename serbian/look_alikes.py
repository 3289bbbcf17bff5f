"""Words in which a letter of one script stands for its twin in the other, and their repair."""

from __future__ import annotations

import re

from serbian.alphabet import CYRILLIC_TWIN, LATIN_TWIN

CYRILLIC = re.compile("[\u0400-\u052f]")
LATIN = re.compile("[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


def is_mixed(word: str) -> bool:
    """Say whether ``word`` has letters of both scripts and one script's letters all have twins in the other."""
    latin, cyrillic = LATIN.findall(word), CYRILLIC.findall(word)
    return bool(latin and cyrillic) and (_all_in(latin, CYRILLIC_TWIN) or _all_in(cyrillic, LATIN_TWIN))


def repair_word(word: str) -> str:
    """Return ``word`` in one script where its look-alike letters allow that, letter for letter; else unchanged."""
    latin = LATIN.findall(word)
    if not latin or len(latin) == len(word):
        return word
    cyrillic = CYRILLIC.findall(word)
    if not cyrillic:
        return word
    to_cyrillic, to_latin = _all_in(latin, CYRILLIC_TWIN), _all_in(cyrillic, LATIN_TWIN)
    if to_cyrillic and to_latin:
        to_cyrillic, to_latin = len(cyrillic) > len(latin), len(latin) > len(cyrillic)
    if to_cyrillic == to_latin:
        return word
    twins = CYRILLIC_TWIN if to_cyrillic else LATIN_TWIN
    return "".join(twins.get(letter, letter) for letter in word)


def repair_look_alikes(text: str) -> str:
    """Write each word of ``text`` that mixes the scripts by look-alike letters in the script of the rest of the word.

    Letters that exist in one script only decide; if there is none, the majority does, and a draw is left alone.
    The result has as many characters as ``text``.
    """
    if not (CYRILLIC.search(text) and LATIN.search(text)):
        return text
    return WORD.sub(lambda match: repair_word(match[0]), text)


def only_script(text: str) -> str:
    """Return ``cyrillic`` or ``latin`` if all letters of ``text`` that exist in one script only are of that one."""
    cyrillic = any(letter not in LATIN_TWIN for letter in CYRILLIC.findall(text))
    latin = any(letter not in CYRILLIC_TWIN for letter in LATIN.findall(text))
    return "" if cyrillic == latin else "cyrillic" if cyrillic else "latin"


def repair_in_script(word: str, script: str) -> str:
    """Return ``word`` in a script (of ``only_script``) if it has none but letters with twins there; else unchanged.

    For words of few letters, whose script only their neighbours tell: ``o``, ``a``, ``eta``.
    """
    wrong, twins = (LATIN, CYRILLIC_TWIN) if script == "cyrillic" else (CYRILLIC, LATIN_TWIN)
    if not script or not _all_in(wrong.findall(word), twins):
        return word
    return "".join(twins.get(letter, letter) for letter in word)


def _all_in(found: list[str], twins: dict[str, str]) -> bool:
    return all(letter in twins for letter in found)
