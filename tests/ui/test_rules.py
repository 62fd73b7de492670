"""Rules on the screen: written, tried, applied, moved, muted, and said of an article."""

import pytest

from tests.routes import feed
from tests.server import Server
from tests.ui.steps import press, ready, titles, toasts
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.feed import Subscription
from tui.model.rule import Rule, RuleAction
from tui.ui.rules.editor import RuleEditor
from tui.ui.rules.mute import MuteDialog
from tui.ui.rules.presets import PresetChoice
from tui.ui.rules.screen import RuleList, RulesScreen
from tui.ui.rules.trial import TrialScreen
from tui.ui.rules.why import WhyDialog

SIZE = (120, 36)
#: Read in the demo, with the word in the title.
READ_ALREADY = ("A library", "A market")
HIDE, READ, STAR, NOTIFY = RuleAction("hide"), RuleAction("read"), RuleAction("star"), RuleAction("notify")


def shown(app):
    """The rules on the list, line by line."""
    rules = app.screen.query_one(RuleList)
    return [
        "".join(part.text for part in line) for at in range(rules.count) for line in rules.row_lines(at, 90)
    ]


def said(app, name):
    return app.screen.query_one(name).visual.plain


async def rested(pilot):
    """The editor counts once the fingers rest."""
    for _ in range(100):
        await pilot.pause(0.02)
        if (
            pilot.app.screen.rest is None
            or not pilot.app.screen.rest._task
            or pilot.app.screen.rest._task.done()
        ):
            break
    await press(pilot)


async def test_a_rule_is_written_tried_and_applied_and_undone(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = titles(app)
        found = [title for title in before if "a" in title.lower().split()]
        many, unread = len(found), sum(not title.startswith(READ_ALREADY) for title in found)
        assert many > unread > 1
        await press(pilot, "g", "u")
        assert isinstance(app.screen, RulesScreen)
        assert "No rules yet." in said(app, "#rules-empty")
        await press(pilot, "a")
        assert isinstance(app.screen, RuleEditor)
        await press(pilot, *"Ports", "tab", *"title:a", "tab", "space", "right", "space", "tab", *"sea")
        await rested(pilot)
        would = f"tag #sea {many}, hide {many}, mark read {unread}"
        assert said(app, "#outcome") == f"Of what is here it would change {many} articles: {would}."
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, RulesScreen)
        assert shown(app)[0].startswith("● Ports") and shown(app)[0].endswith("no hits")
        assert shown(app)[1].startswith("  tag #sea, hide, mark read · title:a")
        await press(pilot, "t")
        assert isinstance(app.screen, TrialScreen)
        assert said(app, "#trial-counts").split() == would.replace(",", "").split()
        assert said(app, "#trial-why").endswith("since title has “a”")
        assert titles(app) == before
        await press(pilot, "enter")
        assert shown(app)[0].endswith(f"{many} in 30 days")
        assert any(toast.startswith(f"Apply rule “Ports” to {many} articles") for toast in toasts(app))
        await press(pilot, "escape", "g", "n")
        assert len(titles(app)) == len(before) - many
        await press(pilot, "slash", *"rule:ports", "enter")
        assert titles(app) == found
        await press(pilot, "c", "u", "g", "n")
        assert titles(app) == before
        assert any(toast.startswith("Undone: apply rule “Ports”") for toast in toasts(app))


async def test_esc_leaves_everything_as_it_is(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await app.library.rules.save(Rule("Ports", "title:port", (HIDE,)))
        before = app.library.generation
        await press(pilot, "g", "u", "t", "escape", "e", *"xyz", "escape", "p", "escape", "escape")
        assert app.screen is app.main
        assert app.library.generation == before


async def test_the_editor_marks_what_is_wrong_and_keeps_it_from_being_saved(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "u", "a", *"Wrong", "tab", *"titel:x")
        assert said(app, "#query-said") == "no field “titel:”: did you mean title:?"
        assert app.screen.highlighter.error_at == (0, 6)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, RuleEditor)
        assert "needs something to do" in said(app, "#outcome")
        await press(pilot, "tab", "space", "ctrl+s")
        assert said(app, "#outcome") == "no field “titel:”: did you mean title:?"
        await press(pilot, "shift+tab", *["backspace"] * 7, *"sea", "ctrl+s")
        assert isinstance(app.screen, RulesScreen)
        await press(pilot, "a", *"wrong", "tab", *"sea", "tab", "space", "ctrl+s")
        assert app.library.rules.all()[0].name == "Wrong" and len(app.library.rules.all()) == 1
        assert any("another rule named “Wrong”" in toast for toast in toasts(app))


async def test_a_rule_for_some_feeds_that_ends(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(
            pilot, "g", "u", "a", *"Few", "tab", "tab", "space", "ctrl+f", *"kernel", "enter", "enter"
        )
        assert said(app, "#feeds-said") == "Kernel Notes"
        await press(pilot, "tab", "tab", "tab", *"2", "tab", *"never", "ctrl+s")
        assert said(app, "#outcome").startswith("“never” is no end")
        await press(pilot, *["backspace"] * 5, *"1w", "ctrl+s")
        (rule,) = app.library.rules.all()
        assert len(rule.feeds) == 1 and rule.keep_newest == 2 and rule.until is not None
        assert shown(app)[1].startswith("  hide · beyond the newest 2 a day · in Kernel Notes")
        # What is not touched stays as it was, to the second.
        await press(pilot, "enter", "ctrl+s")
        assert app.library.rules.all() == (rule,)


async def test_rules_are_switched_moved_deleted_and_brought_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        book = app.library.rules
        for name in ("One", "Two", "Three"):
            await book.save(Rule(name, "x", (READ,)))

        def names():
            return [rule.name for rule in book.all()]

        await press(pilot, "g", "u", "j", "J")
        assert names() == ["One", "Three", "Two"]
        assert app.screen.query_one(RuleList).current.name == "Two"
        await press(pilot, "K", "K", "K")
        assert names() == ["Two", "One", "Three"]
        await press(pilot, "space")
        assert not book.named("Two").enabled and "off" in shown(app)[0]
        await press(pilot, "D")
        assert names() == ["One", "Three"]
        await press(pilot, "u")
        assert names() == ["Two", "One", "Three"]
        assert app.screen.query_one(RuleList).current.name == "Two"
        await press(pilot, "U", "D", "D")
        assert names() == [] and "No rules yet." in said(app, "#rules-empty")
        await press(pilot, "u", "u", "u")
        assert names() == ["Two", "One", "Three"]
        # The cursor goes to what is as it was.
        await press(pilot, "home", "space", "end", "u")
        assert app.screen.query_one(RuleList).current.name == "Two"


async def test_a_paused_rule_says_why(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        body = {"query": "titel:x", "actions": [{"kind": "read"}]}
        await app.library.define([DefinitionChange(None, Definition("rule", "Old", body))], "import")
        await press(pilot, "g", "u")
        assert shown(app)[0].startswith("! Old") and "paused" in shown(app)[0]
        assert shown(app)[1].strip() == "Its query is wrong: no field “titel:”: did you mean title:?"
        await press(pilot, "t")
        assert toasts(app) == ["no field “titel:”: did you mean title:?"]


@pytest.mark.parametrize(
    ("keys", "name", "query"),
    [
        (("1", *"solar plant", "enter"), "No solar plant", '"solar plant"'),
        (("2", *"solar", "enter"), "No solar", "solar"),
        (("3",), "No shorts", 'url:"/shorts/"'),
        (("j", "j", "j", "j", "enter", *"3", "enter"), "3 a day", ""),
    ],
)
async def test_presets_make_rules_that_can_be_changed(make_app, keys, name, query):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "u", "p")
        assert isinstance(app.screen, PresetChoice)
        await press(pilot, *keys)
        assert isinstance(app.screen, RuleEditor)
        await press(pilot, "ctrl+s")
        (rule,) = app.library.rules.all()
        assert (rule.name, rule.query, rule.actions) == (name, query, (HIDE,))
        assert (rule.until is not None) == (keys[0] == "2") and rule.keep_newest == (3 if not query else None)


async def test_a_word_is_muted_and_what_has_it_goes(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = titles(app)
        await press(pilot, "M")
        assert isinstance(app.screen, MuteDialog)
        await press(pilot, "enter")
        assert isinstance(app.screen, MuteDialog)
        await press(pilot, *"port")
        assert said(app, "#mute-said").endswith("1 of all.")
        await press(pilot, "enter")
        assert app.screen is app.main
        (rule,) = app.library.rules.all()
        assert (rule.name, rule.query) == ("No port", "port") and rule.until is not None
        assert len(titles(app)) == len(before) - 1
        assert any("“No port” for a week, hides 1 of those here" in toast for toast in toasts(app))
        await press(pilot, "u")
        assert app.library.rules.all() == () and len(titles(app)) == len(before)
        await press(pilot, "U")
        assert len(app.library.rules.all()) == 1 and len(titles(app)) == len(before) - 1
        await press(pilot, "M", *"port", "tab", "space", "right", "space", "right", "space", "enter")
        second = app.library.rules.all()[1]
        assert (second.name, second.query, second.until) == ("No port 2", "title:port", None)


async def test_an_article_says_which_rule_touched_it_and_why(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "w")
        assert toasts(app) == ["No rule has touched this article."]
        book = app.library.rules
        first = titles(app)[0].split()[0].lower()
        await book.save(Rule("First", f"title:{first}", (STAR,)))
        await book.save(Rule("Second", f"title:{first}", (RuleAction("tag", "x"),)))
        app.main.changed(await book.apply(await book.test(book.all())))
        await press(pilot)
        page = app.main.reader.page_shown
        note = next(line.text for line in page.lines if line.text.startswith("by rule"))
        assert note.startswith(f"by rule “Second”: tagged #x, since title has “{first}”")
        await press(pilot, "g", "w")
        assert isinstance(app.screen, WhyDialog)
        words = "".join(part.visual.plain for part in app.screen.query("#why-notes Static"))
        assert "First\n  starred" in words and "Second\n  tagged #x" in words
        await press(pilot, "escape", "u")
        page = app.main.reader.page_shown
        assert not any(line.text.startswith("by rule") for line in page.lines)


async def test_an_announced_arrival_is_a_toast(make_app):
    document = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title>
    <item><title>A boat [bold]comes[/] in</title><guid>1</guid></item></channel></rss>"""
    with Server() as server:
        url = server.on("/feed", feed(document))
        app = make_app()
        async with app.run_test(size=SIZE) as pilot:
            await ready(pilot)
            await app.library.subscribe([Subscription(url)])
            await app.library.rules.save(Rule("Boats", "boat", (NOTIFY, STAR)))
            mine = next(one.id for one in app.library.feeds() if one.feed_url == url)
            app.main.desk.refreshing.start([mine], force=True)
            await press(pilot)
            told = [(one.title, one.message) for one in app.told]
            assert ("Boats", "A boat [bold]comes[/] in (Harbour)") in told
