"""The daemon as a process: it begins, fetches, hears signals, ends in order, and is alone."""

import os
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from tests.cli.conftest import COMMAND, NEWS, Broadsheet
from tests.server import Server, answer, feed, held
from tui.config.paths import Paths, from_environment
from tui.service.lifesign import living

#: Seconds in which something must have happened; nothing waits for so long.
SECONDS = 60
MORE = NEWS.replace("<item><guid>n1<", "<item><guid>n4</guid><title>A fourth</title></item><item><guid>n1<")


@contextmanager
def running(command: Broadsheet, *words: str):
    """A daemon that stands, with its lines at hand."""
    process = subprocess.Popen(
        [*COMMAND, "daemon", *words],
        env=command.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert "The daemon runs" in process.stdout.readline()
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def alive(command: Broadsheet):
    return living(from_environment(command.environment).lock_file)


def due_at(paths: Paths, moment: int) -> None:
    """Have every feed due from a moment on, as time alone would."""
    with closing(sqlite3.connect(paths.store_file)) as plain, plain:
        plain.execute("UPDATE feed SET next_check_at = ?", (moment,))
        plain.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")


def due_at_once(command: Broadsheet) -> None:
    due_at(from_environment(command.environment), 0)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_within_three_seconds_also_in_the_middle(
    broadsheet: Broadsheet, server: Server, number: signal.Signals, code: int
) -> None:
    assert broadsheet("add", server.url("/news")).code == 0
    server.on("/news", held(threading.Event(), feed(NEWS.encode())))
    due_at_once(broadsheet)
    with running(broadsheet) as process:
        assert server.wait_for(lambda: server.running == 1, SECONDS)
        began = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=SECONDS)
        # Three, and something for a machine that has other things to do.
        assert time.monotonic() - began < 6
        assert (process.returncode, out, err) == (code, "", "")
    assert alive(broadsheet) is None
    assert broadsheet("doctor").code == 0


def test_a_second_one_says_who_runs_and_a_killed_one_is_no_obstacle(broadsheet: Broadsheet) -> None:
    with running(broadsheet) as process:
        second = broadsheet("daemon")
        assert second.code == 1 and second.out == ""
        assert second.err == f"broadsheet: A daemon runs already for this store (process {process.pid}).\n"
        assert f"daemon: It runs (process {process.pid})" in broadsheet("doctor").out
        process.kill()
        process.wait(SECONDS)
    assert alive(broadsheet) is None
    with running(broadsheet) as process:
        found = alive(broadsheet)
        assert found is not None and found.pid == process.pid


def test_it_fetches_what_is_due_and_says_so_line_by_line(broadsheet: Broadsheet, server: Server) -> None:
    assert broadsheet("add", server.url("/news"), server.url("/evil")).code == 0
    server.on("/news", feed(MORE.encode()))
    server.on("/evil", answer(status=500))
    due_at_once(broadsheet)
    with running(broadsheet, "--verbose") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("1 new article, 1 failing: ") and "\x1b" not in line
        assert broadsheet("count", "title:fourth").out == "1\n"
    log = from_environment(broadsheet.environment).log_file.read_text("utf-8")
    assert "tui.service.telling: 1 new article, 1 failing: " in log and "\x1b" not in log


def test_it_reads_its_settings_again(broadsheet: Broadsheet, server: Server) -> None:
    assert broadsheet("add", server.url("/news")).code == 0
    config = from_environment(broadsheet.environment).config_file
    with running(broadsheet, "--verbose") as process:
        assert process.stdout is not None
        config.write_text("mesure = 70\n")
        process.send_signal(signal.SIGHUP)
        assert "The settings stay as they were." in process.stdout.readline()
        assert "The daemon runs" in process.stdout.readline()
        config.write_text('user_agent = "Second/2"\n')
        process.send_signal(signal.SIGHUP)
        assert "The settings were read again." in process.stdout.readline()
        assert "The daemon runs" in process.stdout.readline()
        due_at_once(broadsheet)
        assert server.wait_for(lambda: server.seen[-1].headers["user-agent"] == "Second/2", SECONDS)


def test_once_does_what_is_due_and_ends(broadsheet: Broadsheet, server: Server) -> None:
    assert broadsheet("add", server.url("/news"), server.url("/evil")).code == 0
    visits = len(server.seen)
    ran = broadsheet("daemon", "--once")
    assert (ran.code, ran.out, ran.err) == (0, "", "") and len(server.seen) == visits
    server.on("/evil", answer(status=500))
    due_at_once(broadsheet)
    ran = broadsheet("daemon", "--once", "-v")
    assert ran.code == 1 and len(server.seen) == visits + 2
    assert "1 failing" in ran.out
    assert alive(broadsheet) is None


def test_a_service_manager_hears_how_it_is(broadsheet: Broadsheet, tmp_path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(SECONDS)
        manager.bind(str(tmp_path / "notify"))
        managed = replace(broadsheet, extra={"NOTIFY_SOCKET": str(tmp_path / "notify")})
        with running(managed) as process:
            assert manager.recv(1_000) == b"READY=1"
            process.send_signal(signal.SIGHUP)
            told = manager.recv(1_000).split(b"\n")
            assert told[0] == b"RELOADING=1" and told[1].startswith(b"MONOTONIC_USEC=")
            assert manager.recv(1_000) == b"READY=1"
            process.send_signal(signal.SIGTERM)
            assert manager.recv(1_000) == b"STOPPING=1"


def test_it_lets_others_go_first(broadsheet: Broadsheet) -> None:
    with running(broadsheet) as process:
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= 10


def test_no_secret_is_in_the_log_or_on_the_output(broadsheet: Broadsheet, server: Server) -> None:
    address = server.url("/feed?token=hunter2").replace("http://", "http://jane:hunter2@")
    server.on("/feed", feed(NEWS.encode()))
    assert broadsheet("add", address).code == 0
    config = from_environment(broadsheet.environment).config_file
    # A hook that says all it hears, for a feed whose articles have secrets too.
    config.write_text('[hooks]\nnew_article = ["cat"]\n')
    secret = "http://jane:hunter2@127.0.0.1/n9?key=hunter2&amp;a=b"
    more = NEWS.replace("n1<", "n9<").replace("<link>http://127.0.0.1/n9<", f"<link>{secret}<")
    server.on("/feed", feed(more.encode()))
    due_at_once(broadsheet)
    ran = broadsheet("daemon", "--once", "--verbose")
    state = from_environment(broadsheet.environment).state_dir
    logged = "".join(path.read_text("utf-8") for path in state.glob("broadsheet.log*"))
    for said in (ran.out, logged):
        assert "1 new article" in said and "***@127.0.0.1/n9?key=***" in said and "hunter2" not in said
    assert ran.err == ""
