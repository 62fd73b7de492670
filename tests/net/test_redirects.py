import pytest

from tests.server import Server, answer, feed, redirect
from tui.model.fetching import FailureKind, Fetched, FetchFailed, NotModified, Validators


def chain(server, statuses, end=None):
    for number, status in enumerate(statuses):
        server.on(f"/{number}", redirect(f"/{number + 1}", status))
    server.on(f"/{len(statuses)}", end or answer(b"end"))
    return server.url("/0")


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ([], 0),
        ([301], 1),
        ([308], 1),
        ([302], 0),
        ([303], 0),
        ([307], 0),
        ([301, 308, 301], 3),
        ([301, 302, 301], 1),
        ([307, 301], 0),
        ([301] * 5, 5),
    ],
)
def test_only_an_unbroken_permanent_chain_moves_a_feed(server, fetch, statuses, permanent):
    result = fetch(chain(server, statuses))
    assert isinstance(result, Fetched)
    assert result.url == server.url("/0")
    assert result.final_url == server.url(f"/{len(statuses)}")
    assert result.permanent_url == server.url(f"/{permanent}")


def test_five_are_followed_and_no_more(server, fetch):
    result = fetch(chain(server, [301] * 6))
    assert isinstance(result, FetchFailed)
    assert result.kind is FailureKind.REDIRECTS
    assert "more than 5 times" in result.sentence
    assert len(server.seen) == 6


def test_none_are_followed_if_none_are_wanted(server, fetch):
    assert fetch(chain(server, [301]), max_redirects=0).kind is FailureKind.REDIRECTS
    assert len(server.seen) == 1


@pytest.mark.parametrize("back", ["/0", "/1"])
def test_circles_end_at_once(server, fetch, back):
    server.on("/0", redirect("/1"))
    server.on("/1", redirect(back))
    result = fetch(server.url("/0"))
    assert result.kind is FailureKind.REDIRECTS
    assert "circle" in result.sentence
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    "target",
    ["ftp://example.org/", "file:///etc/passwd", "gopher://x", "http://[", "javascript:x", "http:///"],
)
def test_only_the_web_is_followed(server, fetch, target):
    result = fetch(server.on("/", redirect(target)))
    assert result.kind is FailureKind.REDIRECTS
    assert target not in result.sentence


def test_validators_go_along_and_304_ends_the_chain(server, fetch):
    url = chain(server, [302], feed(b"x", etag='"1"'))
    assert isinstance(fetch(url, validators=Validators('"1"')), NotModified)


@pytest.mark.parametrize(("status", "permanent"), [(301, 1), (308, 1), (302, 0)])
def test_a_feed_without_news_says_where_it_has_moved_to(server, fetch, status, permanent):
    url = chain(server, [status], feed(b"x", etag='"1"'))
    result = fetch(url, validators=Validators('"1"'))
    assert isinstance(result, NotModified)
    assert result.permanent_url == (server.url("/1") if permanent else "")
    assert result.cost.requests == 2


def test_a_password_stays_in_the_address_the_feed_moves_to(server, fetch):
    chain(server, [301])
    result = fetch(f"http://ann:secret@127.0.0.1:{server.port}/0")
    assert result.permanent_url == f"http://ann:secret@127.0.0.1:{server.port}/1"
    assert result.final_url == server.url("/1")


def test_moving_to_another_server_leaves_the_password_behind(server, fetch):
    with Server() as other:
        other.on("/", answer(b"x"))
        server.on("/0", redirect(other.url("/"), 301))
        result = fetch(f"http://ann:secret@127.0.0.1:{server.port}/0")
        assert result.permanent_url == other.url("/")


def test_connections_are_used_again_along_the_chain(server, fetch):
    fetch(chain(server, [302, 302]))
    assert server.accepted == 1
