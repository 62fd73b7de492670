"""The command line: verbs and scopes, the count before Enter, and undo behind it."""

from dataclasses import replace

import pytest

from tests.demo_store import SETTINGS
from tests.ui.steps import press, ready, titles, toasts
from tui.query import parse

SIZE = (120, 36)


def says(app):
    """The sentence above the line."""
    return app.main.query_one("#command-says").visual.plain


def offered(app):
    return [offer.label for offer in app.main.desk.commands.line.offers.offers]


async def ids(app, query):
    return {int(number) for number in (await app.library.select(parse(query))).ids}


async def marks(app):
    """Everything that a command may change, of every article."""
    rows = await app.library.rows(sorted(await ids(app, "id:1..")))
    return {row.id: (row.read, row.starred, row.later, row.tags) for row in rows}, await ids(app, "is:hidden")


def line(app):
    return app.main.desk.commands.line.line.value


async def enter(pilot, text):
    await press(pilot, "colon", *text, "enter")


async def test_read_below_says_how_many_and_is_undone_exactly(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        below = [int(number) for number in app.main.articles.window.ids[3:]]
        unread = set(below) & await ids(app, "is:unread")
        await press(pilot, "j", "j", "j", "colon", *"read below")
        assert (
            says(app)
            == f"marks {len(unread)} articles of 5 feeds read · {len(below) - len(unread)} read already"
        )
        assert await marks(app) == before
        await press(pilot, "enter")
        assert not await ids(app, "is:unread") & set(below)
        assert f"Marked {len(unread)} articles read · u undoes" in toasts(app)
        assert not app.main.desk.commands.is_open
        assert app.main.focused is app.main.articles
        await press(pilot, "u")
        assert await marks(app) == before


async def test_tags_for_a_query_are_one_undo_also_after_a_restart(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        meant = await ids(app, "#africa newer:2d")
        assert len(meant) > 3
        await press(pilot, "colon", *"tag later,seen #africa newer:2d")
        assert says(app) == f"tags {len(meant)} articles of 4 feeds #later #seen"
        await press(pilot, "enter")
        assert await ids(app, "#later #seen") == meant
        assert f"Tagged {len(meant)} articles #later #seen · u undoes" in toasts(app)
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert await ids(app, "#later #seen") == meant
        await press(pilot, "u")
        assert await marks(app) == before
        await press(pilot, "U")
        assert await ids(app, "#later #seen") == meant
        # The line is remembered as well.
        await press(pilot, "colon", "up")
        assert line(app) == "tag later,seen #africa newer:2d"
        assert says(app).startswith("nothing to do: ")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("read", "is:read"),
        ("star", "is:starred"),
        ("later", "is:later"),
        ("hide", "is:hidden"),
        ("tag a,b", "#a #b"),
    ],
)
async def test_every_verb_and_its_opposite(make_app, text, query):
    app = make_app()
    opposite = "un" + text
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        had, meant = await ids(app, query), await ids(app, "feed:rabat")
        await enter(pilot, f"{text} feed:rabat")
        assert await ids(app, query) == had | meant
        await enter(pilot, f"{opposite} feed:rabat")
        assert await ids(app, query) == had - meant
        await press(pilot, "u", "u")
        assert await marks(app) == before


async def test_what_is_hidden_leaves_the_list_and_comes_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        count = app.main.articles.count
        await press(pilot, "j", "j")
        _, _, third, fourth = titles(app)[:4]
        await enter(pilot, "hide")
        assert third not in titles(app) and app.main.articles.count == count - 1
        assert app.main.articles.current_row.title in (fourth, titles(app)[2])
        await press(pilot, "u")
        assert third in titles(app)


async def test_scopes(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        shown = [int(number) for number in app.main.articles.window.ids]
        await press(pilot, "j", "j", "x", "k", "k", "x")
        # Selected are the first and the third; the cursor stands on the second.
        await enter(pilot, "tag one")
        assert await ids(app, "#one") == {shown[2], shown[1]}
        await enter(pilot, "tag two .")
        assert await ids(app, "#two") == {shown[app.main.articles.cursor]}
        await enter(pilot, "tag three above")
        assert await ids(app, "#three") == set(shown[: app.main.articles.cursor + 1])
        await enter(pilot, "tag four selected -#two")
        assert await ids(app, "#four") == {shown[2], shown[1]} - await ids(app, "#two")
        await press(pilot, "slash", *"is:unread", "enter")
        view = {int(number) for number in app.main.articles.window.ids}
        await enter(pilot, "tag five % older:3h")
        assert await ids(app, "#five") == view & await ids(app, "older:3h")
        assert await ids(app, "#five") != await ids(app, "older:3h")


async def test_the_point_is_the_article_that_is_read(make_app):
    app = make_app()
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        await press(pilot, "j", "l", "colon", *"tag here")
        # In the narrow layout the article stays in view while the line is typed.
        assert app.main.query_one("#right").region.area
        await press(pilot, "enter")
        assert await ids(app, "#here") == {app.main.desk.reading.article.id}
        assert app.main.focused is app.main.reader


async def test_escape_and_backspace_leave_and_do_nothing(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        await press(pilot, "g", "t", "colon", *"read %", "escape")
        assert not app.main.desk.commands.is_open and app.main.focused is app.main.tag_filter
        await press(pilot, "colon", "r", "backspace", "backspace")
        assert not app.main.desk.commands.is_open
        await press(pilot, "colon", "enter")
        assert not app.main.desk.commands.is_open
        assert await marks(app) == before
        await press(pilot, "g", "l", "j")
        assert app.main.articles.cursor == 1


async def test_a_click_elsewhere_leaves(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"read %")
        await pilot.click("#articles", offset=(5, 3))
        await press(pilot)
        assert not app.main.desk.commands.is_open


async def test_mistakes_stay_in_the_line_and_say_where(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        await press(pilot, "colon", *"raed below")
        command_line = app.main.desk.commands.line
        assert says(app) == "no verb or action “raed”: did you mean read?"
        assert command_line.highlighter.error_at == (0, 4)
        await press(pilot, "enter")
        assert command_line.has_class("-wrong") and app.main.desk.commands.is_open
        await press(pilot, *["backspace"] * 10, *"read is:unred")
        # Nothing is wrong yet where somebody is typing.
        assert not command_line.has_class("-wrong") and "did you mean is:unread?" in says(app)
        await press(pilot, "enter")
        assert command_line.has_class("-wrong") and command_line.highlighter.error_at == (8, 13)
        await press(pilot, *["backspace"] * 5, *"starred feed:nobody", "enter")
        assert (says(app), app.main.desk.commands.is_open) == ("no article matches", True)
        await press(pilot, "escape", "colon", *"read belwo")
        assert says(app) == "no article matches; did you mean below?"
        assert await marks(app) == before


async def test_offers_are_taken_and_chosen(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"un")
        assert offered(app)[:5] == ["unread", "unstar", "unlater", "unhide", "untag"]
        await press(pilot, "tab")
        assert line(app) == "unread "
        assert offered(app)[:3] == [".", "%", "above"]
        await press(pilot, "down", "down", "up", "escape")
        assert app.main.desk.commands.is_open
        await press(pilot, "b")
        assert offered(app)[0] == "below"
        await press(pilot, "down", "enter")
        assert line(app) == "unread below "
        await press(pilot, *"#afr", "tab")
        assert line(app) == "unread below #africa "
        assert says(app).startswith("marks ")
        await press(pilot, "escape")
        await press(pilot, "colon", *"tag ")
        names = offered(app)
        await pilot.click("#command-offers", offset=(3, 2))
        await press(pilot)
        assert line(app) == f"tag {names[2].removeprefix('#')} "


async def test_the_arrows_bring_older_lines_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await enter(pilot, "star .")
        await enter(pilot, "unstar .")
        await press(pilot, "colon", *"la", "up")
        assert (line(app), offered(app)) == ("unstar .", [])
        await press(pilot, "up", "up")
        assert line(app) == "star ."
        assert says(app) == "stars 1 article"
        await press(pilot, "down", "down")
        assert line(app) == "la"


async def test_any_action_by_its_name(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"state.starred")
        assert says(app) == "Show starred articles  3"
        await press(pilot, "enter")
        assert app.main.desk.filters.text == "is:starred"
        await enter(pilot, "filter is:later")
        assert app.main.desk.filters.text == "is:later"
        await enter(pilot, "clear")
        assert app.main.desk.filters.text == ""
        await enter(pilot, "help")
        assert app.screen is not app.main
        await press(pilot, *"untag")
        assert "Take tags off" in app.screen.query_one("#help-text").visual.plain
        await press(pilot, "escape")
        await enter(pilot, "q")
    assert app.return_code == 0 or app._exit


async def test_mark_what_is_older_asks_how_old(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        await press(pilot, "comma", "o")
        assert line(app) == "read % older:"
        await press(pilot, *"1d")
        number = len(await ids(app, "is:unread older:1d"))
        assert says(app).startswith(f"marks {number} articles")
        await press(pilot, "enter")
        assert not await ids(app, "is:unread older:1d") and await ids(app, "is:unread")
        await press(pilot, "u")
        assert await marks(app) == before


@pytest.mark.parametrize(("key", "part"), [("a", slice(0, 5)), ("b", slice(4, None))])
async def test_mark_above_and_below_are_undone(make_app, key, part):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        meant = {int(number) for number in app.main.articles.window.ids[part]}
        unread = await ids(app, "is:unread")
        await press(pilot, "j", "j", "j", "j", "comma", key)
        assert await ids(app, "is:unread") == unread - meant
        await press(pilot, "u")
        assert await marks(app) == before


async def test_addresses_are_copied_in_the_order_of_the_list(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await enter(pilot, "copy % feed:digest sort:-date limit:2")
        assert app.clipboard == "https://digest.example.org/3\nhttps://digest.example.org/2"
        assert "Copied 2 addresses." in toasts(app)


async def test_no_more_than_twenty_pages_are_opened(make_app, tmp_path):
    script, opened = tmp_path / "browser", tmp_path / "opened"
    script.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    script.chmod(0o700)
    app = make_app(replace(SETTINGS, browser=(str(script),)))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"open feed:rabat -title:ministers")
        assert says(app) == "opens 4 articles"
        await press(pilot, "enter")
        for _ in range(200):
            if opened.exists() and len(opened.read_text().splitlines()) == 4:
                break
            await pilot.pause(0.02)
        assert set(opened.read_text().split()) == {f"https://rabat.example.org/{n}" for n in range(4)}
        assert "Opened 4 pages in the browser." in toasts(app)


async def test_a_line_of_ten_thousand_letters_does_no_harm(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = await marks(app)
        await press(pilot, "colon")
        for text in (
            "read " + "x" * 10_000,
            "tag " + "a," * 5_000,
            "read " + "(" * 10_000,
            "\u202eread \u0301" * 2_000,
        ):
            app.main.desk.commands.line.line.value = text
            await press(pilot)
            assert says(app)
        await press(pilot, "enter", "escape", "colon", "up")
        assert line(app) == ""
        await press(pilot, "escape")
        assert await marks(app) == before


async def test_the_line_is_not_loaded_before_it_is_opened(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "commands" not in app.main.desk.__dict__
        await press(pilot, "j", "k")
        assert "commands" not in app.main.desk.__dict__
