"""Changes sent to Elasticsearch many at a time, so that a late one never wins.

Every entry is written with the version that its text has, every deletion with one too (`external_gte`): what is older
than what is there, or than what was deleted in the last hour, changes nothing. So everything may be sent again.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import ApiError

from search.engines.base import EngineEntry, EntryRejected
from search.engines.elastic.connection import Connection
from search.engines.elastic.mapping import document
from search.engines.elastic.troubles import Trouble, cause, of_status

CHUNK: Final = 4_000_000  # characters of a request
WAITS: Final = (0.2, 0.8, 3.2)  # seconds before trying again what the server has no time for
CONFLICT, NOT_FOUND, TOO_BIG, TOO_MANY, NO_SERVICE, BAD = 409, 404, 413, 429, 503, 400


@dataclass(frozen=True)
class Targets:
    """Where changes go: the alias that serves, and the build that is under way beside it, if there are such."""

    serving: str | None
    build_alias: str | None = None
    build: str | None = None  # its own name


@dataclass(frozen=True)
class Change:
    """All that is sent of one entry: lines of the request, and for each action whether its index may be gone."""

    id: int
    lines: tuple[str, ...]
    may_be_gone: tuple[bool, ...]

    @property
    def size(self) -> int:
        """Characters."""
        return sum(map(len, self.lines))


def writing(entry: EngineEntry, targets: Targets) -> Change:
    """The change that writes an entry.

    Both are named by their aliases, and must be aliases: an index of that name is never made by a write.
    """
    text = json.dumps(document(entry), separators=(",", ":"))
    aliases = [alias for alias in (targets.serving, targets.build_alias) if alias]
    lines = [
        line
        for alias in aliases
        for line in (action("index", alias, entry.id, entry.version, require_alias=True), text)
    ]
    return Change(entry.id, tuple(lines), tuple(alias == targets.build_alias for alias in aliases))


def deletion(number: int, versions: Mapping[str, int]) -> Change:
    """The change that deletes an entry, with the version in each index.

    A build is named by its own name here: a deletion would make an index where it finds no alias.
    """
    lines = tuple(action("delete", index, number, version) for index, version in versions.items())
    return Change(number, lines, tuple(True for _line in lines))


def action(kind: str, index: str, number: int, version: int, **more: Any) -> str:
    """The line of a request that says what to do."""
    what = {"_index": index, "_id": str(number), "version": version, "version_type": "external_gte", **more}
    return json.dumps({kind: what}, separators=(",", ":"))


def send(connection: Connection, changes: Iterable[Change], *, refresh: bool) -> None:
    """Send changes, in requests of a few megabytes; `refresh`: they are found when this returns.

    Raises `ElasticsearchUnavailable`, or `EntryRejected` for what is refused by itself, when all others are sent.
    """
    refused: dict[int, str] = {}
    for chunk in chunks(changes):
        refused |= send_chunk(connection, chunk, refresh=refresh)
    if refused:
        raise EntryRejected("; ".join(f"{number}: {reason}" for number, reason in refused.items()))


def chunks(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Part changes into requests; one that is bigger than a request is one by itself."""
    chunk: list[Change] = []
    size = 0
    for change in changes:
        if chunk and size + change.size > CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(change)
        size += change.size
    if chunk:
        yield chunk


def send_chunk(connection: Connection, chunk: list[Change], *, refresh: bool) -> dict[int, str]:
    """Send a request, and again what the server had no time for; return what was refused, with reasons."""
    refused: dict[int, str] = {}
    busy: object = ""
    for wait in (0.0, *WAITS):
        time.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - so that writers do not come back together
        try:
            answer = request(connection, chunk, refresh=refresh)
        except ApiError as error:
            if error.status_code == TOO_BIG:
                return refused | refuse_biggest(connection, chunk, refresh=refresh)
            kind, busy = cause(error.body)
            if error.status_code not in {TOO_MANY, NO_SERVICE} or "block" in kind:
                with connection.writing():
                    raise
            continue
        with connection.writing():
            again, reasons, busy = outcome(connection, chunk, answer)
        refused |= reasons
        if not again:
            return refused
        chunk = again
    raise connection.unavailable(Trouble.BUSY, busy)


def request(connection: Connection, chunk: Sequence[Change], *, refresh: bool) -> Mapping[str, Any]:
    """Send one request. Raises `ApiError` for one that fails, and `ElasticsearchUnavailable` where no answer comes."""
    failed: ApiError | None = None
    answer: Mapping[str, Any] = {}
    with connection.writing() as client:
        lines: Sequence[Any] = [line for change in chunk for line in change.lines]
        try:
            answer = client.bulk(operations=lines, refresh=refresh).body
        except ApiError as error:
            failed = error
    if failed is not None:
        raise failed
    return answer


def refuse_biggest(connection: Connection, chunk: list[Change], *, refresh: bool) -> dict[int, str]:
    """Send what was too big for the server one by one; what is too big by itself is refused."""
    if len(chunk) == 1:
        return {chunk[0].id: f"{chunk[0].size} characters are more than the server takes in one request"}
    refused: dict[int, str] = {}
    for change in chunk:
        refused |= send_chunk(connection, [change], refresh=refresh)
    return refused


def outcome(
    connection: Connection, chunk: list[Change], answer: Mapping[str, Any]
) -> tuple[list[Change], dict[int, str], str]:
    """Read an answer: what to send again, what is refused, and why it is to be sent again.

    Raises `ElasticsearchUnavailable` for what concerns all. What is sent again goes to all its indexes again: the
    build may have become the index that serves meanwhile.
    """
    items = iter(answer["items"])
    again, refused, busy = [], {}, ""
    for change in chunk:
        for may_be_gone in change.may_be_gone:
            (item,) = next(items).values()
            status = item["status"]
            kind, reason = cause(item)
            if "error" not in item or status == CONFLICT or (status == NOT_FOUND and may_be_gone):
                continue
            if status in {TOO_MANY, NO_SERVICE} and kind != "cluster_block_exception":
                busy = reason
                if change not in again:
                    again.append(change)
            elif status in {BAD, TOO_BIG}:
                refused[change.id] = reason
            else:
                raise connection.unavailable(of_status(status, kind, reason), reason)
    return again, refused, busy
