"""Rules through the library: over the loopback server, over restarts, and when they break."""

import os
import sqlite3
import stat
from dataclasses import replace

import pytest

from tests.factories import NOW, rss
from tests.routes import feed, redirect
from tests.server import Server
from tests.service.opened import manual_free, opened, refreshed, run, titles
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import BroadsheetError, NotFound, QuerySyntaxError
from tui.model.feed import Subscription
from tui.model.progress import Notice
from tui.model.rule import Rule, RuleAction
from tui.query import Query, parse
from tui.service import notifying
from tui.service.summary import summarize

HIDE, READ, STAR, NOTIFY = RuleAction("hide"), RuleAction("read"), RuleAction("star"), RuleAction("notify")


def tag(name):
    return RuleAction("tag", name)


async def subscribed(library, url, **wish):
    await manual_free(library)
    await library.subscribe([Subscription(url, **wish)])


def test_rules_act_on_what_a_refresh_brings(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"), ("2", "football"), ("3", "cork"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url, tags=("wire",))
                await library.rules.save(Rule("Mute", "crypto", (HIDE,)))
                await library.rules.save(
                    Rule("Sport", "football", (tag("sport"), READ, RuleAction("untag", "wire")))
                )
                await library.rules.save(Rule("Seen", "#sport", (STAR,), feeds=(url,)))
                await library.select(Query())
                summary, _ = await refreshed(library)
                assert (summary.new, summary.hidden) == (2, 1)
                assert summarize(summary) == "2 new articles, 1 hidden by rules"
                assert await titles(library, "is:unread") == ["Title 3"]
                assert await titles(library, "is:hidden") == ["Title 1"]
                assert await titles(library, "#sport is:read is:starred") == ["Title 2"]
                assert await titles(library, "#wire") == ["Title 3"]
                assert "sport" in library.tags()
                found = await titles(library, "rule:mute")
                assert found == ["Title 1"]
                second = (await library.select(parse("#sport"))).ids[0]
                said = [note.sentence for note in await library.rules.hits_of(int(second))]
                assert said == [
                    "“Sport”: tagged #sport, marked read, untagged #wire, since it has “football”",
                    "“Seen”: starred, since tagged #sport",
                ]
                assert await library.rules.recent_hits() == {rule.id: 1 for rule in library.rules.all()}
                article = (await library.articles([second]))[0]
                assert article.read_at == NOW

    run(work)


def test_a_changed_article_is_left_alone_and_the_feeds_tag_stays_off(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "plain"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url, tags=("wire",))
                await library.rules.save(Rule("Off", "", (RuleAction("untag", "wire"),)))
                await refreshed(library)
                await library.rules.save(Rule("Late", "rewritten", (HIDE,)))
                server.on("/feed", feed(rss(("1", "rewritten"))))
                summary, _ = await refreshed(library)
                assert summary.updated == 1
                assert await titles(library, "rewritten") == ["Title 1"]
                assert await titles(library, "#wire") == []

    run(work)


def test_newcomers_push_old_ones_out_of_their_day(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "a"), ("2", "b"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Two a day", "", (HIDE,), keep_newest=2))
                await library.select(Query())
                await refreshed(library)
                assert await titles(library) == ["Title 1", "Title 2"]
                server.on("/feed", feed(rss(("3", "c"), ("1", "a"), ("2", "b"))))
                summary, _ = await refreshed(library)
                assert (summary.new, summary.updated) == (1, 0)
                assert await titles(library) == ["Title 3", "Title 1"]
                assert await titles(library, "is:hidden") == ["Title 2"]
                # Who wants it back has it back.
                hidden = (await library.select(parse("is:hidden"))).ids
                await library.set_status(hidden, "hidden", False)
                server.on("/feed", feed(rss(("4", "d"), ("3", "c"))))
                await refreshed(library)
                assert await titles(library) == ["Title 4", "Title 3", "Title 2"]

    run(work)


def test_applied_rules_are_one_deed_that_undo_takes_back_after_a_restart(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(*((str(one), "crypto") for one in range(5)))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await refreshed(library)
                await library.rules.save(Rule("Mute", "crypto", (tag("x"), HIDE)))
                trial = await library.rules.test([library.rules.named("mute")])
                assert [(one.kind, count) for one, count in trial.counts] == [("tag", 5), ("hide", 5)]
                assert len(await titles(library)) == 5
                changes = await library.rules.apply(trial)
                assert changes.label == "apply rule “Mute” to 5 articles"
                assert await titles(library) == [] and len(await titles(library, "rule:Mute")) == 5
            async with opened(paths, clock) as library:
                assert (await library.undo()).label == changes.label
                assert len(await titles(library)) == 5 and library.tags() == ()
                assert await titles(library, "rule:Mute") == []
                assert await library.rules.recent_hits() == {}

    run(work)


def test_applying_again_takes_the_place_of_the_old_hit_and_undo_brings_that_back(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Mute", "crypto", (tag("x"),)))
                await refreshed(library)
                number = int((await library.select(Query())).ids[0])
                before = await library.rules.hits_of(number)
                await library.rules.save(replace(library.rules.named("Mute"), actions=(tag("x"), HIDE)))
                await library.rules.apply(await library.rules.test(library.rules.all()))
                assert [note.hit.did for note in await library.rules.hits_of(number)] == [(HIDE,)]
                await library.undo()
                assert await library.rules.hits_of(number) == before

    run(work)


def test_a_tag_that_the_user_took_off_stays_off(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"), ("2", "crypto"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Tag", "crypto", (tag("x"),)))
                await refreshed(library)
                ids = [int(one) for one in (await library.select(Query())).ids]
                await library.remove_tag(ids[:1], "x")
                assert not len((await library.rules.test(library.rules.all())).ids)
                assert await titles(library, "#x") == ["Title 2"]

    run(work)


def test_of_alternatives_the_first_that_holds_is_the_reason_everywhere(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "one two"), ("2", "two"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await refreshed(library)
                rule = Rule("Any", "body:(one,two) title:title | nothing", (STAR,))
                trial = await library.rules.test([rule])
                assert sorted(hit.why for _, hit in trial.hits()) == [
                    "its text has “one” and title has “title”",
                    "its text has “two” and title has “title”",
                ]

    run(work)


def test_rules_are_kept_in_order_and_every_change_can_be_undone(paths, clock):
    async def work():
        async with opened(paths, clock) as library:
            for name in ("One", "Two", "Three"):
                await library.rules.save(Rule(name, "x", (READ,)))

            def names():
                return [rule.name for rule in library.rules.all()]

            assert names() == ["One", "Two", "Three"]
            await library.rules.move(library.rules.named("Three"), -1)
            assert names() == ["One", "Three", "Two"]
            assert await library.rules.move(library.rules.named("One"), -1) is None
            await library.undo()
            assert names() == ["One", "Two", "Three"]
            await library.rules.enable(library.rules.named("Two"), False)
            assert not library.rules.named("two").enabled
            await library.rules.remove(library.rules.named("One"))
            assert names() == ["Two", "Three"]
            await library.undo()
            await library.undo()
            assert names() == ["One", "Two", "Three"] and library.rules.named("Two").enabled
            with pytest.raises(BroadsheetError, match="another rule named “One”"):
                await library.rules.save(Rule("one", "x", (READ,)))
            with pytest.raises(NotFound, match="did you mean “Three”"):
                library.rules.named("threee")
            with pytest.raises(QuerySyntaxError):
                await library.rules.save(Rule("Four", "titel:x", (READ,)))
            assert names() == ["One", "Two", "Three"]

    run(work)


def test_a_new_rule_never_inherits_the_hits_of_one_that_is_gone(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Old", "crypto", (STAR,)))
                await refreshed(library)
                await library.rules.remove(library.rules.named("Old"))
                await library.rules.save(Rule("New", "cork", (STAR,)))
                assert await titles(library, "rule:New") == []
                number = int((await library.select(Query())).ids[0])
                (note,) = await library.rules.hits_of(number)
                assert note.sentence.startswith("a rule that is gone: starred")
                await library.undo()
                await library.undo()
                assert await titles(library, "rule:Old") == ["Title 1"]

    run(work)


def test_a_rule_that_breaks_is_paused_said_everywhere_and_stops_nothing(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                bad = Definition("rule", "Bad", {"query": "a", "actions": [{"kind": "explode"}]})
                await library.define([DefinitionChange(None, bad)], "import")
                worse = Definition("rule", "Worse", {"query": "titel:a", "actions": [{"kind": "read"}]})
                await library.define([DefinitionChange(None, worse)], "import")
                await library.rules.save(Rule("Good", "crypto", (STAR,)))
                summary, _ = await refreshed(library)
                assert summary.new == 1 and [name for name, _ in summary.paused_rules] == ["Bad", "Worse"]
                assert summarize(summary) == "1 new article, 2 rules paused"
                assert await titles(library, "is:starred") == ["Title 1"]
                assert [one.rule.name for one in library.rules.paused()] == ["Bad", "Worse"]
                findings = [one for one in await library.doctor() if not one.well]
                assert [one.subject for one in findings] == ["rule “Bad”", "rule “Worse”"]
                assert "“explode”" in findings[0].sentence
                await library.rules.enable(library.rules.named("Worse"), False)
                assert [one.rule.name for one in library.rules.paused()] == ["Bad"]

    run(work)


def test_a_rule_follows_its_feed_to_a_new_address(paths, clock):
    async def work():
        with Server() as server:
            new = server.on("/new", feed(rss(("1", "crypto"))))
            old = server.on("/old", redirect("/new", 301))
            async with opened(paths, clock) as library:
                await subscribed(library, old)
                await library.rules.save(Rule("Star", "crypto", (STAR,), feeds=(old,)))
                # A permanent redirect is believed when it is seen for the second time.
                await refreshed(library)
                await refreshed(library)
                assert library.feeds()[0].feed_url == new
                assert library.rules.named("Star").feeds == (new,)
                assert await titles(library, "is:starred") == ["Title 1"]
                server.on("/new", feed(rss(("2", "crypto"))))
                await refreshed(library)
                assert len(await titles(library, "is:starred")) == 2

    run(work)


def test_an_arrival_that_a_rule_announces_is_told(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"), ("2", "cork"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Tell", "cork", (NOTIFY,)))
                summary, _ = await refreshed(library)
                assert summary.notices == (Notice("Tell", "Title 2", "A feed"),)

    run(work)


def fake_notifier(folder, name="notify-send"):
    """A program of that name which hands on its arguments; who reads them waits for it."""
    folder.mkdir()
    os.mkfifo(folder / "told")
    program = folder / name
    program.write_text(f'#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done > {folder}/told\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"}


def test_the_desktop_is_told_without_a_shell(tmp_path):
    environ = fake_notifier(tmp_path / "bin")
    title = "--urgency=critical; rm -rf $HOME `id` \x1b]0;x\x07<b>&"
    notifying.send([Notice("-R", title, "F")] * 5, environ)
    words = (tmp_path / "bin" / "told").read_text().split("\0")[:-1]
    assert words[:3] == ["--app-name=Broadsheet", "--", "-R"]
    line = "--urgency=critical; rm -rf $HOME `id` &lt;b&gt;&amp; (F)"
    assert words[3] == f"{line}\n{line}\n{line}\nand 2 more"


def test_on_macos_a_publishers_words_are_arguments_of_the_script_and_no_part_of_it(tmp_path):
    environ = {"PATH": fake_notifier(tmp_path / "bin", "osascript")["PATH"].partition(os.pathsep)[0]}
    title = '" & (do shell script "id") & " -e quit \x1b]0;x\x07'
    notifying.send([Notice("-e quit", title, "F")], environ)
    words = (tmp_path / "bin" / "told").read_text().split("\0")[:-1]
    assert words[::2][:3] == ["-e"] * 3 and words[1] == "on run argv" and words[5] == "end run"
    assert words[6:] == ["Broadsheet", "-e quit", '" & (do shell script "id") & " -e quit (F)']
    assert "shell" not in "".join(words[:6])


def test_without_such_a_program_nothing_happens(tmp_path):
    notifying.send([Notice("R", "T", "F")], {"PATH": str(tmp_path)})
    assert not list(tmp_path.iterdir())


def test_hits_are_counted_for_thirty_days(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Star", "crypto", (STAR,)))
                await refreshed(library)
                assert list((await library.rules.recent_hits()).values()) == [1]
        with sqlite3.connect(paths.store_file) as plain:
            plain.execute("UPDATE rule_hit SET hit_at = hit_at - 31 * 86400")
        plain.close()
        async with opened(paths, clock) as library:
            assert await library.rules.recent_hits() == {}

    run(work)


def test_a_rule_may_use_a_saved_search_and_is_paused_when_that_goes(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                search = Definition("search", "Money", {"query": "crypto OR bank sort:-date limit:5"})
                made = await library.define([DefinitionChange(None, search)], "save")
                await library.rules.save(Rule("Star", "search:money", (STAR,)))
                await refreshed(library)
                assert await titles(library, "is:starred") == ["Title 1"]
                (note,) = await library.rules.hits_of(int((await library.select(Query())).ids[0]))
                assert note.hit.why == "it has “crypto”"
                await library.define([DefinitionChange(made.definitions[0].after, None)], "remove")
                (paused,) = library.rules.paused()
                assert "no saved search “money”" in paused.reason
                server.on("/feed", feed(rss(("2", "bank"))))
                summary, _ = await refreshed(library)
                assert summary.new == 1 and [name for name, _ in summary.paused_rules] == ["Star"]
                with pytest.raises(QuerySyntaxError) as told:
                    library.rules.check_query("a search:money")
                assert told.value.position == 9
                await library.undo()
                assert library.rules.paused() == ()

    run(work)


def test_a_pattern_that_takes_forever_rests_its_rule_and_nothing_else(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "x" * 6000), ("2", "cork"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url)
                await library.rules.save(Rule("Slow", "/(x+x+)+y/", (HIDE,)))
                await library.rules.save(Rule("Quick", "/c.rk/", (STAR,)))
                summary, _ = await refreshed(library)
                assert summary.new == 2 and summary.paused_rules == (
                    ("Slow", "A pattern in its query takes too long."),
                )
                assert await titles(library, "is:starred") == ["Title 2"]
                (note,) = await library.rules.hits_of(int((await library.select(parse("is:starred"))).ids[0]))
                assert note.hit.why == "/c.rk/ is found"

    run(work)


def test_two_processes_do_not_undo_each_others_changes(paths, clock):
    async def work():
        async with opened(paths, clock) as one, opened(paths, clock) as other:
            await one.rules.save(Rule("R", "x", (STAR,)))
            await one.rules.save(Rule("S", "x", (STAR,)))
            await other.catch_up()
            edited = one.rules.named("R")
            await other.rules.save(replace(other.rules.named("R"), query="by the other"))
            await one.rules.enable(one.rules.named("R"), False)
            await other.rules.move(other.rules.named("S"), -1)
            await one.rules.enable(one.rules.named("S"), False)
            await one.rules.move(one.rules.named("R"), -1)
            await other.catch_up()
            for library in (one, other):
                told = [(rule.name, rule.query, rule.enabled) for rule in library.rules.all()]
                assert told == [("R", "by the other", False), ("S", "x", False)]
            with pytest.raises(BroadsheetError, match="“R” was changed elsewhere meanwhile"):
                await one.rules.save(replace(edited, name="Mine"), edited)
            now = one.rules.named("R")
            await other.rules.move(now, 1)
            await one.rules.save(replace(now, name="Mine"), now)
            assert [rule.name for rule in one.rules.all()] == ["S", "Mine"]
            with pytest.raises(BroadsheetError, match="another rule named “Mine”"):
                await other.rules.save(Rule("mine", "y", (READ,)))
            await one.rules.remove(now)
            for late in (other.rules.enable(now, True), other.rules.move(now, 1), other.rules.remove(now)):
                with pytest.raises(NotFound, match="“R” is not there any more"):
                    await late

    run(work)


def test_a_tag_in_other_capitals_is_the_same_tag(paths, clock):
    async def work():
        with Server() as server:
            url = server.on("/feed", feed(rss(("1", "crypto"), ("2", "football"))))
            async with opened(paths, clock) as library:
                await subscribed(library, url, tags=("news",))
                await library.rules.save(Rule("One", "crypto", (tag("News"),)))
                await library.rules.save(Rule("Two", "#NEWS football", (tag("sport"), tag("SPORT"))))
                await refreshed(library)
                assert library.tags() == ("news", "sport")
                first, second = (await library.select(parse("#news"))).ids
                await library.add_tag([first], "mine")
                rule = Rule("Three", "", (tag("Mine"),))
                await library.rules.save(rule)
                trial = await library.rules.test([library.rules.named("Three")])
                assert list(trial.ids) == [second]
                await library.rules.apply(trial)
                assert len((await library.select(parse("#mine"))).ids) == 2
                await library.undo()
                assert list((await library.select(parse("#mine"))).ids) == [first]
                await library.remove_tag([first, second], "NEWS")
                assert library.tags() == ("mine", "sport")
            async with opened(paths, clock) as library:
                assert library.tags() == ("mine", "sport")
                await library._memory.start_over()
                assert list((await library.select(parse("#mine"))).ids) == [first]
                assert not len((await library.select(parse("#news"))).ids)

    run(work)
