"""The query bar under the hands: offers, history, mistakes, and a first query with few keys."""

from tests.ui.steps import press, ready, titles
from tui.config import session as sessions
from tui.query import parse
from tui.query.nodes import And

SMALL = (80, 24)


def line(app):
    return app.main.query_bar.line.value


def labels(app):
    shown = app.main.query_bar.offer_list
    return [offer.label for offer in shown.offers] if shown is not None and shown.display else []


def noted(app):
    return app.main.query_bar.query_one("#query-count").visual.plain


async def test_a_new_user_finds_what_he_means_with_first_letters_tab_and_arrows(make_app):
    """Unread, about Africa, not sport, from the last week, longer than five minutes."""
    pressed = 0

    async def also(pilot, *keys):
        nonlocal pressed
        pressed += len(keys)
        await press(pilot, *keys)

    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        # The footer names the key of the filter, and in the bar those of the offers.
        assert any(word == "filter" for _, word, _ in app.main.status.keys)
        await press(pilot, "slash")
        assert [word for _, word, _ in app.main.status.keys][:2] == ["take", "choose"]
        await press(pilot, "u")
        await also(pilot, "tab")
        await press(pilot, "a")
        await also(pilot, "tab")
        await press(pilot, "minus", "s")
        await also(pilot, "tab")
        await press(pilot, "l")
        await also(pilot, *["down"] * (labels(app).index("newer:1w") + 1), "tab")
        await press(pilot, "m")
        await also(pilot, *["down"] * (labels(app).index("minutes:>5") + 1), "tab")
        assert line(app).strip() == "is:unread #africa -#sports newer:1w minutes:>5"
        assert pressed < 10
        await press(pilot, "enter")
        assert isinstance(app.main.desk.filters.query.expr, And)
        assert app.main.focused is app.main.articles


async def test_offers_follow_each_key_and_push_nothing(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        before = app.main.articles.region
        await press(pilot, "slash")
        assert labels(app) == []
        await press(pilot, "m")
        shown = app.main.query_bar.offer_list
        assert "#morocco" in labels(app)
        assert shown.region.y == app.main.query_bar.region.bottom
        assert app.main.articles.region == before
        await press(pilot, "o", "r", "o")
        assert labels(app) == ["#morocco"]
        # Untouched, the word stays a word to search for.
        assert app.main.desk.filters.query == parse("moro*")
        await press(pilot, "enter")
        assert not shown.display
        assert app.main.desk.filters.query == parse("moro")


async def test_counts_are_those_under_the_rest_of_the_query(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"feed:rabat #mor")
        offer = app.main.query_bar.offer_list.offers[0]
        assert (offer.label, offer.count) == ("morocco", 4)
        await press(pilot, *["backspace"] * 4, *"is:un")
        offer = app.main.query_bar.offer_list.offers[0]
        assert (offer.label, offer.count) == ("unread", 2)
        # Half typed, the state does not filter yet, and is no mistake either.
        assert not app.main.query_bar.has_class("-wrong")
        assert len(titles(app)) == 4


async def test_arrows_choose_and_enter_takes_only_what_is_chosen(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", "e", "down")
        assert labels(app)[app.main.query_bar.offer_list.chosen] == "#economy"
        await press(pilot, "enter")
        assert line(app) == "#economy "
        assert app.main.query_bar.line.has_focus
        await press(pilot, "m", "down", "up", "enter")
        assert line(app) == "#economy m"
        assert app.main.focused is app.main.articles


async def test_escape_lets_go_of_the_offer_and_then_clears(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", "e", "down", "escape")
        assert line(app) == "e" and app.main.query_bar.line.has_focus
        await press(pilot, "escape")
        assert line(app) == "" and app.main.focused is app.main.articles
        assert len(titles(app)) == 19


async def test_what_is_typed_behind_a_filter_is_another_word(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "2", "slash")
        assert line(app) == "is:unread " and labels(app) == []
        await press(pilot, "a")
        assert labels(app)[0] == "#africa"
        await press(pilot, *"frica", "enter")
        assert line(app) == "is:unread africa"
        await press(pilot, "slash", "enter")
        assert app.main.desk.filters.query == parse("is:unread africa")


async def test_enter_on_a_mistake_keeps_what_was_typed_and_esc_the_filter_of_before(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "2", "slash", *"rail ")
        found = titles(app)
        bar = app.main.query_bar
        # What is only half typed while somebody types is a mistake on Enter.
        for wrong in ("is:unrx", "date:", "(port"):
            typed = f"is:unread rail {wrong}"
            await press(pilot, *wrong, "enter")
            assert line(app) == typed and bar.line.has_focus
            assert bar.sentence and bar.highlighter.error_at is not None, wrong
            assert titles(app) == found
            await press(pilot, *["backspace"] * len(wrong))
            assert not bar.sentence
        await press(pilot, *"is:unrx", "enter", "escape")
        assert app.main.focused is app.main.articles
        assert line(app) == "is:unread" == app.main.desk.filters.text
        assert not bar.has_class("-wrong")


async def test_a_click_elsewhere_leaves_no_mistake_behind(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"rail is:unrx")
        app.main.articles.focus()
        await press(pilot)
        assert line(app) == "rail" == app.main.desk.filters.text
        assert not app.main.query_bar.has_class("-wrong")
        await press(pilot, "slash", "up")
        assert line(app) == "rail is:unrx"


async def test_names_that_need_quotes_get_them(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"feed:kern", "tab")
        assert line(app) == 'feed:"Kernel Notes" '
        await press(pilot, "enter")
        assert len(titles(app)) == 3


async def test_a_click_takes_an_offer(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", "e")
        await pilot.click(app.main.query_bar.offer_list, offset=(4, 0))
        await press(pilot)
        assert line(app) == "#economy "


async def test_older_queries_come_back_also_after_a_restart(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"rail", "enter", "slash", *["backspace"] * 5, *"port", "enter", "c")
        await press(pilot, "slash", "up")
        assert line(app) == "port" and labels(app) == []
        assert app.main.desk.filters.query == parse("port*")
        await press(pilot, "up", "up")
        assert line(app) == "rail"
        await press(pilot, "down", "down")
        assert line(app) == ""
        await press(pilot, "x", "up")
        assert line(app) == "port"
        await press(pilot, "down")
        assert line(app) == "x"
        await press(pilot, "escape")
    again = make_app()
    async with again.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", "up")
        assert line(again) == "port"
    assert sessions.load(again.paths.session_file).queries[:2] == ("rail", "port")


async def test_back_returns_to_the_query_before_from_within_the_bar(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "2", "slash", *"rail")
        assert line(app) == "is:unread rail"
        await press(pilot, "ctrl+o")
        assert line(app) == "is:unread"
        assert app.main.desk.filters.query == parse("is:unread")


async def test_a_mistake_keeps_the_last_list_marks_the_place_and_says_what_was_expected(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"rail ")
        found = titles(app)
        await press(pilot, *"is:unrx")
        bar = app.main.query_bar
        assert titles(app) == found
        assert bar.highlighter.error_at == (8, 12)
        # Too long for the bar beside the text: all of it stands below.
        assert noted(app).startswith("is: does not know “unrx”")
        assert " ".join(bar.offer_list.notes) == "is: does not know “unrx”: did you mean is:unread?"
        await press(pilot, *["backspace"] * 4, *"unread")
        assert not bar.has_class("-wrong") and "of 19" in noted(app)


async def test_a_name_nobody_has_is_said_with_the_nearest(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"#mor")
        assert not app.main.query_bar.has_class("-wrong")
        assert len(titles(app)) == 19
        await press(pilot, *"roco")
        assert noted(app) == "no tag “morroco”: did you mean #morocco?"
        assert app.main.query_bar.highlighter.error_at == (1, 8)
        await press(pilot, *["backspace"] * 7, *"morocco")
        assert len(titles(app)) == 4 and "4 of 19" in noted(app)


async def test_a_very_long_text_is_typed_over_without_harm(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash")
        app.main.query_bar.line.value = "x" * 100_001
        await press(pilot)
        assert "ends after 100,000 characters" in noted(app)
        app.main.query_bar.line.value = "(" * 200
        await press(pilot)
        assert "more than 50 parentheses" in noted(app)
        assert len(titles(app)) == 19


async def test_a_pattern_filters_once_it_is_closed(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"title:/^the m")
        assert not app.main.query_bar.has_class("-wrong")
        assert "ends with /" in " ".join(app.main.query_bar.offer_list.notes)
        assert len(titles(app)) == 19 and labels(app) == []
        await press(pilot, *"arket/")
        assert titles(app) == ["The market in the rain"]
        await press(pilot, *["backspace"] * 7, *"(/")
        assert "missing )" in " ".join(app.main.query_bar.offer_list.notes)
        assert titles(app) == ["The market in the rain"] or len(titles(app)) == 19


async def test_a_pattern_that_never_ends_leaves_the_last_list_and_marks_itself(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"rail ")
        found = titles(app)
        app.main.query_bar.line.value = r"rail /(\w|\w\w|\s)+[#~]/"
        await press(pilot)
        assert "is too slow" in app.main.query_bar.sentence
        assert app.main.query_bar.highlighter.error_at == (5, 24)
        assert titles(app) == found
        app.main.query_bar.line.value = "rail "
        await press(pilot)
        assert not app.main.query_bar.has_class("-wrong")


async def test_keys_that_arrive_together_are_read_as_one_text(make_app):
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await ready(pilot)
        for first in (" ", "-", "("):
            await press(pilot, "slash")
            app.main.query_bar.line.value = first
            app.main.query_bar.line.value = first + "r"
            app.main.query_bar.line.cursor_position = 2
            await press(pilot)
            assert line(app) == first + "r"
            await press(pilot, "escape", "c")
        await press(pilot, "slash", *"rail")
        assert app.main.desk.filters.query == parse("rail*")
        # Left in the middle of a word: the word as it stands is kept, not what it may become.
        app.save_session()
        assert sessions.load(app.paths.session_file).query == "rail"
