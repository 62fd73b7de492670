"""The daemon made a service: real files in a home of its own, and a manager that notes what it is told."""

import plistlib
import re
import shlex
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import COMMAND, Broadsheet
from tests.cli.test_daemon import running
from tui.cli.daemon_service import own_command, service_for
from tui.cli.failure import Failure
from tui.config.paths import from_environment
from tui.service.installing import install, service_state, uninstall
from tui.service.units import is_untouched, launchd_plist, systemd_unit

UNIT = ".config/systemd/user/broadsheet.service"
MANAGER = """#!/bin/sh
echo "$@" >> {notes}
case "$*" in *is-enabled*) echo enabled;; *is-active*) echo active;; esac
test ! -e {broken} || {{ echo "Failed to connect to bus" >&2; exit 1; }}
"""


class Manager:
    """A program on the PATH that writes down what it is told."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.notes, self.broken = folder / "bin", folder / "notes", folder / "broken"
        self.folder.mkdir()
        program = self.folder / name
        quoted = {"notes": shlex.quote(str(self.notes)), "broken": shlex.quote(str(self.broken))}
        program.write_text(MANAGER.format(**quoted))
        program.chmod(0o755)

    def told(self) -> list[str]:
        said = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return said


@pytest.fixture
def manager(tmp_path: Path) -> Manager:
    return Manager(tmp_path, "systemctl")


@pytest.fixture
def managed(broadsheet: Broadsheet, manager: Manager) -> Broadsheet:
    broadsheet.home.mkdir()
    return replace(broadsheet, extra={"PATH": f"{manager.folder}:/bin:/usr/bin"})


def test_installed_looked_at_and_removed(managed: Broadsheet, manager: Manager) -> None:
    unit = managed.home / UNIT
    ran = managed("daemon", "install", "--dry-run")
    assert ran.code == 0 and ran.lines[0] == f"Would write {unit}."
    assert not unit.exists() and manager.told() == []
    ran = managed("daemon", "install")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        f"Wrote {unit}.",
        "Ran: systemctl --user daemon-reload",
        "Ran: systemctl --user enable --now broadsheet.service",
        "To undo it: broadsheet daemon uninstall",
    ]
    assert manager.told() == ["--user daemon-reload", "--user enable --now broadsheet.service"]
    text = unit.read_text()
    assert f"\nExecStart={' '.join(COMMAND)} daemon --verbose\n" in text
    assert f"\nEnvironment=BROADSHEET_HOME={managed.home}\n" in text
    # Once more changes nothing.
    ran = managed("daemon", "install")
    assert ran.code == 0 and ran.lines[0] == f"{unit} is as it should be." and unit.read_text() == text
    assert f"It is installed: {unit} (enabled, active)." in managed("daemon", "status").out
    manager.told()
    ran = managed("daemon", "uninstall")
    assert ran.code == 0 and f"Removed {unit}." in ran.lines and not unit.exists()
    assert manager.told() == ["--user disable --now broadsheet.service", "--user daemon-reload"]
    assert "It is not installed" in managed("daemon", "uninstall").out


def test_what_was_changed_by_hand_is_left_alone_unless_it_is_asked_for(
    managed: Broadsheet, manager: Manager
) -> None:
    unit = managed.home / UNIT
    managed("daemon", "install")
    changed = unit.read_text().replace("Nice=10", "Nice=15")
    unit.write_text(changed)
    manager.told()
    for deed in ("install", "uninstall"):
        ran = managed("daemon", deed)
        assert ran.code == 1 and f"{unit} was changed by hand" in ran.err
        assert unit.read_text() == changed and manager.told() == []
    assert f"{unit}, changed by hand (enabled, active)." in managed("daemon", "status").out
    manager.told()
    assert managed("daemon", "install", "--force").code == 0
    assert "Nice=10" in unit.read_text()
    assert unit.with_name("broadsheet.service.before").read_text() == changed
    assert manager.told()[-1] == "--user restart broadsheet.service"


def test_a_file_of_an_older_version_is_renewed(managed: Broadsheet, manager: Manager) -> None:
    unit = managed.home / UNIT
    unit.parent.mkdir(parents=True)
    unit.write_text(systemd_unit(["/gone/broadsheet", "daemon"], {}))
    ran = managed("daemon", "install")
    assert ran.code == 0 and "/gone" not in unit.read_text()
    assert manager.told()[-1] == "--user restart broadsheet.service"


def test_a_manager_that_fails_or_is_not_there_is_told_of(managed: Broadsheet, manager: Manager) -> None:
    manager.broken.touch()
    ran = managed("daemon", "install")
    assert ran.code == 1
    assert ran.err == "broadsheet: systemctl --user daemon-reload failed: Failed to connect to bus\n"
    assert ran.lines[1:] == [
        "Left to do: systemctl --user daemon-reload",
        "Left to do: systemctl --user enable --now broadsheet.service",
    ]
    alone = replace(managed, extra={"PATH": "/nowhere"})
    ran = alone("daemon", "install")
    assert ran.code == 1 and ran.err == "broadsheet: There is no systemctl here, so nobody was told.\n"
    assert (managed.home / UNIT).exists()


def test_status_knows_a_daemon_that_runs(managed: Broadsheet) -> None:
    ran = managed("daemon", "status")
    assert ran.code == 1 and ran.lines[0] == "It does not run."
    assert ran.lines[1].startswith("It is not installed as a service")
    with running(managed) as process:
        assert f"A daemon that you began runs (process {process.pid})" in managed("daemon", "install").out
        managed("daemon", "uninstall")
        ran = managed("daemon", "status")
        assert ran.code == 0 and ran.lines[0].startswith(f"It runs: process {process.pid}, since 20")
    assert ran.lines[2] == "There are no feeds yet."


def test_systemd_itself_finds_nothing_to_say(tmp_path: Path) -> None:
    unit = tmp_path / "broadsheet.service"
    unit.write_text(systemd_unit(["/bin/sh", "odd 'name'"], {"BROADSHEET_HOME": '/a "b" 100% $c'}))
    program = shutil.which("systemd-analyze")
    command = [program, "--user", "verify", str(unit)] if program else ["test", "-s", str(unit)]
    done = subprocess.run(command, env={"XDG_RUNTIME_DIR": str(tmp_path)}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_a_unit_says_what_it_was_given_and_shows_every_change(words) -> None:
    text = systemd_unit(words, {})
    assert is_untouched(text) and text.count("\nExecStart=") == 1
    (line,) = [line for line in text.split("\n") if line.startswith("ExecStart=")]
    # Read back as systemd does: quotes, escapes, then percent and dollar signs.
    read = shlex.split(line.removeprefix("ExecStart="))
    if not any("\\" in word or "'" in word or re.search(r"[\x00-\x1f\x7f]", word) for word in words):
        assert [word.replace("%%", "%").replace("$$", "$") for word in read] == words
    assert not is_untouched(text.replace("Nice=10", "Nice=11"))
    assert not is_untouched(text + "\n# mine\n")


def test_the_property_list_for_launchd(tmp_path: Path) -> None:
    text = launchd_plist(["/a & b/broadsheet", "daemon"], {"BROADSHEET_HOME": "/<home>"}, tmp_path / "errors")
    job = plistlib.loads(text.encode())
    assert job["ProgramArguments"] == ["/a & b/broadsheet", "daemon"]
    assert job["EnvironmentVariables"] == {"BROADSHEET_HOME": "/<home>"}
    assert job["Nice"] == 10 and job["KeepAlive"] == {"SuccessfulExit": False} and job["RunAtLoad"]
    assert is_untouched(text) and not is_untouched(text.replace("Background", "Interactive"))


def test_on_macos_launchd_is_told(tmp_path: Path) -> None:
    manager = Manager(tmp_path, "launchctl")
    environ = {"HOME": str(tmp_path), "PATH": f"{manager.folder}:/bin:/usr/bin"}
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path / "home")})
    service = service_for("darwin", ["/opt/broadsheet"], environ, paths)
    file = tmp_path / "Library/LaunchAgents/org.broadsheet.daemon.plist"
    assert not install(service, environ).failed
    (told,) = manager.told()
    assert told.startswith("bootstrap gui/") and told.endswith(f" {file}")
    assert plistlib.loads(file.read_bytes())["ProgramArguments"] == ["/opt/broadsheet", "daemon", "--quiet"]
    assert service_state(service, environ) == f"It is installed: {file} (loaded)."
    manager.told()
    assert not uninstall(service, environ).failed and not file.exists()
    (told,) = manager.told()
    assert told.startswith("bootout gui/") and told.endswith("/org.broadsheet.daemon")


def test_windows_is_told_what_to_do_instead() -> None:
    with pytest.raises(Failure, match=r"Task Scheduler .* C:/broadsheet\.exe refresh --quiet"):
        service_for("win32", ["C:/broadsheet.exe"], {}, from_environment({"BROADSHEET_HOME": "/x"}))


def test_the_running_command_by_its_full_path(tmp_path: Path) -> None:
    program = tmp_path / "broadsheet"
    assert own_command(program) == COMMAND
    program.touch(0o755)
    assert own_command(program) == (str(program),)
