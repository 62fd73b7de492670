import pytest

from tests.factories import rss
from tests.routes import answer, feed, redirect
from tests.server import Server
from tests.service.opened import opened, run
from tui.model.finding import Candidate
from tui.service.finding import _reachable, addresses
from tui.service.visiting import is_private


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        ("example.org", ("https://example.org", "http://example.org")),
        ("  example.org/feed \n", ("https://example.org/feed", "http://example.org/feed")),
        ("http://example.org", ("http://example.org",)),
        ("feed:https://example.org/a", ("https://example.org/a",)),
        ("feed://example.org/a", ("https://example.org/a", "http://example.org/a")),
        ("localhost:8080/x", ("http://localhost:8080/x", "https://localhost:8080/x")),
        ("podcast://example.org/a", ("https://example.org/a", "http://example.org/a")),
        ("", ()),
        ("  ", ()),
    ],
)
def test_what_was_typed_becomes_addresses(typed, tried):
    assert addresses(typed) == tried


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://127.0.0.1/", True),
        ("http://[::1]/", True),
        ("http://10.1.2.3:80/", True),
        ("http://192.168.0.9/", True),
        ("http://169.254.1.1/", True),
        ("http://localhost/", True),
        ("http://localhost./", True),
        ("http://nas.local/", True),
        ("http://router/", True),
        ("https://example.org/", False),
        ("https://93.184.216.34/", False),
        ("https://10.example.org/", False),
        ("http://[::1", False),
        ("mailto:x", False),
    ],
)
def test_an_address_says_whether_it_is_private(url, private):
    assert is_private(url) is private


def test_a_page_on_the_web_sends_nobody_into_their_own_network():
    named = [Candidate("http://192.168.0.1/feed", "Router"), Candidate("https://example.org/feed", "Fine")]
    assert _reachable(named, at_home=False) == named[1:]
    assert _reachable(named, at_home=True) == named


def finding(paths, clock, work):
    async def whole():
        with Server() as server:
            async with opened(paths, clock) as library:
                await work(server, library)

    run(whole)


PAGE = (
    b"<html><head><title>A site</title>"
    b"<link rel=alternate type='application/rss+xml' title='Comments' href='/comments'>"
    b"<link rel=alternate type='application/rss+xml' title='News' href='/news'>"
    b"<link rel=alternate type='application/atom+xml' title='Broken' href='/broken'>"
    b"</head><body>text"
)


def test_a_feed_is_found_at_its_own_address(paths, clock):
    async def work(server, library):
        url = server.on("/feed", feed(rss(("1", "x"), ("2", "y"), title="Digest")))
        (found,) = await library.find_feeds(f" {url} ")
        assert (found.feed_url, found.title, found.problem) == (url, "Digest", "")
        assert found.newest == ("Title 1", "Title 2")
        assert (found.kind, found.entries, found.known) == ("RSS 2.0", 2, False)
        assert [one.feed_url for one in library.feeds()] == ["broadsheet:manual"]

    finding(paths, clock, work)


def test_a_page_names_its_feeds_and_each_is_looked_at(paths, clock):
    async def work(server, library):
        page = server.on("/", answer(PAGE, headers={"Content-Type": "text/html"}))
        news = server.on("/news", feed(rss(("1", "x"), title="The News")))
        comments = server.on("/comments", feed(rss(("9", "x"), title="Talk")))
        broken = server.on("/broken", answer(status=404))
        found = await library.find_feeds(page)
        assert [one.feed_url for one in found] == [news, comments, broken]
        assert [one.title for one in found] == ["The News", "Talk", "Broken"]
        assert found[0].newest == ("Title 1",) and not found[0].problem and found[2].problem

    finding(paths, clock, work)


def test_a_silent_page_is_asked_for_the_usual_places(paths, clock):
    async def work(server, library):
        page = server.on(
            "/blog/", answer(b"<html><title>Quiet</title>", headers={"Content-Type": "text/html"})
        )
        hidden = server.on("/feed.xml", feed(rss(("1", "x"), title="Hidden")))
        found = await library.find_feeds(page)
        assert [one.feed_url for one in found] == [hidden]

    finding(paths, clock, work)


def test_a_place_without_any_feed_and_one_without_any_server(paths, clock):
    async def work(server, library):
        page = server.on("/", answer(b"<html><title>Quiet</title>", headers={"Content-Type": "text/html"}))
        (nothing,) = await library.find_feeds(page)
        assert nothing.problem == "No feed was found at 127.0.0.1." and nothing.title == "Quiet"
        (refused,) = await library.find_feeds("127.0.0.1:1")
        assert refused.problem and not refused.newest
        assert await library.find_feeds("   ") == ()
        for odd in ("http://", "ftp://example.org/", "http://[::1", "\x1b]52;c;x\x07", "a b c"):
            for one in await library.find_feeds(odd):
                assert one.problem and "\x1b" not in one.problem

    finding(paths, clock, work)


def test_a_moved_feed_is_offered_at_its_new_address(paths, clock):
    async def work(server, library):
        new = server.on("/new", feed(rss(("1", "x"))))
        (found,) = await library.find_feeds(server.on("/old", redirect(new, 301)))
        assert found.feed_url == new
        (found,) = await library.find_feeds(server.on("/today", redirect(new, 302)))
        assert found.feed_url == server.url("/today")

    finding(paths, clock, work)


def test_who_brings_the_same_articles_says_so(paths, clock):
    async def work(server, library):
        twice = [
            server.on(path, feed(rss(("1", "x"), ("2", "y"), title="Same")))
            for path in ("/news", "/comments")
        ]
        page = server.on("/", answer(PAGE, headers={"Content-Type": "text/html"}))
        found = await library.find_feeds(page)
        assert [(one.feed_url, one.same_as) for one in found[:2]] == [(twice[0], ""), (twice[1], twice[0])]
        # One title in common may be chance.
        server.on("/news", feed(rss(("1", "x"), title="Same")))
        server.on("/comments", feed(rss(("1", "x"), title="Same")))
        assert {one.same_as for one in await library.find_feeds(page)} == {""}

    finding(paths, clock, work)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "Is it written right?"),
        (410, "has ended (410)."),
        (503, "Try again in a while."),
    ],
)
def test_what_a_failure_means_for_somebody_who_looks(paths, clock, status, words):
    async def work(server, library):
        (found,) = await library.find_feeds(server.on("/", answer(status=status)))
        assert words in found.problem and "It will be tried again" not in found.problem

    finding(paths, clock, work)
