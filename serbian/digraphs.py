"""The letters of a Latin word: when lj, nj and dž are one letter and when they are two."""

from __future__ import annotations

import re

from serbian.alphabet import DIGRAPHS, TO_CYRILLIC

# Two letters although they look like one: the cut comes where the match ends.
_TWO_LETTERS = re.compile(
    r"in(?=j(?:ek|unk|icir))|kon(?=j(?:ug|ek|unk|uk|unt))|tan(?=jug)|van(?=je[zd])|\ban(?=jon)|šen(?=j[ae]ng)"
    r"|man(?=jogan)|\b(?:ne|naj)?(?:nad(?=ž(?:iv|nj|anj|et|up))|pod(?=ž(?!avelj|ap))|pred(?=ž(?!onj))"
    r"|od(?=ž(?:al(?!an)|ar|iv|vak|ub)))|\band(?=žej)|feld(?=žand)",
)


def letters(word: str) -> list[str]:
    """Split a Latin ``word`` into letters of the Serbian alphabet: ``Njegoš`` gives ``["Nj", "e", "g", "o", "š"]``.

    In ``injekcija`` and ``nadživeti`` n and j, d and ž are letters of their own. A capital after a small letter starts
    a new one.
    """
    lower = word.lower()
    if not ("j" in lower or "ž" in lower) or len(lower) != len(word):
        return list(word)
    cuts = {match.end() for match in _TWO_LETTERS.finditer(lower)}
    result, index = [], 0
    while index < len(word):
        pair = word[index : index + 2]
        size = 2 if pair.lower() in DIGRAPHS and index + 1 not in cuts and not _split_by_case(pair) else 1
        result.append(word[index : index + size])
        index += size
    return result


def _split_by_case(pair: str) -> bool:
    return pair[0].islower() and pair[1].isupper()


def letter_to_cyrillic(letter: str) -> str:
    """Return the Cyrillic of one item of ``letters``; what is no Serbian Latin letter comes back unchanged."""
    if len(letter) == 1:
        return TO_CYRILLIC.get(letter, letter)
    cyrillic = DIGRAPHS[letter.lower()]
    return cyrillic.upper() if letter[0].isupper() else cyrillic
