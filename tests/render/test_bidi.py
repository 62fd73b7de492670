"""Right-to-left text as it is seen. Latin capitals do not stand for other letters here: it is the real thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.content.test_sanitizer import BASE
from tui.content import build, sanitize
from tui.render.bidi import reordered, visual
from tui.render.layout import layout
from tui.render.lines import Span


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("plain", "plain"),
        ("אבג", "גבא"),
        ("the word שלום here", "the word םולש here"),
        ("אב 12 גד", "דג 12 בא"),
        ("אב 1,200 גד", "דג 1,200 בא"),
        ("אב (12) גד", "דג (12) בא"),
        ("אב abc גד", "דג abc בא"),
        ("אב (abc) גד.", ".דג (abc) בא"),
        ("see (אב) here", "see (בא) here"),
        ("عدد 15% من", "نم %15 ددع"),
        ("אב-12", "12-בא"),
        ("שָׁלוֹם", "םוֹלשָׁ"),
        ("a אב, גד b", "a דג ,בא b"),
    ],
)
def test_the_order_in_which_it_is_seen(given: str, seen: str) -> None:
    assert visual(given) == seen


def test_roles_and_links_go_with_their_letters() -> None:
    line = (Span("• ", "bullet"), Span("אב ", "text"), Span("גד", "link", 1), Span(" x", "strong"))
    (made,) = reordered([line], 12)
    assert [(span.text, span.role, span.link) for span in made] == [
        ("   ", "text", 0), ("x ", "strong", 0), ("דג", "link", 1), (" בא", "text", 0), (" •", "bullet", 0),
    ]  # fmt: skip


@given(
    st.lists(st.sampled_from([*"ab (1)2,.-%[]", "א", "ב", "ع", "٣", "ש\u05c1", "漢", "🙂"]), max_size=30),
    st.booleans(),
)
def test_nothing_is_lost_and_nothing_is_wider(letters: list[str], split: bool) -> None:
    text = "".join(letters)
    half = len(text) // 2 if split else 0
    (made,) = reordered([(Span(text[:half], "strong"), Span(text[half:]))], 80)
    seen = "".join(span.text for span in made)
    assert sorted(seen.strip().translate(str.maketrans("()[]", "....."[:4]))) == sorted(
        text.strip().translate(str.maketrans("()[]", "....."[:4]))
    )
    assert cell_len(seen) <= 80


def test_a_page_in_the_order_in_which_it_is_seen() -> None:
    document = build(sanitize('<p dir="rtl">אבג abc</p><ul><li>דה</ul><pre>אב = 1</pre><p>and אב</p>', BASE))
    lines = [line.text.rstrip() for line in layout(document, 14, reorder=True).lines]
    assert lines == ["       abc גבא", "", "          הד •", "", "  אב = 1", "", "and בא"]
    assert layout(document, 14).lines[0].text == "אבג abc"


def test_columns_of_a_table_stay_where_they_are() -> None:
    rows = "<table><tr><th>Word<th>Means<tr><td>אב<td>גד<tr><td>12<td>הו</table>"
    lines = [line.text for line in layout(build(sanitize(rows, BASE)), 20, reorder=True).lines]
    assert lines[2:] == ["בא     דג", "12     וה"]
