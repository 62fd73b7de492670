"""Refresh with a network's delay, beside other readers, under the user's keys, and of ten thousand feeds."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from setting import BROADSHEET, CACHE, NEWSBOAT, Row, Usage, generate, home, median, run, serving, urls

SFEED = shutil.which("sfeed_update")
EMACS = shutil.which("emacs")
#: Emacs without a screen fetches all feeds and writes its database.
ELFEED = """
(progn
  (require 'elfeed)
  (setq elfeed-db-directory (getenv "DATABASE")
        elfeed-feeds (with-temp-buffer
                       (insert-file-contents (getenv "ADDRESSES"))
                       (split-string (buffer-string) "\n" t)))
  (elfeed-db-load)
  (elfeed-update)
  (while (> (elfeed-queue-count-total) 0)
    (accept-process-output nil 0.05))
  (elfeed-db-save)
  (princ (format "ENTRIES %d\n" (hash-table-count elfeed-db-entries))))
"""


def subscribed(work: Path, live: Path, base: str, *, config: str = "") -> dict[str, str]:
    """A home that has subscribed to all feeds of *live*."""
    env = home(work / "home", config=config)
    opml = work / "feeds.opml"
    opml.write_text(urls(live, base, "opml"))
    command = [BROADSHEET, "import", str(opml)]
    subprocess.run(command, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL)
    return env


def fresh(name: str, feeds: int, entries: int) -> tuple[Path, Path]:
    """A working folder, and in it a copy of so many feeds."""
    folder = generate(CACHE / f"feeds-{feeds}-{entries}", feeds, entries)
    work = CACHE / name
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, work / "feeds")
    return work, work / "feeds"


def refresh(env: dict[str, str]) -> Usage:
    """One refresh of all feeds."""
    return run([BROADSHEET, "refresh", "--force"], env=env)


def traffic(env: dict[str, str]) -> str:
    """Requests and bytes of the last visits, as the feeds' log has them."""
    store = next(Path(env["BROADSHEET_HOME"]).rglob("store.sqlite3"))
    last = "SELECT sum(requests), sum(size) FROM visit JOIN feed ON feed.id = feed_id WHERE place = (visits - 1) % 20"
    with closing(sqlite3.connect(store)) as connection:
        requests, size = connection.execute(last).fetchone()
    return f"{requests:,} requests, {size / 1e6:.2f} MB"


def boat_of(work: Path, live: Path, base: str, threads: int) -> list[str]:
    """A command that refreshes the same feeds with newsboat."""
    boat = work / "boat"
    boat.mkdir()
    (boat / "urls").write_text(urls(live, base, "newsboat"))
    (boat / "config").write_text(f"reload-threads {threads}\n")
    reload = f"exec {NEWSBOAT} -C config -u urls -c cache.db -x reload"
    return ["env", f"HOME={boat}", "sh", "-c", f"cd {boat} && {reload}"]


def sfeed_of(work: Path, live: Path, base: str) -> list[str]:
    """A command that refreshes the same feeds with sfeed."""
    folder = work / "sfeed"
    folder.mkdir()
    feeds = "\n".join(f'feed "{n}" "{url}"' for n, url in enumerate(urls(live, base, "plain").split()))
    (folder / "sfeedrc").write_text(f'sfeedpath="{folder}/out"\nmaxjobs=16\nfeeds() {{\n{feeds}\n}}\n')
    return [str(SFEED), str(folder / "sfeedrc")]


def elfeed_of(work: Path, live: Path, base: str) -> list[str]:
    """A command that refreshes the same feeds with elfeed, which reads no JSON Feed."""
    addresses = work / "elfeed.txt"
    addresses.write_text(urls(live, base, "plain"))
    setting = [f"DATABASE={work / 'elfeed'}", f"ADDRESSES={addresses}"]
    return ["env", *setting, str(EMACS), "--batch", "--eval", "(package-initialize)", "--eval", ELFEED]


def delayed(rounds: int) -> Iterator[Row]:
    """300 unchanged feeds with 100 ms of delay: wall time beside newsboat and beside curl."""
    work, live = fresh("delay", 300, 30)
    with serving(live, 100) as base:
        env = subscribed(work, live, base)
        refresh(env)
        listed = work / "curl.txt"
        lines = urls(live, base, "plain").split()
        listed.write_text("".join(f'url = "{line}"\noutput = /dev/null\n' for line in lines))
        curl = ["curl", "--silent", "--parallel", "--parallel-max", "32", "--compressed", "-K", str(listed)]
        boat = boat_of(work, live, base, 16) if NEWSBOAT else []
        if boat:
            run(boat)
        walls: dict[str, list[float]] = {"ours": [], "curl": [], "boat": []}
        for _ in range(min(rounds, 3)):
            walls["ours"].append(refresh(env).wall)
            walls["curl"].append(run(curl).wall)
            if boat:
                walls["boat"].append(run(boat).wall)
        ours, floor = median(walls["ours"]), median(walls["curl"])
        note = f"{ours:.2f} s / {floor:.2f} s; {traffic(env)}"
        yield Row("refresh 300 unchanged at 100 ms, wall beside curl", ours / floor, "≤ 2.5", 2.5, note)
        name = "refresh 300 unchanged at 100 ms, wall beside newsboat"
        if not boat:
            yield Row(name, None, "≤ .35", 0.35, "newsboat is not installed")
            return
        theirs = median(walls["boat"])
        yield Row(name, ours / theirs, "≤ .35", 0.35, f"{ours:.2f} s / {theirs:.2f} s, 16 threads")


def beside_peers(_rounds: int) -> Iterator[Row]:
    """300 feeds, first and unchanged: CPU, memory and traffic beside sfeed and elfeed."""
    work, live = fresh("peers", 300, 30)
    with serving(live) as base:
        env = subscribed(work, live, base)
        # sfeed cleans nothing, indexes nothing and keeps lines of text; elfeed indexes nothing.
        peers = {
            "sfeed": sfeed_of(work, live, base) if SFEED else [],
            "elfeed": elfeed_of(work, live, base) if EMACS else [],
        }
        for stage in ("first", "unchanged"):
            ours = refresh(env)
            mine = f"ours {ours.cpu:.2f} s CPU, {ours.wall:.1f} s wall, {ours.peak_mb:.0f} MB, {traffic(env)}"
            for peer, theirs in peers.items():
                name = f"refresh 300 {stage}, CPU beside {peer}"
                if not theirs:
                    yield Row(name, None, "", 0, f"{mine}; {peer} is not installed")
                    continue
                other = run(theirs)
                note = f"{peer} {other.cpu:.2f} s CPU, {other.wall:.1f} s wall, {other.peak_mb:.0f} MB"
                yield Row(name, ours.cpu / other.cpu, "≤ 1", 1, f"{mine}; {note}")


def growth(_rounds: int) -> Iterator[Row]:
    """Ten thousand feeds in one store, unchanged, beside a thousand."""
    cpu: dict[int, float] = {}
    notes = []
    for feeds in (1_000, 10_000):
        work, live = fresh(f"growth-{feeds}", feeds, 3)
        with serving(live) as base:
            env = subscribed(work, live, base)
            first = refresh(env)
            unchanged = [refresh(env) for _ in range(2)]
        cpu[feeds] = median([usage.cpu for usage in unchanged])
        peak = max(usage.peak_mb for usage in (first, *unchanged))
        notes.append(f"{feeds:,}: first {first.cpu:.1f} s, unchanged {cpu[feeds]:.2f} s, {peak:.0f} MB")
    note = "; ".join(notes)
    yield Row("refresh unchanged, 10,000 feeds beside 1,000", cpu[10_000] / cpu[1_000], "≤ 11", 11, note)


def keys(_rounds: int) -> Iterator[Row]:
    """A key to its effect while a thousand feeds come in, beside the same at rest."""
    work, live = fresh("keys", 1_000, 10)
    with serving(live) as base:
        env = subscribed(work, live, base)
        refresh(env)
        generate(live, 1_000, 10, "--generation", "1", "--changed", "0.5")
        rest, busy = asyncio.run(pressed(env))
    at_rest, during = (sorted(each)[int(0.95 * len(each))] * 1_000 for each in (rest, busy))
    note = f"{during:.1f} / {at_rest:.1f} ms, {len(busy)} keys meanwhile, longest {max(busy) * 1_000:.0f} ms"
    yield Row("key to effect during a refresh of 1000, p95", during / at_rest, "≤ 1.5", 1.5, note)


async def pressed(env: dict[str, str]) -> tuple[list[float], list[float]]:
    """Seconds from a key to the row it moves to: at rest, and while feeds come in."""
    from textual import events

    from tui.config.loader import load
    from tui.config.paths import from_environment
    from tui.ui.app import BroadsheetApp

    paths = from_environment({**os.environ, **env})
    app = BroadsheetApp(load(paths.config_file), paths, background=False)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.main.opened.wait()
        await pilot.pause(2.0)
        articles = app.main.articles
        articles.focus()

        async def one(key: str) -> float:
            before, started = articles.cursor, time.perf_counter()
            app.post_message(events.Key(key, key))
            while articles.cursor == before:
                await asyncio.sleep(0.001)
                if time.perf_counter() - started > 5:
                    break
            took = time.perf_counter() - started
            await asyncio.sleep(0.05)
            return took

        await one("j")
        rest = [await one("jk"[number % 2]) for number in range(100)]
        app.main.desk.refreshing.refresh_all()
        await pilot.pause(0.1)
        busy = []
        while app.main.desk.refreshing.running:
            busy.append(await one("jk"[len(busy) % 2]))
        return rest, busy
