"""Hooks: what they are given, exactly once, and what happens when they fail."""

import asyncio
import json
import sys
import threading
from contextlib import aclosing
from dataclasses import replace

import pytest

from tests.factories import rss
from tests.routes import answer, feed, held
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run
from tui.model.feed import Subscription
from tui.model.hooks import Hooks
from tui.model.progress import FeedDone
from tui.model.rule import Rule, RuleAction

HOSTILE = "Look &amp;#27;]52;c;ZXZpbA==&amp;#7; &amp;#x202e;here; rm -r $HOME `x`"


@pytest.fixture
def server():
    with Server() as running:
        yield running


class Recorder:
    """A program that writes down what it is given, one file for each time it runs."""

    def __init__(self, folder):
        self.folder = folder / "heard"
        self.folder.mkdir()
        self.program = folder / "hook.py"
        self.program.write_text(
            "import os, sys, pathlib\n"
            "name = os.environ['BROADSHEET_HOOK'] + '-' + str(os.getpid())\n"
            "pathlib.Path(sys.argv[1], name).write_text(sys.stdin.read())\n"
            "print('heard')\n"
        )

    @property
    def argv(self):
        return (sys.executable, str(self.program), str(self.folder))

    def heard(self, name):
        """What each run of a hook was given, as lines."""
        return [path.read_text().splitlines() for path in sorted(self.folder.glob(f"{name}-*"))]

    def titles(self):
        return sorted(json.loads(line)["title"] for lines in self.heard("new_article") for line in lines)


@pytest.fixture
def recorder(tmp_path):
    return Recorder(tmp_path)


def with_hooks(**hooks):
    return replace(SETTINGS, hooks=Hooks(**hooks))


def test_a_refresh_is_told_and_its_articles_go_to_one_process(paths, clock, server, recorder):
    async def work():
        settings = with_hooks(after_refresh=recorder.argv, new_article=recorder.argv)
        async with opened(paths, clock, settings) as library:
            await manual_free(library)
            good = server.on("/feed", feed(rss(("1", "a"), ("2", "b")), etag='"1"'))
            bad = server.on("/bad", answer(status=500))
            await library.subscribe([Subscription(good, tags=("x",)), Subscription(bad)])
            summary, _ = await refreshed(library)
            assert summary.hook_troubles == ()
            (lines,) = recorder.heard("new_article")
            found = [json.loads(line) for line in lines]
            assert sorted(one["title"] for one in found) == ["Title 1", "Title 2"]
            # What stands there is what "broadsheet list --json" says of an article.
            assert set(found[0]) >= {"id", "feed", "title", "url", "tags", "published_at", "read", "words"}
            assert found[0]["tags"] == ["x"] and found[0]["feed"] == "A feed"
            ((line,),) = recorder.heard("after_refresh")
            told = json.loads(line)
            assert (told["feeds"], told["new"], told["unchanged"]) == (2, 2, 0)
            ((kind, url),) = [(one["error_kind"], one["feed"]) for one in told["failed"]]
            assert kind == "server" and url and told["finished_at"] == "2026-11-23T14:00:00Z"
            # Nothing new, nothing said of articles; nothing due, nothing said at all.
            await refreshed(library)
            assert len(recorder.heard("new_article")) == 1 and len(recorder.heard("after_refresh")) == 2
            await refreshed(library, force=False)
            assert len(recorder.heard("after_refresh")) == 2

    run(work)


def test_three_refreshes_at_once_give_each_article_once(paths, clock, server, recorder):
    async def work():
        settings = with_hooks(new_article=recorder.argv)
        urls = [
            server.on(f"/{number}", feed(rss(*((f"{number}-{one}", "x") for one in range(9)))))
            for number in range(6)
        ]
        async with (
            opened(paths, clock, settings) as first,
            opened(paths, clock, settings) as second,
            opened(paths, clock, settings) as third,
        ):
            await first.subscribe([Subscription(url) for url in urls])
            await asyncio.gather(*(refreshed(one) for one in (first, second, third)))

    run(work)
    titles = recorder.titles()
    assert len(titles) == len(set(titles)) == 54


def test_what_a_refresh_brought_that_was_stopped_is_given_by_the_next(paths, clock, server, recorder):
    async def work():
        gate = threading.Event()
        settings = with_hooks(new_article=recorder.argv)
        quick = server.on("/quick", feed(rss(("quick", "x"))))
        slow = server.on("/slow", held(gate, feed(rss(("slow", "x")))))
        async with opened(paths, clock, settings) as library:
            await manual_free(library)
            await library.subscribe([Subscription(quick), Subscription(slow)])
            async with aclosing(library.refresh(force=True)) as events:
                async for event in events:
                    if isinstance(event, FeedDone):
                        break
            assert recorder.titles() == []
        gate.set()
        async with opened(paths, clock, settings) as later:
            await refreshed(later)

    run(work)
    assert recorder.titles() == ["Title quick", "Title slow"]


def test_hidden_articles_and_those_that_the_query_leaves_out_are_nobodys_business(
    paths, clock, server, recorder
):
    async def work():
        settings = with_hooks(new_article=recorder.argv, new_article_query="title:one OR title:two")
        async with opened(paths, clock, settings) as library:
            await library.rules.save(Rule("No twos", "title:two", (RuleAction("hide"),)))
            url = server.on("/feed", feed(rss(("one", "x"), ("two", "x"), ("three", "x"))))
            await library.subscribe([Subscription(url)])
            await refreshed(library)

    run(work)
    assert recorder.titles() == ["Title one"]


def test_nothing_of_a_publishers_is_an_argument_and_all_of_it_is_clean(paths, clock, server, recorder):
    async def work():
        async with opened(paths, clock, with_hooks(new_article=recorder.argv)) as library:
            document = rss(("1", "x"), title="Evil").replace(b"Title 1", HOSTILE.encode())
            await library.subscribe([Subscription(server.on("/feed", feed(document)))])
            await refreshed(library)

    run(work)
    ((line,),) = recorder.heard("new_article")
    title = json.loads(line)["title"]
    assert title.endswith("here; rm -r $HOME `x`") and title.startswith("Look")
    assert not any(bad in title for bad in ("\x1b", "\u202e", "ZXZ", "]52"))


FAILING = [
    (("/nowhere/at/all",), "The hook new_article was not run: The command '/nowhere/at/all' failed"),
    (
        (sys.executable, "-c", "print('oh no'); raise SystemExit(3)"),
        "The hook new_article ended with 3: oh no.",
    ),
    ((sys.executable, "-c", "import time; time.sleep(60)"), "was stopped: it took longer than 1 seconds."),
]


@pytest.mark.parametrize(("argv", "sentence"), FAILING, ids=["missing", "fails", "hangs"])
def test_a_hook_that_fails_is_said_and_stops_nothing(paths, clock, server, argv, sentence, caplog):
    caplog.set_level("INFO", "tui")

    async def work():
        settings = replace(with_hooks(new_article=argv), command_seconds=1.0)
        async with opened(paths, clock, settings) as library:
            await library.subscribe([Subscription(server.on("/feed", feed(rss(("1", "x")))))])
            summary, _ = await refreshed(library)
            assert summary.new == 1
            (trouble,) = summary.hook_troubles
            assert sentence in trouble
            # It is not given the same once more.
            assert (await refreshed(library))[0].hook_troubles == ()

    run(work)
    assert any(sentence in record.getMessage() for record in caplog.records)


def test_what_a_hook_says_is_in_the_log(paths, clock, server, recorder, caplog):
    caplog.set_level("INFO", "tui")

    async def work():
        async with opened(paths, clock, with_hooks(new_article=recorder.argv)) as library:
            await library.subscribe([Subscription(server.on("/feed", feed(rss(("1", "x")))))])
            await refreshed(library)

    run(work)
    assert "new_article: heard" in [record.getMessage() for record in caplog.records]


def test_a_query_that_cannot_be_asked_keeps_them_until_it_can(paths, clock, server, recorder):
    async def work():
        url = server.on("/feed", feed(rss(("1", "x"))))
        broken = with_hooks(new_article=recorder.argv, new_article_query="search:Morning")
        async with opened(paths, clock, broken) as library:
            await library.subscribe([Subscription(url)])
            (trouble,) = (await refreshed(library))[0].hook_troubles
            assert trouble.startswith("The hook new_article was not run: ") and "Morning" in trouble
            assert recorder.titles() == []
        async with opened(paths, clock, with_hooks(new_article=recorder.argv)) as library:
            assert (await refreshed(library))[0].hook_troubles == ()

    run(work)
    assert recorder.titles() == ["Title 1"]
