"""``--version``, ``--help`` and everything that ends before the library is opened."""

import subprocess
import sys

import pytest

from tests.cli.conftest import COMMAND, Broadsheet
from tui import __version__
from tui.cli.main import COMMANDS

HEAVY = [
    "argparse", "asyncio", "concurrent", "dataclasses", "inspect", "logging", "socket", "ssl",
    "sqlite3", "typing", "json", "sqlalchemy", "textual", "rich", "feedparser", "pycurl", "numpy",
    "pyroaring", "nh3", "selectolax", "zstandard",
]  # fmt: skip


def test_version_is_that_of_the_package(broadsheet: Broadsheet) -> None:
    assert broadsheet("--version") == broadsheet("-V")
    assert broadsheet("--version").out == f"broadsheet {__version__}\n"


@pytest.mark.parametrize("words", [["--version"], ["--help"]])
def test_version_and_help_import_nothing_heavy(words: list[str]) -> None:
    probe = (
        "import sys; before = set(sys.modules); from tui.cli.main import main; code = main(sys.argv[1:]);"
        "print(*(set(sys.modules) - before), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", probe, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "tui" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_nothing_is_written_before_a_command_needs_it(broadsheet: Broadsheet) -> None:
    broadsheet("--version")
    broadsheet("--help")
    broadsheet("list", "--help")
    broadsheet("list", "is:nonsense")
    broadsheet("config", "path")
    assert not broadsheet.home.exists()


def test_help_names_every_command_and_exit_code(broadsheet: Broadsheet) -> None:
    ran = broadsheet("--help")
    assert ran.code == 0
    for name, (_, _, meaning) in COMMANDS.items():
        assert f"  {name:<9} {meaning}" in ran.lines
    for code in ("0 ", "1 ", "2 ", "3 ", "130"):
        assert f"\n  {code}" in ran.out
    assert broadsheet("help") == ran == broadsheet("-h")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(broadsheet: Broadsheet, name: str) -> None:
    ran = broadsheet(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: broadsheet {name}")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lst"], 'broadsheet: there is no command "lst": did you mean "list"?'),
        (["xyzzy"], 'broadsheet: there is no command "xyzzy": "broadsheet --help" lists them all.'),
        (["--versoin"], 'broadsheet: there is no option "--versoin": did you mean "--version"?'),
        (["\x1b]0;x\x07"], 'broadsheet: there is no command "": "broadsheet --help" lists them all.'),
    ],
)
def test_unknown_commands_are_named_and_answered_with_the_nearest(
    broadsheet: Broadsheet, words: list[str], sentence: str
) -> None:
    ran = broadsheet(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", sentence + "\n")


@pytest.mark.parametrize(
    "words", [["list", "--nope"], ["add"], ["show"], ["list", "--limit", "0"], ["mark", "lost"]]
)
def test_wrong_options_are_one_line_and_code_2(broadsheet: Broadsheet, words: list[str]) -> None:
    ran = broadsheet(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("broadsheet: ")
    assert f'"broadsheet {words[0]} --help" explains' in ran.err
    assert ran.err.count("\n") == 1


def test_the_screen_needs_a_terminal(broadsheet: Broadsheet) -> None:
    ran = broadsheet()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("broadsheet: the screen needs a terminal")


def test_help_into_a_closed_pipe_is_no_failure(broadsheet: Broadsheet) -> None:
    for words in (["--help"], ["list", "--help"]):
        process = subprocess.Popen(
            [*COMMAND, *words], env=broadsheet.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        with process.stderr:
            assert process.stderr.read() == b""
        assert process.wait(60) == 0
