import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.test_layout import page
from tui.query.patterns import PatternMistake
from tui.render.find import find
from tui.render.flow import Flow


def shown(made, needle):
    """What each match lights, its parts in different lines with a bar between."""
    return [
        "|".join(made.lines[line].text[start:end] for line, start, end in match.pieces)
        for match in find(made, needle)
    ]


def test_case_and_accents_do_not_count() -> None:
    made = page("<p>Ein CAFÉ, ein cafe\u0301, ein Cafè.</p><p>cafe</p>")
    assert shown(made, "café") == shown(made, "CAFE") == ["CAFÉ", "cafe\u0301", "Cafè", "cafe"]
    assert [match.line for match in find(made, "cafe")] == [0, 0, 0, 2]


def test_letters_that_fold_to_several_keep_their_place() -> None:
    made = page("<p>Die Straße, ﬁne, STRASSE</p>")
    assert shown(made, "strasse") == ["Straße", "STRASSE"]
    assert shown(made, "fine") == ["ﬁne"]


def test_blanks_and_nothing() -> None:
    made = page("<p>two\xa0words and 100\xa0% [1]</p>")
    assert shown(made, " two  words ") == ["two\xa0words"]
    assert find(made, "") == find(made, "  ") == find(made, "absent") == ()
    assert shown(made, "[1]") == ["[1]"]


def test_a_match_goes_on_in_the_next_line() -> None:
    made = page("<p>one two three four five six</p>", 12)
    assert [line.text for line in made.lines] == ["one two", "three four", "five six"]
    assert shown(made, "two three four five") == ["two|three four|five"]
    # What the end of a line parts is not one word.
    assert shown(made, "twothree") == []


def test_a_word_that_is_broken_is_found_whole() -> None:
    made = page("<p>see Donaudampfschifffahrtsgesellschaft there</p>", 16)
    assert shown(made, "donaudampfschifffahrtsgesellschaft") == ["Donaudampfschiff|fahrtsgesellscha|ft"]
    assert shown(page("<p>砂漠の太陽光発電所が出力を倍増</p>", 10), "所が出力") == ["所が|出力"]


def test_quotes_go_on_and_items_and_blocks_do_not() -> None:
    made = page("<blockquote><p>we have more to say to each other</p></blockquote>", 20)
    assert shown(made, "more to say") == ["more to|say"]
    assert shown(page("<ul><li>one</li><li>two</li></ul>"), "one two") == []
    assert shown(page("<p>one</p><p>two</p>"), "one two") == []


def test_lines_of_code_are_lines() -> None:
    made = page("<pre>first = 1234567\nnext</pre>", 14)
    assert shown(made, "1234567") == ["1234|567"]
    assert shown(made, "7 next") == []


def test_a_pattern_stands_between_slashes_and_its_capitals_count() -> None:
    made = page("<p>Colour and color, the long way of colouring</p>", 20)
    assert shown(made, "/colou?r/") == ["Colour", "color", "colour"]
    assert shown(made, "/Colou?r/") == ["Colour"]
    assert shown(made, r"/long\s\w+/") == ["long way"]
    # Half typed, and a path that only looks like one.
    assert shown(made, "/colou?") == ["Colou", "colo", "colou"] and shown(made, "/col(") == []
    assert shown(page("<p>in /etc/passwd</p>"), "/etc/passwd") == ["/etc/passwd"]
    with pytest.raises(PatternMistake, match="cannot be read"):
        find(made, "/col(/")
    assert find(made, "/x*/") == ()


@given(st.text(alphabet="ab ßé漢字-", max_size=60), st.integers(2, 30))
def test_every_word_is_found_at_every_width(text, width) -> None:
    made = page(f"<p>{text}</p>", width)
    for word in text.split():
        assert find(made, word), word


@given(st.text(alphabet="ab .漢é", max_size=80), st.integers(1, 20), st.data())
def test_pieces_say_what_was_asked_for(text, width, data) -> None:
    made = page(f"<p>{text}</p>", width)
    flow = Flow(made, fold=False)
    start = data.draw(st.integers(0, max(0, len(flow.text) - 1)))
    end = data.draw(st.integers(start, len(flow.text)))
    parts = [made.lines[line].text[first:last] for line, first, last in flow.pieces(start, end)]
    assert "".join("".join(parts).split()) == "".join(flow.text[start:end].split())
