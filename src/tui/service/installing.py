"""The daemon made a service, and no longer one: a file in its place, and the manager told of it.

Nothing that somebody has changed is overwritten or removed unless that is asked for, and then it
stays beside its place. All that was done is told, sentence by sentence.
"""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tui.config.session import write_private
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.service.units import is_untouched

__all__ = ["Done", "Service", "install", "launchd", "service_state", "systemd", "uninstall"]

#: Seconds that a service manager may take.
_SECONDS = 60
_KEPT = ".before"

#: How the file is: not there, as it would be written now, as another version wrote it, changed.
_State = Literal["missing", "current", "older", "changed"]


@dataclass(frozen=True, slots=True)
class Service:
    """A file, what it should say, and the commands of the manager that reads it."""

    file: Path
    text: str
    manager: str
    #: What makes it run; what tells of another text first; what ends it; what follows its removal.
    start: tuple[tuple[str, ...], ...]
    renew: tuple[tuple[str, ...], ...]
    end: tuple[tuple[str, ...], ...]
    forget: tuple[tuple[str, ...], ...] = ()
    #: What shows how it is.
    look: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class Done:
    """What was done (or would be), in sentences; ``failed`` if something is left to do."""

    said: list[str] = field(default_factory=list)
    failed: bool = False


def systemd(file: Path, text: str) -> Service:
    """A service of systemd's manager for one user."""
    tool = ("systemctl", "--user")
    unit, reload = file.name, (*tool, "daemon-reload")
    return Service(
        file,
        text,
        "systemctl",
        start=(reload, (*tool, "enable", "--now", unit)),
        renew=(reload, (*tool, "enable", unit), (*tool, "restart", unit)),
        end=((*tool, "disable", "--now", unit),),
        forget=(reload,),
        look=((*tool, "is-enabled", unit), (*tool, "is-active", unit)),
    )


def launchd(file: Path, text: str, user: int) -> Service:
    """A service of macOS for one user who is logged in."""
    domain = f"gui/{user}"
    job = f"{domain}/{file.stem}"
    start, end = ("launchctl", "bootstrap", domain, str(file)), ("launchctl", "bootout", job)
    return Service(
        file,
        text,
        "launchctl",
        start=(start,),
        renew=(end, start),
        end=(end,),
        look=(("launchctl", "print", job),),
    )


def install(
    service: Service, environ: Mapping[str, str], *, dry_run: bool = False, force: bool = False
) -> Done:
    """Write the file and have it run; once more does no harm.

    Raises:
        BroadsheetError: the file was changed by hand, and is not to be replaced by *force*.
    """
    state, done = _state(service), Done()
    _heed(service, state, force)
    if state == "current":
        done.said.append(f"{service.file} is as it should be.")
    else:
        verb = "Would write" if dry_run else "Wrote"
        if not dry_run:
            _replace(service, state, done)
        done.said.append(f"{verb} {service.file}.")
    commands = service.renew if state in ("older", "changed") else service.start
    _run_all(service, commands, environ, done, dry_run=dry_run)
    if not done.failed:
        done.said.append("To undo it: broadsheet daemon uninstall")
    return done


def uninstall(
    service: Service, environ: Mapping[str, str], *, dry_run: bool = False, force: bool = False
) -> Done:
    """End it and remove the file.

    Raises:
        BroadsheetError: the file was changed by hand, and is not to be removed by *force*.
    """
    state, done = _state(service), Done()
    if state == "missing":
        done.said.append(f"It is not installed: there is no {service.file}.")
        return done
    _heed(service, state, force)
    _run_all(service, service.end, environ, done, dry_run=dry_run)
    if dry_run:
        done.said.append(f"Would remove {service.file}.")
    else:
        if state == "changed":
            _keep(service, done)
        service.file.unlink(missing_ok=True)
        done.said.append(f"Removed {service.file}.")
    _run_all(service, service.forget, environ, done, dry_run=dry_run)
    return done


def service_state(service: Service, environ: Mapping[str, str]) -> str:
    """How it stands with the service, as one sentence."""
    state = _state(service)
    if state == "missing":
        return "It is not installed as a service: broadsheet daemon install does that."
    how = {"current": "", "older": ", written by another version", "changed": ", changed by hand"}[state]
    words = [_ask(command, environ) for command in service.look]
    told = f" ({', '.join(word for word in words if word)})" if any(words) else ""
    return f"It is installed: {service.file}{how}{told}."


def _state(service: Service) -> _State:
    try:
        text = service.file.read_text("utf-8")
    except FileNotFoundError:
        return "missing"
    except (OSError, UnicodeDecodeError):
        return "changed"
    if text == service.text:
        return "current"
    return "older" if is_untouched(text) else "changed"


def _heed(service: Service, state: _State, force: bool) -> None:
    if state == "changed" and not force:
        raise BroadsheetError(
            f"{service.file} was changed by hand, so it was left alone; --force keeps it as "
            f"{service.file.name}{_KEPT} and goes on."
        )


def _replace(service: Service, state: _State, done: Done) -> None:
    service.file.parent.mkdir(parents=True, exist_ok=True)
    if state == "changed":
        _keep(service, done)
    write_private(service.file, service.text.encode())


def _keep(service: Service, done: Done) -> None:
    kept = service.file.with_name(f"{service.file.name}{_KEPT}")
    service.file.replace(kept)
    done.said.append(f"What was there is {kept} now.")


def _run_all(
    service: Service,
    commands: Sequence[tuple[str, ...]],
    environ: Mapping[str, str],
    done: Done,
    *,
    dry_run: bool,
) -> None:
    program = shutil.which(service.manager, path=environ.get("PATH", ""))
    if program is None and commands:
        done.said.append(f"There is no {service.manager} here, so nobody was told.")
        done.failed = True
        return
    for place, command in enumerate(commands):
        if dry_run:
            done.said.append(f"Would run: {' '.join(command)}")
            continue
        trouble = _trouble(command, environ)
        # What does not run cannot be ended, and need not be.
        if trouble and command not in service.end:
            done.said += [f"Left to do: {' '.join(one)}" for one in commands[place:]]
            done.said.append(f"{' '.join(command)} failed: {trouble}")
            done.failed = True
            return
        if not trouble:
            done.said.append(f"Ran: {' '.join(command)}")


def _trouble(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """What went wrong; "" if nothing did."""
    try:
        ran = _run(command, environ)
    except (OSError, subprocess.TimeoutExpired) as error:
        return clean(str(error))
    return "" if not ran.returncode else clean(ran.stderr or ran.stdout) or f"it ended with {ran.returncode}"


def _ask(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """The one word that it says."""
    if shutil.which(command[0], path=environ.get("PATH", "")) is None:
        return ""
    try:
        ran = _run(command, environ)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = ran.stdout.split()
    if command[0] == "launchctl":
        return "loaded" if not ran.returncode else "not loaded"
    return clean(words[0]) if len(words) == 1 else ""


def _run(command: Sequence[str], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    program = shutil.which(command[0], path=environ.get("PATH", ""))
    return subprocess.run(
        [program or command[0], *command[1:]],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )
