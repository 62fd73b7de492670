"""Full texts end to end: a real site on loopback, a worker process, the store, and back."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from threading import Event

import pytest

from tests.routes import answer, endless, feed, held, redirect, silence
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run, titles
from tui.model.errors import NotFound
from tui.model.extraction import SiteRule
from tui.model.feed import Subscription
from tui.model.full_text import TextChoice
from tui.model.progress import TextFetched, TextsFinished, TextsStarted
from tui.query import parse
from tui.service.pages import page_of

HTML = {"Content-Type": "text/html; charset=utf-8"}
SENTENCE = "The ferry to the island leaves at seven, and nobody on the quay had heard of any delay that day."


def page(*words, title="The ferry", head="", tail=""):
    """A page with an article of some paragraphs, each with a word of its own."""
    body = "".join(f"<p>{word.capitalize()}: {SENTENCE} {SENTENCE}</p>" for word in words)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a>"
        f"</nav><article><h1>{title}</h1>{body}</article>{tail}<footer>Imprint</footer></body></html>"
    ).encode()


def entry(url, text="Only the beginning …", guid="1"):
    return (
        f"<item><guid isPermaLink='false'>{guid}</guid><title>The ferry</title><link>{url}</link>"
        f"<description>{text}</description></item>"
    )


def document(*entries):
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour news</title>"
        f"<link>https://example.org/</link>{''.join(entries)}</channel></rss>"
    ).encode()


def reading(paths, clock, work, *entries, settings=SETTINGS):
    """A library with one feed of a loopback site; ``entries`` are paths or finished items."""

    async def whole():
        with Server() as server:
            async with opened(paths, clock, settings) as library:
                await manual_free(library)
                items = [
                    one if one.startswith("<item") else entry(server.url(one), guid=one)
                    for one in entries or ("/ferry",)
                ]
                url = server.on("/feed", feed(document(*items)))
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                ids = [int(one) for one in (await library.select(parse("sort:title"))).ids]
                await work(server, library, sorted(ids))

    run(whole)


def test_the_text_of_a_page_is_fetched_kept_found_and_shown(paths, clock):
    async def work(server, library, ids):
        server.on("/ferry", answer(page("heron", "gannet", "petrel"), headers=HTML))
        fetched = await library.texts.fetch(ids[0])
        assert (fetched.text.trouble, fetched.text.step, fetched.text.url) == (
            "",
            "extracted",
            server.url("/ferry"),
        )
        assert [entry.id for entry in fetched.changes.updated] == ids
        assert await titles(library, "gannet is:fulltext") == ["The ferry"]
        opened = await library.open_article(ids[0], "extracted")
        assert (opened.step, opened.steps, opened.trouble) == ("extracted", ("feed", "extracted"), "")
        assert "Gannet" in opened.text and "Gannet" not in opened.article.text
        assert opened.minutes == opened.article.minutes == fetched.text.minutes
        seen = server.requests("/ferry")[0].headers
        assert seen["accept"].startswith("text/html") and "cookie" not in seen and "referer" not in seen

    reading(paths, clock, work)


def test_it_is_still_there_after_a_restart_without_any_network(paths, clock):
    async def work(server, library, ids):
        server.on("/ferry", answer(page("heron", "gannet"), headers=HTML))
        await library.texts.fetch(ids[0])

    reading(paths, clock, work)

    async def again():
        async with opened(paths, clock) as library:
            (number,) = (await library.select(parse("gannet"))).ids
            assert "Gannet" in (await library.open_article(int(number), "extracted")).text

    run(again)


PDF = answer(b"%PDF-1.7 rest", headers={"Content-Type": "application/pdf"})
WALLS = {
    "forbidden": (answer(b"no", status=403, headers=HTML), "without a login or a browser (403)"),
    "login": (answer(b"no", status=401, headers=HTML), "without a login or a browser (401)"),
    "gone": (answer(b"no", status=404, headers=HTML), "has no such page any more (404)"),
    "busy": (answer(b"no", status=429, headers=HTML), "asks not to be visited"),
    "trouble": (answer(b"no", status=500, headers=HTML), "is in trouble (500)"),
    "pdf": (PDF, "PDF"),
    "large": (answer(b"<p>" + b"x" * 30_000_000, headers=HTML), "too large"),
    "endless": (endless(), "too large"),
    "hanging": (silence(), "took too long"),
    "inside": (redirect("http://10.255.0.1/secret"), "private network"),
    "file": (redirect("file:///etc/passwd"), "passes us on"),
    "empty": (answer(b"", headers=HTML), "empty"),
    "picture": (answer(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"}), "picture"),
}


@pytest.mark.parametrize("name", WALLS)
def test_what_stands_in_the_way_is_a_sentence_and_the_feeds_text_stays(paths, clock, name):
    route, sentence = WALLS[name]

    async def work(server, library, ids):
        server.on("/ferry", route)
        fetched = await library.texts.fetch(ids[0])
        assert sentence in fetched.text.trouble
        assert fetched.text.trouble.isprintable() and fetched.text.trouble.endswith(".")
        opened = await library.open_article(ids[0], "extracted")
        assert (opened.step, opened.wanted, opened.trouble) == ("feed", "extracted", fetched.text.trouble)
        assert "Only the beginning" in opened.text
        assert (await library.select(parse("is:fulltext"))).count == 0
        # Another time it may be there.
        server.on("/ferry", answer(page("heron", "gannet"), headers=HTML))
        assert not (await library.texts.fetch(ids[0])).text.trouble
        assert (await library.open_article(ids[0], "extracted")).step == "extracted"

    quick = replace(SETTINGS, total_timeout=1.0) if name == "hanging" else SETTINGS
    reading(paths, clock, work, settings=quick)


def test_a_site_that_is_not_there_is_a_sentence_too(paths, clock):
    async def work(server, library, ids):
        server.close()
        assert "cannot be reached" in (await library.texts.fetch(ids[0])).text.trouble

    reading(paths, clock, work)


def test_a_wrong_charset_in_the_header_does_no_harm(paths, clock):
    async def work(server, library, ids):
        body = page("zürich", "größe", head="<meta charset=utf-8>")
        server.on("/ferry", answer(body, headers={"Content-Type": "text/html; charset=us-ascii"}))
        text = (await library.texts.fetch(ids[0])).text
        assert "\ufffd" not in text.text and "Größe" in text.text

    reading(paths, clock, work)


def test_a_publisher_leads_nobody_into_the_users_own_network(paths, clock):
    async def work(server, library, ids):
        server.on("/ferry", answer(page("heron"), headers=HTML))
        article = (await library.articles(ids))[0]
        # As if the feed were one of the web, where nobody has added an address of his own network.
        stranger = replace(article, feed_id=0)
        for url in (server.url("/ferry"), server.url("/ferry", "localhost")):
            assert "private network" in (await library.texts.preview(url, stranger)).trouble
            assert "private network" in (await library.save_page(url, (), stranger)).trouble
        assert not server.requests("/ferry")
        # His own address, and a link in an article from his own network, are his to follow.
        assert not (await library.texts.preview(server.url("/ferry"))).trouble
        assert not (await library.texts.preview(server.url("/ferry"), article)).trouble

    reading(paths, clock, work)


@pytest.mark.parametrize(
    ("rewrite", "url", "expected"),
    [
        ((), "https://example.org/a", "https://example.org/a"),
        (((r"/a$", "/print/a"),), "https://example.org/a", "https://example.org/print/a"),
        (((r"/(\d+)/", r"/p/\1/"),), "https://example.org/12/x", "https://example.org/p/12/x"),
        (((r"^https:", "file:"),), "https://example.org/a", ""),
        (((r"/(", "x"), (r"/a", "/b")), "https://example.org/a", "https://example.org/b"),
        (((r"/a", r"\7"), (r"/a", "/b")), "https://example.org/a", "https://example.org/b"),
        ((), "mailto:x@example.org", ""),
        ((), "", ""),
    ],
)
def test_an_address_is_rewritten_by_the_first_pattern_that_fits(rewrite, url, expected):
    assert page_of(url, SiteRule(rewrite=rewrite)) == expected


def test_further_pages_of_the_same_host_are_read_to_a_bound(paths, clock):
    rule = SiteRule(keep=("article",), next_page="a.next")

    def numbered(number, following):
        return answer(page(f"word{number}", tail=f"<a class=next href='{following}'>on</a>"), headers=HTML)

    async def work(server, library, ids):
        server.on("/ferry", numbered(0, "/p1"))
        for number in range(1, 20):
            server.on(f"/p{number}", numbered(number, f"/p{number + 1}"))
        article = (await library.articles(ids))[0]
        found = await library.texts.try_rule(article, rule)
        assert [f"Word{n}:" in found.page.text for n in range(20)] == [True] * 10 + [False] * 10
        # Round in a circle, away to another host, into trouble: what is there is the article.
        for following in ("/ferry", server.url("/p1", "localhost"), "/nothing"):
            server.on("/ferry", numbered(0, following))
            found = await library.texts.try_rule(article, rule)
            assert (found.trouble, "Word0:" in found.page.text, "Word1:" in found.page.text) == (
                "",
                True,
                False,
            )

    reading(paths, clock, work)


def test_the_feeds_own_rule_is_a_step_and_is_remembered(paths, clock):
    rule = SiteRule(keep=("div.lead",), rewrite=((r"/ferry$", "/print"),))

    async def work(server, library, ids):
        server.on("/ferry", answer(page("heron", "gannet"), headers=HTML))
        server.on(
            "/print",
            answer(page("heron", tail=f"<div class=lead><p>Petrel: {SENTENCE}</p></div>"), headers=HTML),
        )
        (own,) = library.feeds()
        assert await library.texts.choose(own, TextChoice(rule=rule), "set a rule")
        assert (await library.open_article(ids[0])).steps == ("feed", "extracted", "rule")
        text = (await library.texts.fetch(ids[0], "rule")).text
        assert (text.step, text.url) == ("rule", server.url("/print"))
        assert "Petrel" in text.text and "Heron" not in text.text
        article = (await library.articles(ids))[0]
        assert await library.texts.remember(article, "rule")
        assert (await library.open_article(ids[0])).step == "rule"
        # The same once more is no deed.
        assert await library.texts.remember(article, "rule") is None
        undone = await library.undo()
        assert undone is not None and undone.label == "show the text by the site rule of Harbour news"
        assert library.texts.choice(library.feeds()[0]) == TextChoice(rule=rule)

    reading(paths, clock, work)


async def told(library, ids, **options):
    async with aclosing(library.texts.fetch_many(ids, **options)) as events:
        return [event async for event in events]


def test_many_pages_are_fetched_and_troubles_do_not_stop_the_others(paths, clock):
    names = [f"/n{number}" for number in range(6)]

    async def work(server, library, ids):
        for number, name in enumerate(names):
            server.on(
                name, answer(b"", status=403) if number == 2 else answer(page(f"word{number}"), headers=HTML)
            )
        events = await told(library, ids)
        assert events[0] == TextsStarted(6) and events[-1] == TextsFinished(6, 5)
        assert {event.article_id for event in events[1:-1]} == set(ids)
        assert sum(bool(event.text.trouble) for event in events[1:-1]) == 1
        assert (await library.select(parse("is:fulltext"))).count == 5
        assert (await library.select(parse("word4"))).count == 1
        # What is there is not fetched again, but for the asking; what was not is.
        events = await told(library, ids)
        assert (events[0], len(events), events[-1]) == (TextsStarted(1), 3, TextsFinished(1, 0))
        before = len(server.seen)
        assert (await told(library, ids, again=True))[0] == TextsStarted(6)
        assert len(server.seen) == before + 6
        assert server.peak_by_host["127.0.0.1"] <= SETTINGS.per_host

    reading(paths, clock, work, *names)


def test_who_stops_loses_nothing_that_was_told(paths, clock):
    names = [f"/n{number}" for number in range(8)]
    gate = Event()

    async def work(server, library, ids):
        for number, name in enumerate(names):
            ready = answer(page(f"word{number}"), headers=HTML)
            # Of one moment the last in a document is the oldest.
            server.on(name, ready if number > 5 else held(gate, ready))
        got = []
        async with aclosing(library.texts.fetch_many(ids)) as events:
            async for event in events:
                if isinstance(event, TextFetched):
                    got.append(event.article_id)
                if len(got) == 2:
                    break
        gate.set()
        assert [[(t.step, t.trouble) for t in one.full] for one in await library.articles(got)] == [
            [("extracted", "")]
        ] * 2
        assert (await library.select(parse("is:fulltext"))).count == 2
        assert all(
            not one.text.trouble
            for one in await told(library, got, again=True)
            if isinstance(one, TextFetched)
        )

    # So that a slow machine is not taken for a slow site.
    reading(paths, clock, work, *names, settings=replace(SETTINGS, total_timeout=60.0))


def test_a_fetch_that_is_cancelled_leaves_nothing(paths, clock):
    gate = Event()

    async def work(server, library, ids):
        server.on("/ferry", held(gate, answer(page("heron"), headers=HTML)))
        task = asyncio.create_task(library.texts.fetch(ids[0]))
        await asyncio.to_thread(server.wait_for, lambda: bool(server.requests("/ferry")))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        gate.set()
        assert (await library.articles(ids))[0].full == ()
        assert not (await library.texts.fetch(ids[0])).text.trouble

    reading(paths, clock, work)


def test_an_article_that_is_not_there_is_said(paths, clock):
    async def work(server, library, ids):
        with pytest.raises(NotFound):
            await library.texts.fetch(4711)
        assert await told(library, [4711]) == [TextsStarted(0), TextsFinished(0, 0)]

    reading(paths, clock, work)


def test_an_agency_piece_comes_out_clean_with_its_source_and_its_terms(paths, clock):
    words = [f"word{number}" for number in range(10)]
    body = "".join(f"<p>{one.capitalize()}: {SENTENCE}</p>" for one in words)
    wrapped = (
        "<!doctype html><html lang=en><head><title>The ferry | Harbour news</title></head><body>"
        "<nav class=breadcrumb><a href=/>Home</a> » <a href=/sea>Sea</a> » The ferry</nav>"
        "<article><h1>The ferry</h1><p class=cats><a rel=category href=/c/sea>Sea</a>, "
        f"<a rel=category href=/c/islands>Islands</a></p>{body}<p>Source: Example Agency</p></article>"
        "<footer>Imprint</footer></body></html>"
    ).encode()

    async def work(server, library, ids):
        server.on("/ferry", answer(wrapped, headers=HTML))
        await library.texts.fetch(ids[0])
        opened = await library.open_article(ids[0], "extracted")
        assert [one for one in words if f"{one.capitalize()}:" in opened.text] == words
        assert opened.text.count("The ferry\n") == 0 and "Source:" not in opened.text
        assert "Home" not in opened.text
        assert opened.article.source == "Example Agency"
        assert await titles(library, 'source:"example agency"') == ["The ferry"]
        assert opened.full is not None and opened.article.terms == opened.full.facts.terms

    reading(paths, clock, work)


def test_without_a_network_nothing_is_learned_of_a_page(paths, clock):
    async def work(server, library, ids):
        server.on("/ferry", answer(status=403))
        said = (await library.texts.fetch(ids[0])).text.trouble
        library.network.stay_offline = True
        assert "no network" in (await library.texts.fetch(ids[0])).text.trouble
        # What the page has said before is still known.
        assert (await library.open_article(ids[0], "extracted")).trouble == said and "(403)" in said
        await library.texts.forget(ids)
        await library.texts.fetch(ids[0])
        (article,) = await library.articles(ids)
        # It is as if nobody had asked: opening it, or a pack, asks when there is a network.
        assert article.full == () and len(server.requests("/ferry")) == 1

    reading(paths, clock, work)
