"""The engine of larger installations: a cluster of Elasticsearch 9, beside the product.

`elastic.connection` speaks to it, `elastic.mapping` says what an index looks like, `elastic.indexes` how a new one
takes the place of an old one, `elastic.bulk` how changes get there, `elastic.asking` how a question is asked.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from search.engines.base import Column, Engine, EngineEntry, EngineQuery, EngineResult, EngineUnavailable
from search.engines.elastic.asking import Question, count_of_tokens, read_count_of_tokens
from search.engines.elastic.bulk import Targets, deletion, send, writing
from search.engines.elastic.connection import Connection
from search.engines.elastic.indexes import Indexes, give_up
from search.engines.elastic.mapping import FORMAT
from search.engines.elastic.troubles import Trouble, cause, of_status

ATTEMPTS: Final = 5  # to read, when each time the index that served has just gone
PAGE: Final = 10_000  # entries of a list of all


class Elasticsearch(Engine):
    """The index behind an alias, or one that is being built."""

    def __init__(self, connection: Connection, alias: str, build: str | None = None, owner: Any = None) -> None:
        self.connection = connection
        self.indexes = Indexes(connection, alias)
        self.build = build  # None: whichever serves
        self.owner = owner
        self._knows_format = False
        self._give_up = weakref.finalize(self, give_up, owner["mark"]) if owner else None

    def write(self, entries: Sequence[EngineEntry]) -> None:
        """Add or replace entries, in what serves and in what is being built beside it."""
        targets = self._targets()
        send(self.connection, (writing(entry, targets) for entry in entries), refresh=self.build is None)

    def delete(self, ids: Sequence[int], *, version: int | None = None) -> None:
        """Remove entries, from what serves and from what is being built beside it."""
        if not ids:
            return
        targets = self._targets()
        indexes = [index for index in (targets.serving, targets.build) if index]
        stored = {index: self._versions(index, ids) if version is None else {} for index in indexes}
        changes = []
        for number in ids:
            versions = {index: version or stored[index].get(number, 0) for index in indexes}
            changes.append(deletion(number, {index: found for index, found in versions.items() if found}))
        send(self.connection, [change for change in changes if change.lines], refresh=self.build is None)

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a query by one request, or two where no entry has all words.

        An index that was never written is empty.
        """
        question = Question(query)
        if not query.audiences:
            return question.answer([NOTHING])
        first, *others = question.searches()
        answers = self._ask([first])
        if others and not question.suffices(question.steps[0], answers[0]):
            answers = [*answers, *self._ask(others)]
        return question.answer(answers)

    def known(self, tokens: Collection[str], *, column: Column, audiences: frozenset[int]) -> dict[str, int]:
        """In how many entries of these audiences each token stands, by one request."""
        asked = list(tokens)
        if not asked or not audiences:
            return {}
        (answer,) = self._ask([count_of_tokens(asked, column, audiences)])
        return read_count_of_tokens(asked, answer)

    def _ask(self, bodies: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """The answers to searches that are sent together."""
        self._settle()
        header = {"index": self.build or self.indexes.alias, "ignore_unavailable": True}
        searches = [part for body in bodies for part in (header, body)]
        for last in range(ATTEMPTS, 0, -1):
            with self.connection.reading() as client:
                answers = client.msearch(searches=searches)["responses"]
                failed = [answer for answer in answers if "error" in answer]
                if not failed:
                    return answers
            if last == 1 or failed[0]["status"] not in GONE:
                break
        kind, reason = cause(failed[0])
        raise self.connection.unavailable(of_status(failed[0]["status"], kind, reason), reason)

    def ids(self) -> dict[int, int]:
        """The version of every entry."""
        self._settle()
        found: dict[int, int] = {}
        page: dict[str, Any] = {"size": PAGE, "sort": [{"id": "asc"}], "version": True, "_source": False}
        while True:
            with self.connection.writing() as client:
                hits = client.search(
                    index=self.build or self.indexes.alias,
                    ignore_unavailable=True,
                    filter_path=["hits.hits._version", "hits.hits.sort"],
                    **page,
                )
                rows = hits["hits"]["hits"] if hits.body else []
                found |= {row["sort"][0]: row["_version"] for row in rows}
            if len(rows) < PAGE:
                return found
            page["search_after"] = rows[-1]["sort"]

    def is_built(self) -> bool:
        """Whether an index serves, and it has this format."""
        serving = self.indexes.serving()
        return serving is not None and serving.format == FORMAT

    def trouble(self) -> str:
        """Why the index cannot be asked or written, in one sentence."""
        try:
            with self.connection.reading() as client:
                client.cluster.health(timeout="1s")
            serving = self.indexes.serving()
            if serving is not None and serving.read_only:
                return str(self.connection.unavailable(Trouble.READ_ONLY, serving.read_only))
        except EngineUnavailable as error:
            return str(error)
        return super().trouble()

    def start_build(self) -> Elasticsearch:
        """Start an empty build; what a crashed one left is removed. Raises `EngineUnavailable` if one is under way."""
        name, owner = self.indexes.start_build()
        return Elasticsearch(self.connection, self.indexes.alias, name, owner)

    def switch(self, build: Engine) -> None:
        """Let a build of `start_build` serve from now on; `build` is then the engine that serves, too."""
        if not isinstance(build, Elasticsearch) or build.build is None:
            raise TypeError("Only what start_build returned can be switched to.")
        build.serve(build.build)
        self._knows_format = False

    def serve(self, name: str) -> None:
        """Become the engine that serves."""
        self.indexes.serve(name)
        self.build = None
        self.close()

    def close(self) -> None:
        """Give up a build that is under way."""
        if self._give_up is not None:
            self._give_up()

    def remove(self) -> None:
        """Remove the index and all builds of it from the server."""
        self.indexes.remove()

    def _targets(self) -> Targets:
        """Where changes go."""
        if self.build is None:
            return self.indexes.targets()
        self.indexes.show_life(self.build, self.owner)
        return Targets(None, self.indexes.build_alias, self.build)

    def _settle(self) -> None:
        """Before reading: what was written to a build is found only now, and an index of another format not at all."""
        if self.build is not None:
            with self.connection.writing() as client:
                client.indices.refresh(index=self.build)
        elif not self._knows_format:
            serving = self.indexes.serving()
            if serving is not None and serving.format != FORMAT:
                raise self.connection.unavailable(Trouble.OTHER_FORMAT)
            self._knows_format = serving is not None

    def _versions(self, index: str, ids: Sequence[int]) -> dict[int, int]:
        """The versions of those of these entries that are there."""
        with self.connection.writing() as client:
            found = client.mget(index=index, ids=[str(number) for number in ids], source=False)
            return {int(row["_id"]): row["_version"] for row in found["docs"] if row.get("found")}


GONE: Final = frozenset({404, 503, 500})  # statuses of a search whose index goes while it is asked
NOTHING: Final[Mapping[str, Any]] = {"hits": {"total": {"value": 0}, "hits": []}}
