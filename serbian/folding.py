"""One form in which both scripts, and Latin without its diacritics, meet."""

from __future__ import annotations

import unicodedata

from serbian.alphabet import LIGATURES, TO_LATIN

_BALD = {**{letter: latin for letter, latin in TO_LATIN.items() if letter == letter.lower()}, "đ": "đ"}
_FOLDED = str.maketrans(
    {letter: latin.translate(str.maketrans("čćšž", "ccsz")).replace("đ", "dj") for letter, latin in _BALD.items()}
    | {"č": "c", "ć": "c", "š": "s", "ž": "z", "ł": "l", "ß": "ss", "ø": "o"}
    | {ligature: pair.replace("ž", "z") for ligature, pair in LIGATURES.items() if pair.islower()},
)


def fold(text: str) -> str:
    """Return ``text`` in small bald Latin letters: the key under which names and words in any spelling meet.

    Cyrillic becomes Latin, č and ć become c, š s, ž z, đ dj, dž dz; other accents go as well. Digits, punctuation and
    spaces stay as they are. ``fold("Ђердап") == fold("Đerdap") == fold("Djerdap") == "djerdap"``.
    """
    folded = unicodedata.normalize("NFC", text).lower()
    if folded.isascii():
        return folded
    folded = folded.translate(_FOLDED)
    if folded.isascii():
        return folded
    bare = "".join(sign for sign in unicodedata.normalize("NFD", folded) if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", bare).translate(_FOLDED)
