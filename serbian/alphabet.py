"""The letters of both Serbian scripts and what each letter is in the other one.

Everything here is data. Cyrillic has thirty letters and one sign for each; Latin writes three of them with two signs
(lj, nj, dž). Letters of other Cyrillic alphabets are listed too, so that no text is left half converted.
"""

from __future__ import annotations

CYRILLIC_ORDER = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN_ORDER = (*"abcčćd", "dž", *"đefghijkl", "lj", *"mn", "nj", *"opqrsštuvwxyzž")

_PAIRS = dict(
    zip(CYRILLIC_ORDER, (*"abvgdđežzijkl", "lj", *"mn", "nj", *"oprstćufhcč", "dž", "š"), strict=True),
)
_FOREIGN_CYRILLIC = {
    "щ": "šč", "ъ": "a", "ы": "y", "ь": "j", "э": "e", "ю": "ju", "я": "ja", "й": "j", "ё": "jo", "і": "i", "ї": "ji",
    "є": "je", "ґ": "g", "ѓ": "đ", "ќ": "ć", "ѕ": "dz", "ѐ": "e", "ѝ": "i", "ў": "u", "ѣ": "e",
}  # fmt: skip

DIGRAPHS = {latin: cyrillic for cyrillic, latin in _PAIRS.items() if len(latin) > 1}
"""``lj nj dž`` (small letters) and their Cyrillic letters."""

TO_LATIN = {**_PAIRS, **_FOREIGN_CYRILLIC}
TO_LATIN |= {cyrillic.upper(): latin.capitalize() for cyrillic, latin in TO_LATIN.items()}
"""Every Cyrillic letter to Latin; a capital digraph as ``Nj``: the neighbours decide on ``NJ``."""

TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _PAIRS.items() if len(latin) == 1}
TO_CYRILLIC |= {latin.upper(): cyrillic.upper() for latin, cyrillic in TO_CYRILLIC.items()}
"""The one-sign Latin letters to Cyrillic."""

_LOOK_ALIKES = "аaеeоoјjсcрpхxуyкkАAВBЕEЈJКKМMНHОOРPСCТTХXУY"
LATIN_TWIN = dict(zip(_LOOK_ALIKES[::2], _LOOK_ALIKES[1::2], strict=True))
"""Cyrillic letters that look like a Latin one."""
CYRILLIC_TWIN = {latin: cyrillic for cyrillic, latin in LATIN_TWIN.items()}

LIGATURES = {
    "Ǆ": "DŽ", "ǅ": "Dž", "ǆ": "dž", "Ǉ": "LJ", "ǈ": "Lj", "ǉ": "lj", "Ǌ": "NJ", "ǋ": "Nj", "ǌ": "nj",
}  # fmt: skip
"""The single code points for lj, nj, dž, which old converters and fonts leave in texts."""
