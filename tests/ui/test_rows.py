"""How rows read: pure functions from values to marks."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.factories import NOW, make_feed, make_row
from tui.ui.ages import age, day_and_time, group_name
from tui.ui.article_list.row import Density, article_lines, heading_lines, placeholder_lines
from tui.ui.feed_list.tree import Counts, feed_rows, rows_path
from tui.ui.marks import ASCII, UNICODE
from tui.ui.paint import Mark, fit, row


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=5), "now"),
        (timedelta(minutes=12), "12m"),
        (timedelta(hours=3), "3h"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=4), "Thu"),
        (timedelta(days=20), "3 Nov"),
        (timedelta(days=700), "Dec 2024"),
        (timedelta(days=-3), "now"),
    ],
)
def test_an_age_is_as_short_as_a_row_needs(ago, said):
    assert age(NOW - ago, NOW) == said


def test_the_masthead_names_the_year_only_when_it_is_another():
    assert day_and_time(NOW, NOW) == "23 Nov, 14:00"
    assert day_and_time(NOW - timedelta(days=400), NOW) == "19 Oct 2025, 14:00"


TITLES = st.text(st.sampled_from("aW é漢字日本اب👩‍👧 …-"), max_size=60)


@given(TITLES, st.integers(1, 90))
def test_fit_never_exceeds_and_keeps_what_fits(text, width):
    shown = fit(text, width)
    assert cell_len(shown) <= width
    assert shown == text or shown.endswith("…")


@given(TITLES, st.integers(24, 120), st.integers(1, 3), st.booleans())
def test_every_line_of_an_article_has_the_width(title, width, height, chosen):
    article = make_row(1, title=title or "x", tags=("africa", "news/trade"), later=True)
    for line in article_lines(article, width, height, NOW, UNICODE, chosen=chosen):
        assert sum(cell_len(mark.text) for mark in line) == width


@given(TITLES, st.integers(1, 9**6), st.integers(0, 9**6), st.integers(24, 120), st.booleans())
def test_a_heading_has_the_width_and_its_words_stand_below_the_air(name, count, unread, width, folded):
    for height in (1, 2, 3):
        *air, line = heading_lines(name, count, min(count, unread), width, height, UNICODE, folded=folded)
        assert sum(cell_len(mark.text) for mark in line) == width
        assert air == [[]] * (height > 1)


@pytest.mark.parametrize(
    ("kind", "key", "name", "said"),
    [
        ("day", "2026-11-23", "", "Today"), ("day", "2026-11-22", "", "Yesterday"),
        ("day", "2026-11-16", "", "Monday 16 November"), ("day", "2025-12-31", "", "Wednesday 31 December 2025"),
        ("day", "2026-11-24", "", "Tuesday 24 November"), ("feed", "7", "日本語の窓", "日本語の窓"),
        ("feed", "7", "", "A feed without a title"), ("tag", "a/b", "A/b", "#A/b"), ("tag", "", "", "No tag"),
        ("story", "7", "Talks", "Talks"), ("story", "", "", "Without copies"),
    ],
)  # fmt: skip
def test_what_a_heading_says(kind, key, name, said):
    assert group_name(kind, key, name, NOW) == said
    # What time alone makes untrue is left out where it may be shown another day.
    passing = ("Today", "Yesterday", "Tuesday 24 November")
    assert group_name(kind, key, name, NOW, relative=False) == ("" if said in passing else said)


def marks_of(article, **options):
    lines = article_lines(article, 60, 2, NOW, UNICODE, **options)
    return ["".join(mark.text for mark in line) for line in lines]


def test_an_unread_article_has_a_dot_and_a_strong_title():
    article = make_row(1, title="A library that lends seeds")
    first, second = marks_of(article)
    assert first.startswith("● A library that lends seeds")
    assert second.strip().startswith("Feed 1")
    assert second.endswith("now")
    assert article_lines(article, 60, 2, NOW, UNICODE)[0][1].role == "strong"


def test_star_and_choice_take_the_dot_s_place():
    assert marks_of(make_row(1, starred=True))[0].startswith("★")
    assert marks_of(make_row(1, starred=True), chosen=True)[0].startswith("✓")
    assert marks_of(make_row(1, read=True))[0].startswith("  Article 1")


def test_ascii_marks_are_ascii():
    article = make_row(1, starred=True, later=True, title="A very long title " * 9)
    for line in article_lines(article, 60, 2, NOW, ASCII):
        assert "".join(mark.text for mark in line).isascii()


def test_a_placeholder_has_the_row_s_height():
    assert len(placeholder_lines(40, 3)) == 3


def test_density_follows_width_and_length_of_the_list():
    assert Density.AUTO.height(wide=True, count=20) == 3
    assert Density.AUTO.height(wide=True, count=20_000) == 2
    assert Density.AUTO.height(wide=False, count=20) == 1
    seen = {Density.AUTO}
    density = Density.AUTO
    for _ in range(4):
        density = density.following
        seen.add(density)
    assert density is Density.AUTO
    assert seen == set(Density)


def test_row_gives_the_right_side_its_room():
    line = row([Mark("a title that is far too long")], [Mark("12m")], 16)
    assert "".join(mark.text for mark in line) == "a title tha… 12m"


FEEDS = [
    make_feed(1, title="Rabat Courier", category="News/Africa"),
    make_feed(2, title="Example Digest", category="News"),
    make_feed(3, title="Loose"),
]


def labels(rows):
    return [(shown.depth, shown.label) for shown in rows if shown.kind in ("category", "feed")]


def test_the_tree_nests_categories_and_puts_loose_feeds_last():
    rows = feed_rows(FEEDS, Counts(9, {}, {"News": 5}), folded=())
    assert labels(rows) == [
        (0, "News"),
        (1, "Africa"),
        (2, "Rabat Courier"),
        (1, "Example Digest"),
        (0, "Loose"),
    ]
    assert rows[0].count == 9
    assert rows[1].count == 5


def test_a_folded_category_hides_what_is_below_it():
    rows = feed_rows(FEEDS, Counts(0, {}, {}), folded={"News"})
    assert labels(rows) == [(0, "News"), (0, "Loose")]
    assert rows[1].folded


def test_a_row_s_path_reads_from_the_root():
    rows = feed_rows(FEEDS, Counts(0, {}, {}), folded=())
    assert [rows_path(shown) for shown in rows if shown.kind != "space"][:4] == [
        "All articles", "News", "News › Africa", "News › Africa › Rabat Courier",
    ]  # fmt: skip
