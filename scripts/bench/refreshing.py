"""Refresh: first, unchanged, a tenth changed; CPU beside newsboat and curl."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from setting import BROADSHEET, CACHE, NEWSBOAT, Row, Usage, generate, home, median, run, serving, urls

LIMITS = {300: (1.5, 0.15, 0.3), 1000: (0.9, 0.05, 0.12)}


def rows(feeds: int, rounds: int) -> Iterator[Row]:
    """The rows for *feeds* feeds of 30 entries, *rounds* times each."""
    if not shutil.which("curl"):
        yield Row(f"refresh {feeds}", None, "", 0, "curl is not installed")
        return
    work = CACHE / f"refresh-{feeds}"
    shutil.rmtree(work, ignore_errors=True)
    folder = generate(CACHE / f"feeds-{feeds}", feeds, 30)
    live = work / "feeds"
    ours: dict[str, list[Usage]] = {"first": [], "unchanged": [], "changed": []}
    theirs: dict[str, list[Usage]] = {"first": [], "unchanged": [], "changed": []}
    curls: list[float] = []
    for number in range(rounds):
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder, live)
        with serving(live) as base:
            one_round(work, live, base, feeds, number, ours, theirs, curls)
    first, unchanged, changed = LIMITS[feeds]
    yield from compare(feeds, "first", ours, theirs, first)
    yield from compare(feeds, "unchanged", ours, theirs, unchanged)
    curl = median(curls)
    mine = median([usage.cpu for usage in ours["unchanged"]])
    yield Row(
        f"refresh {feeds} unchanged, CPU beside curl --parallel",
        mine / curl,
        "≤ 2.5",
        2.5,
        f"{mine:.2f} s / {curl:.2f} s",
    )
    yield from compare(feeds, "changed", ours, theirs, changed)


def one_round(
    work: Path,
    live: Path,
    base: str,
    feeds: int,
    number: int,
    ours: dict[str, list[Usage]],
    theirs: dict[str, list[Usage]],
    curls: list[float],
) -> None:
    """First, unchanged and a tenth changed, ours and theirs in turn."""
    env = home(work / f"home-{number}")
    opml = work / "feeds.opml"
    opml.write_text(urls(live, base, "opml"))
    subprocess.run(
        [BROADSHEET, "import", str(opml)],
        env={**__import__("os").environ, **env},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    boat = work / f"boat-{number}"
    boat.mkdir(parents=True)
    (boat / "urls").write_text(urls(live, base, "newsboat"))
    (boat / "config").write_text("reload-threads 1\n")
    for stage in ("first", "unchanged", "changed"):
        if stage == "changed":
            generate(live, feeds, 30, "--generation", str(1), "--changed", "0.1")
        ours[stage].append(run([BROADSHEET, "refresh", "--force"], env=env, log=work / "ours.log"))
        if NEWSBOAT:
            boating = [NEWSBOAT, "-C", "config", "-u", "urls", "-c", "cache.db", "-x", "reload"]
            command = ["sh", "-c", f"cd {boat} && exec {' '.join(boating)}"]
            theirs[stage].append(run(command, env={"HOME": str(boat)}))
        if stage == "unchanged":
            listed = work / "curl.txt"
            listed.write_text(
                "".join(f'url = "{line}"\noutput = /dev/null\n' for line in urls(live, base, "plain").split())
            )
            command = [
                "curl",
                "--silent",
                "--parallel",
                "--parallel-max",
                "32",
                "--compressed",
                "-K",
                str(listed),
            ]
            curls.append(run(command).cpu)


def compare(
    feeds: int, stage: str, ours: dict[str, list[Usage]], theirs: dict[str, list[Usage]], limit: float
) -> Iterator[Row]:
    """Our CPU over newsboat's, with the wall times as a note."""
    name = f"refresh {feeds} {stage}, CPU beside newsboat"
    mine = median([usage.cpu for usage in ours[stage]])
    wall = median([usage.wall for usage in ours[stage]])
    failed = {usage.status for usage in ours[stage]} - {0}
    trouble = f" exit {failed}" if failed else ""
    if not theirs[stage]:
        yield Row(
            name, None, f"≤ {limit}", limit, f"ours {mine:.2f} s CPU; newsboat is not installed{trouble}"
        )
        return
    boat = median([usage.cpu for usage in theirs[stage]])
    boat_wall = median([usage.wall for usage in theirs[stage]])
    yield Row(
        name,
        mine / boat,
        f"≤ {limit}",
        limit,
        f"{mine:.2f} s / {boat:.2f} s CPU, {wall:.1f} s / {boat_wall:.1f} s wall{trouble}",
    )
    if stage == "first":
        yield Row(
            f"refresh {feeds} first, wall beside newsboat",
            wall / boat_wall,
            "≤ 1",
            1,
            f"{wall:.1f} s / {boat_wall:.1f} s",
        )
