"""The real program on a real pseudo-terminal."""

import errno
import fcntl
import os
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import Self

__all__ = ["Terminal", "environment"]


def environment(home: Path) -> dict[str, str]:
    """What the terminal and the program's folders look like to the program."""
    return {"TERM": "xterm-256color", "COLORTERM": "truecolor", "BROADSHEET_HOME": str(home)}


class Terminal:
    """Runs ``broadsheet`` in *home* and keeps every byte it writes."""

    def __init__(
        self, home: Path, *, columns: int = 120, rows: int = 36, env: dict[str, str] | None = None
    ) -> None:
        self.output = bytearray()
        self.fd, slave = os.openpty()
        # Before the program can ask for it.
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.pid = os.fork()
        if not self.pid:
            os.close(self.fd)
            os.login_tty(slave)
            variables = {**os.environ, **environment(home), **(env or {})}
            # The terminal itself says how large it is; readline puts another size into the
            # environment behind Python's back, so the variables are named here.
            sizes = ("COLUMNS", "LINES")
            variables = {name: value for name, value in variables.items() if name not in sizes}
            os.execve(sys.executable, [sys.executable, "-m", "tui"], variables)
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def pump(self, seconds: float) -> bool:
        """Read what comes within *seconds*; False when nothing came."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError as error:
            if error.errno == errno.EIO:
                return False
            raise
        self.output += data
        return bool(data)

    def until(self, marker: str, start: int = 0, timeout: float = 30.0) -> None:
        """Wait until *marker* was painted."""
        deadline = time.monotonic() + timeout
        while marker.encode() not in self.output[start:]:
            self.pump(0.1)
            if time.monotonic() > deadline:
                raise AssertionError(f"{marker!r} was not painted; the end was {bytes(self.output[-400:])!r}")

    def quiet(self, seconds: float = 0.4, timeout: float = 10.0) -> None:
        """Wait until nothing is painted any more."""
        deadline = time.monotonic() + timeout
        while self.pump(seconds) and time.monotonic() < deadline:
            pass

    def keys(self, *keys: str) -> None:
        """Press keys, each answered before the next."""
        for key in keys:
            os.write(self.fd, key.encode())
            self.quiet(0.15)

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def ended(self, timeout: float = 10.0) -> int:
        """Wait for the end; the exit code."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.pump(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it did not end")
