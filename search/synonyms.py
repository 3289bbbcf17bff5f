"""Words that stand for each other, as editors keep them: JLS and jedinica lokalne samouprave.

They are put into the query, never into the index: a change works as soon as the processes read the list again.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from search.engines.base import Lemmas, Word
from search.models import SynonymGroup
from search.queries import Query
from serbian.analysis import lemmas, tokens
from serbian.stopwords import STOPWORDS

KEPT: Final = 30.0
"""Seconds for which a process keeps the list."""

Term = tuple[Lemmas, ...]
Group = tuple[Term, ...]

_kept: tuple[float, tuple[Group, ...]] | None = None


def current() -> tuple[Group, ...]:
    """Return the groups, at most `KEPT` seconds old; one query to the database where they are older."""
    global _kept  # noqa: PLW0603 - a value of the process, replaced as a whole
    now = time.monotonic()
    if _kept is None or now - _kept[0] > KEPT:
        _kept = now, tuple(group(row.term_list) for row in SynonymGroup.objects.all())
    return _kept[1]


def forget() -> None:
    """Read the groups anew when they are next asked for: for the process that has changed them, and tests."""
    global _kept  # noqa: PLW0603
    _kept = None


def group(terms: Iterable[str]) -> Group:
    """A group as the query is compared with it: the lemmas of each term's words, without function words."""
    return tuple(term for term in map(term_of, terms) if term)


def term_of(text: str) -> Term:
    """The lemmas of a term's words."""
    forms = [token.text for token in tokens(text)]
    return tuple(map(lemmas, [form for form in forms if form not in STOPWORDS] or forms))


def expanded(query: Query, groups: Collection[Group]) -> Query:
    """Return the query with what may stand for its words.

    A term of one word is one more lemma of the word that it stands for, a longer one stands beside it as a whole. Each
    word of a longer term gets what may stand for the term.
    """
    if not groups or not query.words:
        return query
    words = list(query.words)
    for known in groups:
        for term in known:
            for place in places(query.words, term):
                words[place] = with_others(words[place], [other for other in known if other != term])
    return replace(query, words=tuple(words))


def places(words: Sequence[Word], term: Term) -> Iterator[int]:
    """The numbers of the words that are a term: one after the other, function words passed over."""
    content = [number for number, word in enumerate(words) if word.exact not in STOPWORDS or len(words) == 1]
    for start in range(len(content) - len(term) + 1):
        span = content[start : start + len(term)]
        if all(set(words[at].lemmas) & set(part) for at, part in zip(span, term, strict=True)):
            yield from span


def with_others(word: Word, terms: Iterable[Term]) -> Word:
    """A word with terms that may stand for it."""
    one = [lemma for term in terms if len(term) == 1 for lemma in term[0]]
    more = [term for term in terms if len(term) > 1]
    return replace(
        word,
        lemmas=tuple(dict.fromkeys([*word.lemmas, *one])),
        others=tuple(dict.fromkeys([*word.others, *more])),
    )
