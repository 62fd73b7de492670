"""The tag pane under somebody's hands."""

from tests.ui.steps import press, ready
from tui.query import parse

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
        roots = [name for name in names(app) if not name.startswith(" ")]
        assert roots == sorted(roots)
        assert app.main.query_bar.line.value == ""
        await press(pilot, "minus")
        assert header.note == "none of · name"
        await pilot.click(header)
        assert header.note == "none of · count"
