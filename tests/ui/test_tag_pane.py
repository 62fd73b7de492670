"""The tag pane under somebody's hands."""

from tests.ui.steps import press, ready, toasts
from tui.query import parse
from tui.ui.screens.edit_tag import EditTag
from tui.ui.screens.tags import TagDialog
from tui.ui.screens.term_tag import TermTag

SIZE = (120, 36)


async def tagged(app, **tags):
    """Put tags on articles by words of their titles."""
    for words, name in tags.items():
        found = await app.library.select(parse(f"title:{words}"))
        app.main.changed(await app.library.add_tag(found.ids, name))


async def hierarchical(pilot):
    app = await ready(pilot)
    await tagged(app, grain="news/economy", letters="news/letters", cup="sports/final", market="news")
    await press(pilot, "g", "t")
    return app


def names(app):
    return [f"{'  ' * row.depth}{row.label}" for row in app.main.tag_filter.rows]


def text(app, row):
    pane = app.main.tag_filter
    return "".join(segment.text for segment in pane.render_line(row - pane.scroll_offset.y))


def row_of(app, name):
    return next(index for index, row in enumerate(app.main.tag_filter.rows) if row.name == name)


async def stand_on(pilot, name):
    """Move the pane's cursor there by keys."""
    app = pilot.app
    pane = app.main.tag_filter
    wanted = row_of(app, name)
    while pane.cursor != wanted:
        await press(pilot, "j" if pane.cursor < wanted else "k")


async def test_branches_fold_and_stay_folded(make_app, demo_home):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        assert names(app)[names(app).index("news") :][:3] == ["news", "  letters", "  economy"] or names(app)[
            names(app).index("news") :
        ][:3] == ["news", "  economy", "  letters"]
        await stand_on(pilot, "news/letters")
        await press(pilot, "Z")
        assert app.main.tag_filter.current.name == "news"
        assert "  letters" not in names(app)
        assert text(app, row_of(app, "news")).split() == ["▌", "news", "▸", "4"]
        await press(pilot, "Z")
        assert "  letters" in names(app)
        assert "▾" in text(app, row_of(app, "news"))
        await press(pilot, "Z")
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        assert "news" in names(again)
        assert "  letters" not in names(again)
        assert "  final" in names(again)


async def test_a_click_on_the_mark_folds_and_one_on_the_name_requires(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        pane = app.main.tag_filter
        await stand_on(pilot, "news")
        line = row_of(app, "news") - pane.scroll_offset.y
        await pilot.click(pane, offset=(text(app, row_of(app, "news")).index("▾"), line))
        await press(pilot)
        assert "  letters" not in names(app)
        await pilot.click(pane, offset=(5, line))
        await press(pilot)
        assert app.main.query_bar.line.value == "#news"


async def test_a_parent_without_articles_of_its_own_filters_too(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        await stand_on(pilot, "sports")
        await tagged(app, port="markets/fish")
        await press(pilot)
        await stand_on(pilot, "markets")
        await press(pilot, "space")
        assert app.main.query_bar.line.value == "#markets"
        assert app.main.articles.count == app.main.tag_filter.rows[0].count == 1


async def test_what_filters_is_seen_though_its_branch_is_folded(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        await stand_on(pilot, "news/letters")
        await press(pilot, "space")
        assert names(app)[0] == "news/letters"
        await stand_on(pilot, "news")
        await press(pilot, "Z")
        assert names(app)[0] == "news/letters"
        assert text(app, 0).lstrip().startswith("●")


async def test_tags_sort_by_count_or_by_name(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        header = app.main.tags_header
        assert header.note == "by count ▾"
        counts = [row.count for row in app.main.tag_filter.rows if not row.depth]
        assert counts == sorted(counts, reverse=True)
        await press(pilot, "S")
        assert header.note == "by name ▾"
        roots = [row.name for row in app.main.tag_filter.rows if row.kind == "tag" and not row.depth]
        assert roots == sorted(roots)
        assert app.main.query_bar.line.value == ""
        await press(pilot, "minus")
        assert header.note == "none of · name"
        await pilot.click(header)
        assert header.note == "none of · count"


def counts(app):
    return {row.name: row.count for row in app.main.tag_filter.rows}


async def test_renaming_a_tag_takes_those_below_it_and_the_query_along(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        await stand_on(pilot, "news")
        await press(pilot, "space", "F")
        assert isinstance(app.screen, EditTag)
        assert "4 articles" in str(app.screen.query_one("#outcome").visual)
        await press(pilot, *["backspace"] * 4, *"press", "enter")
        assert app.main.query_bar.line.value == "#press"
        assert app.main.articles.count == 4
        assert {"press", "press/letters", "press/economy"} <= set(counts(app))
        assert not {"news", "news/letters"} & set(counts(app))
        assert any("Renamed #news to #press: 4 articles and 3 tags" in said for said in toasts(app))
        # The pane's cursor goes along: the next key must not hit a neighbor.
        assert app.main.tag_filter.current.name == "press"
        await press(pilot, "u")
        assert {"news", "news/letters"} <= set(app.library.tags())


async def test_renaming_onto_another_tag_says_beforehand_that_the_two_become_one(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        before = counts(app)
        await stand_on(pilot, "weather")
        await press(pilot, "F", *["backspace"] * 7, *"culture")
        said = str(app.screen.query_one("#outcome").visual)
        assert "#culture is there already, on 7 articles: the two become one." in said
        await press(pilot, "enter")
        assert "weather" not in counts(app)
        assert counts(app)["culture"] == 8
        assert app.main.tag_filter.current.name == "culture"
        await press(pilot, "u")
        assert counts(app) == before


async def test_a_color_is_chosen_and_seen_everywhere(make_app, demo_home):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "t")
        await stand_on(pilot, "africa")
        await press(pilot, "F", "down", "down", "enter")
        assert color(app, app.main.tag_filter.render_line(row_of(app, "africa")), "africa") == "star"
        lines = [app.main.articles.render_line(at) for at in range(12)]
        (row,) = [line for line in lines if "#africa" in "".join(one.text for one in line)]
        assert color(app, row, "#africa") == "star"
        heads = [app.main.reader.render_line(at) for at in range(4)]
        (row,) = [line for line in heads if "#africa" in "".join(one.text for one in line)]
        assert color(app, row, "#africa") == "star"
        assert color(app, row, "#economy") == "tag"
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "t")
        assert color(again, again.main.tag_filter.render_line(row_of(again, "africa")), "africa") == "star"
        await press(pilot, "u")
        assert color(again, again.main.tag_filter.render_line(row_of(again, "africa")), "africa") == "ink"


def color(app, line, word):
    """The role whose colour a word has."""
    styles = [segment.style.color for segment in line if segment.text.strip() == word]
    by_color = {
        app.role_style(f"line--{role}").color: role for role in ("ink", "tag", "star", "link", "mark")
    }
    return by_color[styles[0]]


async def test_deleting_a_branch_says_how_much_it_was_and_is_taken_back(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        before = counts(app)
        await stand_on(pilot, "news")
        await press(pilot, "space", "D")
        assert app.main.query_bar.line.value == ""
        assert not any(name.startswith("news") for name in counts(app))
        assert any(
            "Deleted #news: 4 articles and 3 tags" in said and "u undoes" in said for said in toasts(app)
        )
        await press(pilot, "u")
        assert counts(app) == before


async def open_terms(pilot):
    """The tag pane with the publishers' terms shown; the cursor stands on their heading."""
    app = await ready(pilot)
    await press(pilot, "g", "t", "G", "Z")
    return app


def term_counts(app):
    return {row.name: row.count for row in app.main.tag_filter.rows if row.kind == "term"}


async def test_terms_are_closed_until_asked_for_and_stay_open(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "t", "G")
        assert (app.main.tag_filter.current.kind, term_counts(app)) == ("heading", {})
        await press(pilot, "Z")
        assert term_counts(app)["africa"] == 5
        assert text(app, app.main.tag_filter.cursor).split() == ["▌TERMS", "▾"]
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot)
        assert term_counts(again)["africa"] == 5
        await press(pilot, "g", "t", "slash", *"rail", "enter")
        assert term_counts(again) == {"railways": 2}


async def test_terms_filter_beside_tags_and_what_is_typed_moves_them(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await open_terms(pilot)
        before = term_counts(app)
        await press(pilot, "j")
        chosen = app.main.tag_filter.current.name
        await press(pilot, "space")
        assert app.main.query_bar.line.value == f"term:{chosen}"
        assert app.main.articles.count == before[chosen] == term_counts(app)[chosen]
        assert app.main.tag_filter.current.name == chosen
        await press(pilot, "minus")
        assert app.main.query_bar.line.value == f"-term:{chosen}"
        await press(pilot, "o")
        assert app.main.query_bar.line.value == f"term:({chosen})"
        await press(pilot, "o", "g", "l", "slash", *"-term:culture term:(trade,weather)", "enter")
        modes = {row.name: row.mode for row in app.main.tag_filter.rows if row.kind == "term" and row.mode}
        assert modes == {"culture": "exclude", "trade": "either", "weather": "either"}
        await press(pilot, "g", "t")
        pane = app.main.tag_filter
        while pane.current.kind != "heading":
            await press(pilot, "j" if pane.current.kind == "tag" else "k")
        await press(pilot, "space")
        # Closed, those that filter are still to be seen.
        assert set(term_counts(app)) == {"culture", "trade", "weather"}


async def test_a_term_becomes_a_tag_of_the_articles_that_have_it(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await open_terms(pilot)
        await stand_on_term(pilot, "network")
        await press(pilot, "F")
        assert app.screen is app.main
        await press(pilot, "t")
        assert isinstance(app.screen, TermTag)
        assert "1 article with that term" in str(
            app.screen.query_one("OptionList").get_option_at_index(0).prompt
        )
        await press(pilot, *"/cables", "enter")
        assert counts(app)["network/cables"] == 1
        assert any("Tagged 1 article #network/cables" in said and "undoes" in said for said in toasts(app))
        assert not app.library.rules.all()
        await press(pilot, "u")
        assert "network/cables" not in counts(app)


async def test_a_term_becomes_a_tag_for_later_articles_too_in_one_step(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await open_terms(pilot)
        await stand_on_term(pilot, "trade")
        await press(pilot, "t", *"d", "down", "enter")
        (rule,) = app.library.rules.all()
        assert (rule.query, [(one.kind, one.value) for one in rule.actions]) == (
            "term:trade",
            [("tag", "traded")],
        )
        assert counts(app)["traded"] == 1
        await press(pilot, "u")
        assert not app.library.rules.all()
        assert "traded" not in counts(app)


async def test_a_name_that_is_none_is_refused_with_a_word(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await open_terms(pilot)
        await stand_on_term(pilot, "trade")
        before = counts(app)
        await press(pilot, "t", *["backspace"] * 5, "enter")
        wrong = app.screen.query_one("#wrong")
        assert wrong.display and wrong.visual.plain == "A tag needs a name."
        await press(pilot, "number_sign")
        assert not wrong.display
        await press(pilot, "slash", "enter")
        assert wrong.visual.plain == "“#/” is no name for a tag."
        await press(pilot, "escape", "g", "l", "t", "number_sign", "enter")
        assert app.screen.query_one("#wrong").visual.plain == "“#” is no name for a tag."
        await press(pilot, "backspace", "enter")
        assert app.screen is app.main and counts(app) == before


async def stand_on_term(pilot, name):
    pane = pilot.app.main.tag_filter
    while (pane.current.kind, pane.current.name) != ("term", name):
        await press(pilot, "j")
        assert pane.cursor < pane.count - 1 or pane.current.name == name


async def test_t_on_a_tag_still_tags_the_article(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "g", "t", "t")
        assert isinstance(app.screen, TagDialog)


async def test_a_tag_that_comes_back_has_the_cursor_again_unless_it_was_moved(make_app):
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await hierarchical(pilot)
        pane = app.main.tag_filter
        await stand_on(pilot, "weather")
        await press(pilot, "D")
        assert pane.current.name != "weather"
        await press(pilot, "u")
        assert pane.current.name == "weather"
        await press(pilot, "D", "k")
        stood = pane.current.name
        await press(pilot, "u")
        assert pane.current.name == stood
