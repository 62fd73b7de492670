"""Which text of an article is wanted, and whose pages are fetched before anybody opens them."""

from dataclasses import replace

import pytest

from tests.routes import answer, feed
from tests.service.opened import SETTINGS, refreshed
from tests.service.test_fulltext import HTML, SENTENCE, document, entry, page, reading, told
from tui.model.extraction import SiteRule
from tui.model.full_text import TextChoice, read_choice, step_after, with_choice
from tui.model.progress import TextsFinished
from tui.model.rule import Rule, RuleAction
from tui.query import parse


def test_a_feed_that_is_always_read_whole_has_its_pages_fetched_after_a_refresh(paths, clock):
    always = replace(SETTINGS, full_text="always")

    async def work(server, library, ids):
        server.on("/a", answer(page("heron"), headers=HTML))
        assert await library.texts.waiting() == ids[::-1]
        assert await library.texts.waiting(1) == ids[-1:]
        waiting = (await library.articles(ids))[0].full[0]
        assert waiting.waiting and (await library.select(parse("is:fulltext"))).count == 0
        events = await told(library, await library.texts.waiting())
        assert events[-1] == TextsFinished(2, 1)
        # What could not be had does not wait any longer: opening the article tries again.
        assert await library.texts.waiting() == []

    reading(paths, clock, work, "/a", "/b", settings=always)


def test_a_feed_whose_own_text_is_preferred_is_left_alone(paths, clock):
    async def work(server, library, ids):
        (own,) = library.feeds()
        for choice, waiting in (
            (TextChoice(when="never"), 0),
            (TextChoice(when="always", step="feed"), 0),
            (TextChoice(when="always"), 1),
        ):
            await library.texts.choose(own, choice, "text")
            server.on("/feed", feed(document(entry(server.url("/x"), guid=f"{choice}"))))
            await refreshed(library)
            assert len(await library.texts.waiting()) == waiting

    reading(paths, clock, work)


def test_a_rule_has_pages_fetched_on_arrival_and_when_it_is_applied(paths, clock):
    rule = Rule("Whole", "ferry", (RuleAction("fulltext"),))

    async def work(server, library, ids):
        await library.rules.save(rule)
        stored = library.rules.named("whole")
        trial = await library.rules.test([stored])
        assert trial.counts == ((RuleAction("fulltext"), 1),) and list(trial.ids) == ids
        await library.rules.apply(trial)
        assert await library.texts.waiting() == ids
        # What waits or is there would not change once more.
        assert not (await library.rules.test([stored])).ids
        server.on("/ferry", answer(page("heron"), headers=HTML))
        await told(library, ids)
        assert not (await library.rules.test([stored])).ids
        server.on("/feed", feed(document(entry(server.url("/next"), guid="next"))))
        await refreshed(library)
        (waiting,) = await library.texts.waiting()
        (note,) = (await library.open_article(waiting)).notes
        assert "asked for its full text" in note.sentence

    reading(paths, clock, work)


WHOLE = " ".join([SENTENCE] * 8)


@pytest.mark.parametrize(
    ("when", "text", "step", "expected"),
    [
        ("cut", "Only the beginning of it [&#8230;]", None, "extracted"),
        ("cut", WHOLE, None, "feed"),
        ("cut", "", None, "extracted"),
        ("always", WHOLE, None, "extracted"),
        ("never", "Only the beginning of it [&#8230;]", None, "feed"),
        ("never", "Only the beginning of it [&#8230;]", "extracted", "extracted"),
        ("always", "Only the beginning of it [&#8230;]", "feed", "feed"),
        ("cut", "x", "rule", "extracted"),
    ],
)
def test_which_text_is_wanted(paths, clock, when, text, step, expected):
    async def work(server, library, ids):
        (own,) = library.feeds()
        await library.texts.choose(own, TextChoice(when=when, step=step), "text")
        opened = await library.open_article(ids[0])
        assert (opened.wanted, opened.step, opened.due) == (expected, "feed", expected != "feed")

    reading(
        paths,
        clock,
        work,
        entry("https://example.org/x", text),
        settings=replace(SETTINGS, full_text="never"),
    )


def test_what_failed_is_not_tried_at_every_opening(paths, clock):
    async def work(server, library, ids):
        server.on("/ferry", answer(b"", status=403))
        assert (await library.open_article(ids[0])).due
        await library.texts.fetch(ids[0])
        assert not (await library.open_article(ids[0])).due
        clock.advance(hours=2)
        assert (await library.open_article(ids[0])).due

    reading(paths, clock, work, settings=replace(SETTINGS, full_text="always"))


def test_the_rules_of_the_file_hold_for_all_feeds_by_host(paths, clock):
    sites = paths.config_file.with_name("sites.toml")

    async def work(server, library, ids):
        sites.write_text('[[site]]\nsites = ["*.example.org", "127.0.0.1"]\nkeep = ["div.lead"]\n')
        lead = f"<div class=lead><p>Petrel: {SENTENCE}</p></div>"
        server.on("/ferry", answer(page("heron", tail=lead), headers=HTML))
        opened = await library.open_article(ids[0])
        assert (opened.steps, opened.wanted) == (("feed", "extracted", "rule"), "rule")
        text = (await library.texts.fetch(ids[0], "rule")).text
        assert "Petrel" in text.text and "Heron" not in text.text
        assert (await library.open_article(ids[0])).note == "full text from 127.0.0.1, by the site rule"
        # The feed's own rule goes before it.
        (own,) = library.feeds()
        rule = SiteRule(keep=("article",))
        await library.texts.choose(own, TextChoice(rule=rule), "rule")
        assert library.texts.rule((await library.articles(ids))[0]) == rule
        await library.undo()
        # A mistake in the file is said and takes nothing away.
        sites.write_text('[[site]]\nsites = ["127.0.0.1"]\nkeep = ["div..lead"]\n')
        assert (await library.open_article(ids[0])).steps == ("feed", "extracted", "rule")
        assert "sites.toml, line 3" in library.texts.sites.problem
        sites.unlink()
        assert (
            library.texts.rule((await library.articles(ids))[0]) is None and not library.texts.sites.problem
        )

    reading(paths, clock, work, settings=replace(SETTINGS, full_text="always"))


@pytest.mark.parametrize(
    ("steps", "at", "shown", "following"),
    [
        (("feed", "extracted"), "feed", "feed", "extracted"),
        (("feed", "extracted"), "extracted", "extracted", "feed"),
        (("feed", "extracted", "rule"), "extracted", "extracted", "rule"),
        (("feed", "extracted", "rule"), "rule", "rule", "feed"),
        # What could not be had is tried again, and never stands in the way of the others.
        (("feed", "extracted"), "extracted", "feed", "extracted"),
        (("feed", "extracted", "rule"), "extracted", "feed", "rule"),
        (("feed", "extracted", "rule"), "rule", "feed", "extracted"),
        # A step that is no more.
        (("feed", "extracted"), "rule", "feed", "extracted"),
    ],
)
def test_a_key_goes_round(steps, at, shown, following):
    assert step_after(steps, at, shown) == following


RULE = SiteRule((), ("article", "div.x"), (".ad",), "a.next", ((r"/(\d+)", r"/p/\1"),))


@pytest.mark.parametrize(
    "choice",
    [TextChoice(), TextChoice("always"), TextChoice("cut", "rule", RULE), TextChoice(step="feed")],
)
def test_a_choice_is_part_of_a_definition_and_leaves_the_rest_alone(choice):
    body = with_choice({"hidden": True, "text": {"when": "never"}}, choice)
    assert read_choice(body) == choice and body["hidden"] is True
    assert ("text" in body) == (choice != TextChoice())


@pytest.mark.parametrize(
    "broken",
    [
        None, [], {"when": "often", "step": 7}, {"keep": "x", "drop": [1, ""], "next_page": 3},
        {"rewrite": [["a"], "b", [1, 2], ["a", 1]]}, {"keep": ["x" * 5_000]},
    ],
)  # fmt: skip
def test_what_another_program_broke_says_nothing(broken):
    assert read_choice({"text": broken}) == TextChoice()
