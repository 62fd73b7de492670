import asyncio
import ssl

import pytest
import trustme

from tests.server import Server, answer, redirect
from tui.model.fetching import FailureKind, Fetched, FetchFailed, FetchRequest
from tui.net import Client


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path):
    path = tmp_path / "authorité.pem"
    authority.cert_pem.write_to_path(path)
    return {"environ": {"SSL_CERT_FILE": str(path)}}


def context(authority, *names):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(made)
    return made


def test_a_trusted_certificate(authority, trusted, fetch):
    with Server(tls=context(authority, "127.0.0.1")) as server:
        result = fetch(server.on("/", answer(b"safe")), client=trusted)
        assert isinstance(result, Fetched)
        assert result.body == b"safe"


def test_an_untrusted_certificate(authority, fetch):
    with Server(tls=context(authority, "127.0.0.1")) as server:
        result = fetch(server.on("/", answer(b"secret")))
        assert isinstance(result, FetchFailed)
        assert result.kind is FailureKind.TLS
        assert result.sentence.startswith("127.0.0.1 could not prove that it is 127.0.0.1")
        assert server.seen == []


def test_a_certificate_for_another_name(authority, trusted, fetch):
    with Server(tls=context(authority, "other.example")) as server:
        assert fetch(server.url("/"), client=trusted).kind is FailureKind.TLS
        assert server.seen == []


def test_no_tls_where_tls_is_expected(server, fetch):
    url = server.url("/").replace("http:", "https:")
    assert fetch(url, total_timeout=2).kind in (FailureKind.TLS, FailureKind.TIMEOUT)


def test_a_list_of_authorities_that_is_not_there(authority, tmp_path, fetch):
    with Server(tls=context(authority, "127.0.0.1")) as server:
        client = {"environ": {"SSL_CERT_FILE": str(tmp_path / "missing.pem")}}
        result = fetch(server.url("/"), client=client)
        assert result.kind is FailureKind.TLS
        assert "SSL_CERT_FILE" in result.sentence


def test_from_http_to_https(authority, trusted, server, fetch):
    with Server(tls=context(authority, "127.0.0.1")) as safe:
        safe.on("/", answer(b"safe"))
        server.on("/", redirect(safe.url("/"), 301))
        result = fetch(server.url("/"), client=trusted)
        assert (result.body, result.permanent_url) == (b"safe", safe.url("/"))


def frame(kind, flags, stream, payload=b""):
    """A frame of HTTP/2."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def headers_of(stream):
    """How complete HEADERS of a stream without a body begin."""
    return b"\x01\x05" + stream.to_bytes(4, "big")


def two(*streams):
    """A server of HTTP/2 just large enough: settings, headers (``:status 200``), data for each stream."""

    def route(visit):
        visit.keep = False
        visit.send(frame(4, 0, 0))
        data = b""
        while not all(headers_of(stream) in data for stream in streams):
            if not (more := visit.receive()):
                return
            data += more
        answers = (frame(1, 4, stream, b"\x88") + frame(0, 1, stream, b"two") for stream in streams)
        visit.send(frame(4, 1, 0) + b"".join(answers))
        visit.wait_until_gone()

    return route


@pytest.fixture
def modern(authority):
    made = context(authority, "127.0.0.1")
    made.set_alpn_protocols(["h2", "http/1.1"])
    with Server(tls=made) as server:
        yield server


def test_http_2_where_it_is_offered(modern, trusted, fetch):
    modern.on("*", two(1))  # its preface reads like a request for "*"
    result = fetch(modern.url("/feed"), client=trusted)
    assert isinstance(result, Fetched)
    assert result.body == b"two"
    assert modern.seen[0].method == "PRI"


def test_two_feeds_of_a_host_share_one_connection_where_that_goes(modern, trusted):
    """The server answers only when both requests have come over the same one."""
    modern.on("*", two(1, 3))

    async def both():
        async with Client(**trusted) as client:
            requests = [FetchRequest(modern.url(path), allow_private=True) for path in ("/1", "/2")]
            return await asyncio.gather(*map(client.fetch, requests))

    assert [result.body for result in asyncio.run(both())] == [b"two", b"two"]
    assert modern.accepted == 1
