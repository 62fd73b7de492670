"""Where the benchmark's material is, and the small things every row needs."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("BROADSHEET_BENCH_CACHE", ROOT / ".cache" / "bench"))
GENERATOR = Path(os.environ.get("BROADSHEET_BENCH", ROOT.parent / "shared" / "bench"))
BIN = Path(sys.executable).parent
BROADSHEET = str(BIN / "broadsheet")
NEWSBOAT = shutil.which("newsboat")

# Programs are measured as they are installed: with their compiled modules at hand.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a ratio, what it should be, and the absolute figures for orientation."""

    name: str
    value: float | None
    reach: str
    limit: float
    note: str = ""

    def line(self) -> str:
        """The row as text."""
        if self.value is None:
            return f"   –   {self.name:<58} {self.reach:>10}   {self.note}"
        mark = "ok " if self.value <= self.limit else "OVER"
        return f"{self.value:7.3f} {self.name:<58} {self.reach:>10} {mark:<4} {self.note}"


@dataclass(frozen=True, slots=True)
class Usage:
    """What one finished command used."""

    wall: float
    cpu: float
    peak_mb: float
    status: int


def run(command: Sequence[str], *, env: dict[str, str] | None = None, log: Path | None = None) -> Usage:
    """Run *command* to its end; CPU covers its children too."""
    sys.path.insert(0, str(GENERATOR))
    from measure import run as measured  # type: ignore[import-not-found]

    used = measured(command, env={**os.environ, **(env or {})}, log=log)
    return Usage(used.wall, used.cpu, used.peak_mb, used.status)


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def generate(folder: Path, feeds: int, entries: int, *options: str) -> Path:
    """Write the feeds of the generator, once."""
    if not folder.exists() or "--generation" in options:
        command = [sys.executable, str(GENERATOR / "corpus.py"), "generate", "--out", str(folder)]
        subprocess.run(
            [*command, "--feeds", str(feeds), "--entries", str(entries), *options],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return folder


def urls(folder: Path, base: str, style: str) -> str:
    """The addresses of the feeds in *folder*."""
    command = [
        sys.executable,
        str(GENERATOR / "corpus.py"),
        "urls",
        "--root",
        str(folder),
        "--base",
        base,
        "--style",
        style,
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(folder: Path, delay_ms: int = 0) -> Iterator[str]:
    """The generator's server on loopback; yields its base address."""
    port = free_port()
    command = [
        sys.executable,
        str(GENERATOR / "corpus.py"),
        "serve",
        "--root",
        str(folder),
        "--port",
        str(port),
        "--delay-ms",
        str(delay_ms),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        # It packs every feed first: a thousand large ones take a while.
        for _ in range(2400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise TimeoutError("the feeds are not served")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def home(folder: Path, *, config: str = "") -> dict[str, str]:
    """An environment in which Broadsheet lives in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(
        "refresh_on_start = false\nrefresh_interval_minutes = 0\nper_host = 32\nbackups = 0\nfull_text = 'never'\n"
        + config
    )
    return {"BROADSHEET_HOME": str(folder)}
