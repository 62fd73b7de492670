"""Everything a server can do wrong, against a real one."""

import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server import (
    answer,
    broken_chunks,
    chunked,
    drip,
    encoded_as,
    endless,
    gzip_bomb,
    gzipped,
    huge_header,
    in_turn,
    raw,
    redirect,
    reset,
    silence,
    truncated,
)
from tui.model.fetching import FailureKind, Fetched, FetchFailed, Validators

BODY = b"<rss version='2.0'/>" * 500
KIND = FailureKind


@pytest.mark.parametrize(
    ("route", "kind", "words"),
    [
        (truncated(BODY), KIND.TRUNCATED, "broke off"),
        (truncated(b"", missing=5), KIND.TRUNCATED, "broke off"),
        (broken_chunks(), KIND.TRUNCATED, "broke off"),
        (chunked(BODY, end=False), KIND.TRUNCATED, "broke off"),
        (gzipped(BODY, cut=1), KIND.TRUNCATED, "broke off"),
        (gzipped(BODY, cut=20), KIND.TRUNCATED, "broke off"),
        (encoded_as("gzip", BODY), KIND.TRUNCATED, "damaged"),
        (encoded_as("deflate", BODY), KIND.TRUNCATED, "damaged"),
        (encoded_as("compress", BODY), KIND.STATUS, "packed"),
        (encoded_as("br", BODY), KIND.TRUNCATED, "damaged"),
        (encoded_as("zstd", BODY), KIND.TRUNCATED, "damaged"),
        (reset(b"half"), KIND.TRUNCATED, "broke off"),
        (reset(), KIND.CONNECT, "hung up"),
        (raw(b""), KIND.CONNECT, "hung up"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), KIND.CONNECT, "not a web server"),
        (raw(b"\x00\xff\x1b]52;c;\x07" * 50), KIND.CONNECT, "not a web server"),
        (raw(b"HTTP/1.1 what\r\n\r\n"), KIND.CONNECT, "not a web server"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx"), KIND.CONNECT, "no sense"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: te"), KIND.TRUNCATED, "broke off"),
        (huge_header(), KIND.TOO_LARGE, "headers"),
        (answer(b"x" * 1_001), KIND.TOO_LARGE, "1 kB"),
        (chunked(b"x" * 900, b"x" * 101), KIND.TOO_LARGE, "1 kB"),
        (answer(b"", headers={"Content-Length": "99999999999"}), KIND.TOO_LARGE, "1 kB"),
        (endless(), KIND.TOO_LARGE, "1 kB"),
        (gzip_bomb(), KIND.TOO_LARGE, "1 kB"),
    ],
)
def test_faults_are_values_with_a_sentence(server, fetch, route, kind, words):
    most = 1_000 if kind is KIND.TOO_LARGE else 20_000_000
    result = fetch(server.on("/feed", route), max_bytes=most, total_timeout=5)
    assert isinstance(result, FetchFailed)
    assert (result.kind, words in result.sentence) == (kind, True), result.sentence
    assert result.sentence.isprintable()
    assert server.wait_for(lambda: server.running == 0)


@pytest.mark.parametrize("route", [silence(), drip(BODY), in_turn(redirect("/feed?2"), drip(BODY))])
def test_time_is_bounded_over_all_hops(server, fetch, route):
    result = fetch(server.on("/feed", route), total_timeout=0.3)
    assert result.kind is KIND.TIMEOUT
    assert server.wait_for(lambda: server.open == 0)


def test_slow_hops_add_up(server, fetch):
    def late(then):
        def route(visit):
            visit.stop.wait(0.2)
            then(visit)

        return route

    for number in range(3):
        server.on(f"/{number}", late(redirect(f"/{number + 1}")))
    server.on("/3", answer(b"end"))
    assert fetch(server.url("/0"), total_timeout=0.5).kind is KIND.TIMEOUT
    assert fetch(server.url("/0")).body == b"end"


def test_silence_and_dripping_are_told_apart(server, fetch):
    first = fetch(server.on("/silence", silence()), total_timeout=0.2)
    second = fetch(server.on("/drip", drip(BODY)), total_timeout=0.2)
    assert first.kind is second.kind is KIND.TIMEOUT
    assert first.sentence == (
        "The server at 127.0.0.1 did not answer within 0.2 seconds. It will be tried again."
    )
    assert second.sentence == (
        "The server at 127.0.0.1 was still sending after 0.2 seconds. It will be tried again."
    )


def test_the_memory_of_a_bomb_stays_small(server, fetch):
    url = server.on("/bomb", gzip_bomb(2_000_000_000))
    tracemalloc.start()
    try:
        result = fetch(url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result.kind is KIND.TOO_LARGE
    assert peak < 10_000_000


def test_exactly_as_much_as_allowed_is_fetched(server, fetch):
    url = server.on("/feed", answer(b"x" * 1_000))
    assert fetch(url, max_bytes=1_000).body == b"x" * 1_000


@pytest.mark.parametrize(
    "route", [encoded_as("utf-8", BODY), encoded_as("none", BODY), chunked(BODY), gzipped(BODY)]
)
def test_what_can_be_read_is_read(server, fetch, route):
    assert fetch(server.on("/feed", route)).body == BODY


def test_an_error_page_need_not_be_whole(server, fetch):
    url = server.on("/feed", raw(b"HTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nx"))
    assert fetch(url).kind is KIND.NOT_FOUND


def test_an_endless_error_page_is_not_read(server, fetch):
    def route(visit):
        visit.keep = False
        visit.head(500)
        while not visit.stop.is_set():
            visit.send(b"x" * 65_536)

    assert fetch(server.on("/feed", route)).kind is KIND.SERVER
    assert server.wait_for(lambda: server.open == 0)


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (206, {}, KIND.TRUNCATED),
        (300, {}, KIND.STATUS),
        (302, {}, KIND.STATUS),
        (304, {}, KIND.STATUS),
        (400, {}, KIND.STATUS),
        (401, {}, KIND.UNAUTHORIZED),
        (403, {}, KIND.UNAUTHORIZED),
        (404, {}, KIND.NOT_FOUND),
        (410, {}, KIND.GONE),
        (429, {}, KIND.THROTTLED),
        (429, {"Retry-After": "60"}, KIND.THROTTLED),
        (500, {"Retry-After": "60"}, KIND.SERVER),
        (503, {}, KIND.SERVER),
        (503, {"Retry-After": "60"}, KIND.THROTTLED),
        (503, {"Retry-After": "soon"}, KIND.THROTTLED),
        (599, {}, KIND.SERVER),
    ],
)
def test_statuses(server, fetch, clock, status, headers, kind):
    url = server.on("/feed", answer(b"page", status=status, headers=headers))
    result = fetch(url, client={"clock": clock})
    assert isinstance(result, FetchFailed)
    assert (result.kind, result.status) == (kind, status)
    waits = (result.retry_at - clock.now).total_seconds() if result.retry_at else None
    assert waits == (60 if headers.get("Retry-After") == "60" else None)


def test_304_without_a_question_is_a_failure_and_with_one_an_answer(server, fetch):
    url = server.on("/feed", answer(status=304))
    assert fetch(url).kind is KIND.STATUS
    assert fetch(url, validators=Validators('"1"')).validators == Validators('"1"')


def test_an_empty_answer_is_an_answer(server, fetch):
    for route in (answer(b""), answer(status=204)):
        result = fetch(server.on("/feed", route))
        assert isinstance(result, Fetched)
        assert result.body == b""


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:1/", KIND.CONNECT),
        ("http://[::1]:1/", KIND.CONNECT),
        ("http://no-such-name.invalid/", KIND.DNS),
        ("gopher://example.org/", KIND.ADDRESS),
        ("", KIND.ADDRESS),
    ],
)
def test_no_server(fetch, url, kind):
    result = fetch(url, client={"online": lambda: True})
    assert isinstance(result, FetchFailed)
    assert (result.url, result.kind) == (url, kind)


def test_the_network_is_looked_for(fetch):
    result = fetch("http://no-such-name.invalid/", allow_private=False)
    assert result.kind in (KIND.DNS, KIND.OFFLINE)


def test_without_a_network_nobody_blames_the_server(fetch):
    client = {"online": lambda: False}
    result = fetch("http://no-such-name.invalid/", client=client, allow_private=False)
    assert result.kind is KIND.OFFLINE
    assert result.sentence == "There is no network connection. It will be tried again."


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 302 x\r\nLocation: "]
    ),
    st.one_of(st.binary(max_size=200), st.text(max_size=60).map(str.encode)),
    st.sampled_from([b"", b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\nxx"]),
)
def test_whatever_a_server_sends_is_answered_by_a_value(server, fetch, start, middle, end):
    url = server.on("/feed", raw(start + middle + end))
    result = fetch(url, client={"online": lambda: True}, total_timeout=1)
    assert isinstance(result, Fetched | FetchFailed)
    if isinstance(result, FetchFailed):
        assert result.sentence.isprintable()
        assert len(result.sentence) < 250
