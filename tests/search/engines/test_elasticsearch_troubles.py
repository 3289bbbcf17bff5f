"""Whatever is wrong with a server, its address or its certificate is one clear sentence, and never another error."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.utils import translation

from search import engines
from search.engines.base import EngineUnavailable, EntryRejected
from search.engines.elastic import bulk, connection
from search.engines.elastic.connection import Connection, Server
from search.engines.elastic.mapping import FORMAT
from search.engines.elastic.troubles import ElasticsearchUnavailable, Trouble, cause
from search.engines.elasticsearch import Elasticsearch
from tests.search.engines.doubles import Authority, Request, double, nobody, silent
from tests.search.engines.making import ask, entry

SECRET = "lozinka:sa/znacima"
BLOCK = "index [mreza-1] blocked by: "


def engine_at(url: str, **more: str) -> Elasticsearch:
    """An engine on a server."""
    return Elasticsearch(Connection(Server(url, **more)), "mreza")


def refusals(engine: Elasticsearch) -> list[ElasticsearchUnavailable]:
    """What everything that an engine does says."""
    found = []
    for work in (
        lambda: ask(engine, "uredba"),
        lambda: engine.write([entry(1, "Uredba")]),
        lambda: engine.delete([1], version=1),
        lambda: engine.delete([1]),
        engine.ids,
        engine.start_build,
    ):
        with pytest.raises(ElasticsearchUnavailable) as refusal:
            work()
        found.append(refusal.value)
    return found


def assert_refuses(engine: Elasticsearch, trouble: Trouble) -> None:
    """Everything says the same, in one sentence, without secrets."""
    for refusal in refusals(engine):
        assert refusal.trouble is trouble
        with translation.override("en"):
            sentence = str(refusal)
        assert "\n" not in sentence
        assert "{address}" not in sentence
        assert "{detail}" not in sentence
        assert "lozinka" not in sentence
        assert len(sentence) < 500
    assert engine.trouble()


@pytest.mark.parametrize(
    "url", ["localhost", "localhost:9200", "http://localhost", "ftp://host:21", "http://host:port", "http://[::1", ","]
)
def test_an_address_that_is_none(url):
    assert_refuses(engine_at(url), Trouble.ADDRESS)


def test_nobody_listens():
    started = time.monotonic()
    assert_refuses(engine_at(nobody()), Trouble.UNREACHABLE)
    assert time.monotonic() - started < 2


def test_a_server_that_never_answers(monkeypatch):
    monkeypatch.setattr(connection, "TIMEOUT", 0.2)
    monkeypatch.setattr(connection, "WRITE_TIMEOUT", 0.2)
    with silent() as url:
        assert_refuses(engine_at(url), Trouble.SILENT)


def test_readers_do_not_wait_one_after_the_other(monkeypatch):
    monkeypatch.setattr(connection, "TIMEOUT", 0.3)
    monkeypatch.setattr(connection, "REST", 1.0)
    with silent() as url:
        engine = engine_at(url)
        times = []
        for _reader in range(5):
            started = time.monotonic()
            with pytest.raises(EngineUnavailable):
                ask(engine, "uredba")
            times.append(time.monotonic() - started)
        assert times[0] < 1
        assert max(times[1:]) < connection.TIMEOUT
        time.sleep(1)
        started = time.monotonic()
        with pytest.raises(EngineUnavailable):
            ask(engine, "uredba")
        assert time.monotonic() - started > 0.2


@pytest.mark.parametrize(
    ("status", "body", "headers", "trouble"),
    [
        (
            200,
            {"version": {"distribution": "opensearch"}},
            {"Content-Type": "application/json"},
            Trouble.OTHER_PRODUCT,
        ),
        (200, "<html>Dobro došli</html>", {"Content-Type": "text/html"}, Trouble.OTHER_PRODUCT),
        (406, {"error": "Content-Type header is not supported", "status": 406}, None, Trouble.OTHER_VERSION),
        (
            400,
            {"error": {"root_cause": [{"type": "media_type_header_exception", "reason": "either version 8 or 7"}]}},
            None,
            Trouble.OTHER_VERSION,
        ),
        (
            401,
            {"error": {"type": "security_exception", "reason": "unable to authenticate"}},
            None,
            Trouble.CREDENTIALS,
        ),
        (403, {"error": {"type": "security_exception", "reason": "is unauthorized"}}, None, Trouble.RIGHTS),
        (
            403,
            {"error": {"type": "cluster_block_exception", "reason": f"{BLOCK}[FORBIDDEN/8/index write (api)];"}},
            None,
            Trouble.READ_ONLY,
        ),
        (
            429,
            {"error": {"type": "cluster_block_exception", "reason": f"{BLOCK}[TOO_MANY_REQUESTS/12/disk usage];"}},
            None,
            Trouble.FULL,
        ),
        (429, {"error": {"type": "es_rejected_execution_exception", "reason": "queue"}}, None, Trouble.BUSY),
        (500, {"error": {"type": "exception", "reason": "No space left on device"}}, None, Trouble.FULL),
        (500, {"error": {"type": "null_pointer_exception", "reason": "a\nb" * 1_000}}, None, Trouble.FAILED),
        (502, "<html>Bad Gateway</html>", {"Content-Type": "text/html"}, Trouble.FAILED),
        (503, "", None, Trouble.BUSY),
        (200, "{", None, Trouble.UNREADABLE),
        (200, [1], None, Trouble.UNREADABLE),
        (200, {"mreza-1": 1}, None, Trouble.UNREADABLE),
    ],
)
def test_answers_that_are_none(monkeypatch, status, body, headers, trouble):
    monkeypatch.setattr(bulk, "WAITS", (0.01,))
    with double(lambda _request: (status, body), headers=headers) as server:
        assert_refuses(engine_at(server.url), trouble)


def test_the_certificate(tmp_path):
    ours, other = Authority(tmp_path / "ours"), Authority(tmp_path / "other")
    expired, foreign = ours.certificate(ends=timedelta(days=-1)), ours.certificate("other.example")
    for certificate, ca_file, trouble in (
        (ours.certificate(), ours.file, None),
        (ours.certificate(), other.file, Trouble.UNKNOWN_AUTHORITY),
        (ours.certificate(), None, Trouble.UNKNOWN_AUTHORITY),
        (expired, ours.file, Trouble.EXPIRED),
        (foreign, ours.file, Trouble.OTHER_HOST),
    ):
        with double(lambda _request: (200, {}), certificate=certificate) as server:
            url = f"https://elastic:{SECRET.replace('/', '%2F')}@127.0.0.1:{server.port}"
            engine = engine_at(url, ca_file=str(ca_file or ""))
            if trouble:
                assert_refuses(engine, trouble)
                assert not server.requests
            else:
                assert engine.ids() == {}
                assert server.requests[0].headers["authorization"].startswith("Basic ")
        plain = engine_at(url.replace("https:", "http:"), ca_file=str(ca_file or ""))
        assert refusals(plain)


def test_tls_where_there_is_none(tmp_path):
    with double(lambda _request: (200, {})) as server:
        engine = engine_at(server.url.replace("http:", "https:"), ca_file=str(Authority(tmp_path).file))
        assert_refuses(engine, Trouble.NO_TLS)


@pytest.mark.parametrize("content", [None, "", "nothing of the kind"])
def test_a_file_of_certificates_that_cannot_be_read(tmp_path, content):
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    assert_refuses(engine_at("https://127.0.0.1:9200", ca_file=str(file)), Trouble.CA_FILE)


def test_who_asks_says_who_it_is():
    with double(lambda _request: (200, {})) as server:
        netloc = f"127.0.0.1:{server.port}"
        for url, key, header in (
            (server.url, "", None),
            (server.url, "bXJlemE6a2xqdWM=", "ApiKey bXJlemE6a2xqdWM="),
            (f"http://elastic:lozinka%3Asa%2Fznacima@{netloc}", "", "Basic ZWxhc3RpYzpsb3ppbmthOnNhL3puYWNpbWE="),
            (f"http://elastic:lozinka@{netloc}", "a2xqdWM=", "ApiKey a2xqdWM="),
        ):
            assert engine_at(url, api_key=key).ids() == {}
            assert server.requests[-1].headers.get("authorization") == header
    assert "kljuc" not in repr(Server("http://h:1", api_key="kljuc"))


def test_who_may_not_make_the_index():
    error = {"error": {"type": "security_exception", "reason": "action [indices:admin/create] is unauthorized"}}
    with double(lambda request: (403, error) if request.method == "PUT" else (200, {})) as server:
        for work in (lambda: engine_at(server.url).write([entry(1, "Uredba")]), engine_at(server.url).start_build):
            with pytest.raises(ElasticsearchUnavailable) as refusal:
                work()
            assert refusal.value.trouble is Trouble.RIGHTS


def test_another_node_is_asked_when_one_is_gone():
    with double(lambda _request: (200, {})) as server:
        assert engine_at(f"{nobody()}, {server.url}").ids() == {}


# --- Many changes at a time ---------------------------------------------------------------------------------------


class Bulk:
    """A server with an index that serves, which answers each request of changes with what is next."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.sent: list[list[int]] = []

    def __call__(self, request: Request) -> tuple[int, Any]:
        if "_bulk" not in request.path:
            meta = {"format": FORMAT, "owner": {}}
            index = {"aliases": {"mreza": {}}, "mappings": {"_meta": meta}, "settings": {}}
            return 200, {"mreza-1": index}
        lines = [json.loads(line) for line in request.body.splitlines()]
        ids = [int(next(iter(line.values()))["_id"]) for line in lines if {"index", "delete"} & set(line)]
        self.sent.append(ids)
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, int) and answer != 200:
            return answer, {"error": {"type": "refused", "reason": "said the test"}}
        statuses = answer if isinstance(answer, dict) else {}
        items = [{"index": {"_id": str(pk), "status": 200, **statuses.get(pk, {})}} for pk in ids]
        return 200, {"errors": bool(statuses), "items": items}


def item(status: int, kind: str = "some_exception") -> dict[str, Any]:
    """An answer to one change that was not made."""
    return {"status": status, "error": {"type": kind, "reason": "because"}}


THREE = [entry(1, "Prvi"), entry(2, "Drugi"), entry(3, "Treći")]


@pytest.fixture
def _quick(monkeypatch):
    """Do not wait before trying again."""
    monkeypatch.setattr(bulk, "WAITS", (0.001, 0.001, 0.001))


@pytest.mark.usefixtures("_quick")
def test_only_what_the_server_had_no_time_for_is_sent_again():
    answers = Bulk({2: item(429), 3: item(409)}, 429, 503, {2: item(503)})
    with double(answers) as server, pytest.raises(ElasticsearchUnavailable) as refusal:
        engine_at(server.url).write(THREE)
    assert refusal.value.trouble is Trouble.BUSY
    assert answers.sent == [[1, 2, 3], [2], [2], [2]]
    answers = Bulk({2: item(429)}, 429)
    with double(answers) as server:
        engine_at(server.url).write(THREE)
    assert answers.sent == [[1, 2, 3], [2], [2]]


def test_each_wait_is_longer():
    assert list(bulk.WAITS) == sorted(set(bulk.WAITS))


@pytest.mark.usefixtures("_quick")
def test_what_is_refused_by_itself_is_named_and_the_others_are_stored():
    answers = Bulk({2: item(400, "document_parsing_exception")})
    with double(answers) as server, pytest.raises(EntryRejected, match="2: because"):
        engine_at(server.url).write(THREE)
    assert answers.sent == [[1, 2, 3]]


@pytest.mark.usefixtures("_quick")
def test_what_is_too_big_for_one_request_is_parted():
    answers = Bulk(413, 200, 413, 200)
    with double(answers) as server, pytest.raises(EntryRejected, match="2: "):
        engine_at(server.url).write(THREE)
    assert answers.sent == [[1, 2, 3], [1], [2], [3]]


@pytest.mark.usefixtures("_quick")
def test_long_texts_go_in_several_requests(monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 300)
    answers = Bulk()
    with double(answers) as server:
        engine_at(server.url).write(THREE)
    assert answers.sent == [[1], [2], [3]]


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize(
    ("refused", "trouble"),
    [
        (item(403, "cluster_block_exception"), Trouble.READ_ONLY),
        (item(429, "cluster_block_exception"), Trouble.FULL),
        (item(404, "index_not_found_exception"), Trouble.FAILED),
        (item(500), Trouble.FAILED),
    ],
)
def test_what_concerns_all_is_no_fault_of_an_entry(refused, trouble):
    answers = Bulk({1: refused})
    with double(answers) as server, pytest.raises(ElasticsearchUnavailable) as refusal:
        engine_at(server.url).write(THREE)
    assert refusal.value.trouble is trouble
    assert answers.sent == [[1, 2, 3]]


def test_the_innermost_reason_is_told():
    inner = {"type": "document_parsing_exception", "reason": "failed", "caused_by": {"reason": "no date"}}
    assert cause({"error": {"root_cause": [{"type": "a", "reason": "b"}], "type": "c"}}) == ("a", "b")
    assert cause({"error": inner}) == ("document_parsing_exception", "failed (no date)")
    assert cause({"error": "text"}) == ("", "text")
    assert cause("<html>") == cause(None) == ("", "")


# --- Commands and checks ------------------------------------------------------------------------------------------


def warnings() -> list[str]:
    """What `manage.py check` says of search."""
    return [message.msg for message in run_checks(tags=["search"])]


def test_commands_and_checks_say_the_sentence(settings, db):
    assert warnings() == []
    settings.SEARCH_URL = nobody()
    sentence = engines.current().trouble()
    assert "127.0.0.1" in sentence
    assert warnings() == [sentence]
    for command in ("search_check", "search_rebuild"):
        with pytest.raises(CommandError) as refusal:
            call_command(command, verbosity=0)
        assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("name", "faults"), [("mreza_2-a", 0), ("Mreza", 1), ("", 1), ("-a", 1), ("a/b", 1), ("a*", 1)]
)
def test_the_name_of_the_index(settings, name, faults):
    settings.SEARCH_INDEX = name
    assert len(warnings()) == faults


def test_the_settings_choose_the_engine(settings):
    embedded = engines.current()
    settings.SEARCH_URL = nobody()
    chosen = engines.current()
    assert isinstance(chosen, Elasticsearch)
    assert chosen is engines.current()
    assert chosen is engines.on_elasticsearch("mreza")
    assert chosen is not engines.on_elasticsearch("mreza-merenje")
    settings.SEARCH_URL = ""
    assert engines.current() is embedded
