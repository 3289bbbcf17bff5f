"""Articles in the index: what a passage of one has, and a query for one prefers."""

from __future__ import annotations


def article_lemma(number: str) -> str:
    """Return the lemma of the article with this number, folded; no word has it: ``article/32a``."""
    return f"article/{number}"
