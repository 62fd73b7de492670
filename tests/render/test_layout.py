import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.content.test_sanitizer import MARKUP
from tui.content import build, sanitize
from tui.model.clean import clean_body
from tui.render.layout import layout
from tui.render.lines import Masthead, Page
from tui.render.roles import ROLES

BASE = "https://example.org/posts/1"
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def page(markup: str, width: int = 60, masthead: Masthead | None = None) -> Page:
    return layout(build(sanitize(markup, BASE)), width, masthead=masthead)


def texts(markup: str, width: int = 60) -> list[str]:
    return [line.text.rstrip() for line in page(markup, width).lines]


HOSTILE = st.one_of(
    MARKUP,
    st.text(max_size=60),
    st.lists(st.sampled_from([*"<&>;#x1", "&#27;", "&#x9b;", "&#8238;", "<b>\u0301</b>", "👩", "&zwj;", "\ufe0f", "<i>\ufe0f</i>",
                              "<td>", "<pre>", "漢字", "<li>", "❤", "<code>"]), max_size=30).map("".join),
)  # fmt: skip


@given(HOSTILE, st.integers(20, 200))
@settings(max_examples=300, deadline=None)
def test_no_line_is_too_wide_and_nothing_harmful_is_drawn(markup: str, width: int) -> None:
    made = page(markup, width)
    for line in made.lines:
        assert cell_len(line.text) <= width, line
        assert not FORBIDDEN.search(line.text)
        assert {span.role for span in line.spans} <= set(ROLES)


@pytest.mark.parametrize(
    "opening", ["<blockquote>", "<ul><li>", "<ol start=999><li>", "<dl><dd>", "<ul><li><blockquote>"]
)
@pytest.mark.parametrize("width", [20, 33])
def test_deep_nesting_stays_within_the_width(opening: str, width: int) -> None:
    rest = "words that go on<pre>code that goes on and on</pre><table><tr><th>a<th>b<tr><td>1<td>2</table>"
    for depth in (1, 5, 40):
        made = page(opening * depth + rest, width)
        assert max(cell_len(line.text) for line in made.lines) <= width
        assert "words" in " ".join(line.text for line in made.lines)


def test_links_are_numbered_once_and_found_again() -> None:
    made = page('<p><a href="/a">one</a> <a href="/b"><em>two</em></a> <a href="/a">three</a></p>')
    assert made.lines[0].text == "one\xa0[1] two\xa0[2] three\xa0[1]"
    assert [(link.number, link.url, link.text, link.line) for link in made.links] == [
        (1, "https://example.org/a", "one", 0),
        (2, "https://example.org/b", "two", 0),
    ]
    assert [line.text for line in made.lines[2:]] == ["[1] example.org/a", "[2] example.org/b"]


def test_long_lists_of_links_stand_in_line() -> None:
    made = texts("".join(f'<a href="/{number}">x</a> ' for number in range(10)))
    assert made[-2:] == ["[9]  example.org/8", "[10] example.org/9"]


def test_headings_make_the_outline() -> None:
    made = page("<p>x</p><h2>One <i>two</i></h2><p>y</p>")
    assert [(one.level, one.text, made.lines[one.line].text) for one in made.headings] == [
        (2, "One two", "One two")
    ]


def test_anchors_count_blocks_at_every_width() -> None:
    markup = "<p>" + "words " * 40 + "</p><p>second</p>"
    for width in (20, 80):
        made = page(markup, width)
        assert [line.anchor for line in made.lines if line.text == "second"] == [2]


def test_the_masthead() -> None:
    head = Masthead(
        "A title", ("Example Digest", "Jane Doe", "21 May, 16:40"), "Wire", ("africa", "two words")
    )
    made = page("<p>x</p>", 30, head)
    assert [line.text for line in made.lines] == [
        "A title", "Example Digest · Jane Doe", "21 May, 16:40", "via Wire · #africa #two\xa0words", "", "x",
    ]  # fmt: skip
    assert [span.role for span in made.lines[3].spans if span.text.strip(" ·")] == ["source", "tag", "tag"]


def test_code_is_never_wrapped_silently() -> None:
    made = texts("<pre>" + "0123456789" * 4 + "\n  short\n漢字漢字漢字漢字漢字漢字</pre>", 20)
    assert made == [
        "  012345678901234567", "↪ 890123456789012345", "↪ 6789", "    short", "  漢字漢字漢字漢字漢", "↪ 字漢字",
    ]  # fmt: skip


def test_code_is_coloured() -> None:
    made = page('<pre><code class="language-python">def f():  # note\n    return "x" + 1</code></pre>')
    roles = {span.text.strip(): span.role for line in made.lines for span in line.spans}
    assert roles["def"] == "code.keyword" and roles["f"] == "code.name" and roles["# note"] == "code.comment"
    assert roles['"x"'] == "code.string" and roles["1"] == "code.number" and roles["+"] == "code.operator"
    assert all(cell_len(line.text) == 60 for line in made.lines), "the background reaches to the edge"


def test_unknown_and_long_code_is_plain() -> None:
    for markup in ('<pre><code class="language-nonesuch">if x</code></pre>',
                   f'<pre><code class="language-python">{"if x: pass  " * 5_000}</code></pre>'):  # fmt: skip
        roles = {span.role for line in page(markup).lines for span in line.spans}
        assert roles <= {"code.text", "code-wrap", "code-label"}


TABLE = "<table><tr><th>Name<th>Sum<tr><td>alpha beta gamma<td>1,200<tr><td>delta<td>−7 %</table>"


def test_a_table_fits_then_wraps_then_scrolls() -> None:
    assert texts(TABLE, 60) == [
        "  Name                 Sum",
        "  ────────────────────────",
        "  alpha beta gamma   1,200",
        "  delta               −7 %",
    ]
    assert texts(TABLE, 20) == [
        "Name             Sum",
        "────────────────────",
        "alpha beta     1,200",
        "gamma",
        "",
        "delta           −7 %",
    ]
    wide = "<table><tr>" + "<th>header" * 9 + "<tr>" + "<td>some value" * 9 + "</table>"
    assert texts(wide, 40)[0] == "  header       header       header     ›"
    assert texts(wide, 19) == ["header: some value"] * 9


def test_no_cell_is_cut() -> None:
    for width in (20, 27, 40, 61, 200):
        shown = re.sub(r"[\s─]|Name:|Sum:", "", "".join(texts(TABLE, width)))
        for word in ("alpha", "beta", "gamma", "delta", "1,200", "−7%"):
            assert word in shown


def test_rows_that_were_left_out_are_counted() -> None:
    made = texts("<table>" + ("<tr>" + "<td>x</td>" * 100 + "</tr>") * 61 + "</table>", 40)
    assert made[-1] == "  … and 1 more row on the page itself."


def test_columns_that_were_left_out_are_counted() -> None:
    made = texts("<table>" + ("<tr>" + "<td>x</td>" * 210 + "</tr>") * 31 + "</table>", 60)
    assert made[-1] == "  … and 1 more row and 10 more columns on the page itself."


def test_cells_that_span() -> None:
    assert texts(
        "<table><tr><th rowspan=2>Port<th colspan=2>Ships that came<tr><th>2022<th>2023"
        "<tr><td>Rabat<td>118<td>97<tr><td rowspan=2>Baku<td>9<td>1,200<tr><td colspan=2>not counted at all</table>"
    ) == [
        "           Ships that came",
        "  Port        2022      2023",
        "  ──────────────────────────",
        "  Rabat        118        97",
        "  Baku           9     1,200",
        "          not counted at all",
    ]


def test_signs_and_levels() -> None:
    assert texts("x<sup>2</sup> 2<sup>nd</sup> H<sub>2</sub>O x<sup>n+1</sup> v<sub>max</sub>") == [
        "x² 2ⁿᵈ H₂O xⁿ⁺¹ vₘₐₓ"
    ]
    assert texts("x<sup>q</sup> 2<sup>a/b</sup> c<sub>ab</sub> n<sup>*</sup> so<sup>[who?]</sup>") == [
        "x^q 2^(a/b) c_(ab) n* so[who?]"
    ]
    assert texts('<p>ok <img src="/s.png" alt="🙂"> <img src="/c.png" alt="a chart"></p>') == [
        "ok 🙂 ▨ a chart"
    ]


def test_an_empty_document_is_an_empty_page() -> None:
    assert page("") == Page((), (), ())


@given(st.text(max_size=80).map(clean_body), st.integers(1, 60), st.booleans())
def test_a_note_stands_behind_a_bar_line_by_line(note: str, width: int, reorder: bool) -> None:
    head = Masthead("T", own=note)
    made = layout(build(sanitize("<p>x</p>", BASE)), width, masthead=head, reorder=reorder)
    lines = [line for line in made.lines if any(span.role.startswith("own-") for span in line.spans)]
    if width >= 10:
        assert all(line.text.startswith("▎ ") for line in lines)
        assert len(lines) >= (note.count("\n") + 1 if note else 0)
    assert not FORBIDDEN.search("".join(line.text for line in lines))
    assert all(cell_len(line.text) <= max(width, 2) for line in lines)


def test_a_note_is_set_between_the_header_and_the_text() -> None:
    made = page("<p>x</p>", 20, Masthead("Title", ("Feed",), own="one two three four five\n\nsix"))
    assert [line.text.rstrip() for line in made.lines] == [
        "Title", "Feed", "", "▎ one two three four", "▎ five", "▎", "▎ six", "", "x",
    ]  # fmt: skip
