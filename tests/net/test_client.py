"""What a request says, and what an answer becomes."""

from datetime import timedelta

import pytest

from tests.server import Server, answer, feed, gzipped, redirect
from tui.model.fetching import FailureKind, Fetched, FetchFailed, NotModified, Validators

MONDAY = "Mon, 23 Nov 2026 08:00:00 GMT"


def test_a_feed_and_then_nothing_new(server, fetch):
    url = server.on("/feed", feed(b"<rss/>", etag='W/"1"', last_modified=MONDAY))
    first = fetch(url)
    assert isinstance(first, Fetched)
    assert (first.status, first.body, first.content_type) == (200, b"<rss/>", "application/rss+xml")
    assert (first.url, first.final_url, first.permanent_url) == (url, url, url)
    assert first.validators == Validators('W/"1"', MONDAY)
    assert first.cost.requests == 1 and first.cost.seconds > 0
    assert len(first.body) < first.cost.size < 500
    second = fetch(url, validators=first.validators)
    assert second == NotModified(url, first.validators)
    asked = server.seen[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('W/"1"', MONDAY)


def test_one_validator_is_enough(server, fetch):
    url = server.on("/feed", feed(b"<rss/>", last_modified=MONDAY))
    assert isinstance(fetch(url, validators=Validators(last_modified=MONDAY)), NotModified)
    assert "if-none-match" not in server.seen[-1].headers


def test_a_304_may_bring_new_validators_and_a_time(server, fetch, clock):
    headers = {"ETag": '"2"', "Cache-Control": "max-age=600"}
    url = server.on("/feed", answer(status=304, headers=headers))
    result = fetch(url, client={"clock": clock}, validators=Validators('"1"', MONDAY))
    moment = clock.now + timedelta(minutes=10)
    assert result == NotModified(url, Validators('"2"', MONDAY), fresh_until=moment, freshness=600)


def test_a_request_says_no_more_than_it_must(server, fetch):
    url = server.on("/feed", feed(b"<rss/>"))
    fetch(url, accept="application/rss+xml", user_agent="Broadsheet/1 (+https://example.org)")
    assert dict(server.seen[0].headers) == {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": "Broadsheet/1 (+https://example.org)",
        "accept": "application/rss+xml",
        "accept-encoding": "gzip, deflate, br, zstd",
    }


def test_cookies_are_not_kept(server, fetch):
    server.on("/feed", redirect("/next"))
    server.on("/next", answer(b"x", headers={"Set-Cookie": "a=b; Path=/"}))
    server.on("/feed", answer(b"", status=302, headers={"Location": "/next", "Set-Cookie": "a=b; Path=/"}))
    fetch(server.url("/feed"))
    assert all("cookie" not in seen.headers and "referer" not in seen.headers for seen in server.seen)


def test_stored_values_cannot_add_headers(server, fetch):
    url = server.on("/feed", feed(b"<rss/>"))
    fetch(url, validators=Validators('"1"\r\nX-Evil: 1', "a\nb"), user_agent="B\r\nX-Evil: 2")
    asked = server.seen[0].headers
    assert "x-evil" not in asked
    assert (asked["if-none-match"], asked["user-agent"]) == ('"1"X-Evil: 1', "BX-Evil: 2")


def test_validators_come_back_byte_for_byte(server, fetch):
    url = server.on("/feed", feed(b"<rss/>", etag='"\u00e9\u00ff"'))
    first = fetch(url)
    assert isinstance(fetch(url, validators=first.validators), NotModified)


def test_headers_are_in_lower_case_and_joined(server, fetch):
    def route(visit):
        visit.send(
            b"HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\n"
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nX-Two: a\r\nx-two: b\r\n"
            b"Content-Type: text/evil\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"1\r\nx\r\n0\r\nX-Trailer: late\r\n\r\n"
        )

    result = fetch(server.on("/feed", route))
    assert result.body == b"x"
    assert result.headers == {"content-type": "text/xml", "x-two": "a, b", "transfer-encoding": "chunked"}


def test_freshness_is_told(server, fetch, clock):
    url = server.on("/feed", feed(b"<rss/>", headers={"Cache-Control": "max-age=60"}))
    assert fetch(url, client={"clock": clock}).fresh_until == clock.now + timedelta(minutes=1)


def test_gzip_is_unpacked(server, fetch):
    assert fetch(server.on("/feed", gzipped(b"<rss/>" * 100))).body == b"<rss/>" * 100


def test_name_and_password_go_to_their_host_and_nowhere_else(server, fetch):
    with Server() as other:
        other.on("/", answer(status=401))
        server.on("/feed", redirect("/second"))
        server.on("/second", redirect(other.url("/", "localhost")))
        url = f"http://ann:s%C3%A9cret@127.0.0.1:{server.port}/feed"
        client = {"resolve": {"b.example": "127.0.0.1"}}
        result = fetch(url, client=client)
        assert [seen.headers.get("authorization") for seen in server.seen] == ["Basic YW5uOnPDqWNyZXQ="] * 2
        assert other.seen == []
    assert isinstance(result, FetchFailed)
    assert "cret" not in result.sentence
    assert "ann" not in result.sentence


def test_a_redirect_to_another_port_gets_no_password(server, fetch):
    with Server() as other:
        other.on("/", answer(b"x"))
        server.on("/feed", redirect(other.url("/")))
        result = fetch(f"http://ann:secret@127.0.0.1:{server.port}/feed")
        assert result.body == b"x"
        assert "secret" not in result.final_url
        assert "authorization" in server.seen[0].headers
        assert "authorization" not in other.seen[0].headers


@pytest.mark.parametrize(("user", "words"), [("", "asks for a name"), ("ann:secret@", "did not accept")])
def test_401_says_what_to_do(server, fetch, user, words):
    server.on("/feed", answer(status=401, headers={"WWW-Authenticate": "Basic realm=x"}))
    result = fetch(f"http://{user}127.0.0.1:{server.port}/feed")
    assert result.kind is FailureKind.UNAUTHORIZED
    assert words in result.sentence
    assert "secret" not in result.sentence
    assert len(server.seen) == 1


def test_international_names(server, fetch):
    server.on("/", answer(b"x"))
    client = {"resolve": {"xn--bcher-kva.example": "127.0.0.1"}}
    result = fetch(server.url("/", "bücher.example"), client=client)
    assert result.body == b"x"
    assert server.seen[0].headers["host"] == f"xn--bcher-kva.example:{server.port}"


def test_ipv6(fetch):
    with Server(host="::1") as server:
        assert fetch(server.on("/", answer(b"six"))).body == b"six"


def test_a_proxy_is_used(server, fetch):
    server.on("http://feeds.example/a", answer(b"by proxy"))
    environ = {"http_proxy": f"http://me:pass@127.0.0.1:{server.port}", "no_proxy": "localhost"}
    result = fetch("http://feeds.example/a", client={"environ": environ}, allow_private=False)
    assert result.body == b"by proxy"
    assert server.seen[0].headers["proxy-authorization"] == "Basic bWU6cGFzcw=="


@pytest.mark.parametrize(
    "proxy",
    [
        "http://127.0.0.1:1",
        "127.0.0.1:1",
        "http://no-proxy.invalid:3",
        "nonsense://x",
        "http://pröxy.invalid",
    ],
)
def test_a_dead_proxy_is_named_as_such(fetch, proxy):
    result = fetch("http://feeds.example/", client={"environ": {"all_proxy": proxy}, "online": lambda: True})
    assert result.kind is FailureKind.CONNECT
    assert result.sentence.startswith("The proxy on the way to feeds.example")


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_will_not_pass_us_on(server, fetch, status):
    server.on("feeds.example:443", answer(b"no", status=status))
    environ = {"https_proxy": server.url()}
    result = fetch("https://feeds.example/", client={"environ": environ, "online": lambda: True})
    assert result.kind is FailureKind.CONNECT
    assert result.sentence.startswith("The proxy on the way to feeds.example")


def test_the_environment_itself_is_not_read(server, fetch, monkeypatch):
    for name in ("http_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch(server.on("/", answer(b"x"))).body == b"x"
