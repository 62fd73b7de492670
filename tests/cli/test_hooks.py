"""Hooks as the page about them shows them, and a refresh as cron runs it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, NEWS, SECONDS, Broadsheet
from tests.cli.test_daemon import due_at_once, running
from tests.server import Server, answer, feed
from tui.config.loader import load
from tui.config.paths import from_environment
from tui.model.hooks import NO_HOOKS

PAGE = (Path(__file__).parents[2] / "docs/daemon.md").read_text("utf-8")
_FIRST, *_SECTIONS = PAGE.partition("## Hooks\n")[2].partition("\n## ")[0].split("\n### ")
EXAMPLES = {section.partition("\n")[0]: section for section in _SECTIONS}
HOME = "/home/jane"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def installed(example: str, command: Broadsheet, home: Path) -> None:
    """Put an example's settings and program where it says."""
    (settings,) = blocks(example, "toml")
    config = from_environment(command.environment).config_file
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(settings.replace(HOME, str(home)))
    for program in blocks(example, "python"):
        place = re.search(rf"^# ({HOME}/\S+)$", program, re.MULTILINE)
        assert place is not None
        path = Path(place[1].replace(HOME, str(home)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(program)
        path.chmod(0o755)


@pytest.fixture
def jane(tmp_path: Path) -> Path:
    (tmp_path / "jane/.cache").mkdir(parents=True)
    return tmp_path / "jane"


def test_the_page_has_three_worked_examples_and_a_table_that_is_understood(tmp_path: Path) -> None:
    assert len(EXAMPLES) == 3
    for number, block in enumerate(blocks(PAGE, "toml")):
        path = tmp_path / f"{number}.toml"
        path.write_text(block)
        assert load(path).hooks != NO_HOOKS


def test_all_that_is_new_in_a_file(broadsheet: Broadsheet, server: Server, jane: Path) -> None:
    installed(EXAMPLES["Keep all that is new in a file"], broadsheet, jane)
    assert broadsheet("add", server.url("/news"), server.url("/evil")).code == 0
    lines = (jane / "new.jsonl").read_text().splitlines()
    listed = broadsheet("list", "feed:Harbor OR feed:Evil", "--json").json
    assert sorted((json.loads(line) for line in lines), key=lambda one: one["id"]) == sorted(
        listed, key=lambda one: one["id"]
    )
    assert broadsheet("refresh", "--force").code == 0
    assert (jane / "new.jsonl").read_text().splitlines() == lines


def test_a_line_for_each_article(broadsheet: Broadsheet, server: Server, jane: Path) -> None:
    installed(EXAMPLES["A line for each article, for your notes"], broadsheet, jane)
    broadsheet("add", server.url("/news"))
    line = "- Rabat opens its port (Harbor News) <http://127.0.0.1/n1>\n"
    assert (jane / "notes.md").read_text() == line


def test_a_status_line(broadsheet: Broadsheet, server: Server, jane: Path) -> None:
    installed(EXAMPLES["What is new, for a status line"], broadsheet, jane)
    broadsheet("add", server.url("/news"), server.url("/evil"))
    # Each feed that is added is a refresh of its own.
    assert (jane / ".cache/news.txt").read_text() == "1 new\n"
    server.on("/evil", answer(status=500))
    assert broadsheet("refresh", "--force").code == 1
    assert (jane / ".cache/news.txt").read_text() == "0 new, 1 failing\n"


def test_a_hook_of_the_daemon_runs_once_for_what_the_daemon_fetches(
    broadsheet: Broadsheet, server: Server, jane: Path
) -> None:
    installed(EXAMPLES["Keep all that is new in a file"], broadsheet, jane)
    broadsheet("add", server.url("/news"))
    before = (jane / "new.jsonl").read_text()
    server.on("/news", feed(NEWS.replace("n1<", "n9<").replace("Rabat opens", "Rabat closes").encode()))
    due_at_once(broadsheet)
    with running(broadsheet, "--verbose") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1 new article.\n"
        # What the hook prints is a line of the log.
        assert process.stdout.readline().startswith("new_article: {")
    (line,) = (jane / "new.jsonl").read_text().removeprefix(before).splitlines()
    assert json.loads(line)["title"] == "Rabat closes its port"


def test_a_hook_that_fails_is_one_line_and_no_failure(broadsheet: Broadsheet, server: Server) -> None:
    config = from_environment(broadsheet.environment).config_file
    config.parent.mkdir(parents=True)
    config.write_text('[hooks]\nafter_refresh = ["/nowhere/at/all"]\n')
    broadsheet("add", server.url("/news"))
    ran = broadsheet("refresh", "--force", "--quiet")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.count("\n") == 1 and "The hook after_refresh was not run" in ran.err
    config.write_text('[hooks]\nafter_refresh = "rm -r /"\n')
    ran = broadsheet("refresh", "--quiet")
    assert ran.code == 2 and "no shell ever reads it" in ran.err


def as_cron_does(command: Broadsheet, *words: str) -> tuple[int, str, str]:
    """No terminal, no home, no language, nothing but a short PATH."""
    bare = {name: command.environment[name] for name in ("BROADSHEET_HOME", "PYTHONPATH", "PYTHONWARNINGS")}
    done = subprocess.run(
        [*COMMAND, *words],
        env={**bare, "PATH": "/usr/bin:/bin"},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        start_new_session=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_cron_hears_nothing_unless_something_is_wrong(broadsheet: Broadsheet, server: Server) -> None:
    broadsheet("add", server.url("/news"), server.url("/evil"))
    assert as_cron_does(broadsheet, "refresh", "--quiet") == (0, "", "")
    server.on("/news", feed(NEWS.replace("n1<", "n9<").encode()))
    due_at_once(broadsheet)
    assert as_cron_does(broadsheet, "refresh", "--quiet") == (0, "", "")
    assert broadsheet("count", "feed:Harbor").out == "4\n"
    server.on("/news", answer(status=500))
    due_at_once(broadsheet)
    code, out, err = as_cron_does(broadsheet, "refresh", "--quiet")
    assert (code, out) == (1, "") and err.startswith("broadsheet: Harbor News: ") and err.count("\n") == 1


def test_cron_and_a_daemon_share_a_store(broadsheet: Broadsheet, server: Server) -> None:
    broadsheet("add", server.url("/news"))
    with running(broadsheet):
        for number in range(3):
            server.on("/news", feed(NEWS.replace("n1<", f"n{10 + number}<").encode()))
            assert as_cron_does(broadsheet, "refresh", "--force", "--quiet") == (0, "", "")
    assert broadsheet("count", "feed:Harbor").out == "6\n"
    assert broadsheet("doctor").code == 0
