"""In the article: letters over links, finding, headings, and coming back to the place."""

import pytest

from tests.ui.long_store import LONG, fill, paragraph
from tests.ui.steps import press, ready, settle, toasts

SIZES = [(60, 24), (80, 24), (120, 36)]
LINKS = (
    '<p>See <a href="https://one.example/">one</a>, <a href="https://two.example/">two</a> and '
    f'<a href="https://three.example/">three</a>.</p>{paragraph("far", 400)}'
    '<p><a href="https://four.example/">four</a></p>'
)


@pytest.fixture
def home(tmp_path):
    fill(
        tmp_path,
        [
            [("Linked", LINKS), ("Long", LONG), ("Short", "<p>Nothing but words.</p>")],
            [("Elsewhere", paragraph("there", 300))],
        ],
    )
    return tmp_path


@pytest.fixture
def opened(monkeypatch):
    """What the browser was asked for."""
    found = []
    monkeypatch.setattr("tui.ui.desk.linking.open_in_browser", lambda url, _command=(): found.append(url))
    return found


def lines(app):
    """What the reader shows, line by line."""
    reader = app.main.reader
    return [reader.render_line(y).text.rstrip() for y in range(reader.size.height)]


async def read(pilot, title):
    """Open the article of that title."""
    app = await ready(pilot)
    await press(pilot, "g", "l", "g", "g")
    while (row := app.main.articles.current_row) is None or row.title != title:
        await press(pilot, "j")
    await press(pilot, "enter")
    await settle(pilot)
    return app


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_opens_a_link_in_view(make_app, home, opened, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Linked")
        before = lines(app)
        await press(pilot, "semicolon")
        assert " f " in "".join(lines(app)) and app.main.reader_header.news == "open which?"
        assert app.main.status.keys[0][1] == "copy"
        # As wide as before: nothing has moved.
        assert [len(line) for line in lines(app)] == [len(line) for line in before]
        await press(pilot, "j")
        assert opened == ["https://two.example/"]
        assert lines(app) == before and not app.main.reader_header.news


async def test_a_verb_before_the_letter(make_app, home, opened):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await read(pilot, "Linked")
        await press(pilot, "semicolon", "y", "d")
        assert app.clipboard == "https://three.example/" and not opened
        # Several, one after the other; the last puts the letters out.
        await press(pilot, "semicolon", "o", "f")
        assert app.main.desk.hints.lit
        await press(pilot, "d", "j")
        assert [url[8:11] for url in opened] == ["one", "thr", "two"] and not app.main.desk.hints.lit


async def test_esc_and_any_other_key_put_the_letters_out(make_app, home, opened):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await read(pilot, "Linked")
        await press(pilot, "semicolon", "w", "escape")
        assert not app.main.desk.hints.lit and app.main.focused is app.main.reader
        # A key that is no letter does what it always does.
        await press(pilot, "semicolon", "down")
        assert not app.main.desk.hints.lit and app.main.reader.scroll_offset.y == 1
        assert not opened


async def test_the_list_is_one_more_key_away_and_there_at_once_without_links_in_view(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Linked")
        await press(pilot, "semicolon", "semicolon")
        assert type(app.screen).__name__ == "LinksDialog"
        await press(pilot, "escape", "semicolon", "l")
        assert type(app.screen).__name__ == "LinksDialog"
        await press(pilot, "escape", *["j"] * 4, "ctrl+f", "semicolon")
        assert type(app.screen).__name__ == "LinksDialog"


async def test_the_letters_of_verbs_follow_the_users_keys(make_app, home):
    from dataclasses import replace

    from tests.demo_store import SETTINGS

    app = make_app(replace(SETTINGS, keys={"hints.copy": ("f",)}), home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await read(pilot, "Linked")
        await press(pilot, "semicolon")
        assert sorted(app.main.reader.hints.by_label) == ["d", "j", "k"]


@pytest.mark.parametrize("size", SIZES)
async def test_find_lights_while_typing_and_leads_from_match_to_match(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Long")
        reader = app.main.reader
        await press(pilot, "slash", *"part")
        assert len(reader.lit.found) == 8
        count = app.main.query_one("#find-count")
        assert count.visual.plain == "1 of 8"
        await press(pilot, *" 5")
        assert count.visual.plain == "1 of 1"
        top = reader.scroll_offset.y
        assert top <= reader.lit.current.line < top + reader.size.height
        await press(pilot, "backspace", "backspace", "enter")
        assert app.main.focused is reader and count.visual.plain == "1 of 8"
        await press(pilot, "n", "n", "N")
        assert count.visual.plain == "2 of 8"
        await press(pilot, "escape")
        assert not reader.lit.found and not app.main.query_one("#find-line").display
        assert app.main.focused is reader


async def test_esc_while_finding_leads_back_and_nothing_found_does_not_move(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Long")
        reader = app.main.reader
        await press(pilot, "j", "j", "slash", *"w7x50")
        assert reader.scroll_offset.y > 2
        await press(pilot, *"absent")
        assert reader.scroll_offset.y == 2
        assert app.main.query_one("#find-count").visual.plain == "not in this article"
        await press(pilot, "escape")
        assert reader.scroll_offset.y == 2 and app.main.focused is reader
        # n means unread again.
        await press(pilot, "n")
        assert app.main.desk.reading.article.title != "Long"


async def test_find_takes_patterns_and_says_what_is_wrong_with_them(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Long")
        await press(pilot, "slash", *r"/Part \d/")
        assert len(app.main.reader.lit.found) == 8
        await press(pilot, "ctrl+u", *"/(/")
        assert "cannot be read" in app.main.query_one("#find-count").visual.plain
        assert not app.main.reader.lit.found


@pytest.mark.parametrize("size", SIZES)
async def test_the_outline_leads_along_and_back(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Long")
        reader = app.main.reader
        await press(pilot, "g", "o", *["j"] * 6)
        assert reader.scroll_offset.y == reader.page_shown.headings[6].line
        await press(pilot, "escape")
        assert reader.scroll_offset.y == 0
        await press(pilot, "g", "o", *["j"] * 5, "enter")
        assert reader.scroll_offset.y == reader.page_shown.headings[5].line
        await press(pilot, "right_parenthesis")
        assert reader.scroll_offset.y == reader.page_shown.headings[6].line
        await press(pilot, "left_parenthesis", "left_parenthesis")
        assert reader.scroll_offset.y == reader.page_shown.headings[4].line


async def test_an_article_without_headings_says_so(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Short")
        await press(pilot, "g", "o", "right_parenthesis")
        assert toasts(app).count("This article has no headings.") == 2


@pytest.mark.parametrize("size", SIZES)
async def test_an_article_is_opened_where_it_was_left_even_after_a_restart(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Long")
        await press(pilot, "ctrl+f", "j", "j")
        left = lines(app)
        await press(pilot, "escape", "j", "enter")
        await read(pilot, "Long")
        assert lines(app)[1:] == left[1:]
        await press(pilot, "j")
        left = lines(app)
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Long")
        assert lines(app)[1:] == left[1:]
        # At its end an article has no place: it begins anew.
        await press(pilot, "G")
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Long")
        assert app.main.reader.scroll_offset.y == 0


async def test_another_width_and_height_keep_the_words_at_the_top(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await read(pilot, "Long")
        await press(pilot, "ctrl+f", "ctrl+f")
        first = next(line for line in lines(app) if "x" in line).split()[0]
    app = make_app(home=home)
    async with app.run_test(size=(60, 20)) as pilot:
        await read(pilot, "Long")
        assert first in " ".join(lines(app)[:3]).split()
        await pilot.resize_terminal(90, 24)
        await press(pilot)
        assert first in " ".join(lines(app)[:3]).split()


@pytest.mark.parametrize("size", SIZES)
async def test_space_shows_every_line_and_goes_on_across_feeds(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await press(pilot, "g", "g")
        seen = {}
        for _ in range(120):
            article = app.main.desk.reading.article
            if article is not None:
                shown = seen.setdefault(article.title, set())
                shown.update(word for line in lines(app) for word in line.split())
            await press(pilot, "space")
            if "Everything here is read." in toasts(app):
                break
        assert list(seen) == ["Linked", "Long", "Short", "Elsewhere"]
        assert {f"far{n}" for n in range(400)} <= seen["Linked"]
        assert {f"w{part}x{n}" for part in range(8) for n in range(60)} <= seen["Long"]
        assert {f"there{n}" for n in range(300)} <= seen["Elsewhere"]


async def test_how_much_is_left_stands_in_the_header(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Linked")
        assert app.main.reader_header.note.endswith("% · 2 min left")
        await press(pilot, "ctrl+f", "ctrl+f")
        assert app.main.reader_header.note.endswith("% · 1 min left")
        await press(pilot, "G")
        assert app.main.reader_header.note == "100 %"


async def test_the_measure_is_remembered_until_the_option_changes(make_app, home):
    from dataclasses import replace

    from tests.demo_store import SETTINGS

    app = make_app(home=home)
    async with app.run_test(size=(200, 50)) as pilot:
        await read(pilot, "Long")
        await press(pilot, "z", "less_than_sign", "less_than_sign")
        assert app.main.reader.measure == 72
    for settings, measure in ((SETTINGS, 72), (replace(SETTINGS, measure=66), 66)):
        app = make_app(settings, home=home)
        async with app.run_test(size=(200, 50)) as pilot:
            await ready(pilot)
            assert app.main.reader.measure == measure


async def test_zen_is_the_article_alone_with_its_header(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await read(pilot, "Long")
        await press(pilot, "z")
        assert not app.main.query_bar.display and not app.main.articles.is_on_screen
        assert app.main.reader_header.title_text == "Feed 0 › Long"
        assert "min left" in app.main.reader_header.note
        # Centred.
        assert app.main.reader.margin == 20
        app.main.desk.typing.edit()
        await press(pilot)
        assert app.main.focused is app.main.query_bar.line and not app.main.desk.layout.zen


async def test_space_reads_what_is_in_front_of_one_under_headings_and_in_zen(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "S", "2", "g", "g")
        assert app.main.articles.heading is not None
        seen = []
        await press(pilot, "space", "z")
        for _ in range(60):
            title = app.main.desk.reading.article.title
            if title not in seen:
                seen.append(title)
            await press(pilot, "space")
            if "Everything here is read." in toasts(app):
                break
        assert sorted(seen) == ["Elsewhere", "Linked", "Long", "Short"] and app.main.desk.layout.zen
        # Back again, page by page.
        await press(pilot, "G")
        end = app.main.reader.scroll_offset.y
        await press(pilot, "backspace")
        assert app.main.reader.scroll_offset.y < end or end == 0


async def test_a_folded_group_does_not_take_the_page_away(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "S", "2")
        await read(pilot, "Long")
        app.main.articles.action_group_fold_all()
        await press(pilot, "space")
        assert app.main.desk.reading.article.title == "Long" and app.main.reader.scroll_offset.y > 0
