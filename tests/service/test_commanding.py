"""Commands get lists of arguments; what a publisher wrote is data in all of them."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.factories import make_article
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.service.commanding import command_argv, given_of, run_command, split_command, text_file, variables

EVIL = [
    '"; touch PWNED; "',
    "$(touch PWNED)",
    "`touch PWNED`",
    "a|touch PWNED",
    "&& touch PWNED",
    "-rf",
    "*",
    "{url}",
    "\\",
    "'",
]


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


async def run(*argv: str, text: str = "", seconds: float = 30.0, given=None):
    return await run_command(argv, text, variables(given or {}, os.environ), seconds)


@given(st.text(max_size=80))
@example("-rf")
@example("{url}")
def test_a_title_is_one_argument(title: str) -> None:
    given = given_of(make_article(title=title))
    argv = command_argv(split_command("save --title={title} {title} {url} 'a b'"), given)
    shown = clean(title)
    assert argv[:2] == ("save", f"--title={shown}")
    assert argv[2] in (shown, f" {shown}") and not argv[2].startswith("-")
    assert argv[3:] == ("https://example.org/1", "a b")


@pytest.mark.parametrize("title", EVIL)
async def test_a_title_is_nothing_but_text_in_a_real_process(title: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = given_of(make_article(title=title, url=f"https://example.org/?{title}"))
    program = "import os,sys; print(repr(sys.argv[1:])); print(os.environ['BROADSHEET_TITLE'])"
    said = await run(*command_argv((*python(program), "{title}", "{url}"), given), given=given)
    listed, named = said.output.rstrip("\n").split("\n")
    assert eval(listed)[0].removeprefix(" ") == title
    assert named == title
    assert eval(listed)[1].startswith("https://example.org/?")
    assert list(tmp_path.iterdir()) == []


def test_only_web_addresses_are_given() -> None:
    assert given_of(make_article(url="javascript:alert(1)"))["url"] == ""
    assert given_of(make_article(url='https://example.org/a b"c'))["url"] == "https://example.org/a%20b%22c"


@pytest.mark.parametrize("line", ["", "   ", "'open", '""'])
def test_what_is_no_command_is_said(line: str) -> None:
    with pytest.raises(BroadsheetError):
        split_command(line)


async def test_text_goes_in_and_the_answer_comes_out_clean() -> None:
    program = "import sys; sys.stdout.write(sys.stdin.read().upper() + '\\x1b]52;c;eA==\\x07\\x1b[31mred'); sys.exit(3)"
    said = await run(*python(program), text="grüße\n")
    assert (said.output, said.code, said.late, said.cut) == ("GRÜSSE\nred", 3, False, False)


async def test_errors_are_heard_too() -> None:
    said = await run(*python("import sys; print('no', file=sys.stderr)"))
    assert said.output == "no\n"


async def test_a_command_need_not_read_what_it_is_given() -> None:
    said = await run(*python("print('done')"), text="x" * 1_000_000)
    assert (said.output, said.code) == ("done\n", 0)


async def test_a_flood_is_cut() -> None:
    said = await run(*python("print('x' * 3_000_000)"))
    assert said.cut and len(said.output) == 1_000_000 and said.code == 0


async def test_a_command_that_does_not_end_is_ended() -> None:
    said = await run(*python("import time; print('begun', flush=True); time.sleep(600)"), seconds=1.5)
    assert said.late and said.code < 0 and said.output == "begun\n"


async def test_who_stops_waiting_ends_it_and_what_it_started(tmp_path) -> None:
    mark = tmp_path / "pid"
    program = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(mark)!r} + '.part').write_text(str(child.pid))\n"
        f"pathlib.Path({str(mark)!r} + '.part').rename({str(mark)!r})\n"
        "time.sleep(600)"
    )
    task = asyncio.create_task(run(*python(program)))
    while not mark.exists():
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    child = int(mark.read_text())
    for _ in range(500):
        if not alive(child):
            break
        await asyncio.sleep(0.01)
    assert not alive(child)


def alive(number: int) -> bool:
    status = Path(f"/proc/{number}/stat")
    try:
        # A ghost that nobody has taken note of is dead.
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_nobody_waits_for_what_a_command_leaves_behind() -> None:
    """A browser that is started holds the stream open for hours."""
    program = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)']); print('opened')"
    said = await asyncio.wait_for(run(*python(program)), 15)
    assert (said.output, said.code, said.late) == ("opened\n", 0, False)


async def test_no_such_program() -> None:
    with pytest.raises(BroadsheetError, match="'no-such-program' failed: No such file"):
        await run("no-such-program")
    with pytest.raises(BroadsheetError, match="failed"):
        await run(sys.executable, "a\0b")


def test_a_file_is_private_and_goes() -> None:
    with text_file("# x", wanted=True) as values:
        path = Path(values["file"])
        assert path.read_text() == "# x"
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()
    with text_file("# x", wanted=False) as values:
        assert values == {}
