"""Why Elasticsearch cannot be used, in one clear sentence for whoever looks after the installation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from search.engines.base import EngineUnavailable

MAJOR: Final = 9  # version of the server that the client speaks to


class Trouble(Enum):
    """The kinds of trouble."""

    ADDRESS = auto()
    CA_FILE = auto()
    UNREACHABLE = auto()
    HUNG_UP = auto()
    SILENT = auto()
    EXPIRED = auto()
    OTHER_HOST = auto()
    UNKNOWN_AUTHORITY = auto()
    NO_TLS = auto()
    CREDENTIALS = auto()
    RIGHTS = auto()
    OTHER_VERSION = auto()
    OTHER_PRODUCT = auto()
    FULL = auto()
    READ_ONLY = auto()
    BUSY = auto()
    OTHER_FORMAT = auto()
    BUILDING = auto()
    BUILD_GONE = auto()
    UNREADABLE = auto()
    FAILED = auto()


SENTENCES: Final = {
    Trouble.ADDRESS: _(
        "SEARCH_URL must be like https://user:password@host:9200, with the port; several with commas between."
    ),
    Trouble.CA_FILE: _("The certificates of SEARCH_CA_FILE cannot be read: {detail}"),
    Trouble.UNREACHABLE: _("Elasticsearch cannot be reached at {address}: {detail}"),
    Trouble.HUNG_UP: _(
        "Elasticsearch at {address} ends the connection without an answer: if it wants encrypted connections, the "
        "address in SEARCH_URL must begin with https."
    ),
    Trouble.SILENT: _("Elasticsearch at {address} does not answer in time."),
    Trouble.EXPIRED: _(
        "The certificate of Elasticsearch at {address} is not valid today: it has expired, or is for later."
    ),
    Trouble.OTHER_HOST: _("The certificate of Elasticsearch at {address} is for another host name."),
    Trouble.UNKNOWN_AUTHORITY: _(
        "The certificate of Elasticsearch at {address} is signed by an authority that is not known here: name its "
        "certificate in SEARCH_CA_FILE."
    ),
    Trouble.NO_TLS: _("The encrypted connection to Elasticsearch at {address} fails: {detail}"),
    Trouble.CREDENTIALS: _(
        "Elasticsearch at {address} refuses the user and password of SEARCH_URL, or the key of SEARCH_API_KEY."
    ),
    Trouble.RIGHTS: _("Elasticsearch at {address} does not let this user or API key do what search needs: {detail}"),
    Trouble.OTHER_VERSION: _(
        "The server at {address} is not Elasticsearch 9, but another version: Elasticsearch 9 is needed."
    ),
    Trouble.OTHER_PRODUCT: _("The server at {address} is another product: Elasticsearch 9 is needed."),
    Trouble.FULL: _("Elasticsearch at {address} has no room on its disk any more, and takes no changes."),
    Trouble.READ_ONLY: _("The search index on Elasticsearch at {address} may only be read: {detail}"),
    Trouble.BUSY: _("Elasticsearch at {address} has too much to do at the moment."),
    Trouble.OTHER_FORMAT: _("The search index on Elasticsearch at {address} was made by another version: rebuild it."),
    Trouble.BUILDING: _(
        "Another search index is being built on Elasticsearch at {address}; without another sign of life it counts as "
        "given up at {detail}."
    ),
    Trouble.BUILD_GONE: _("The index that was being built on Elasticsearch at {address} was taken away meanwhile."),
    Trouble.UNREADABLE: _("Elasticsearch at {address} gives an answer that cannot be read: {detail}"),
    Trouble.FAILED: _("Elasticsearch at {address} answers with an error: {detail}"),
}
"""A sentence each; `{address}` and `{detail}` are filled in."""


class ElasticsearchUnavailable(EngineUnavailable):
    """Elasticsearch cannot be used; the text is one sentence in the language of the reader."""

    def __init__(self, trouble: Trouble, *, address: str = "", detail: object = "") -> None:
        self.trouble = trouble
        self.sentence: Promise = format_lazy(SENTENCES[trouble], address=address, detail=shortened(detail))
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


@contextmanager
def troubles(address: str) -> Iterator[None]:
    """Say in one sentence what keeps a request from its answer. Raises `ElasticsearchUnavailable`."""
    try:
        yield
    except UnsupportedProductError as error:
        raise ElasticsearchUnavailable(Trouble.OTHER_PRODUCT, address=address) from error
    except ApiError as error:
        kind, reason = cause(error.body)
        raise ElasticsearchUnavailable(
            of_status(error.status_code, kind, reason), address=address, detail=reason or f"HTTP {error.status_code}"
        ) from error
    except TransportError as error:
        raise ElasticsearchUnavailable(of_transport(error, address), address=address, detail=error.message) from error
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise ElasticsearchUnavailable(Trouble.UNREADABLE, address=address, detail=detail) from error


def of_transport(error: TransportError, address: str) -> Trouble:
    """The trouble of a request that got no answer from an address."""
    if isinstance(error, ConnectionTimeout):
        return Trouble.SILENT
    if isinstance(error, TlsError):
        return of_tls(error.message)
    if isinstance(error, SerializationError):
        return Trouble.UNREADABLE
    if not isinstance(error, NoConnection):
        return Trouble.FAILED
    return Trouble.HUNG_UP if is_hung_up(error) and address.startswith("http:") else Trouble.UNREACHABLE


def is_hung_up(error: TransportError) -> bool:
    """Whether the server took the connection and ended it, as one does that waits for TLS."""
    return "Connection aborted" in error.message


def of_tls(message: str) -> Trouble:
    """The trouble of a TLS connection, told by OpenSSL's message."""
    message = message.lower()
    if "expired" in message or "not yet valid" in message:
        return Trouble.EXPIRED
    if "hostname mismatch" in message or "ip address mismatch" in message:
        return Trouble.OTHER_HOST
    if "self-signed" in message or "self signed" in message or "issuer" in message or "verify failed" in message:
        return Trouble.UNKNOWN_AUTHORITY
    return Trouble.NO_TLS


def of_status(status: int, kind: str, reason: str) -> Trouble:
    """The trouble of an answer or a part of one, by its HTTP status and the type and reason of its error."""
    if kind == "cluster_block_exception":
        return Trouble.FULL if "flood" in reason or status == 429 else Trouble.READ_ONLY  # noqa: PLR2004
    if kind == "media_type_header_exception" or status == 406:  # noqa: PLR2004 - what version 7 says
        return Trouble.OTHER_VERSION
    if "No space left" in reason:
        return Trouble.FULL
    return {401: Trouble.CREDENTIALS, 403: Trouble.RIGHTS, 429: Trouble.BUSY, 503: Trouble.BUSY}.get(
        status, Trouble.FAILED
    )


def cause(body: Any) -> tuple[str, str]:
    """The type and the reason of the innermost error that an answer tells; empty where it tells none."""
    error = body.get("error", body) if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return "", shortened(error or "")
    roots = error.get("root_cause") or [error]
    inner = error.get("caused_by")
    kind, reason = str(roots[0].get("type", "")), str(roots[0].get("reason", ""))
    if isinstance(inner, Mapping) and inner.get("reason") and inner["reason"] not in reason:
        reason = f"{reason} ({inner['reason']})"
    return kind, reason


def shortened(detail: object, most: int = 300) -> str:
    """A detail in one line that a page can show."""
    text = " ".join(str(detail).split())
    return text if len(text) <= most else f"{text[:most]}…"
