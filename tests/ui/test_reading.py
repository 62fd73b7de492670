"""A person at the keyboard: reading, marking, filtering. Keys go in, the store and the screen answer."""

from tests.ui.steps import press, ready, rush, titles, toasts
from tests.ui.test_commands import ids

SIZE = (120, 36)


async def test_the_list_shows_every_article_newest_first(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert len(titles(app)) == 19
        assert titles(app)[0].startswith("Two ministers")
        assert app.main.query_bar.query_one("#query-count").visual.plain == "19"


async def test_enter_opens_the_article_and_marks_it_read(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter")
        assert app.main.focused is app.main.reader
        assert "".join(line.text for line in app.main.reader.page_shown.lines).count("joint commission") == 1
        assert app.main.articles.window.row(0).read
        await press(pilot, "escape")
        assert app.main.focused is app.main.articles


async def test_opening_leaves_marks_alone_if_the_user_says_so(make_app):
    from dataclasses import replace

    from tests.demo_store import SETTINGS

    app = make_app(replace(SETTINGS, mark_read_on_open=False))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter")
        assert not app.main.articles.window.row(0).read


async def test_n_goes_from_unread_to_unread(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        seen = []
        for _ in range(3):
            await press(pilot, "n")
            seen.append(app.main.desk.reading.article.title)
        # The first was shown beside the list already: going on marks it read.
        assert [title[:12] for title in seen] == ["North Africa", "Waking one t", "Grain prices"]
        assert [app.main.articles.window.row(index).read for index in range(5)] == [True] * 5
        await press(pilot, "u", "p")
        assert app.main.desk.reading.article.title.startswith("Grain prices")


async def test_each_n_is_a_step_however_fast_they_come(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        window, number = app.main.articles.window, len(titles(app))
        unread = [row.id for row in map(window.row, range(number)) if not row.read]
        await rush(pilot, *"nnnn")
        # The first was shown beside the list already.
        assert app.main.articles.current_id == unread[4] == app.main.desk.reading.article.id
        left = {row.id for row in map(window.row, range(number)) if not row.read}
        assert left == set(unread[5:]) == await ids(app, "is:unread")


async def test_m_toggles_read_and_u_takes_it_back_and_U_does_it_again(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "m")
        assert app.main.articles.window.row(0).read
        await press(pilot, "u")
        assert not app.main.articles.window.row(0).read
        await press(pilot, "U")
        assert app.main.articles.window.row(0).read
        await press(pilot, "u", "u")
        assert any("Undone" in said for said in toasts(app))


async def test_keys_that_come_faster_than_the_store_writes_mark_an_article_each(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        before = [app.main.articles.window.row(index).read for index in range(4)]
        starred = app.main.articles.window.row(3).starred
        await rush(pilot, *"mmm")
        rows = [app.main.articles.window.row(index) for index in range(4)]
        assert [row.read for row in rows] == [not one for one in before[:3]] + before[3:]
        assert app.main.articles.extent[0] == 3
        # Twice is there and back, and undo means what was asked for before it.
        await rush(pilot, *"sssuuuuuu")
        rows = [app.main.articles.window.row(index) for index in range(4)]
        assert [row.read for row in rows] == before and rows[3].starred == starred
        assert toasts(app)[-1].startswith("Undone: Marked “") and all(len(said) < 100 for said in toasts(app))


async def test_undo_works_after_a_restart(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "A")
        assert all(row.read for row in (app.main.articles.window.row(i) for i in range(19)))
        assert any("undoes" in said for said in toasts(app))
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "u")
        assert sum(not app.main.articles.window.row(i).read for i in range(19)) == 12


async def test_star_and_later_act_on_a_selection(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "x", "x", "s")
        assert [app.main.articles.window.row(i).starred for i in range(3)] == [True, True, True]
        await press(pilot, "escape", "g", "g", "b")
        assert app.main.articles.window.row(0).later
        assert not app.main.articles.chosen


async def test_select_extend_and_all(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "x", "j", "j", "X")
        assert len(app.main.articles.chosen) == 4
        await press(pilot, "asterisk")
        assert len(app.main.articles.chosen) == 19
        await press(pilot, "asterisk")
        assert not app.main.articles.chosen


async def test_mark_above_and_below(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "j", "comma", "a")
        assert [app.main.articles.window.row(i).read for i in range(3)] == [True, True, True]
        await press(pilot, "u", "G", "comma", "b")
        assert app.main.articles.window.row(18).read


async def test_the_state_keys_edit_the_one_query(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "2")
        assert app.main.query_bar.line.value == "is:unread"
        assert len(titles(app)) == 12
        await press(pilot, "3")
        assert app.main.query_bar.line.value == "is:starred"
        assert len(titles(app)) == 2
        await press(pilot, "4")
        assert len(titles(app)) == 2
        await press(pilot, "1")
        assert app.main.query_bar.line.value == ""
        await press(pilot, "ctrl+o")
        assert app.main.query_bar.line.value == "is:later"
        await press(pilot, "c")
        assert len(titles(app)) == 19


async def test_typing_in_the_bar_filters_with_each_key(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "slash", *"rail")
        assert titles(app)[0].startswith(("Two ministers", "North African"))
        assert "of 19" in app.main.query_bar.query_one("#query-count").visual.plain
        await press(pilot, "enter")
        assert app.main.focused is app.main.articles
        before = titles(app)
        await press(pilot, "slash", *" )")
        assert app.main.query_bar.has_class("-wrong")
        assert titles(app) == before
        # Esc gives a mistake up; in a filter without one it clears.
        await press(pilot, "escape")
        assert titles(app) == before and app.main.query_bar.line.value == "rail"
        await press(pilot, "slash", "escape")
        assert len(titles(app)) == 19


async def test_tags_require_exclude_and_either(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "t")
        assert app.main.focused is app.main.tag_filter
        first = app.main.tag_filter.current.name
        await press(pilot, "space")
        assert app.main.query_bar.line.value == f"#{first}"
        assert len(titles(app)) == app.main.tag_filter.rows[0].count
        await press(pilot, "space", "minus")
        assert app.main.query_bar.line.value == f"-#{first}"
        await press(pilot, "minus", "o")
        assert first in app.main.query_bar.line.value
        await press(pilot, "o")
        assert app.main.query_bar.line.value == ""


async def test_typing_narrows_the_tags(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "t", "slash", *"rail", "enter")
        assert [tag.name for tag in app.main.tag_filter.rows if tag.kind == "tag"] == ["railways"]
        await press(pilot, "space")
        assert app.main.query_bar.line.value == "#railways"


async def test_the_feed_list_is_the_scope_of_the_query(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "f", "j")
        assert app.main.query_bar.line.value == "category:News"
        await press(pilot, "space", "j")
        assert "Technology" in app.main.query_bar.line.value
        await press(pilot, "enter")
        assert app.main.focused is app.main.articles
        await press(pilot, "2")
        assert app.main.query_bar.line.value == "category:Technology is:unread"


async def test_brackets_step_through_feeds(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "right_square_bracket")
        first = app.main.query_bar.line.value
        await press(pilot, "right_square_bracket")
        assert app.main.query_bar.line.value != first
        await press(pilot, "left_square_bracket")
        assert app.main.query_bar.line.value == first
        await press(pilot, "right_curly_bracket", "left_curly_bracket")
        assert app.main.query_bar.line.value == first


async def test_tagging_by_completion_and_untagging(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "t", *"rail", "enter", "enter")
        assert "railways" in app.main.articles.window.row(0).tags
        await press(pilot, "t", *"brand new", "enter", "enter")
        assert "brand new" in app.main.articles.window.row(0).tags
        await press(pilot, "u")
        assert "brand new" not in app.main.articles.window.row(0).tags
        await press(pilot, "t", *"railways", "enter", "enter")
        assert "railways" not in app.main.articles.window.row(0).tags


async def test_find_in_the_article(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter", "slash", *"the", "enter")
        reader = app.main.reader
        assert len(reader.lit.found) > 3
        await press(pilot, "n")
        assert reader.lit.at == 1
        await press(pilot, "N")
        assert reader.lit.at == 0
        await press(pilot, "escape")
        assert not reader.lit.found
        assert app.main.focused is reader


async def test_space_reads_on_to_the_next_unread(make_app):
    app = make_app()
    async with app.run_test(size=(120, 20)) as pilot:
        await ready(pilot)
        await press(pilot, "space")
        first = app.main.desk.reading.article
        for _ in range(12):
            await press(pilot, "space")
        assert app.main.desk.reading.article != first


async def test_the_session_comes_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "2", "j", "j", "v", "greater_than_sign")
        app.theme = "paper"
        chosen = app.main.articles.current_id
        width = app.main.desk.layout.list_width
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        # Before the library is open the remembered page is already there.
        await pilot.pause()
        assert app.main.query_bar.line.value == "is:unread"
        await ready(pilot)
        assert app.main.articles.current_id == chosen
        assert app.theme == "paper"
        assert app.main.desk.layout.list_width == width
        assert app.main.articles.density == "line"


async def test_q_leaves_the_article_then_the_program(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "enter", "q")
        assert app.main.focused is app.main.articles
        await press(pilot, "q")
        assert app.return_code == 0
