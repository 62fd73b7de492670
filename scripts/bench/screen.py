"""The screen on a pseudo-terminal: first frame, keys, memory; beside a bare Textual app and newsboat."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from setting import (
    BIN,
    BROADSHEET,
    CACHE,
    GENERATOR,
    NEWSBOAT,
    ROOT,
    Row,
    generate,
    home,
    median,
    serving,
    urls,
)

sys.path.insert(0, str(GENERATOR))

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("BARE-READY")
Bare().run()
"""


def store_home(articles: int) -> dict[str, str]:
    """A home with a store of that many articles, built once; 0 has the manual alone."""
    folder = CACHE / f"home-{articles}"
    env = home(folder)
    store = folder / "data" / "store.sqlite3"
    if not store.exists() and articles:
        print(f"  building a store of {articles:,} articles …", file=sys.stderr)
        (folder / "data").mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [
                sys.executable,
                str(ROOT / "scripts" / "make_store.py"),
                str(store),
                "--articles",
                str(articles),
            ],
            check=True,
        )
    return env


class Screen:
    """One start of a program on a pty, timed."""

    def __init__(
        self, command: list[str], env: dict[str, str], cwd: str | None = None, columns: int = 120
    ) -> None:
        from ptydrive import Terminal  # type: ignore[import-not-found]

        self.terminal = Terminal(command, rows=36, columns=columns, env=env, cwd=cwd)

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminal.close()

    def until(self, marker: bytes, start: int = 0) -> float:
        """Seconds until *marker* was painted."""
        return float(self.terminal.wait_for(marker, start=start))


def warm(env: dict[str, str]) -> None:
    """Open and close once, so that the session and the index are saved."""
    with Screen([BROADSHEET], env) as screen:
        screen.until(b"ARTICLES")
        screen.terminal.settle(1.5)
        os.write(screen.terminal.fd, b"q")
        screen.terminal.settle(1.0, timeout=20)


def first_frames(rounds: int) -> Iterator[Row]:
    """First frame with real content and the moment from which every key works."""
    empty, full, hundred = store_home(0), store_home(1_000_000), store_home(100_000)
    for env in (empty, full, hundred):
        warm(env)
    times: dict[str, list[float]] = {"bare": [], "0": [], "1M": [], "ready": [], "100k": [], "boat": []}
    peaks: dict[str, list[float]] = {"bare": [], "1M": [], "100k": [], "boat": []}
    boat = newsboat_home()
    for _ in range(rounds):
        with Screen([str(BIN / "python"), "-c", BARE], {}) as screen:
            times["bare"].append(screen.until(b"BARE-READY"))
            screen.terminal.settle(0.5)
            peaks["bare"].append(screen.terminal.memory_mb()[1])
        for name, env in (("0", empty), ("1M", full), ("100k", hundred)):
            with Screen([BROADSHEET], env) as screen:
                # A row of the list is content; the header alone is not.
                times[name].append(screen.until("●".encode()))
                if name == "1M":
                    times["ready"].append(ready(screen))
                screen.terminal.settle(1.0)
                if name in peaks:
                    peaks[name].append(screen.terminal.memory_mb()[1])
        if boat:
            with Screen(boat_command(), {"HOME": str(boat)}, cwd=str(boat)) as screen:
                times["boat"].append(screen.until(b"Your feeds"))
                screen.terminal.settle(0.5)
                peaks["boat"].append(screen.terminal.memory_mb()[1])
    yield from frame_rows(times, peaks)


def ready(screen: Screen) -> float:
    """Send a filter key at once; the moment its answer is painted, every key works."""
    os.write(screen.terminal.fd, b"3")
    return screen.until(b"starred", start=len(screen.terminal.output))


def frame_rows(times: dict[str, list[float]], peaks: dict[str, list[float]]) -> Iterator[Row]:
    """The table's rows from the raw figures."""
    middle = {name: median(values) for name, values in times.items() if values}
    peak = {name: median(values) for name, values in peaks.items() if values}
    bare = middle["bare"]
    for name in ("0", "1M"):
        yield Row(
            f"first frame at {name} articles, beside a bare Textual app",
            middle[name] / bare,
            "≤ 1.25",
            1.25,
            f"{middle[name]:.2f} s / {bare:.2f} s",
        )
    yield Row("first frame at 1M beside 0", middle["1M"] / middle["0"], "≤ 1.2", 1.2)
    yield Row(
        "fully interactive at 1M, beside a bare Textual app",
        middle["ready"] / bare,
        "≤ 2.5",
        2.5,
        f"{middle['ready']:.2f} s",
    )
    if "boat" in middle:
        yield Row(
            "first frame at 100k, beside newsboat",
            middle["100k"] / middle["boat"],
            "≤ .25",
            0.25,
            f"{middle['100k']:.2f} s / {middle['boat']:.2f} s",
        )
        yield Row(
            "peak memory at 100k, beside newsboat",
            peak["100k"] / peak["boat"],
            "≤ .6",
            0.6,
            f"{peak['100k']:.0f} / {peak['boat']:.0f} MB",
        )
    else:
        yield Row(
            "first frame and memory at 100k, beside newsboat",
            None,
            "≤ .25",
            0.25,
            "newsboat is not installed",
        )
    yield Row(
        "peak memory at 1M, in bare Textual apps",
        peak["1M"] / peak["bare"],
        "≤ 4",
        4,
        f"{peak['1M']:.0f} / {peak['bare']:.0f} MB",
    )


def keys(rounds: int) -> Iterator[Row]:
    """Line down and page down: key to last byte."""
    found: dict[str, tuple[float, float]] = {}
    for name, articles in (("1k", 1_000), ("10k", 10_000), ("100k", 100_000), ("1M", 1_000_000)):
        env = store_home(articles)
        warm(env)
        with Screen([BROADSHEET], env) as screen:
            screen.until("●".encode())
            screen.terminal.settle(2.0)
            found[name] = press(screen, rounds, b"j", b"\x1b[6~")
        yield Row(f"line down at {name}, ms", found[name][0], "≤ 8", 8)
        yield Row(f"page down at {name}, ms", found[name][1], "≤ 20", 20)
    yield Row("line down at 1M beside 1k", found["1M"][0] / found["1k"][0], "≤ 1.2", 1.2)
    boat = newsboat_home()
    if boat is None:
        yield Row("line down at 100k, beside newsboat", None, "≤ .1", 0.1, "newsboat is not installed")
        return
    with Screen(boat_command(), {"HOME": str(boat)}, cwd=str(boat)) as screen:
        screen.until(b"Your feeds")
        screen.terminal.settle(1.0)
        mark = len(screen.terminal.output)
        os.write(screen.terminal.fd, b"\r")
        screen.until(b"Articles in feed", start=mark)
        screen.terminal.settle(0.5)
        line = press(screen, rounds, b"j", b"\x1b[6~")[0]
    yield Row(
        "line down at 100k, beside newsboat",
        found["100k"][0] / line,
        "≤ .1",
        0.1,
        f"{found['100k'][0]:.1f} / {line:.1f} ms",
    )


def press(screen: Screen, rounds: int, line: bytes, page: bytes) -> tuple[float, float]:
    """Median ms from a key to the last byte it paints."""
    return (
        median([pressed(screen, line) for _ in range(5 * rounds)]),
        median([pressed(screen, page) for _ in range(3 * rounds)]),
    )


def pressed(screen: Screen, key: bytes) -> float:
    """One key, once what the key before set off (the article beside the list) has been painted."""
    screen.terminal.settle(0.4)
    return float(screen.terminal.key(key)[1])


def boat_command() -> list[str]:
    """Newsboat on its own files."""
    return [str(NEWSBOAT), "-C", "config", "-u", "urls", "-c", "cache.db"]


def newsboat_home() -> Path | None:
    """A newsboat store of 100,000 articles in one query feed, built once; ``None`` without newsboat."""
    if not NEWSBOAT:
        return None
    folder = CACHE / "newsboat-100k"
    if (folder / "done").exists():
        return folder
    print("  building newsboat's store of 100,000 articles …", file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    feeds = generate(CACHE / "feeds-100k", 1000, 100, "--mix", "rss=70,atom=30")
    with serving(feeds) as base:
        (folder / "urls").write_text('"query:All:unread = \\"yes\\""\n' + urls(feeds, base, "newsboat"))
        (folder / "config").write_text("reload-threads 4\n")
        command = f"cd {folder} && exec {' '.join(boat_command())} -x reload"
        subprocess.run(["sh", "-c", command], env={**os.environ, "HOME": str(folder)}, check=True)
    # Without statistics SQLite takes the wrong index for it, and a start lasts a minute instead of a second.
    with closing(sqlite3.connect(folder / "cache.db")) as cache:
        cache.execute("ANALYZE")
        cache.commit()
    (folder / "done").touch()
    return folder
