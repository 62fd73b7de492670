"""Moving in from another reader: all of it or nothing, and nothing twice."""

import asyncio
from pathlib import Path

import pytest

from tests.factories import rss
from tests.newsboat import make_cache
from tests.routes import feed
from tests.server import Server
from tests.service.opened import manual_free, opened, refreshed, run, titles
from tui.model.errors import StoreError
from tui.model.feed import Subscription
from tui.model.rule import RuleAction, read_rule
from tui.peers.belongings import Action, Belongings, RuleWish, SearchWish
from tui.service.library import Library
from tui.service.peer_files import NewsboatFiles, newsboat_belongings

FEED, OTHER = "https://a.example/feed", "https://b.example/feed"


def _belongings() -> Belongings:
    return Belongings(
        subscriptions={
            FEED: Subscription(FEED, category="news", tags=("news",)),
            OTHER: Subscription(OTHER, title="My own name"),
        },
        searches=[
            SearchWish("Unread", "is:unread"),
            SearchWish("unread", "newer:1d"),
            SearchWish("Same", "is:unread"),
        ],
        rules=[RuleWish("No sport", "author:sport", (Action("hide"), Action("tag", "x")), (FEED,))],
    )


def _cache(tmp_path: Path, count: int = 3) -> Path:
    items: list[dict[str, object]] = [
        {
            "guid": f"g{n}", "url": f"https://a.example/{n}", "title": f"Kept &amp; <b>{n}</b>", "pubDate": 1_790_000_000 + n,
            "content": f"<p>needle {n}<script>alert(1)</script></p>", "unread": n % 2, "flags": "s" if n == 1 else "",
        }
        for n in range(count)
    ]  # fmt: skip
    items.append({"guid": "gone", "url": "https://a.example/gone", "title": "Deleted", "deleted": 1})
    items.append({"guid": "o", "feedurl": OTHER, "title": "Other \x1b]52;c;x\x07"})
    items.append({"guid": "nobody", "feedurl": "https://nobody.example/", "title": "Of no feed"})
    return make_cache(tmp_path / "cache.db", {FEED: "Called \x1b[31mA", OTHER: "Called B"}, items)


def _quiet(*_told: object) -> None:
    return


async def _bring(library: Library, cache: Path | None = None, **options: bool):
    return await library.bring(_belongings(), cache, "move in", progress=_quiet, **options)


def test_everything_comes_with_its_marks(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            report = await _bring(library, _cache(tmp_path))
            assert (report.feeds, report.articles, report.articles_known) == (2, 5, 0)
            assert (report.searches, report.searches_known) == (("Unread", "unread 2"), 1)
            assert report.rules == ("No sport",)
            assert [(one.title, one.category, one.tags) for one in library.feeds()] == [
                ("Called A", "news", ("news",)),
                ("My own name", "", ()),
            ]
            assert await titles(library, "feed:called sort:date") == ["Kept & 2", "Kept & 1", "Kept & 0"]
            assert await titles(library, "is:read") == ["Kept & 2", "Kept & 0"]
            assert await titles(library, "#flag/s") == ["Kept & 1"]
            assert await titles(library, "#news needle") == ["Kept & 2", "Kept & 1", "Kept & 0"]
            assert await titles(library, "is:hidden") == ["Deleted"]
            assert await titles(library, "feed:own") == ["Other"]
            assert await titles(library, "is:new") == []
            (article_id,) = (await library.select(_query("needle 1"))).ids
            opened_one = await library.open_article(article_id)
            assert "script" not in opened_one.article.html

    run(work)


def _query(text: str):
    from tui.query import parse

    return parse(text)


def test_the_definitions_are_kept_and_found_after_a_restart(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            await _bring(library)
        async with opened(paths, clock) as library:
            searches = [(one.name, one.body["query"]) for one in library.definitions("search")]
            assert searches == [("Unread", "is:unread"), ("unread 2", "newer:1d")]
            (rule,) = library.definitions("rule")
            kept = read_rule(rule)
            assert (kept.query, kept.feeds, kept.enabled, kept.problem) == ("author:sport", (FEED,), True, "")
            assert kept.actions == (RuleAction("hide"), RuleAction("tag", "x"))

    run(work)


def test_a_hidden_feed_stays_hidden_and_its_searches_find_it(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            found = _belongings()
            found.hidden.add(FEED)
            await library.bring(found, _cache(tmp_path), "move in", progress=_quiet)
            assert [one.hidden for one in library.feeds()] == [True, False]
            assert await titles(library, "is:unread") == ["Other"]
            assert await titles(library, 'search:"Unread"') == ["Other", "Kept & 1"]
            await library.undo()
            assert library.definitions("feed") == ()

    run(work)


def test_a_rule_that_could_not_be_asked_is_left_behind(paths, clock):
    found = Belongings(
        rules=[
            RuleWish("Both", "is:unread", (Action("tag", "x"), Action("untag", "x"))),
            RuleWish("Nothing", "is:unread", ()),
            RuleWish("Ten", "is:unread limit:10", (Action("hide"),)),
            RuleWish("Good", "is:unread", (Action("read"),)),
        ]
    )

    async def work():
        async with opened(paths, clock) as library:
            report = await library.bring(found, None, "newsboat", progress=_quiet)
            assert (report.rules, report.rules_known) == (("Good",), 0)
            assert [(one.what, one.brought) for one in report.left] == [
                ("Both", False),
                ("Nothing", False),
                ("Ten", False),
            ]

    run(work)


def test_bringing_the_same_again_changes_nothing(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            await _bring(library, _cache(tmp_path))
            before = await _everything(library)
            report = await _bring(library, tmp_path / "cache.db")
            assert (report.feeds, report.feeds_known, report.articles, report.articles_known) == (0, 2, 0, 5)
            assert (report.searches, report.rules, report.marks) == ((), (), 0)
            assert await _everything(library) == before

    run(work)


def test_copies_are_looked_for_later_and_keep_their_marks(paths, clock, tmp_path):
    url = "https://a.example/shared"
    items: list[dict[str, object]] = [
        {"guid": "one", "url": url, "title": "In one", "unread": 0},
        {"guid": "two", "feedurl": OTHER, "url": url, "title": "In two", "unread": 1},
    ]
    cache = make_cache(tmp_path / "cache.db", {FEED: "Called A", OTHER: "Called B"}, items)

    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            await _bring(library, cache)
            assert await titles(library, "copies:2") == []
            await library._memory.look_for_copies()
            assert sorted(await titles(library, "copies:2")) == ["In one", "In two"]
            assert await titles(library, "is:read") == ["In one"]

    run(work)


async def _everything(library: Library):
    found = await library.rows((await library.select(_query("is:hidden OR -is:hidden"))).ids)
    return found, library.feeds(), library.definitions("search"), library.definitions("rule")


def test_it_is_one_deed_that_undo_takes_back(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            await _bring(library, _cache(tmp_path))
            before = await _everything(library)
            changes = await library.undo()
            assert changes is not None and changes.label == "move in"
            assert (library.feeds(), library.definitions("search"), library.definitions("rule")) == (
                (),
                (),
                (),
            )
            assert await titles(library) == []
            await library.redo()
            assert await _everything(library) == before

    run(work)


def test_marks_go_to_articles_that_are_here_and_undo_takes_them_off(paths, clock, tmp_path):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("g0", "zero"), ("g1", "one"))))
            cache = make_cache(
                tmp_path / "cache.db",
                {url: "A"},
                [
                    {"guid": "urn:g0", "unread": 0, "flags": "b"},
                    {"guid": "urn:g1"},
                    {"guid": "g7", "title": "Old", "unread": 0},
                ],
            )
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                await library.set_status((await library.select(_query("one"))).ids.tolist(), "read", True)
                found = Belongings(subscriptions={url: Subscription(url)})
                report = await library.bring(found, cache, "move in", progress=_quiet)
                assert (report.feeds_known, report.articles, report.articles_known) == (1, 1, 2)
                # What was read here stays read, though it is unread there.
                assert await titles(library, "is:unread") == []
                assert await titles(library, "#flag/b") == ["Title g0"]
                await library.undo()
                assert await titles(library, "is:unread") == ["Title g0"]
                assert await titles(library, "#flag") == []
                # What came stays as it came, as after a refresh.
                assert await titles(library, "is:read sort:title") == ["Old", "Title g1"]

    run(work)


def test_the_next_refresh_brings_nothing_twice(paths, clock, tmp_path):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("g0", "zero"), ("g1", "one"))))
            items = [
                {"guid": "urn:g0", "title": "As it was", "url": "http://127.0.0.1/zero", "unread": 0},
                {"guid": "g9", "title": "Long gone", "unread": 0},
            ]
            cache = make_cache(tmp_path / "cache.db", {url: "A"}, items)
            async with opened(paths, clock) as library:
                await manual_free(library)
                found = Belongings(subscriptions={url: Subscription(url)})
                await library.bring(found, cache, "move in", progress=_quiet)
                clock.advance(minutes=1)
                summary, _ = await refreshed(library)
                assert (summary.new, summary.updated) == (1, 1)
                assert await titles(library, "is:read sort:title") == ["Long gone", "Title g0"]
                assert await titles(library, "is:new") == ["Title g1"]

    run(work)


def test_a_dry_run_writes_nothing(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock) as library:
            generation = library.generation
            report = await _bring(library, _cache(tmp_path), dry_run=True)
            assert (report.feeds, len(report.searches), len(report.rules), report.articles) == (2, 2, 1, 6)
            assert library.generation == generation
            assert library.definitions("search") == ()

    run(work)


def test_a_damaged_cache_leaves_nothing_behind(paths, clock, tmp_path):
    cache = _cache(tmp_path, 600)
    data = bytearray(cache.read_bytes())
    data[len(data) * 3 // 4 : len(data) * 3 // 4 + 40_000] = b"\xaa" * 40_000
    cache.write_bytes(data)

    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            before, beside = await _everything(library), _left_over(paths)
            with pytest.raises(StoreError):
                await _bring(library, cache)
            assert await _everything(library) == before
            assert _left_over(paths) == beside

    run(work)


@pytest.mark.parametrize("stage", ["reading", "writing"])
def test_stopping_it_leaves_nothing_behind(paths, clock, tmp_path, stage):
    cache = _cache(tmp_path, 300)

    async def work():
        async with opened(paths, clock) as library:
            await manual_free(library)
            before, beside = await _everything(library), _left_over(paths)
            told: list[str] = []

            def stop(what: str, _done: int, _total: int) -> None:
                told.append(what)
                if what == stage and told.count(stage) == 1:
                    task.cancel()

            task = asyncio.ensure_future(library.bring(_belongings(), cache, "move in", progress=stop))
            with pytest.raises(asyncio.CancelledError):
                await task
            assert stage in told
            assert await _everything(library) == before
            assert await library.undo() is not None  # the manual comes back: nothing was written since
            assert _left_over(paths) == beside

    run(work)


def _left_over(paths) -> set[str]:
    """What lies beside the store. (SQLite's own files come and go.)"""
    names = {one.name for one in paths.store_file.parent.iterdir() if one.is_file()}
    return {name for name in names if not name.startswith(paths.store_file.name)}


def test_an_article_is_known_by_its_address_too(paths, clock, tmp_path):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("g0", "zero"))))
            items = [{"guid": "made up", "url": "https://example.org/g0", "title": "x", "unread": 0}]
            cache = make_cache(tmp_path / "cache.db", {url: "A"}, items)
            async with opened(paths, clock) as library:
                await manual_free(library)
                await library.subscribe([Subscription(url)])
                await refreshed(library)
                found = Belongings(subscriptions={url: Subscription(url)})
                report = await library.bring(found, cache, "move in", progress=_quiet)
                assert (report.articles, report.articles_known, report.marks) == (0, 1, 1)
                assert await titles(library, "is:read") == ["Title g0"]

    run(work)


@pytest.mark.parametrize("path", ["more", "~nobody-of-that-name/x", "a\0b", "/nowhere", "sub/more"])
def test_whatever_a_config_includes_is_read_or_said(tmp_path, path):
    for folder, text in (
        (tmp_path, "include sub/more\n"),
        (tmp_path / "sub", 'define-filter "x" "age > 1"\n'),
    ):
        folder.mkdir(exist_ok=True)
        (folder / "more").write_text(text)
    config = tmp_path / "config"
    config.write_text(f"include {path}\n")
    found = newsboat_belongings(NewsboatFiles(None, config, None))
    assert bool(found.searches) == ("more" in path)
    assert bool(found.left) == ("more" not in path)
