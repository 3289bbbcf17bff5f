"""Roman numerals, which keep their Latin letters in Cyrillic text, and how they are told from words.

``XXI``, ``IV`` and ``VIII`` are numerals wherever they stand; ``MI``, ``DI``, ``LI`` and ``DIV`` are words although
they could be numerals; a lone ``I`` or ``V`` depends on what stands around it ("Aleksandar I", "I konačno", "V. d.").
"""

from __future__ import annotations

import re

_NUMERAL = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_WITH_SUFFIX = re.compile(r"([IVX]{2,})([a-zčćžšđ]{1,2})")
_SMALL_NUMERALS = frozenset({"ii", "iii", "vii", "viii"})
_WORDS = frozenset({"DIV", "CIV"})
_ABBREVIATION = re.compile("[LCDM][LCDMIV]")  # and the words LI, MI, DI
_LONE = re.compile(r"[^\w]*([IV])([^\w]*)")
_NUMBERED_BEFORE = re.compile(
    r"(?:glav|de[ol]|odelj|tom|knjig|stepen|razred|kategorij|klas|kvartal|zon|faz|grup|tačk|prilog|tabel|stub|ciklus)",
    re.IGNORECASE,
)
_NUMBERED_AFTER = re.compile(
    r"(?:stepen|razred|kategorij|klas[aeiu]\b|kvartal|tromeseč|polugod|zon[aeiu]\b|faz[aeiu]\b|stup(?:anj|nja)|krug|"
    r"kol[oau]\b|deo\b|del[au]\b|odelj|ciklus|godišt|izdanj|vek|svetsk)",
    re.IGNORECASE,
)
_JOINING = frozenset({"i", "ili", "–", "-", "—"})


def is_numeral(word: str) -> bool:
    """Say whether ``word`` is a Roman numeral wherever it stands; a lone letter is not decided here."""
    if len(word) <= 1 or word in _WORDS or _ABBREVIATION.fullmatch(word):
        return False
    return word in _SMALL_NUMERALS or _NUMERAL.fullmatch(word) is not None


def split_suffix(word: str) -> tuple[str, str] | None:
    """Split a numeral with a small-letter suffix (``IIa``, ``IVb``) in two, or return None for anything else."""
    match = _WITH_SUFFIX.fullmatch(word)
    return (match[1], match[2]) if match and is_numeral(match[1]) else None


def lone_letter(chunk: str) -> str | None:
    """Return ``I`` or ``V`` if that is the only letter of ``chunk`` (text between two spaces), else None."""
    match = _LONE.fullmatch(chunk)
    return match[1] if match else None


def is_lone_numeral(chunk: str, before: str, after: str) -> bool:
    """Say whether the lone ``I`` or ``V`` in ``chunk`` is a numeral, from the chunks before and after it.

    ``before`` is empty at the start of a line, ``after`` at the end of the text. In the middle of a sentence a capital
    I is a numeral unless its neighbours are in capitals too; at its start it is the conjunction.
    """
    match = _LONE.fullmatch(chunk)
    if match is None:
        return False
    letter, tail = match[1], match[2]
    before = before if re.search(r"\w", before) else ""
    if _NUMBERED_BEFORE.match(before.lstrip("(„\"'")) or tail[:1] in {")", ":", ";", "/", "–", "-"}:
        return True
    if tail.startswith("."):
        return _dotted(before, after)
    return letter == "V" or _undotted(before, after)


def _dotted(before: str, after: str) -> bool:
    """``I. Uvod`` and ``V. ZAVRŠNE ODREDBE`` are headings; ``V. d.`` and ``I. Petrović`` are not."""
    if re.match(r"d\b", after, re.IGNORECASE) or re.search(r"i[ćc]\w{0,3}\W*$", after):
        return False
    return not before or not after[:1].isupper() or after.strip(".,").isupper()


def _undotted(before: str, after: str) -> bool:
    """``u I kvartalu`` and ``I OSNOVNE ODREDBE`` against ``I konačno`` and ``PRAVA I OBAVEZE``."""
    if not after or after in _JOINING or _NUMBERED_AFTER.match(after):
        return True
    if not before:
        return len(after) > 1 and after.isupper()
    if before[-1] in ".!?:…":
        return False
    return not (before.isupper() and (after.isupper() or after[:1].isupper()))
