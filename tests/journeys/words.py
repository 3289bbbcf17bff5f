"""What is read on a page, and what of it is in the wrong script or language."""

from __future__ import annotations

import re

from serbian.foreign import foreign_words, looks_foreign
from serbian.protected import PROTECTED

# The words of a page, text by text: what stands in another language or must not be translated is left out.
READ_TEXT = """() => {
    const own = document.documentElement.lang;
    const skipped = "script, style, textarea, code, pre, noscript, [translate=no]";
    const isOurs = element => {
        const marked = element.closest("[lang]");
        return !element.closest(skipped) && (!marked || marked.lang === own);
    };
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (walker.currentNode.data.trim() && isOurs(walker.currentNode.parentElement)) {
            texts.push(walker.currentNode.data.trim());
        }
    }
    for (const name of ["title", "alt", "placeholder", "aria-label"]) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            if (isOurs(element)) texts.push(element.getAttribute(name));
        }
    }
    return texts;
}"""

CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
LATIN_WORD = re.compile("[a-zčćđšž]{2,}", re.IGNORECASE)
ROMAN_NUMERAL = re.compile("[IVXLCDM]+")
# English words that no Serbian one is written like.
ENGLISH = re.compile(r"\b(the|of|and|your|you|this|with|from|have|has|been|there|which|not yet)\b", re.IGNORECASE)
FOREIGN = {word.lower() for entry in foreign_words().entries for word in LATIN_WORD.findall(entry)}


def faults_of_script(texts: list[str], script: str) -> list[str]:
    """The texts with a word in the other script, or left in English."""
    is_wrong = latin_prose if script == "sr" else cyrillic_or_english
    return [text for text in texts if is_wrong(text)]


def cyrillic_or_english(text: str) -> bool:
    """Whether a text of a Latin page has a Cyrillic letter or an English word."""
    return bool(CYRILLIC_LETTER.search(text) or ENGLISH.search(text))


def latin_prose(text: str) -> bool:
    """Whether a text of a Cyrillic page has a Serbian word in Latin letters."""
    words = LATIN_WORD.findall(PROTECTED.sub(" ", text))
    return any(not is_foreign(word) for word in words)


def is_foreign(word: str) -> bool:
    """Whether a word keeps its Latin letters in Cyrillic text."""
    has_foreign_letter = not set("qwxy").isdisjoint(word.lower())
    return word.lower() in FOREIGN or has_foreign_letter or looks_foreign(word) or bool(ROMAN_NUMERAL.fullmatch(word))
