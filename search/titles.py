"""Titles from the database, for the time when the engine does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from core.querysets import visible_pages
from search.queries import Query
from serbian.analysis import lemmas, tokens

if TYPE_CHECKING:
    from core.registry import AnyUser

HOME_DEPTH = 2


def pages_titled(query: Query, user: AnyUser, limit: int) -> list[Page]:
    """The newest pages that this person may see whose titles have all words of the query, in any form and script.

    Phrases are read as words, and words with a minus must be missing. Two queries; all titles are read, so this is no
    way to search while an engine answers.
    """
    visible = visible_pages(Page.objects.filter(depth__gt=HOME_DEPTH), user)
    titles = visible.order_by("-first_published_at", "-pk").values_list("pk", "title")
    fitting = [pk for pk, title in titles if fits(query, title)][:limit]
    found = visible.in_bulk(fitting)
    return [found[pk] for pk in fitting if pk in found]


def fits(query: Query, title: str) -> bool:
    """Whether a title has all that is looked for, and nothing that is excluded."""
    forms = {token.text for token in tokens(title)}
    meanings = {lemma for form in forms for lemma in lemmas(form)}
    wanted = all(meanings.intersection(word.lemmas) for word in query.words)
    wanted = wanted and all(forms.issuperset(phrase) for phrase in query.phrases)
    unwanted = any(meanings.intersection(word.lemmas) for word in query.excluded)
    return wanted and not unwanted and not any(forms.issuperset(phrase) for phrase in query.excluded_phrases)
