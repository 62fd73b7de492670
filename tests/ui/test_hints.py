"""Letters over links: their shapes, where they stand, and the addresses that reach a terminal."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from tests.render.test_layout import page
from tui.render.lines import Page
from tui.ui.reader.hints import LETTERS, Hints, Label, labels, targets
from tui.ui.reader.hyperlinks import Hyperlinks, hyperlink, understands_hyperlinks
from tui.ui.reader.notes import mark_after, note_at, open_note
from tui.ui.reader.progress import Progress
from tui.ui.reader.strips import labelled, line_strip


@given(st.integers(0, 400), st.sampled_from([LETTERS, "fj", "abc"]))
def test_no_label_begins_another_and_none_is_longer_than_it_must_be(count, letters):
    made = labels(count, letters)
    assert len(set(made)) == count
    assert not any(a != b and b.startswith(a) for a in made for b in made)
    assert all(set(label) <= set(letters) for label in made)
    if 0 < count <= len(letters):
        assert all(len(label) == 1 for label in made)


def test_labels_need_two_letters():
    with pytest.raises(ValueError, match="two letters"):
        labels(3, "f")


def rows(made):
    """All lines of a page, each where it is."""
    return {number: number for number in range(len(made.lines))}


BODY = (
    '<p>one <a href="https://a.example/">first</a> two <a href="https://b.example/">second</a></p>'
    '<p>again <a href="https://a.example/">first</a></p>'
)


def test_a_label_takes_the_place_of_the_number():
    made = page(BODY)
    found = targets(made, rows(made), ("link",))
    assert [(target.kind, target.key) for target in found] == [("link", "1"), ("link", "2")]
    # Wherever the number stands, in the text and among the addresses.
    assert [place[0] for place in found[0].places] == [0, 2, 4]
    line, start, cells = found[0].places[0]
    assert made.lines[line].text[start : start + cells] == "[1]"
    # Only what is in view.
    assert [target.key for target in targets(made, {2: 2}, ("link",))] == ["1"]
    assert targets(made, {1: 1}, ("link",)) == [] and targets(made, rows(made), ("code",)) == []


def test_a_link_whose_number_is_out_of_view_has_its_label_on_its_words():
    made = page('<p><a href="https://a.example/">' + "words " * 30 + "</a></p>", 40)
    (target,) = targets(made, {0: 0, 1: 1}, ("link",))
    assert target.places == ((0, 0, 35),)


def test_typing_narrows_and_a_wrong_letter_changes_nothing():
    made = page("".join(f'<p><a href="https://{n}.example/">x</a></p>' for n in range(3)))
    hints = Hints(targets(made, rows(made), ("link",)), "fj")
    assert sorted(hints.by_label) == ["ff", "fj", "j"]
    assert hints.type("x") is None and hints.typed == ""
    assert hints.type("f") is None and hints.typed == "f"
    assert [label.text for line in range(9) for label in hints.on(line)] == ["ff", "fj"] * 2 or hints.on(0)
    assert all(label.text != "j" for line in range(9) for label in hints.on(line))
    hints.erase()
    picked = hints.type("j")
    assert picked is hints.by_label["j"]
    hints.drop(picked)
    assert sorted(hints.by_label) == ["ff", "fj"] and hints.typed == ""


@given(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["f", "fj"]), st.integers(0, 1))
def test_a_label_never_changes_the_width_of_a_line(start, cells, text, typed):
    made = page("<p>漢字 mixed with 漢字 letters</p>", 30)
    strip = line_strip(made.lines[0], 2, 34, lambda _role: Style(), Style())
    over = labelled(strip, [Label(start, cells, text, typed)], 2, lambda _role: Style(bold=True))
    assert over.cell_length == 34 and sum(segment.cell_length for segment in over) == 34
    assert text in over.text


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a b?q=ü", "https://example.org/a%20b?q=%C3%BC"),
        ("https://example.org/%41", "https://example.org/%41"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/\x1b]52;c;QUJD\x07", "https://example.org/%1B]52;c;QUJD%07"),
        ("https://example.org/\x9b31m\u202e", "https://example.org/%C2%9B31m%E2%80%AE"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("https://example.org/\ud800", ""),
        ("https://example.org/" + "x" * 2_000, ""),
    ],
)
def test_only_plain_addresses_reach_the_terminal(url, written):
    assert hyperlink(url) == written


@given(st.text(max_size=40))
def test_no_address_breaks_out(rest):
    assert re.fullmatch("(https?://[!-~]+)?", hyperlink(f"https://{rest}"))


def test_every_part_of_a_link_carries_the_same_address():
    made = page('<p><a href="https://a.example/">' + "words " * 10 + "</a> plain</p>", 30)
    links = Hyperlinks(made, lit=True)
    seen = set()
    for line in made.lines:
        strip = line_strip(line, 1, 34, lambda _role: Style(), Style())
        for number, segment in enumerate(links.over(strip, line)):
            assert segment.text == list(strip)[number].text
            if segment.style.link:
                seen.add((segment.style.link, segment.style.link_id))
            else:
                assert "words" not in segment.text
    assert len(seen) == 1 and seen.pop()[0] == "https://a.example/"
    assert not Hyperlinks(made, lit=False).styles


def test_poor_terminals_get_none():
    assert understands_hyperlinks({"TERM": "xterm-256color"})
    assert not any(understands_hyperlinks({"TERM": name}) for name in ("dumb", "linux", "")) and (
        not understands_hyperlinks({})
    )


NOTES = (
    '<p>word<sup><a href="#fn1">1</a></sup> more</p><pre>x = 1\ny = 2</pre>'
    + "<p>filler</p>" * 10
    + '<section class="footnotes"><ol><li id="fn1"><p>' + "note " * 30
    + '<a href="https://note.example/">there</a></p></li></ol></section>'
)  # fmt: skip


def test_another_verb_changes_no_letter():
    made = page(NOTES.replace("more", 'more <a href="https://a.example/">link</a>'), 40)
    hints = Hints(targets(made, rows(made), ("link", "note", "code")), LETTERS)
    every = dict(hints.by_label)
    assert hints.only(("link",)) and all(every[label] is one for label, one in hints.by_label.items())
    assert {one.kind for one in hints.by_label.values()} == {"link"} and hints.type("f") is None
    assert hints.only(("note", "code")) and every == {**every, **hints.by_label}
    hints.drop(next(iter(hints.by_label.values())))
    assert hints.only(("note",)) is False


def test_marks_of_notes_and_blocks_of_code_are_picked_too():
    made = page(NOTES, 40)
    found = targets(made, rows(made), ("note", "code"))
    assert [(one.kind, one.key) for one in found] == [("note", f"{made.notes[0].number}:0"), ("code", "0")]
    line, start, cells = found[0].places[0]
    assert made.lines[line].text[start : start + cells] == "¹"
    assert found[1].places == ((made.codes[0].start, 0, 2),)


def test_a_note_opens_where_there_is_room():
    made = page(NOTES, 40)
    (note,) = made.notes
    wanted = note.end - note.start
    below = open_note(note, 0, 0, 20)
    assert below.over == {1 + number: note.start + number for number in range(wanted)}
    # Its links can be picked where they are seen.
    seen = {number: below.over.get(number, number) for number in range(20)}
    (link,) = targets(made, seen, ("link",))
    assert all(line <= wanted for line, _, _ in link.places)
    # What does not fit is cut; without any room there is no note.
    assert len(open_note(note, 0, 0, 3).over) == 2
    assert open_note(note, 0, 0, 1) is None


def test_a_note_opens_above_where_there_is_more_room():
    made = page("<p>filler</p>" * 10 + NOTES, 40)
    (note,) = made.notes
    line = note.marks[0].line
    above = open_note(note, 0, line - 10, 12)
    assert sorted(above.over) == list(range(line - (note.end - note.start), line))


def test_marks_are_gone_through_in_turn_and_found_by_cell():
    made = page('<p>a<sup><a href="#fn1">1</a></sup> b<sup><a href="#fn2">2</a></sup></p>'
                '<section class="footnotes"><ol><li id="fn1">one</li><li id="fn2">two</li></ol></section>')  # fmt: skip
    first, second = made.notes
    assert mark_after(made, 0, 10, None) == (first, 0)
    assert mark_after(made, 0, 10, open_note(first, 0, 0, 10)) == (second, 0)
    assert mark_after(made, 0, 10, open_note(second, 0, 0, 10)) == (first, 0)
    assert mark_after(made, 1, 10, None) is None
    assert note_at(made, 0, 1) == (first, 0) and note_at(made, 0, 4) == (second, 0)
    assert note_at(made, 0, 0) is None and note_at(made, 1, 1) is None


def test_progress_counts_letters_and_no_addresses():
    made = page(BODY + "<p>" + "word " * 400 + "</p>", 40)
    progress = Progress()
    assert progress.words(made, 0, 10, 4).endswith("% · 4 min left")
    # A little more than half of the letters: what is begun counts.
    half = len(made.lines) // 2
    assert progress.words(made, half - 10, 10, 4).endswith("% · 3 min left")
    assert progress.words(made, half, 10, 4).endswith("% · 2 min left")
    # Only addresses are left.
    assert progress.words(made, len(made.lines) - 12, 10, 4).endswith(" %")
    assert progress.words(made, len(made.lines), 10, 4) == "100 %"
    assert (
        progress.words(page("<p>one</p>"), 0, 10, 1) == "100 %" and progress.words(Page(), 0, 10, 1) == "0 %"
    )
