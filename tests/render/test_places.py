from hypothesis import given
from hypothesis import strategies as st

from tests.render.test_layout import page
from tui.model.reading import ReadingPlace
from tui.render.lines import Page
from tui.render.places import line_of, place_at, seen_percent

LONG = "".join(
    f"<h2>Part {part}</h2><p>{' '.join(f'word{part}x{number}' for number in range(60))}</p>"
    f"<ul><li>one {part}</li><li>two {part}</li></ul><blockquote>{'said so ' * 20}</blockquote>"
    for part in range(8)
)


@given(st.integers(0, 400), st.sampled_from([20, 40, 80]))
def test_the_same_width_leads_to_the_same_line(top, width) -> None:
    made = page(LONG, width)
    place = place_at(made, top)
    assert place is None if top == 0 or top >= len(made.lines) else line_of(made, place) == top


@given(st.integers(1, 100), st.integers(20, 100), st.integers(20, 100))
def test_another_width_keeps_the_words_at_the_top(top, before, after) -> None:
    wide, narrow = page(LONG, before), page(LONG, after)
    place = place_at(wide, min(top, len(wide.lines) - 1))
    line = line_of(narrow, place)
    assert narrow.lines[line].anchor == place.block
    first = wide.lines[min(top, len(wide.lines) - 1)].text.split()
    if first and first[0].startswith("word"):
        assert first[0] in narrow.lines[line].text.split()


def test_another_text_is_entered_as_far_down_as_the_old_one_was() -> None:
    made = page(LONG, 60)
    place = place_at(made, len(made.lines) // 2)
    shorter = page("<p>" + "word " * 600 + "</p>", 60)
    assert abs(line_of(shorter, place) - len(shorter.lines) // 2) <= 1
    longer = page("<p>new</p>" * 100 + LONG, 60)
    assert abs(line_of(longer, place) - len(longer.lines) // 2) <= 1
    assert line_of(Page(), place) == 0


def test_the_start_is_no_place_and_the_end_has_been_seen() -> None:
    made = page(LONG, 60)
    assert place_at(made, 0) is None and place_at(Page(), 3) is None
    assert line_of(made, ReadingPlace(0)) == 0
    assert seen_percent(made, 0, 10) < seen_percent(made, 40, 10) < 100
    assert seen_percent(made, len(made.lines), 1) == 100 and seen_percent(Page(), 0, 10) == 0
