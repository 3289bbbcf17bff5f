"""The connection to Elasticsearch: one client a process, made when it is first used, so after any fork.

A client that came over a fork shares its sockets with the parent: answers got mixed up or never came.
"""

from __future__ import annotations

import os
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from elasticsearch import Elasticsearch

from search.engines.elastic.troubles import ElasticsearchUnavailable, Trouble, troubles

TIMEOUT: Final = 3.0  # seconds that a reader waits
WRITE_TIMEOUT: Final = 30.0  # seconds for a batch of changes, for which no reader waits
LONG_TIMEOUT: Final = 600.0  # seconds to put a whole index in order
REST: Final = 10.0  # seconds in which readers do not ask again what has just not answered in time

_of_parents: list[object] = []
"""Clients that came over a fork: to close them here would end connections of the process that opened them."""


@dataclass(frozen=True)
class Server:
    """Where Elasticsearch is, and how it lets us in.

    `urls` are addresses with commas between, of nodes of one cluster, with the port, and with user and password unless
    there is an `api_key`. `ca_file` is a PEM file of the authority that signed their certificates; empty: those that
    the system trusts.
    """

    urls: str
    api_key: str = field(default="", repr=False)
    ca_file: str = ""

    @property
    def nodes(self) -> list[SplitResult]:
        """The addresses, parted. Raises `ElasticsearchUnavailable` for what is none."""
        try:
            nodes = [urlsplit(url.strip()) for url in self.urls.split(",")]
            usable = all(node.scheme in {"http", "https"} and node.hostname and node.port for node in nodes)
        except ValueError as error:
            raise ElasticsearchUnavailable(Trouble.ADDRESS) from error
        if not usable:
            raise ElasticsearchUnavailable(Trouble.ADDRESS)
        return nodes

    @property
    def hosts(self) -> list[str]:
        """The addresses without user and password."""
        return [f"{node.scheme}://{node.netloc.rpartition('@')[2]}{node.path.rstrip('/')}" for node in self.nodes]

    @property
    def address(self) -> str:
        """The addresses as a sentence shows them."""
        return ", ".join(self.hosts)

    def credentials(self) -> dict[str, Any]:
        """What the client is given to be let in."""
        if self.api_key:
            return {"api_key": self.api_key}
        node = next((node for node in self.nodes if node.username), None)
        return {"basic_auth": (unquote(node.username or ""), unquote(node.password or ""))} if node else {}

    def connect(self) -> Elasticsearch:
        """Return a new client; it has not spoken to anybody yet. Raises `ElasticsearchUnavailable`."""
        options: dict[str, Any] = self.credentials()
        if any(host.startswith("https") for host in self.hosts):
            options["ssl_context"] = self.ssl_context()
        return Elasticsearch(
            self.hosts,
            request_timeout=TIMEOUT,
            max_retries=len(self.hosts) - 1,  # on the other nodes
            retry_on_timeout=False,
            **options,
        )

    def ssl_context(self) -> ssl.SSLContext:
        """Trust the authority of the file, else those of the system."""
        try:
            return ssl.create_default_context(cafile=self.ca_file or None)
        except (OSError, ValueError) as error:
            raise ElasticsearchUnavailable(Trouble.CA_FILE, detail=f"{self.ca_file}: {error}") from error


class Connection:
    """A server with this process's client."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._lock = threading.Lock()
        self._client: Elasticsearch | None = None
        self._process = 0
        self._rest_until = 0.0

    @property
    def client(self) -> Elasticsearch:
        """The client of this process. Raises `ElasticsearchUnavailable` if the settings cannot be used."""
        if self._client is not None and self._process == os.getpid():
            return self._client
        if self._process != os.getpid():  # a lock that came over a fork may be held by a thread that did not
            self._lock = threading.Lock()
        with self._lock:
            if self._process != os.getpid():
                _of_parents.append(self._client)
                self._client = None
            if self._client is None:
                self._client = self.server.connect()
                self._process = os.getpid()
            return self._client

    @contextmanager
    def reading(self) -> Iterator[Elasticsearch]:
        """The client for a reader, who waits three seconds at most, and not at all where another just waited in vain.

        Otherwise a server that hangs would hold up every process of the site. Raises `ElasticsearchUnavailable`.
        """
        if time.monotonic() < self._rest_until:
            raise ElasticsearchUnavailable(Trouble.SILENT, address=self.server.address)
        try:
            with troubles(self.server.address):
                yield self.client
        except ElasticsearchUnavailable as error:
            if error.trouble is Trouble.SILENT:
                self._rest_until = time.monotonic() + REST
            raise

    @contextmanager
    def writing(self, timeout: float | None = None) -> Iterator[Elasticsearch]:
        """The client for the worker and for commands, who wait longer. Raises `ElasticsearchUnavailable`."""
        with troubles(self.server.address):
            yield self.client.options(request_timeout=timeout or WRITE_TIMEOUT)
        self._rest_until = 0.0

    def unavailable(self, trouble: Trouble, detail: object = "") -> ElasticsearchUnavailable:
        """An error to raise about this server."""
        return ElasticsearchUnavailable(trouble, address=self.server.address, detail=detail)
