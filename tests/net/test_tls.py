import ssl

import pytest
import trustme

from tests.server import Server, answer, redirect
from tui.model.fetching import FailureKind, Fetched, FetchFailed


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


def test_http_2_where_it_is_offered(authority, trusted, fetch):
    """A server just large enough for one answer: settings, headers (``:status 200``), data."""

    def frame(kind, flags, stream, payload=b""):
        return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload

    def route(visit):
        visit.keep = False
        visit.send(frame(4, 0, 0))
        data = b""
        while b"\x01\x05\x00\x00\x00\x01" not in data:  # HEADERS of stream 1, complete
            data += visit.receive()
        visit.send(frame(4, 1, 0) + frame(1, 4, 1, b"\x88") + frame(0, 1, 1, b"two"))
        visit.wait_until_gone()

    made = context(authority, "127.0.0.1")
    made.set_alpn_protocols(["h2", "http/1.1"])
    with Server(tls=made) as server:
        server.on("*", route)  # its preface reads like a request for "*"
        result = fetch(server.url("/feed"), client=trusted)
        assert isinstance(result, Fetched)
        assert result.body == b"two"
        assert server.seen[0].method == "PRI"
