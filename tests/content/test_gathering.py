"""Entries of pages: taken by selectors, and guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.content.gathering import gather, mistake_in, propose
from tui.content.gathering.gathering import MOST_ENTRIES
from tui.content.gathering.mistakes import can_be_read
from tui.model.page_feed import PageSelectors

URL = "https://example.org/list/"
LONG = "These are words enough to be taken for a text, however short it is."
MENU = "<nav><ul><li><a href=/a>The home page<li><a href=/b>About this site<li><a href=/c>Write to us</a></ul></nav>"


def taken(html, selectors):
    return gather(html.encode(), "text/html", URL, selectors)


def repeated(row, count=8):
    return "".join(row.format(n=number) for number in range(1, count + 1))


def guessed(html):
    """The best guess, and what it finds."""
    best = propose(html.encode(), "text/html", URL)[0]
    return best, taken(html, best).entries


def test_title_link_date_and_text_are_taken_where_the_selectors_say():
    html = repeated(
        "<div class=x><h3>T{n}</h3><b data-u='n{n}'>go</b><i title='d{n}'>now</i><p>a<p class=z>b{n}</div>", 2
    )
    found = taken(html, PageSelectors(".x", "h3", "b @data-u", "i @title", ".z"))
    assert [(one.title, one.url, one.date, one.html) for one in found.entries] == [
        (f"T{n}", f"{URL}n{n}", f"d{n}", f'<p class="z">b{n}</p>') for n in (1, 2)
    ]


@pytest.mark.parametrize(
    ("html", "title", "url"),
    [
        ("<li><a href=/1>A title</a> more words</li>", "A title", "https://example.org/1"),
        (
            "<li><a href=/0><img></a><h2><a href=/1>A <b>ti</b>tle</a></h2></li>",
            "A title",
            "https://example.org/1",
        ),
        ("<a href=/1><li><h2>A title</h2></li></a>", "A title", "https://example.org/1"),
        ("<li><a href=/1><h2>A title</h2></a></li>", "A title", "https://example.org/1"),
        ("<li><h2>A title</h2><a href=/1>read more</a></li>", "A title", "https://example.org/1"),
        ("<li id=v1><h2>A title</h2><p>See <a href=/1>that</a></li>", "A title", f"{URL}#v1"),
        ("<li><h2 id=v2>A title</h2></li>", "A title", f"{URL}#v2"),
        ("<li>A title</li>", "A title", ""),
        ("<li><a href=/1><img alt='A title'></a></li>", "A title", "https://example.org/1"),
        ("<li><a href='#top'>x</a><a href='javascript:x'>A title</a></li>", "x", ""),
        ("<base href=/b/><li><a href=1>A title</a></li>", "A title", "https://example.org/b/1"),
    ],
)
def test_title_and_link_are_found_by_themselves(html, title, url):
    (entry,) = taken(html, PageSelectors("li")).entries
    assert (entry.title, entry.url) == (title, url)


def test_a_link_as_entry_a_time_as_date():
    html = "<a class=n href=/1>One <time datetime=2026-01-02>long ago</time></a><a class=n href=/2>Two</a>"
    one, two = taken(html, PageSelectors("a.n")).entries
    assert (one.url, one.date, two.url, two.date) == (
        "https://example.org/1", "2026-01-02", "https://example.org/2", "",
    )  # fmt: skip


def test_the_head_of_a_table_is_no_entry_and_the_same_twice_is_one():
    html = f"<table><tr><th>Name<th>Date</tr>{repeated('<tr><td><a href=/{n}>Release {n}</a>')}<tr><td><a href=/1>Release 1</a></table>"
    found = taken(html, PageSelectors("tr"))
    assert len(found.entries) == 8 and found.matched == 10


def test_only_so_many_are_read_and_only_so_much():
    found = taken(repeated("<li><a href=/{n}>Title {n}</a></li>", 3_000), PageSelectors("li"))
    assert (len(found.entries), found.matched) == (MOST_ENTRIES, 3_000)
    large = "<div class=e><a href=/{n}>T {n}</a>" + f"<p>{'word ' * 50_000}</p></div>"
    found = taken(repeated(large, 12), PageSelectors(".e", "", "", "", "p"))
    assert len(found.entries) == 12 and sum(len(one.html) for one in found.entries) <= 6_000_000


def test_why_there_is_nothing_is_said():
    assert taken("<p>x", PageSelectors("li")).trouble == "nothing on the page is “li”"
    assert "neither title nor link" in taken("<li></li>", PageSelectors("li")).trouble
    assert taken("", PageSelectors("li")).trouble == "The page is empty."
    assert taken("<p>x", PageSelectors("p[")).trouble == "nothing on the page is “p[”"


# Mistakes.


@pytest.mark.parametrize(
    ("selector", "place", "word"),
    [
        ("div >", 4, "missing after “>”"),
        ("> a", 0, "missing before “>”"),
        ("a,", 1, "missing after “,”"),
        ("a, , b", 3, "missing before “,”"),
        ("li a..b", 4, "a name is missing after “.”"),
        ("li .1a", 3, "“.1a” cannot be read"),
        ("h2 a::text", 4, "“::text” is no element"),
        ("a @href", 2, "belongs behind"),
        ("div:nope, p", 3, "“:nope” cannot be read"),
        ("p[=x]", 1, "“[=x]” cannot be read"),
        ('a[title="x, > y"] > .', 20, "a name is missing"),
        ("x" * 600, 500, "longer than 500"),
    ],
)
def test_a_mistake_has_its_place(selector, place, word):
    mistake = mistake_in(selector)
    assert mistake is not None and mistake.place == place and word in mistake.words, mistake


@given(st.text("ab.#:>+~, []()=\"'@*1\\-", max_size=30))
def test_every_selector_can_be_read_or_has_a_mistake_in_it(selector):
    mistake = mistake_in(selector)
    assert (mistake is None) == (not selector.strip() or can_be_read(selector))
    assert mistake is None or (0 <= mistake.place <= len(selector) and mistake.words)


# Guesses.


def test_a_blog():
    row = (
        "<article class='post post-{n}'><h2><a href=/p/{n}>The title of number {n}</a></h2><p class=meta>by X, "
        "<time datetime=2026-01-0{n}>Jan</time></p><div class=excerpt><p>" + LONG + "</p></div>"
        "<a href=/p/{n}#more>Read more</a></article>"
    )
    best, entries = guessed(f"{MENU}<main>{repeated(row)}</main>")
    assert best == PageSelectors("article.post", "h2", "", "time", ".excerpt")
    assert (entries[0].title, entries[0].url) == ("The title of number 1", "https://example.org/p/1")
    assert entries[0].date == "2026-01-01" and LONG in entries[0].html


def test_a_bare_list_with_dates_in_front():
    best, entries = guessed(
        f"{MENU}<ul>{repeated('<li>2026-0{n}-03: <a href=n{n}>Something has happened {n}</a>')}</ul>"
    )
    assert best.date == "li" and entries[0].date.startswith("2026-01-03")
    assert (entries[0].title, entries[0].url) == ("Something has happened 1", f"{URL}n1")


def test_a_table_with_days_before_months():
    row = "<tr><td><a href=/{n}>Release 2.{n} of it</a><td>1{n}/03/2026<td>text</tr>"
    best, entries = guessed(f"<table><tr><th>Name<th>Date</tr>{repeated(row)}</table>")
    assert best.date == "td:nth-child(2) dmy" and len(entries) == 8


def test_links_around_blocks_without_a_word_of_meaning():
    row = (
        "<a class='p-4 flex' href=/{n}><div class=text-xs>March {n}, 2026</div>"
        "<div class=text-xl>An announcement about {n}</div><div class=text-sm>" + LONG + "</div></a>"
    )
    best, entries = guessed(f"<div class='flex flex-col'>{repeated(row)}</div>")
    assert (entries[0].title, entries[0].url) == ("An announcement about 1", "https://example.org/1")
    assert entries[0].date == "March 1, 2026" and best.item == "div > a"


def test_what_stands_in_the_margin_is_no_entry():
    aside = repeated("<li><a href=/pop/{n}>A popular article in the margin {n}</a>", 20)
    row = (
        "<div class=card><a href=/{n}><img alt=x src=a></a><span class=card-date>{n}. März 2026</span>"
        "<h3><a href=/{n}>Überschrift der Meldung {n}</a></h3><p>"
        + LONG
        + "</p><a href=/t>Kategorie</a></div>"
    )
    html = f"{MENU}<aside class=sidebar><ul>{aside}</ul></aside><div class=grid>{repeated(row)}</div>"
    best, entries = guessed(html)
    assert best == PageSelectors("div.card", "h3", "", ".card-date", "p")
    assert entries[0].title == "Überschrift der Meldung 1"


def test_a_log_of_changes_whose_entries_are_places_on_the_page():
    row = "<section class=release id=v{n}><h2>Version 1.{n} ({n} May 2026)</h2><ul><li>fixed a thing, <a href=/d>as said here in many words</a></ul></section>"
    best, entries = guessed(f"<h1>Changes</h1>{repeated(row)}")
    assert best == PageSelectors("section.release", "h2", "", "h2", "ul")
    assert entries[0].url == f"{URL}#v1"


@pytest.mark.parametrize(
    "html",
    ["", "<p>x", MENU, "<div>" * 50_000, "<a href=/x>A title here</a>" * 5_000, f"<ul>{'<li>' * 9_000}"],
)
def test_where_nothing_repeats_nothing_is_guessed(html):
    assert propose(html.encode(), "text/html", URL) == ()
    assert propose(b"%PDF-1.7", "application/pdf", URL) == ()


@given(
    st.lists(
        st.sampled_from(
            ["<li>", "</li>", "<a href=/x>", "</a>", "<h2>", "<p class=date>", "1.2.2026", "word "]
        ),
        max_size=80,
    )
)
def test_any_markup_is_read_without_complaint(parts):
    html = "".join(parts)
    for one in propose(html.encode(), "text/html", URL):
        assert mistake_in(one.item) is None and taken(html, one).matched >= 3
    assert taken(html, PageSelectors("li", "h2", "a", ".date", "p")) is not None
