"""Feeds that commands write: real ones, of a configuration that a test has written."""

import asyncio
import os
import sys
from contextlib import aclosing, suppress

import pytest

from tests.factories import rss
from tests.service.opened import manual_free, opened, refreshed, run, titles
from tests.service.test_local_feeds import only
from tui.config.settings import Settings
from tui.model.feed import Subscription
from tui.model.fetching import FailureKind

FEED = rss(("1", "a"), title="Tides")


def script(text):
    return (sys.executable, "-c", text)


def with_commands(seconds=20.0, **commands):
    return Settings(command_seconds=seconds, max_feed_megabytes=1, commands=commands)


WRITES = script(f"import sys; sys.stdout.buffer.write({FEED!r})")


async def subscribed(library, name="tides"):
    await manual_free(library)
    (found,) = await library.find_feeds(f"command:{name}")
    assert not found.problem, found.problem
    await library.subscribe([Subscription(found.feed_url)])
    return found


def test_what_a_command_writes_is_a_feed(paths, clock):
    async def work():
        async with opened(paths, clock, with_commands(tides=WRITES)) as library:
            found = await subscribed(library)
            assert (found.feed_url, found.title, found.newest) == ("command:tides", "Tides", ("Title 1",))
            assert only(library).title == "tides"
            library.network.stay_offline = True
            assert (await refreshed(library))[0].new == 1 and only(library).title == "Tides"
            assert (await refreshed(library))[0].unchanged == 1
            assert b"command:" not in library.export_opml()
            (checkup,) = await library.feed_doctor.examine()
            assert not checkup.complaints

    run(work)


def test_it_runs_at_home_with_nothing_to_read_and_in_no_shell(paths, clock, tmp_path):
    telling = script(
        "import os, sys, json; print(json.dumps({'version': 'https://jsonfeed.org/version/1.1', 'title': 't',"
        "'items': [{'id': '1', 'title': repr((sys.stdin.read(), os.getcwd() == os.environ['HOME'],"
        "os.environ['BROADSHEET_FEED'], sys.argv[1:], os.getsid(0) == os.getpid()))}]}))"
    )

    async def work():
        from tui.service.library import Library

        settings = with_commands(tides=(*telling, "$HOME", "{title}", "a b; touch x"))
        library = await Library.open(settings, paths, clock=clock, environ={"HOME": str(tmp_path)})
        try:
            await subscribed(library)
            await refreshed(library)
            (title,) = await titles(library)
            assert title == repr(("", True, "command:tides", ["$HOME", "{title}", "a b; touch x"], True))
        finally:
            await library.close()

    run(work)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import sys; print('first', file=sys.stderr); sys.exit('no \\x1b]52;c;x\\x07tide today\\n\\n')",
         "The command ended with code 1: no tide today"),
        ("import sys; print('<rss', flush=True); sys.exit(3)", "The command ended with code 3."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "The command was ended by SIGKILL."),
        ("print()", "The command wrote nothing."),
        ("import sys; sys.stderr.write('x' * 5_000_000 + '\\nlast')", "The command wrote nothing: last"),
        ("print('hello')", "The document is not a feed: it is neither XML nor JSON."),
        ("while True: print('x' * 65_000)", "The command wrote more than 1.0 MB, so it was stopped"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said(paths, clock, tmp_path, text, words):
    mark = tmp_path / "later"
    # Well when it is subscribed to, and ill from then on.
    both = f"import os, sys\nif os.path.exists({str(mark)!r}):\n exec({text!r})\nelse:\n sys.stdout.buffer.write({FEED!r})"

    async def work():
        async with opened(paths, clock, with_commands(tides=script(both))) as library:
            await subscribed(library)
            await refreshed(library)
            mark.touch()
            (failure,) = (await refreshed(library))[0].failed
            assert failure.sentence.startswith(words), failure.sentence
            assert await titles(library) == ["Title 1"]

    run(work)


def test_a_command_that_is_not_there_or_does_not_start(paths, clock, tmp_path):
    async def work():
        async with opened(paths, clock, with_commands(tides=WRITES, none=("/nowhere/at/all",))) as library:
            await subscribed(library)
            (unknown,) = await library.find_feeds("command:tide")
            assert unknown.problem == (
                "There is no command “tide” under [commands] in config.toml; did you mean 'tides'."
            )
            (broken,) = await library.find_feeds("command:none")
            assert (
                broken.problem == "The command '/nowhere/at/all' does not start: No such file or directory."
            )
        async with opened(paths, clock, with_commands()) as library:
            (failure,) = (await refreshed(library))[0].failed
            assert failure.kind is FailureKind.COMMAND
            assert failure.sentence == (
                "There is no command “tides” under [commands] in config.toml. Put it back, or unsubscribe."
            )

    run(work)


#: Writes its group's number and waits, as does a child of its own.
WAITS = """
import os, subprocess, sys, time
if os.path.exists(sys.argv[1]):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with open(sys.argv[2] + ".part", "w") as file: file.write(f"{os.getpid()} {child.pid}")
    os.rename(sys.argv[2] + ".part", sys.argv[2])
    time.sleep(600)
"""


def is_running(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


async def are_gone(numbers):
    while any(map(is_running, numbers)):
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("stopped", [True, False])
def test_nothing_of_it_is_left_when_it_takes_too_long_or_is_stopped(paths, clock, tmp_path, stopped):
    mark, told = tmp_path / "wait", tmp_path / "told"
    text = f"{WAITS}\nsys.stdout.buffer.write({FEED!r})"
    settings = with_commands(60.0 if stopped else 6.0, tides=(*script(text), str(mark), str(told)))

    async def iterate(library):
        async with aclosing(library.refresh(None, force=True)) as events:
            return [event async for event in events]

    async def work():
        async with opened(paths, clock, settings) as library:
            await subscribed(library)
            mark.touch()
            running = asyncio.create_task(iterate(library))
            while not (told.exists() or running.done()):
                await asyncio.sleep(0.01)
            numbers = [int(one) for one in told.read_text().split()]
            if stopped:
                assert all(map(is_running, numbers))
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running
            else:
                (failure,) = (await running)[-1].summary.failed
                assert failure.sentence == (
                    "The command took longer than 6 seconds, so it was stopped (command_seconds)."
                )
            async with asyncio.timeout(10):
                await are_gone(numbers)

    run(work)


def test_one_that_leaves_another_behind_is_not_waited_for(paths, clock):
    text = (
        "import subprocess, sys; sys.stdout.buffer.write(" + repr(FEED) + ");"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])"
    )

    async def work():
        async with opened(paths, clock, with_commands(60.0, tides=script(text))) as library:
            async with asyncio.timeout(25):
                found = await subscribed(library)
            assert found.title == "Tides"

    run(work)


#: Counts how many of its kind run at a time, by files in a folder.
COUNTS = """
import os, sys, time
place = sys.argv[1]
own = os.path.join(place, str(os.getpid()))
open(own, "w").close()
with open(os.path.join(place, "most"), "a") as file: file.write(f"{len(os.listdir(place)) - 1}\\n")
time.sleep(0.3)
os.remove(own)
"""


def test_few_commands_run_at_a_time(paths, clock, tmp_path):
    place = tmp_path / "running"
    place.mkdir()
    (place / "most").touch()
    command = (*script(f"{COUNTS}\nsys.stdout.buffer.write({FEED!r})"), str(place))
    names = [f"c{number}" for number in range(5)]

    async def work():
        async with opened(paths, clock, with_commands(**dict.fromkeys(names, command))) as library:
            await manual_free(library)
            for name in names:
                await library.find_feeds(f"command:{name}")
            await library.subscribe([Subscription(f"command:{name}") for name in names])
            (place / "most").write_text("")
            summary, _ = await refreshed(library)
            assert summary.new == 5
            assert max(int(line) for line in (place / "most").read_text().split()) <= 2

    run(work)
