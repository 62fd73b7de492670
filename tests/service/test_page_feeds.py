"""Pages without a feed as feeds: from a real server, through real workers, into a real store."""

import pytest

from tests.routes import answer, feed, redirect
from tests.server import Server
from tests.service.opened import manual_free, opened, refreshed, run, titles
from tui.model.errors import FeedError
from tui.model.feed import Subscription
from tui.model.fetching import FailureKind
from tui.model.page_feed import PageSelectors
from tui.query import parse
from tui.service.page_selectors import SelectorError

HTML = {"Content-Type": "text/html; charset=utf-8"}
NEWS = PageSelectors("li.news", "", "", ".when dmy", "p")


def page(*entries, extra=""):
    rows = "".join(
        f"<li class=news><a href='/n/{name}'>The headline of {name}</a> <span class=when>{date}</span>"
        f"<p>{text}</p></li>"
        for name, date, text in entries
    )
    return f"<html lang=de><title>Local news</title><ul>{rows}</ul>{extra}".encode()


ONE = page(("one", "03/02/2026", "first"), ("two", "04/02/2026", "second"))
MORE = page(
    ("three", "05/02/2026", "third"), ("one", "03/02/2026", "first"), ("two", "04/02/2026", "changed")
)


async def subscribed(library, url, selectors=NEWS):
    await manual_free(library)
    return await library.sources.pages.subscribe(Subscription(url), selectors)


def only(library):
    (one,) = library.feeds()
    return one


async def all_of(library, text=""):
    selection = await library.select(parse(text))
    return await library.articles(selection.ids)


def with_library(paths, clock, work):
    async def whole():
        with Server() as server:
            async with opened(paths, clock) as library:
                await work(server, library)

    run(whole)


def test_the_entries_of_a_page_become_articles(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(ONE, headers=HTML))
        await subscribed(library, url)
        summary, _ = await refreshed(library)
        assert (summary.new, summary.failed) == (2, ())
        assert (only(library).title, only(library).language) == ("Local news", "de")
        newest, oldest = await all_of(library)
        assert (newest.title, newest.url) == ("The headline of two", server.url("/n/two"))
        assert f"{newest.published_at:%Y-%m-%d}" == "2026-02-04" and newest.html == "<p>second</p>"
        assert oldest.url == server.url("/n/one")
        # It asks for the page, not for a feed that may be at the same address.
        assert server.seen[-1].headers["accept"].startswith("text/html")
        server.on("/", answer(MORE, headers=HTML))
        summary, _ = await refreshed(library)
        assert (summary.new, summary.updated) == (1, 1)
        server.on("/", answer(page(*[("one", "03/02/2026", "first")], extra="<p>an advert"), headers=HTML))
        summary, _ = await refreshed(library)
        assert (summary.new, summary.updated, summary.failed) == (0, 0, ())
        assert len(await titles(library)) == 3

    with_library(paths, clock, work)


def test_an_unchanged_page_costs_a_conditional_request(paths, clock):
    async def work(server, library):
        url = server.on("/", feed(ONE, etag='"1"', headers=HTML))
        await subscribed(library, url)
        await refreshed(library)
        assert (await refreshed(library))[0].unchanged == 1
        assert server.seen[-1].headers["if-none-match"] == '"1"'

    with_library(paths, clock, work)


def test_other_selectors_read_the_page_anew_though_it_is_unchanged(paths, clock):
    async def work(server, library):
        url = server.on("/", feed(ONE, etag='"1"', headers=HTML))
        await subscribed(library, url, PageSelectors("li.news", date=".when dmy"))
        await refreshed(library)
        assert [one.html for one in await all_of(library)] == ["", ""]
        pages = library.sources.pages
        assert await pages.choose(only(library), NEWS)
        assert await pages.choose(only(library), NEWS) is None
        summary, _ = await refreshed(library, force=False)
        assert summary.updated == 2 and "if-none-match" not in server.seen[-1].headers
        assert [one.html for one in await all_of(library)] == ["<p>second</p>", "<p>first</p>"]
        await library.undo()
        assert pages.selectors(url) == PageSelectors("li.news", date=".when dmy")
        await refreshed(library, force=False)
        assert [one.html for one in await all_of(library)] == ["", ""]

    with_library(paths, clock, work)


def test_dates_that_were_read_wrong_are_corrected(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(ONE, headers=HTML))
        await subscribed(library, url, PageSelectors("li.news", date=".when mdy"))
        await refreshed(library)
        assert [f"{one.published_at:%m-%d}" for one in await all_of(library)] == ["04-02", "03-02"]
        await library.sources.pages.choose(only(library), PageSelectors("li.news", date=".when dmy"))
        assert (await refreshed(library, force=False))[0].updated == 2
        assert [f"{one.published_at:%m-%d}" for one in await all_of(library)] == ["02-04", "02-03"]

    with_library(paths, clock, work)


def test_subscribing_is_one_deed_and_undone_as_one(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(ONE, headers=HTML))
        await subscribed(library, url)
        assert library.sources.pages.selectors(url) == NEWS
        await library.undo()
        assert library.feeds() == () and library.definitions("feed") == ()
        await library.redo()
        assert only(library).feed_url == url and library.sources.pages.selectors(url) == NEWS
        # Hiding it, too, is a part of its definition: neither takes the other away.
        from tui.service.hiding import hidden

        deed = hidden(library.definitions("feed"), only(library), True)
        await library.define(deed.changes, deed.label)
        await library.sources.pages.choose(only(library), PageSelectors("li"))
        (body,) = [one.body for one in library.definitions("feed")]
        assert body == {"page": {"item": "li"}, "hidden": True}

    with_library(paths, clock, work)


def test_a_page_that_was_built_anew_fails_in_words_and_its_articles_stay(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(ONE, headers=HTML))
        await subscribed(library, url)
        await refreshed(library)
        server.on("/", answer(b"<title>x</title><div>all is new</div>", headers=HTML))
        (failure,) = (await refreshed(library))[0].failed
        assert failure.kind is FailureKind.NOT_A_FEED
        assert failure.sentence == (
            "The selectors match nothing any more: nothing on the page is “li.news”. "
            "Choose others: F, then Ctrl+G."
        )
        assert len(await titles(library)) == 2
        server.on("/", answer(MORE, headers=HTML))
        assert (await refreshed(library))[0].new == 1 and only(library).health.error is None
        server.on("/", answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}))
        (failure,) = (await refreshed(library))[0].failed
        assert failure.sentence == "The address leads to a PDF file, not to a page."

    with_library(paths, clock, work)


def test_entries_are_known_by_their_link_else_by_title_and_date(paths, clock):
    def rows(*names):
        inner = "".join(f"<tr><td>Event {name}</td><td>{name}.02.2026</td></tr>" for name in names)
        return f"<title>Events</title><table>{inner}</table>".encode()

    async def work(server, library):
        url = server.on("/", answer(rows("01", "02"), headers=HTML))
        await subscribed(library, url, PageSelectors("tr", "td", "", "td:nth-child(2)"))
        assert (await refreshed(library))[0].new == 2
        assert {one.url for one in await all_of(library)} == {""}
        server.on("/", answer(rows("03", "01", "02"), headers=HTML))
        assert (await refreshed(library))[0].new == 1
        assert len(await titles(library)) == 3

    with_library(paths, clock, work)


def test_all_entries_that_lead_to_one_place_are_told_apart(paths, clock):
    def rows(*names):
        inner = "".join(f"<li><a href='/all'>Event number {name}</a></li>" for name in names)
        return f"<ul>{inner}</ul>".encode()

    async def work(server, library):
        url = server.on("/", answer(rows(1, 2), headers=HTML))
        await subscribed(library, url, PageSelectors("li"))
        assert (await refreshed(library))[0].new == 2
        # Only one is new to us, and still it is known that its link says nothing.
        server.on("/", answer(rows(1, 2, 3), headers=HTML))
        assert (await refreshed(library))[0].new == 1
        assert (await refreshed(library))[0].new == 0

    with_library(paths, clock, work)


def test_a_page_is_looked_at_with_guesses_and_a_preview(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(MORE, headers=HTML))
        pages = library.sources.pages
        look = await pages.look(server.on("/old", redirect(url, 301)))
        assert look.url == url
        best = look.proposals[0]
        # The texts are too short to be taken for texts.
        assert best == PageSelectors("li.news", "", "", ".when dmy")
        trial = await pages.attempt(look, best)
        assert (trial.count, trial.dated, trial.texts, trial.trouble) == (3, 3, 0, "")
        assert (await pages.attempt(look, NEWS)).texts == 3
        assert [one.title for one in trial.newest] == [
            f"The headline of {name}" for name in ("three", "two", "one")
        ]
        assert trial.newest[0].url == server.url("/n/three")
        nothing = await pages.attempt(look, PageSelectors("div.none"))
        assert nothing.trouble == "The selectors match nothing: nothing on the page is “div.none”."
        wrong = await pages.attempt(look, PageSelectors("li", "a..b"))
        assert wrong.trouble.startswith("The selector of the title, at character 2: a name is missing")
        with pytest.raises(FeedError, match="404"):
            await pages.look(server.on("/gone", answer(status=404)))

    with_library(paths, clock, work)


@pytest.mark.parametrize(
    ("selectors", "field", "place"),
    [
        (PageSelectors(" "), "item", 0),
        (PageSelectors("li, "), "item", 2),
        (PageSelectors("li", "h2 > > a"), "title", 5),
        (PageSelectors("li", "h2 @href"), "title", 3),
        (PageSelectors("li", "", "a:nope @href"), "link", 1),
        (PageSelectors("li", "", "a dmy"), "link", 2),
        (PageSelectors("li", "", "", "time..x @datetime mdy"), "date", 4),
        (PageSelectors("li", "", "", "", "p[=x]"), "body", 1),
        (PageSelectors("li", "a\x1b[2J"), "title", 0),
        (PageSelectors("x" * 501), "item", 500),
    ],
)
def test_a_selector_that_cannot_be_read_is_refused_with_its_place(paths, clock, selectors, field, place):
    async def work(server, library):
        with pytest.raises(SelectorError) as caught:
            await subscribed(library, server.url("/"), selectors)
        assert (caught.value.field, caught.value.place) == (field, place)
        assert f"at character {place + 1}:" in str(caught.value) and str(caught.value).isprintable()
        assert library.feeds() == ()

    with_library(paths, clock, work)


def test_a_page_of_the_web_and_nothing_else(paths, clock):
    from tui.model.errors import BroadsheetError

    async def work(server, library):
        await manual_free(library)
        for url in ("file:///etc/passwd", "command:x", "broadsheet:manual", "javascript:x"):
            with pytest.raises(BroadsheetError, match="Not a web address"):
                await library.sources.pages.subscribe(Subscription(url), NEWS)
            with pytest.raises(FeedError):
                await library.sources.pages.look(url)

    with_library(paths, clock, work)


HOSTILE = (
    b"<li class=news><a href='javascript:alert(1)'>Title \x1b]52;c;x\x07 [/] &lt;b&gt;</a><span class=when>01/02/2026"
    b"</span><p>text<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//evil.example></iframe></p></li>"
    b"<li class=news><a href='file:///etc/passwd'>Second</a><p style='position:fixed'>t</p></li>"
    b"<li class=news><a href='//other.example/x?utm_source=y'>Third one</a></li>"
)


def test_what_is_on_a_page_is_as_safe_as_what_is_in_a_feed(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(HOSTILE, headers=HTML))
        await subscribed(library, url)
        await refreshed(library)
        found = {one.title: one for one in await all_of(library)}
        assert len(found) == 3 and not any("\x1b" in title for title in found)
        for one in found.values():
            assert one.url in ("", "http://other.example/x")
            assert not any(word in one.html for word in ("script", "onerror", "iframe", "style", "file:"))

    with_library(paths, clock, work)


BOMBS = {
    "deep": b"<div>" * 50_000 + b"<li class=news><a href=/x>A headline</a></li>",
    "wide": b"<ul>" + b"<li class=news><a href=/x>A headline</a></li>" * 100_000,
    "nested": b"<li class=news><a href=/x>A headline</a><div>" * 20_000,
    "attributes": b"<li class=news "
    + b" ".join(b"a%d=1" % one for one in range(200_000))
    + b"><a href=/x>T</a></li>",
    "formats": b"<b><i><u>" * 30_000 + b"<li class=news><a href=/x>A headline</a></li>",
    "long": b"<li class=news><a href=/x>" + b"word " * 1_000_000 + b"</a></li>",
    "nothing": b"",
    "noise": bytes(range(256)) * 5_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_pages_are_bounded(paths, clock, name):
    async def work(server, library):
        url = server.on("/", answer(BOMBS[name], headers=HTML))
        well = server.on("/well", answer(ONE, headers=HTML))
        await subscribed(library, url)
        await library.sources.pages.subscribe(Subscription(well), NEWS)
        await library.sources.pages.attempt(await library.sources.pages.look(url), PageSelectors("*", "*"))
        summary, _ = await refreshed(library)
        # Whatever came of it is an article or a sentence, and the other page is as it is.
        assert len(summary.failed) <= 1 and summary.new >= 2
        assert all(one.sentence for one in summary.failed)
        assert sum(title.startswith("The headline of") for title in await titles(library)) == 2
        assert all(len(title) <= 1_000 for title in await titles(library))

    with_library(paths, clock, work)


def test_a_page_that_moves_takes_its_selectors_along_and_doubles_nothing(paths, clock):
    async def work(server, library):
        old, new = server.on("/old", answer(ONE, headers=HTML)), server.on("/new", answer(MORE, headers=HTML))
        await subscribed(library, old)
        await refreshed(library)
        server.on("/old", redirect(new, 301))
        assert (await refreshed(library))[0].new == 1
        await refreshed(library)
        assert only(library).feed_url == new
        pages = library.sources.pages
        assert (pages.selectors(new), pages.selectors(old)) == (NEWS, None)
        summary, _ = await refreshed(library)
        assert (summary.new, summary.failed) == (0, ()) and len(await titles(library)) == 3

    with_library(paths, clock, work)


def test_the_doctor_takes_another_address_if_the_same_page_is_there(paths, clock):
    async def work(server, library):
        url, new = server.on("/old", answer(ONE, headers=HTML)), server.on("/new", answer(MORE, headers=HTML))
        other = server.on("/other", answer(page(("x", "01/01/2026", "y")), headers=HTML))
        await subscribed(library, url)
        await refreshed(library)
        with pytest.raises(FeedError, match="another feed"):
            await library.feed_doctor.move(only(library), other)
        await library.feed_doctor.move(only(library), new)
        assert only(library).feed_url == new and library.sources.pages.selectors(new) == NEWS
        summary, _ = await refreshed(library)
        assert (summary.new, summary.failed) == (1, ())

    with_library(paths, clock, work)


@pytest.mark.parametrize(
    ("base", "guid"),
    [
        ("http://example.org/list/", "/n/1"),
        ("https://www.example.org/", "/n/1"),
        ("https://example.org", "/n/1"),
        ("https://other.example/", "example.org/n/1"),
        ("https://example.org.evil/", "example.org/n/1"),
    ],
)
def test_an_entry_is_known_by_its_place_as_seen_from_the_page(base, guid):
    from tui.service.page_preparing import prepare_page

    html = b"<li><a href=https://example.org/n/1>One</a></li><li>Two</li>"
    one, *_ = prepare_page(html, "text/html", base, PageSelectors("li"), frozenset()).entries
    assert one.guid == guid and one.url == "https://example.org/n/1"


def test_entries_that_are_known_are_not_made_safe_once_more():
    from tui.service.page_preparing import prepare_page

    whole = prepare_page(MORE, "text/html", "https://example.org/", NEWS, frozenset())
    known = frozenset(one.raw_hash for one in whole.entries[1:])
    again = prepare_page(MORE, "text/html", "https://example.org/", NEWS, known)
    assert (again.entries, again.known) == (whole.entries[:1], 2)
    # What is known and still listed is told, so that what was removed of it does not come back.
    assert frozenset(again.known_hashes) == known and whole.known_hashes == ()
    # In another order of its figures a date is another, so the entry is.
    other = PageSelectors(NEWS.item, date=".when mdy", body="p")
    assert prepare_page(MORE, "text/html", "https://example.org/", other, known).known == 0


def test_pages_go_into_a_list_of_feeds_and_come_out_of_it(paths, clock, tmp_path):
    from tui.config.paths import from_environment

    async def work(server, library):
        url = server.on("/", answer(ONE, headers=HTML))
        await subscribed(library, url)
        data = library.export_opml()
        assert b'type="page"' in data
        elsewhere = from_environment({"BROADSHEET_HOME": str(tmp_path / "elsewhere")})
        async with opened(elsewhere, clock) as other:
            await manual_free(other)
            report = await other.import_opml(data)
            assert (report.added, report.problems) == (1, ())
            assert other.sources.pages.selectors(url) == NEWS
            assert (await refreshed(other))[0].new == 2
            # Who has it already keeps his own.
            await other.sources.pages.choose(only(other), PageSelectors("li"))
            assert (await other.import_opml(data)).known == 1
            assert other.sources.pages.selectors(url) == PageSelectors("li")
            await other.undo()
            await other.undo()
            assert other.feeds() == () and other.definitions("feed") == ()
            broken = data.replace(b"li.news", b"li..news")
            report = await other.import_opml(broken)
            assert report.added == 0 and "at character 3" in report.problems[0]

    with_library(paths, clock, work)


def test_a_password_in_the_address_of_a_page_is_kept_elsewhere(paths, clock):
    async def work(server, library):
        url = server.on("/", answer(ONE, headers=HTML))
        await subscribed(library, url.replace("//", "//jane:s3cret@"))
        assert only(library).feed_url == url and library.sources.pages.selectors(url) == NEWS
        summary, _ = await refreshed(library)
        assert (summary.new, summary.failed) == (2, ())
        assert server.seen[-1].headers["authorization"] == "Basic amFuZTpzM2NyZXQ="
        await library.undo()
        assert library.feeds() == () and library.definitions("feed") == ()

    with_library(paths, clock, work)
