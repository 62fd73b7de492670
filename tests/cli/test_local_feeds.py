"""Files and commands as feeds, from the shell."""

import sys
from pathlib import Path

from tests.cli.conftest import NEWS, Broadsheet
from tests.server import Server


def test_a_file_is_added_listed_and_left_out_of_an_export(
    broadsheet: Broadsheet, server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "notes.xml"
    file.write_text(NEWS)
    ran = broadsheet("add", str(file), "--category", "own")
    assert (ran.code, ran.err) == (0, "") and "1 feed: 3 new articles." in ran.out
    assert "already" in broadsheet("add", f"file://{file}").out
    line = next(line for line in broadsheet("feeds").lines if "file://" in line)
    assert line.split("\t")[4] == f"file://{file}"
    sources = {
        row["feed_url"]: (row["source"], row["selectors"]) for row in broadsheet("feeds", "--json").json
    }
    assert sources == {f"file://{file}": ("file", None), "broadsheet:manual": ("broadsheet", None)}
    broadsheet("add", server.url("/news"))
    listed = broadsheet("export")
    assert server.url("/news") in listed.out and "file:" not in listed.out
    assert listed.err == "broadsheet: 1 feed left out: files and commands mean nothing elsewhere\n"
    assert "/missing.xml" in broadsheet("add", str(tmp_path / "missing.xml")).err


def test_a_command_of_the_configuration_is_added(broadsheet: Broadsheet, tmp_path: Path) -> None:
    file = tmp_path / "notes.xml"
    file.write_text(NEWS)
    # Our own standard input is a pipe here, and not the command's.
    text = (
        "import os, sys; assert os.fstat(0).st_rdev == os.stat(os.devnull).st_rdev;"
        f"sys.stdout.buffer.write(open({str(file)!r}, 'rb').read())"
    )
    assert "There is no command “notes”" in broadsheet("add", "command:notes").err
    config = Path(broadsheet("config", "path").lines[0].split("\t")[1])
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[commands]\nnotes = [{sys.executable!r}, \'-c\', """{text}"""]\n')
    ran = broadsheet("add", "command:notes")
    assert (ran.code, ran.err) == (0, "") and "1 feed: 3 new articles." in ran.out
    config.write_text("")
    ran = broadsheet("refresh", "--force")
    assert ran.code == 1 and "Put it back, or unsubscribe." in ran.err
    assert broadsheet("count").out == "11\n"
