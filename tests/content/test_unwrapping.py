"""What is taken off the body of an entry, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.content import plain_text, sanitize, unwrap_entry
from tui.content.unwrapping import unwrap
from tui.content.wrapping import Titles, byline, is_date, source_of
from tui.model.extraction import KnownFacts

KNOWN = KnownFacts(title="A walk to the mill", author="Jo Marin", feed_title="Walks")
TITLES = Titles([KNOWN.title])
FIRST = "<p>The path leaves the village behind the church.</p>"
LAST = "<p>The mill closes at noon.</p>"


def unwrapped(html, known=KNOWN):
    safe = sanitize(html, "https://example.org/")
    return safe, unwrap_entry(safe, plain_text(safe), known)


@pytest.mark.parametrize(
    ("html", "left", "source"),
    [
        (f"<h1>A walk to the mill</h1>{FIRST}{LAST}", FIRST + LAST, ""),
        (f"<p><b>A Walk to the Mill</b></p>{FIRST}", FIRST, ""),
        (f"A walk to the mill<br><br>{FIRST}", FIRST, ""),
        (f"<p>Home » A walk to the mill</p>{FIRST}", FIRST, ""),
        (f"{FIRST}{LAST}<p>Source: Example Agency</p>", FIRST + LAST, "Example Agency"),
        (f"{FIRST}{LAST}<p><em>(Quelle: dpa)</em></p>", FIRST + LAST, "dpa"),
        (f'{FIRST}<p>via <a href="https://example.net/">Example Wire</a></p>', FIRST, "Example Wire"),
        (f'{FIRST}<p>Source: <a href="https://www.example.net/a">link</a></p>', FIRST, "example.net"),
        (f"{FIRST}<p>Source: https://www.example.net/a/b?c</p>", FIRST, "example.net"),
        (f"{FIRST}<p>Fonte:<br>Agenzia Esempio</p>", FIRST, "Agenzia Esempio"),
        ("<p>The mill closes at noon.<br>Источник: ТАСС</p>", LAST.replace("</p>", "<br></p>"), "ТАСС"),
        (
            f'{FIRST}<p>The post <a href="https://example.org/a">A walk</a> appeared first on Walks.</p>',
            FIRST,
            "",
        ),
        (f"{FIRST}<p>Source: AP</p><p>The post A walk appeared first on Walks.</p>", FIRST, "AP"),
    ],
)
def test_what_wraps_a_body_goes(html, left, source):
    _, found = unwrapped(html)
    assert (found.html.replace("<br></p>", "</p>"), found.source) == (
        left.replace("<br></p>", "</p>"),
        source,
    )


@pytest.mark.parametrize(
    "html",
    [
        f"{FIRST}{LAST}",
        "<p>A walk to the mill</p>",
        "<h1>A walk to the mill</h1>",
        "Source: Example Agency",
        f"{FIRST}<p>The source: nobody knows where it rises, and nobody has ever asked the miller about it.</p>",
        f"{FIRST}<p>Source: is it the brook?</p>",
        f"{FIRST}<p>Open source: Apache</p>",
        f"{FIRST}<p>Via the bridge you reach the mill in an hour or so.</p>",
        f"<p>A walk to the mill is long.</p>{LAST}",
        f"{FIRST}<h2>A walk to the mill</h2>{LAST}" * 9,
        f"{FIRST}<pre>Source: code</pre>",
        f"{FIRST}<p>Share your pictures with us!</p>",
        f"<p>1 May 2026</p>{FIRST}",
    ],
)
def test_what_is_in_doubt_stays(html):
    safe, found = unwrapped(html)
    assert found.html is safe or found.html == safe
    assert (found.source, found.terms) == ("", ())


def test_an_untouched_body_is_the_same_object():
    safe, found = unwrapped(FIRST + LAST)
    assert found.html is safe


def test_words_on_either_side_of_a_tag_stay_apart():
    html = sanitize("<h1>A walk to the mill</h1><div>Up<p>Down</p>Left<div>Right</div></div><p>On</p>", "")
    assert plain_text(unwrap(html, TITLES, ()).html) == "Up\nDown\nLeft\nRight\nOn"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Source: Reuters", "Reuters"),
        ("SOURCE : AFP.", "AFP"),
        ("[Source: Example Agency]", "Example Agency"),
        ("— Quelle: dpa", "dpa"),
        ("Fuente: EFE", "EFE"),
        ("Fonte: Lusa", "Lusa"),
        ("Bron: ANP", "ANP"),
        ("Źródło: PAP", "PAP"),
        ("Источник: Интерфакс", "Интерфакс"),
        ("المصدر: وكالات", "وكالات"),
        ("来源：新华社", "新华社"),
        ("（来源：新华社）", "新华社"),
        ("出典：共同通信", "共同通信"),
        ("출처: 연합뉴스", "연합뉴스"),
        ("(AP)", "AP"),
        ("dpa/afp", "dpa/afp"),
        ("via Example Wire", "Example Wire"),
        ("Source", ""),
        ("Source:", ""),
        ("Resource: water", ""),
        ("Via a long way that leads to the mill", ""),
        ("Source: he said so. She did not.", ""),
        ("Sources: " + "a b c d e f " * 3, ""),
    ],
)
def test_whom_a_line_names(text, source):
    assert source_of(text) == source


@pytest.mark.parametrize(
    "text",
    [
        "May 4, 2026 10:15 am",
        "Published: 4 May 2026",
        "Stand: 4. Mai 2026, 10:15 Uhr",
        "publié le 4 mai 2026 à 10h15",
        "4 мая 2026, 10:15",
        "2026年5月4日 10:15",
        "2026-05-04T10:15",
        "5 min read",
        "Lesezeit: 3 Minuten",
        "3 hours ago",
    ],
)
def test_a_date(text):
    assert is_date(text)


@pytest.mark.parametrize(
    "text", ["", "May", "In 2026 the mill closed", "10 people came", "Room 101", "4 mills"]
)
def test_no_date(text):
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jo Marin", ""),
        ("Jo Marin, 4 May 2026", ""),
        ("Von Jo Marin und Walks", ""),
        ("by Ann Writer", "Ann Writer"),
        ("Par Anne Plume", "Anne Plume"),
        ("By Ann Writer | May 4, 2026", "Ann Writer"),
        ("By the river we sat", None),
        ("Jo Marin says that the mill is closed", None),
        ("A walk", None),
    ],
)
def test_a_byline(text, expected):
    assert byline(text, ["Jo Marin", "Walks"]) == expected


TEXTS = st.text(max_size=60)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "h1", "li", "div", "a", "ul", "b", "br", "pre"]), TEXTS), max_size=12
    ),
    TEXTS,
)
def test_any_body_can_be_unwrapped_twice(parts, title):
    safe = sanitize("".join(f"<{tag}>{text}</{tag}>" for tag, text in parts), "https://example.org/")
    once = unwrap(safe, Titles([title]), ())
    assert sanitize(once.html, "") == once.html
    if plain_text(safe):
        assert plain_text(once.html)
    unwrap_entry(safe, plain_text(safe), KnownFacts(title=title))
