"""Text that was written with fonts from before Unicode, put into the letters that its readers saw.

Two ways of writing are known. The fonts of JUS I.B1.002 and I.B1.003 (called YUSCII) show Serbian letters in the
places of ASCII signs: ``Slu`beni glasnik``, ``^lan 5.``; those for Cyrillic have љ, њ and џ in the places of q, w, x.
And text in windows-1250 that was taken for windows-1252 has è, æ and ð for č, ć and đ: ``Beèej``, ``odreðuje``.
"""

from __future__ import annotations

import re
from typing import Final

_LATIN: Final = str.maketrans("`{|}~@[\\]^", "žšđćčŽŠĐĆČ")
_CYRILLIC: Final = str.maketrans(
    "`{|}~@[\\]^abvgdezijklqmnwoprstufhcxABVGDEZIJKLQMNWOPRSTUFHCX",
    "жшђћчЖШЂЋЧабвгдезијклљмнњопрстуфхцџАБВГДЕЗИЈКЛЉМНЊОПРСТУФХЦЏ",
)
_SHIFTED: Final = str.maketrans("èæðÈÆÐ", "čćđČĆĐ")

_SMALL: Final = "`{|}~"
_SIGN: Final = re.compile(r"[`{|}~@\[\\\]^]")
_IN_WORDS: Final = re.compile(rf"(?<=[a-zA-Z])[{_SMALL}]|[{_SMALL}](?=[a-zA-Z])")
_SHIFTED_LETTER: Final = re.compile("[èæðÈÆÐ]")
_OWN: Final = re.compile("[čćžšđČĆŽŠĐ]|[\u0400-\u04ff]")
_FOREIGN: Final = re.compile("[àáâãäåçéêëíîïñòóôõöøùúûüýþß]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL_WORDS: Final = frozenset(
    ("a", "da", "i", "ili", "iz", "je", "na", "o", "od", "po", "sa", "se", "su", "u", "za")
)
_MANY_SMALL_WORDS: Final = 0.08  # of all words; running Serbian text comes to 0.2
_FEW: Final = 0.004  # signs of all letters; running Serbian text comes to 0.04
_MOST: Final = 0.12
_LEAST: Final = 3  # signs

_ADDRESS: Final = re.compile(r"://|www\.|[\w.-]+@[\w-]+\.[a-z]{2,}|\b[A-Za-z]:\\")
_ROMAN: Final = re.compile(r"\W*[IVX]{2,}\W*")
_BRACKETS: Final = re.compile(r"\[(?=[^\[\]\n]*[a-z\d .])([^\[\]\n]{2,})\](?![a-zA-Z])")
_OPEN: Final = "\ue000"  # a bracket meanwhile
_SHUT: Final = "\ue001"
_LETTER_SIGN: Final = re.compile(
    rf"(?<=[a-zA-Z`{{|}}~@\[\\\]^])[{_SMALL}]|[{_SMALL}](?=[a-zA-Z`{{|}}~])"  # beside another letter
    r"|(?<![a-z\d])[@\[\\\]^](?=[a-zA-Z`{|}~])|(?<=[A-Z@\[\\^])[@\[\\\]^](?!\d)"  # a capital: first, or among capitals
)


class Repair:
    """Repairs the texts of one file in turn; once a text of it has been recognised, shorter ones are too."""

    def __init__(self) -> None:
        self.signs = self.is_cyrillic = self.letters = False

    def __call__(self, text: str) -> str:
        """Return the text with its letters put right, or as it is where nothing shows that they are wrong."""
        if _SIGN.search(text) and (has_signs_for_letters(text) or (self.signs and not _OWN.search(text))):
            if not self.signs or has_signs_for_letters(text):
                self.is_cyrillic = is_cyrillic(text)
            self.signs = True
            text = "\n".join(_repaired(line, is_cyrillic=self.is_cyrillic) for line in text.split("\n"))
        if _SHIFTED_LETTER.search(text) and (has_shifted_letters(text) or self.letters):
            self.letters = True
            text = text.translate(_SHIFTED)
        return text


def has_signs_for_letters(text: str) -> bool:
    """Say whether signs stand for letters: often, in words, in Serbian, and where there are few such letters."""
    signs = len(_IN_WORDS.findall(text))
    letters = sum(map(len, _WORD.findall(text)))
    return (
        signs >= _LEAST
        and _FEW * letters <= signs <= _MOST * letters
        and len(_OWN.findall(text)) < signs / 4
        and _is_serbian(text)
    )


def has_shifted_letters(text: str) -> bool:
    """Say whether letters of windows-1252 stand for those of windows-1250 in a Serbian text."""
    shifted = len(_SHIFTED_LETTER.findall(text))
    own = len(re.findall("[čćđČĆĐ]", text))
    return shifted >= _LEAST and own < shifted / 4 and not _FOREIGN.search(text) and _is_serbian(text)


def is_cyrillic(text: str) -> bool:
    """Say whether the font showed Cyrillic: љ and њ are common in Serbian, and q and w are not."""
    return len(re.findall("[qwxQWX]", text)) > len(re.findall("[ln]j", text, re.IGNORECASE))


def _is_serbian(text: str) -> bool:
    """Whether as many of the words are those that hold a sentence together as in Serbian."""
    words = [word.lower() for word in _WORD.findall(text)]
    return sum(word in _SMALL_WORDS for word in words) >= _MANY_SMALL_WORDS * len(words)


def _repaired(line: str, *, is_cyrillic: bool) -> str:
    """A line with letters in the places of its signs; addresses and brackets stay."""
    line = _BRACKETS.sub(rf"{_OPEN}\1{_SHUT}", line)
    words = re.split(r"(\s+)", line)
    line = "".join(word if _ADDRESS.search(word) else _word(word, is_cyrillic=is_cyrillic) for word in words)
    return line.replace(_OPEN, "[").replace(_SHUT, "]")


def _word(word: str, *, is_cyrillic: bool) -> str:
    """A word with its letters."""
    if not is_cyrillic:
        return _LETTER_SIGN.sub(lambda match: match[0].translate(_LATIN), word)
    if _ROMAN.fullmatch(word):
        return word
    word = _LETTER_SIGN.sub(lambda match: match[0].translate(_CYRILLIC), word)
    return word.translate({key: letter for key, letter in _CYRILLIC.items() if chr(key).isalpha()})
