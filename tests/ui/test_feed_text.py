"""A feed's own full text: when it is fetched, the rule for its pages, and what that finds."""

from textual.widgets import Input, Static

from tests.routes import answer
from tests.service.test_fulltext import HTML, SENTENCE, page
from tests.ui.steps import press, ready, toasts
from tests.ui.test_full_text import WHOLE, head, open_app, site, text
from tui.model.extraction import SiteRule
from tui.model.full_text import TextChoice
from tui.ui.screens.edit_feed import EditFeed
from tui.ui.screens.feed_text import FeedTextDialog, rule_lines

__all__ = ["open_app", "site"]

LEAD = f"<div class=lead><p>Petrel: {SENTENCE}</p></div>"


def tried(app):
    return str(app.screen.query_one("#tried", Static).content)


async def test_the_editor_leads_to_the_full_text_tries_a_rule_and_saves_it(open_app, site):
    site.on("/ferry", answer(page("heron", tail=LEAD), headers=HTML))
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(100, 40)) as pilot:
        await ready(pilot)
        await press(pilot, "F")
        assert isinstance(app.screen, EditFeed)
        await press(pilot, "ctrl+t")
        assert isinstance(app.screen, FeedTextDialog)
        # Without a rule it shows what is found by itself.
        await press(pilot, "ctrl+t")
        assert "The ferry: " in tried(app) and "words" in tried(app) and "Heron" in tried(app)
        app.screen.query_one("#keep", Input).focus()
        await press(pilot, *"div..lead", "ctrl+t")
        assert "no CSS selector" in tried(app) and len(site.requests("/ferry")) == 1
        app.screen.query_one("#keep", Input).value = "div.lead"
        await press(pilot, "ctrl+t")
        assert "Petrel" in tried(app) and "Heron" not in tried(app)
        app.screen.query_one("#when").focus()
        await press(pilot, "right", "right", "enter")
        assert "Changed the full text of Harbour news · u undoes" in toasts(app)[-1]
        (feed,) = app.main.library.feeds()
        assert app.main.library.texts.choice(feed) == TextChoice("always", None, SiteRule(keep=("div.lead",)))
        # From now on an article is opened so.
        await press(pilot, "enter")
        assert "Petrel" in text(app) and "by the site rule" in head(app)
        await press(pilot, "u", "u")
        assert app.main.library.texts.choice(feed) == TextChoice()


async def test_a_page_that_cannot_be_had_is_said_in_the_editor(open_app, site):
    app = await open_app(("/ferry", WHOLE))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, ",", "f", "ctrl+t")
        assert "The ferry: 127.0.0.1 has no such page any more (404)." in tried(app)
        app.screen.query_one("#rewrite", Input).value = "/ferry"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, FeedTextDialog) and "pattern => instead" in tried(app)
        app.screen.query_one("#rewrite", Input).value = r"/fer(ry) => /\2"
        await press(pilot, "ctrl+s")
        assert "has no group" in tried(app)
        await press(pilot, "escape")
        assert not isinstance(app.screen, FeedTextDialog)
        assert app.main.library.definitions("feed") == ()


def test_a_rule_is_the_lines_that_make_it():
    from tui.service.site_rules import rule_of_lines

    rule = SiteRule((), ("div.x, p:is(.a, .b)",), (".ad",), "a.next", ((r"/(\d+)", r"/p/\1"), ("a", "")))
    assert rule_of_lines(*rule_lines(rule)) == rule
    assert rule_of_lines("", "", "", "") == SiteRule()
