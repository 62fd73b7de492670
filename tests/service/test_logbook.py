"""The log: written by several at once, bounded, private, clean and without secrets."""

import logging
import stat
import subprocess
import sys
import threading

import pytest

from tui.service.logbook import PlainLine, SharedLog

WRITER = """
import logging, sys
from pathlib import Path
from tui.service.logbook import PlainLine, SharedLog
handler = SharedLog(Path(sys.argv[1]), most_bytes=4_000, kept=200)
handler.setFormatter(PlainLine("%(message)s"))
log = logging.getLogger("writer")
log.addHandler(handler)
for number in range(300):
    log.warning("%s %03d %s", sys.argv[2], number, "x" * 60)
"""


def lines_of(folder):
    return [line for path in folder.iterdir() for line in path.read_text("utf-8").splitlines()]


def record(message, *arguments, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("tui.x", logging.WARNING, __file__, 1, message, arguments, info)


def shared(path, **options):
    handler = SharedLog(path, **options)
    handler.setFormatter(PlainLine("%(levelname)s %(message)s"))
    return handler


def test_three_processes_lose_no_line_and_tear_none(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path / "broadsheet.log")]
    writers = [subprocess.Popen([*command, name]) for name in ("a", "b", "c")]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    wanted = [f"{name} {number:03} {'x' * 60}" for name in "abc" for number in range(300)]
    assert sorted(lines_of(tmp_path)) == sorted(wanted)
    assert all(path.stat().st_size <= 4_000 for path in tmp_path.iterdir())


def test_it_stays_small_and_its_owners(tmp_path):
    handler = shared(tmp_path / "broadsheet.log", most_bytes=1_000, kept=2)
    for number in range(200):
        handler.handle(record("line %d", number))
    found = sorted(tmp_path.iterdir())
    assert [path.name for path in found] == ["broadsheet.log", "broadsheet.log.1", "broadsheet.log.2"]
    assert all(path.stat().st_size <= 1_000 for path in found)
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {0o600}
    assert found[0].read_text().splitlines()[-1] == "WARNING line 199"
    oldest, *_ = found[2].read_text().splitlines()
    kept = [line for path in reversed(found) for line in path.read_text().splitlines()]
    first = int(oldest.rpartition(" ")[2])
    assert kept == [f"WARNING line {number}" for number in range(first, 200)]


def test_no_secret_no_escape_and_no_line_of_its_own(tmp_path):
    handler = shared(tmp_path / "broadsheet.log")
    hostile = "Look \x1b]52;c;ZXZpbA==\x07 here\n2026-01-01 00:00:00 ERROR all is lost"
    try:
        raise ValueError("https://jane:hunter2@example.org/?key=hunter2")
    except ValueError as error:
        handler.handle(record("%s Authorization: hunter2", hostile, error=error))
    written = (tmp_path / "broadsheet.log").read_text()
    assert "hunter2" not in written and "\x1b" not in written and "ZXZ" not in written
    assert "ValueError: https://***@example.org/?key=***" in written
    first, *others = written.splitlines()
    assert first.startswith("WARNING Look") and all(line.startswith("    ") for line in others)


@pytest.mark.parametrize("place", ["missing", "file"])
def test_a_log_that_cannot_be_written_is_no_trouble(tmp_path, place):
    (tmp_path / "file").write_text("in the way")
    path = tmp_path / place / "broadsheet.log"
    shared(path).handle(record("line"))
    assert not path.exists()


def test_who_holds_the_file_for_ever_holds_nobody_up(tmp_path):
    fcntl = pytest.importorskip("fcntl")
    path = tmp_path / "broadsheet.log"
    path.write_text("x" * 2_000 + "\n")
    with path.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        thread = threading.Thread(target=shared(path, most_bytes=1_000).handle, args=(record("line"),))
        thread.start()
        thread.join(30)
    # Nothing was moved under the feet of whoever holds it, and nothing was lost.
    assert path.read_text().endswith("\nWARNING line\n") and list(tmp_path.iterdir()) == [path]
