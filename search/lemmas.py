"""Lemmas of our own in the index, which no word has: what a query prefers or rewards."""

from __future__ import annotations


def article_lemma(number: str) -> str:
    """Return the lemma of the article with this number, folded: ``article/32a``."""
    return f"article/{number}"


def first_lemma(lemma: str) -> str:
    """Return the lemma of a title whose first word has this one: ``first/uredba``."""
    return f"first/{lemma}"
