"""How commands end when the world is not as it should be."""

import os
import pty
import signal
import subprocess
import threading

import pytest

from tests.cli.conftest import COMMAND, NEWS, Broadsheet
from tests.server import Server, answer, feed, held, in_turn


def _started(command: Broadsheet, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *words],
        env=command.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_a_refresh_in_order_and_keeps_what_came(
    broadsheet: Broadsheet, server: Server, number: signal.Signals, code: int
) -> None:
    never = threading.Event()
    slow = in_turn(feed(NEWS.encode()), feed(NEWS.encode()), held(never, feed(NEWS.encode())))
    server.on("/slow", slow)
    assert broadsheet("add", server.url("/slow")).code == 0
    visits = len(server.seen)
    process = _started(broadsheet, "refresh", "--force")
    assert server.wait_for(lambda: len(server.seen) > visits, 30)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (code, "", "")
    assert broadsheet("count", "feed:Harbor").out == "3\n"
    assert broadsheet("doctor").code == 0


def test_a_store_that_is_no_store_is_never_silently_empty(stocked: Broadsheet) -> None:
    (store,) = stocked.home.glob("data/*.sqlite3")
    for beside in store.parent.glob(f"{store.name}-*"):
        beside.unlink()
    store.write_bytes(b"this is not a database " * 400)
    ran = stocked("count")
    assert "Traceback" not in ran.err
    assert ran.err.startswith("broadsheet: ")
    assert ran.code in (0, 3)
    assert list(store.parent.glob("*corrupt*")) or ran.code == 3


def test_a_home_that_is_a_file_is_one_line(broadsheet: Broadsheet) -> None:
    broadsheet.home.write_text("in the way")
    ran = broadsheet("list")
    assert ran.code in (1, 2, 3)
    assert ran.out == ""
    assert ran.err.startswith("broadsheet: ")
    assert ran.err.count("\n") == 1


def _on_terminal(command: Broadsheet, *words: str, typed: bytes = b"") -> str:
    """What the command writes on a terminal of its own."""
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execve(COMMAND[0], [*COMMAND, *words], {**command.environment, "COLUMNS": "70", "TERM": "xterm"})
    if typed:
        os.write(descriptor, typed)
    output = b""
    try:
        while piece := os.read(descriptor, 65_536):
            output += piece
    except OSError:
        pass  # Linux says so when the other side has gone
    os.close(descriptor)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, output
    return output.decode()


def test_on_a_terminal_lines_fit_and_are_dressed(stocked: Broadsheet) -> None:
    dressed = _on_terminal(stocked, "list", "feed:Harbor")
    assert "\x1b[1mFootball: a draw" in dressed
    plain = _on_terminal(Broadsheet(stocked.home, {"NO_COLOR": "1"}), "list", "feed:Harbor")
    assert "\x1b" not in plain
    assert [len(line) <= 70 for line in plain.splitlines()] == [True] * 3


def test_on_a_terminal_a_grouped_list_has_headings(stocked: Broadsheet) -> None:
    quiet = Broadsheet(stocked.home, {"NO_COLOR": "1"})
    by_day = _on_terminal(quiet, "list", "feed:Harbor", "group:day").splitlines()
    days = ["Wednesday 4 November  1", "Tuesday 3 November  1", "Monday 2 November  1"]
    assert [line.replace(" 2026", "") for line in by_day[::3]] == days
    assert by_day[2] == ""
    assert stocked("tag", "add", "cup", "Football").code == 0
    by_tag = _on_terminal(quiet, "list", "feed:Harbor OR feed:Evil", "group:tag").splitlines()
    assert [line for line in by_tag if line and line[0] != " "] == ["#cup  1", "#harbor  3", "No tag  1"]
    assert sum("Football" in line for line in by_tag) == 2


def test_on_a_terminal_stories_are_called_after_their_originals(
    broadsheet: Broadsheet, server: Server
) -> None:
    copy = NEWS.replace("Harbor News", "Second News").replace("n1</guid>", "n1-copy</guid>")
    copy = copy.replace("Rabat opens its port", "Rabat has a port").replace(
        "02 Nov 2026 08", "02 Nov 2026 09"
    )
    addresses = [server.on(f"/{at}", feed(text.encode())) for at, text in enumerate((NEWS, copy))]
    assert broadsheet("add", *addresses).code == 0
    assert broadsheet("refresh").code == 0
    quiet = Broadsheet(broadsheet.home, {"NO_COLOR": "1"})
    lines = _on_terminal(quiet, "list", "copies:1.. -feed:Broadsheet", "group:story").splitlines()
    headings = [line for line in lines if line and line[0] != " "]
    assert headings == ["Football: a draw  2", "Grain prices fall  2", "Rabat opens its port  2"]
    assert all("×2" in line for line in lines if line.startswith(" "))


def test_in_a_pipe_a_grouped_list_is_only_in_that_order(stocked: Broadsheet) -> None:
    assert stocked("tag", "add", "cup", "title:Grain").code == 0
    for form in ("--urls", "--format={url}"):
        ran = stocked("list", "feed:Harbor", "group:tag", form)
        assert [line[-2:] for line in ran.lines] == ["n2", "n3", "n1"]
    assert stocked("count", "feed:Harbor", "group:tag").out == "3\n"
    assert stocked("mark", "starred", "feed:Harbor group:tag").code == 0
    assert len(stocked("list", "is:starred", "--json", "group:day").json) == 3


def test_a_refresh_on_a_terminal_shows_its_progress_and_wipes_it(
    broadsheet: Broadsheet, server: Server
) -> None:
    broadsheet("add", server.url("/news"))
    output = _on_terminal(broadsheet, "refresh", "--force")
    assert "0/1 · 0 new" in output
    assert output.splitlines()[-1].strip() == "1 feed: 0 new articles, 1 feed unchanged."


def test_of_several_feeds_one_is_chosen_by_number(broadsheet: Broadsheet, server: Server) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/news", "/evil")
    )
    server.on("/", answer(f"<title>x</title>{links}".encode(), headers={"Content-Type": "text/html"}))
    output = _on_terminal(broadsheet, "add", server.url("/"), typed=b"9\n2\n")
    assert "Which ones? 1 to 2" in output
    assert [row["title"] for row in broadsheet("feeds", "--json").json if "evil" in row["feed_url"]]
