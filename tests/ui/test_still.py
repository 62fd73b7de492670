"""The still: shown only while it is true, and gone without a trace."""

import json
import os
import re
import subprocess
import sys
import termios

import pyte
import pytest

from tests.demo_store import demo_paths
from tests.ui.terminal import Terminal, environment
from tui.ui.still.picture import load, moment, still_file

SIZE = os.terminal_size((120, 36))
QUIET = "refresh_on_start = false\nrefresh_interval_minutes = 0\nbackups = 0\nfull_text = 'never'\n"


@pytest.fixture
def home(demo_home):
    (demo_home / "config.toml").write_text(QUIET)
    return demo_home


def draw(home, **changed):
    """Draw the still as the program does when it is left."""
    command = [sys.executable, "-m", "tui.ui.still.drawing", "120", "36"]
    env = {**os.environ, **environment(home), **changed}
    subprocess.run(command, env=env, check=True, timeout=60)
    return still_file(demo_paths(home))


def still(home, size=SIZE, **changed):
    env = {**os.environ, "TEXTUAL_FPS": "240", **environment(home), **changed}
    return load(demo_paths(home), env, size)


def seen(text: str | bytes) -> list[str]:
    """What a terminal shows after this output."""
    screen = pyte.Screen(120, 36)
    data = text if isinstance(text, str) else text.decode()
    pyte.Stream(screen).feed(re.sub(r"\x1b\[[<>=][0-9;]*[a-z]|\x1b\][^\x07]*\x07", "", data))
    return [line.rstrip() for line in screen.display]


def test_it_shows_the_panes_with_rows_and_article_but_no_ages(home):
    draw(home)
    lines = seen(still(home).text)
    assert "FEEDS" in lines[2]
    assert any("●" in line for line in lines)
    assert not any(re.search(r"\b\d+[mh]\b|yesterday", line[27:70]) for line in lines)


def touched(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda home: touched(home / "config.toml", "measure = 70\n"),
        lambda home: touched(home / "themes" / "mine.toml"),
        lambda home: touched(home / "data" / "store.sqlite3"),
        lambda home: touched(home / "data" / "store.sqlite3-wal"),
        lambda home: touched(home / "state" / "session.json", " "),
    ],
    ids=["settings", "theme", "store", "log of the store", "session"],
)
def test_it_is_not_shown_once_anything_has_changed(home, change):
    draw(home)
    assert still(home) is not None
    change(home)
    assert still(home) is None


def test_it_is_not_shown_on_another_terminal(home):
    draw(home)
    assert still(home, os.terminal_size((119, 36))) is None
    assert still(home, TERM="vt100") is None
    assert still(home, NO_COLOR="1") is None


@pytest.mark.parametrize(
    "text", ["\x1b]52;c;QUJD\x07", "\x1b[2J", "\x1b[6n", "\x07", "\x9b31m", "\x1bc", "\x1b[31m\x00"]
)
def test_a_picture_that_is_more_than_text_and_colour_is_refused(home, text):
    file = draw(home)
    record = json.loads(file.read_text())
    file.write_text(json.dumps(record | {"text": record["text"] + text}))
    assert still(home) is None


@pytest.mark.parametrize("data", ["", "[]", "{}", "null", '{"columns": 1}', "\udcff", "[" * 5000])
def test_a_broken_file_is_no_picture(home, data):
    file = draw(home)
    file.write_bytes(data.encode("utf-8", "surrogateescape"))
    assert still(home) is None


def test_a_list_that_time_alone_changes_has_no_picture(home):
    file = draw(home)
    (home / "state" / "session.json").write_text(json.dumps({"query": "newer:2d"}))
    draw(home)
    assert not file.exists()


def test_switched_off_it_is_taken_away(home):
    file = draw(home)
    touched(home / "config.toml", "instant_start = false\n")
    draw(home)
    assert not file.exists()


def test_the_true_screen_takes_its_place_and_the_terminal_comes_back_as_it_was(home):
    draw(home)
    drawn = seen(still(home).text)
    with Terminal(home) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.until("FEEDS")
        # A key pressed on the still is neither echoed nor lost.
        os.write(terminal.fd, b"4")
        terminal.until("later")
        terminal.keys("1")
        terminal.quiet()
        output = bytes(terminal.output)
        terminal.keys("q")
        assert terminal.ended() == 0
        after = termios.tcgetattr(terminal.fd)
    assert output.startswith(b"\x1b[?1049h")
    assert output.count(b"\x1b[?1049h") == 1
    assert terminal.output.count(b"\x1b[?1049l") == 1
    assert after[:6] == before[:6]
    shown = seen(output)
    # The ages are new; nothing else moved.
    assert [line[:60] for line in shown[5:30:3]] == [line[:60] for line in drawn[5:30:3]]


def test_the_cursor_stands_where_the_picture_had_it(home):
    with Terminal(home) as terminal:
        terminal.until("●")
        terminal.quiet()
        terminal.keys("j", "j", "q")
        assert terminal.ended() == 0
    draw(home)
    drawn = seen(still(home).text)
    with Terminal(home) as terminal:
        terminal.until("FEEDS")
        terminal.quiet(1.5)
        shown = seen(bytes(terminal.output))
    under_cursor = [number for number, line in enumerate(drawn) if "│▌" in line]
    assert under_cursor == [number for number, line in enumerate(shown) if "│▌" in line]
    assert under_cursor[1] > 3


def test_a_failure_behind_it_is_read_on_the_usual_screen(home):
    (home / "config.toml").write_text("theme = 7\n")
    file = draw_anyway(home)
    assert file.exists()
    with Terminal(home) as terminal:
        assert terminal.ended() == 2
    text = terminal.output.decode()
    assert text.index("\x1b[?1049h") < text.index("\x1b[?1049l") < text.index("theme must be")


def draw_anyway(home):
    """A still of settings that cannot be read: somebody mended the clock of the file."""
    file = still_file(demo_paths(home))
    file.parent.mkdir(exist_ok=True)
    env = {**os.environ, "TEXTUAL_FPS": "240", **environment(home)}
    record = {"columns": 120, "rows": 36, "moment": moment(demo_paths(home), env), "text": "\x1b[1;1Hold"}
    file.write_text(json.dumps(record))
    return file


def test_leaving_the_screen_draws_the_next_start(home):
    file = still_file(demo_paths(home))
    with Terminal(home) as terminal:
        terminal.until("●")
        terminal.quiet()
        terminal.keys("q")
        assert terminal.ended() == 0
    with Terminal(home, env={"BROADSHEET_HOME": str(home.parent / "other")}) as watch:
        while not file.exists():
            watch.pump(0.1)
        assert still(home) is not None
