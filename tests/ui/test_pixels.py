"""What terminals say of themselves never becomes a key; and what they can decides how pictures are drawn."""

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.demo_store import demo_paths
from tests.ui.terminal import Terminal
from tui.config.session import Session, save
from tui.ui.pixels.answers import NOTHING_SAID, Answers, Said
from tui.ui.pixels.choosing import CELL, cell_of, drawing_for
from tui.ui.pixels.driver import is_askable

ANSWERS = ("\x1bP>|kitty(0.32.2)\x1b\\", "\x1b[6;20;10t", "\x1b[?62;4;22c")
KEYS = ("j", "\x1b[A", "\x1b[6;5~", "\x1b[?2026;2$y", "\x1b[97;5u", "é", "\x1b[<0;3;4M", "\x1b[I")


@given(st.lists(st.sampled_from([*ANSWERS[:2], *KEYS]), max_size=12), st.booleans(), st.data())
def test_answers_are_taken_out_wherever_they_are_cut(parts, ends, data):
    # The answer to the last question comes last.
    parts = [*parts, ANSWERS[2], "j"] if ends else parts
    text = "".join(parts)
    answers = Answers()
    rest = ""
    while text:
        size = data.draw(st.integers(1, len(text)))
        rest += answers.take(text[:size])
        text = text[size:]
    rest += answers.release()
    assert rest == "".join(part for part in parts if part not in ANSWERS)
    assert answers.said.complete == (ANSWERS[2] in parts)
    assert answers.said.sixel == (ANSWERS[2] in parts)
    assert answers.said.name == ("kitty(0.32.2)" if ANSWERS[0] in parts else "")
    assert answers.said.cell_height == (20 if ANSWERS[1] in parts else 0)


@given(st.text(max_size=40))
def test_nothing_else_is_lost(text):
    answers = Answers()
    assert answers.take(text) + answers.release() == text or answers.said != NOTHING_SAID


def test_once_all_is_answered_an_escape_waits_for_nothing():
    answers = Answers()
    assert answers.take("\x1b") == ""
    assert answers.release() == "\x1b"
    answers.take("\x1b[?1;2c")
    assert answers.take("\x1b") == "\x1b"
    # Nor does it where nobody was asked, or where nobody answers.
    assert Answers(expecting=False).take("\x1b") == "\x1b"
    silent = Answers()
    for _ in range(20):
        silent.release()
    assert silent.take("\x1b") == "\x1b"


KITTY, FOOT = Said("kitty(0.32.2)", False, 10, 20, True), Said("foot(1.16)", True, 9, 18, True)


@pytest.mark.parametrize(
    ("wish", "said", "colors", "plain", "drawing"),
    [
        ("auto", NOTHING_SAID, "truecolor", False, "blocks"),
        ("auto", KITTY, "truecolor", False, "kitty"),
        ("auto", Said("ghostty 1.0.1"), "256", False, "kitty"),
        ("auto", Said("kitty(0.21.1)"), "truecolor", False, "blocks"),
        ("auto", FOOT, "truecolor", False, "sixel"),
        ("auto", Said("WezTerm 20240203", True), "truecolor", False, "blocks"),
        ("auto", Said("tmux 3.4", True, 10, 20), "truecolor", False, "blocks"),
        ("auto", NOTHING_SAID, "standard", False, None),
        ("auto", KITTY, "truecolor", True, None),
        ("blocks", KITTY, "truecolor", False, "blocks"),
        ("blocks", KITTY, "standard", False, None),
        ("kitty", NOTHING_SAID, "256", False, "kitty"),
        ("sixel", NOTHING_SAID, "standard", False, "sixel"),
        ("off", KITTY, "truecolor", False, None),
    ],
)
def test_the_way_to_draw(wish, said, colors, plain, drawing):
    assert drawing_for(wish, said, colors, plain=plain) == drawing


def test_cells_that_make_no_sense_are_made_up():
    assert cell_of(FOOT) == (9, 18)
    for width, height in ((0, 0), (10, 0), (1, 20), (20, 3), (1, 9999)):
        assert cell_of(Said(cell_width=width, cell_height=height)) == CELL


def test_who_is_asked():
    assert is_askable({"TERM": "xterm-256color"})
    for environ in (
        {},
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {"TERM": "screen-256color"},
        {"TERM": "xterm", "TMUX": "x"},
    ):
        assert not is_askable(environ)


# The real program on a pseudo-terminal that answers.


def open_train(home):
    """The next start shows the article with the pictures."""
    (home / "config.toml").write_text(
        "refresh_on_start = false\nrefresh_interval_minutes = 0\ninstant_start = false\nbackups = 0\n"
    )
    save(demo_paths(home).session_file, Session(query="is:later title:train"))


def answering(terminal, *answers):
    terminal.until("\x1b[>q\x1b[16t\x1b[c")
    for answer in answers:
        os.write(terminal.fd, answer.encode())


def strings(output):
    """The string sequences that are not Textual's pointer shapes."""
    text = re.sub(r"\x1b\]22;[a-z-]+\x07", "", output.decode())
    return re.findall(r"\x1b([\]P_X^])(.*?)(?:\x1b\\|\x07)", text, re.DOTALL)


def test_kitty_gets_our_own_pixels_and_is_left_clean(demo_home):
    open_train(demo_home)
    with Terminal(demo_home, env={"TERM": "xterm-kitty"}) as terminal:
        answering(terminal, *ANSWERS)
        terminal.until("\U0010eeee")
        terminal.quiet()
        found = strings(bytes(terminal.output))
        assert found and all(kind == "_" and body.startswith("G") for kind, body in found)
        assert all(re.fullmatch(r"G[a-zA-Z0-9=,]+;?[A-Za-z0-9+/=]*", body) for _, body in found)
        sent = {re.search(r"i=(\d+)", body)[1] for _, body in found if "a=T" in body}
        # Nothing of the answers has become a key: the article is still the one of the list.
        assert "Notes from a slow train" in terminal.output.decode()
        before = len(terminal.output)
        terminal.keys("q")
        assert terminal.ended() == 0
        gone = {
            re.search(r"i=(\d+)", body)[1]
            for _, body in strings(bytes(terminal.output[before:]))
            if "a=d" in body
        }
        assert sent and sent <= gone


def test_sixel_is_painted_over_its_cells(demo_home):
    open_train(demo_home)
    with Terminal(demo_home) as terminal:
        answering(terminal, "\x1bP>|foot(1.16)\x1b\\", "\x1b[6;18;9t", "\x1b[?62;4c")
        terminal.until("\x1bP0;1q")
        terminal.quiet()
        found = strings(bytes(terminal.output))
        assert all(kind == "P" and re.fullmatch(r"0;1q[\x20-\x7e]*", body) for kind, body in found)
        assert re.search(r"\x1b7(?:\x1b\[\d+;\d+H\x1bP)", terminal.output.decode())
        terminal.keys("q")
        assert terminal.ended() == 0


def test_a_terminal_that_says_nothing_gets_blocks(demo_home):
    open_train(demo_home)
    with Terminal(demo_home) as terminal:
        terminal.until("▀")
        terminal.keys("l", "\x1b", "q")
        assert terminal.ended() == 0
        assert not strings(bytes(terminal.output))


def test_late_and_broken_answers_are_no_keys(demo_home):
    open_train(demo_home)
    with Terminal(demo_home) as terminal:
        terminal.until("▀")
        terminal.quiet()
        # `q` in a name would end the program, `A` mark everything read.
        os.write(terminal.fd, b"\x1bP>|qqq")
        os.write(terminal.fd, b"AAA q\x1b\\\x1b[?6")
        os.write(terminal.fd, b"2;22c")
        terminal.quiet()
        terminal.keys("?")
        terminal.until("Everywhere")
        terminal.keys("\x1b", "q")
        assert terminal.ended() == 0


def test_tmux_is_not_asked(demo_home):
    open_train(demo_home)
    with Terminal(demo_home, env={"TMUX": "/tmp/x,1,0"}) as terminal:
        terminal.until("▀")
        assert b"\x1b[>q" not in terminal.output
        terminal.keys("q")
        assert terminal.ended() == 0
