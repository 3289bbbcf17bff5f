"""Texts of made-up words, and what people do to texts."""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

from files.enums import State
from files.models import Document, TextUnit
from files.similarity import make_sketch
from files.sketches import keep_sketch
from tests import factories


@cache
def vocabulary() -> list[str]:
    """Words, of which the first are to be used most; some have letters of the Serbian alphabet."""
    chance = random.Random(7)  # noqa: S311
    pairs = [a + b for a in "bcčćdđgjklmnprsštvzž" for b in "aeiou"]
    return ["".join(chance.choices(pairs, k=chance.randint(1, 4))) for _ in range(5000)]


@cache
def weights() -> list[float]:
    """How often each word is used, added up."""
    return list(accumulate(1 / place for place in range(1, len(vocabulary()) + 1)))


def words(number: int, seed: int = 1) -> list[str]:
    """So many words, the frequent ones more often, as in a language."""
    return random.Random(seed).choices(vocabulary(), cum_weights=weights(), k=number)  # noqa: S311


def changed(original: list[str], part: float, seed: int = 2) -> list[str]:
    """A text with this part of its words changed, here and there."""
    chance = random.Random(seed)  # noqa: S311
    places = chance.sample(range(len(original)), round(part * len(original)))
    found = list(original)
    for place in places:
        found[place] = f"{chance.choice(vocabulary())}x"
    return found


def in_lines(text: list[str], number: int = 9) -> str:
    """The text with so many words a line."""
    return "\n".join(" ".join(text[start : start + number]) for start in range(0, len(text), number))


def read_document(text: str, **fields: object) -> Document:
    """A document whose file is of its own and whose text has been read, with a page for all of it."""
    fields = {"name": "akt.txt", "content": text.encode()} | fields
    document = factories.document(**fields)  # type: ignore[arg-type]
    Document.objects.filter(pk=document.pk).update(state=State.READY)
    TextUnit.objects.create(document=document, number=1, text=text)
    keep_sketch(document.pk, make_sketch([text]))
    return Document.objects.get(pk=document.pk)
