"""What an index of Elasticsearch looks like, and an entry in it.

- `title`, `body`: lemmas; the body has the title's too, so that the number of entries with a lemma is the body's.
- `passages`: the title (`n` = 0) and the passages (from 1), nested, with their two columns; phrases, words in one
  passage and the places that a hit shows are asked of them.
- `facets`: one field of keys and values, whatever facets there are. `audience`: the number as a keyword.
- `title_words` for the step of the score for titles.
- `id` for the order of equals and for listing; `date` in days.

Only the analyzer `whitespace` is used, which every Elasticsearch has: the analysis has been made in Python. Nothing of
the source is kept: texts are read from the main database, and an index is never made from another one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote, unquote

from search.engines.base import EngineEntry, Word
from search.engines.scoring import K1, B
from search.engines.tables import clean

FORMAT: Final = 2  # changes with the mapping and with what stands in its fields
WINDOW: Final = 100_000  # how far hits can be paged
KEPT_DELETES: Final = "1h"  # how long a late write of a deleted entry is known for what it is
LONGEST: Final = 200  # characters of a token, then its checksum stands for it: the analyzer would cut it in pieces
MOST_PASSAGES: Final = 1 << 20

_LONG = re.compile(rf"[^ ]{{{LONGEST + 1},}}")
_LEMMAS = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
_COLUMN = {"type": "text", "analyzer": "whitespace", "norms": False}

SETTINGS: Final[dict[str, Any]] = {
    "similarity": {"default": {"type": "BM25", "k1": K1, "b": B}},
    "number_of_shards": 1,  # the score's statistics are those of a shard
    "auto_expand_replicas": "0-1",
    "max_result_window": WINDOW,
    "gc_deletes": KEPT_DELETES,
    "mapping": {"nested_objects": {"limit": MOST_PASSAGES + 1}},
    "merge": {"policy": {"deletes_pct_allowed": 5}},  # deleted entries count in the statistics until a merge
}
BUILDING: Final = {"refresh_interval": "-1", "translog": {"durability": "async"}}
SERVING: Final = {"refresh_interval": None, "translog": {"durability": "request"}}

PROPERTIES: Final[dict[str, Any]] = {
    "id": {"type": "long"},
    "date": {"type": "long"},
    "title_words": {"type": "integer"},
    "audience": {"type": "keyword"},
    "facets": {"type": "flattened", "ignore_above": 8_000},
    "title": _LEMMAS,
    "body": _LEMMAS,
    "passages": {
        "type": "nested",
        "dynamic": "strict",
        "properties": {"n": {"type": "integer"}, "exact": _COLUMN, "lemma": _COLUMN},
    },
}


def mapping(owner: dict[str, Any]) -> dict[str, Any]:
    """The mapping of a new index; `owner` says who makes it."""
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "_meta": {"format": FORMAT, "owner": owner},
        "properties": PROPERTIES,
    }


def document(entry: EngineEntry) -> dict[str, Any]:
    """An entry as it is indexed."""
    lines = [(column(part.exact), column(part.lemma)) for part in (entry.title, *entry.passages[:MOST_PASSAGES])]
    return {
        "id": entry.id,
        "date": entry.date,
        "title_words": max(entry.title_words, 1),
        "audience": str(entry.audience_id),
        "facets": {facet_key(name): list(map(facet_value, values)) for name, values in entry.facets.items()},
        "title": lines[0][1],
        "body": " ".join(lemmas for _exact, lemmas in lines),
        "passages": [{"n": number, "exact": exact, "lemma": lemma} for number, (exact, lemma) in enumerate(lines)],
    }


def column(tokens: str) -> str:
    """A column without signs that a token cannot have, and long tokens as checksums."""
    return _LONG.sub(lambda match: checksum(match[0]), clean(tokens))


def checksum(token: str) -> str:
    """What stands for a long token."""
    return token[:20] + hashlib.sha256(token.encode()).hexdigest()


def forms(tokens: Iterable[str]) -> list[str]:
    """The tokens as they stand in a column; without those that can be in none."""
    return [form for form in map(column, tokens) if form]


def lemmas_of(word: Word) -> list[str]:
    """The lemmas of a word as they stand in a column, each once; none if the word can be in no index."""
    return list(dict.fromkeys(forms(word.lemmas or (word.exact,))))


def others_of(word: Word) -> list[list[list[str]]]:
    """What else may stand for a word, as it stands in a column: the lemmas of each of its words."""
    others = [[forms(lemmas) for lemmas in other] for other in word.others]
    return [other for other in others if other and all(other)]


def facet_key(name: str) -> str:
    """A facet's name as a key that no name of a field can be confused with."""
    return "_" + facet_value(name).replace(".", "%2E")


def facet_value(value: str) -> str:
    """A facet's value in ASCII, whatever signs it has."""
    return quote(value, safe=" ", errors="surrogatepass")


def facet_name(value: str) -> str:
    """The value that `facet_value` has written."""
    return unquote(value, errors="surrogatepass")
