"""A filter change at a million articles: list with copies folded, count, 300 facets and the first page."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from screen import store_home
from setting import Row, median

QUERIES = (
    "", "is:unread", "is:starred", "is:unread newer:30d", "-is:unread", "#{0}", "#{0} is:unread", "#{0} -#{1}",
    "#{0} #{1}", "#{0} OR #{1}", "is:unread -#{0} -#{1}", "is:later OR is:starred", "(#{0} OR #{2}) is:unread -#{1}",
)  # fmt: skip

GROUP_BY = """
SELECT tag.name, count(*) FROM article_tag
JOIN article ON article.id = article_tag.article_id
JOIN tag ON tag.id = article_tag.tag_id
WHERE article.read = 0 GROUP BY tag.name
"""


def rows(rounds: int, articles: int = 1_000_000) -> Iterator[Row]:
    """The p95 in ms, and the ratio to the same counts by SQL."""
    env = store_home(articles)
    times, load = asyncio.run(ask(Path(env["BROADSHEET_HOME"]), rounds))
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    yield Row(
        "filter change at 1M: list, count, facets, page; p95 ms",
        p95,
        "≤ 16",
        16,
        f"median {median(times):.1f} ms",
    )
    sql = by_sql(Path(env["BROADSHEET_HOME"]) / "data" / "store.sqlite3")
    yield Row(
        "the same beside SQL GROUP BY (median)",
        median(times) / sql,
        "≤ .05",
        0.05,
        f"{median(times):.1f} / {sql:.0f} ms",
    )
    yield Row("index load at 1M, ms (row B, for orientation)", load, "≤ 60", 60)
    slowest, found = asyncio.run(headings(Path(env["BROADSHEET_HOME"]), rounds))
    yield Row("everything at 1M under headings by day, with what is unread, ms", found["day"], "≤ 33", 33)
    yield Row(f"the same by {slowest}, the slowest, ms (for orientation)", found[slowest], "≤ 200", 200)
    yield Row("index rebuild at 1M, CPU s", rebuild(Path(env["BROADSHEET_HOME"]), rounds), "≤ 2", 2)


async def ask(folder: Path, rounds: int) -> tuple[list[float], float]:
    """Every query in turn, after one warm round."""
    from tui.config.paths import from_environment
    from tui.config.settings import Settings
    from tui.query import parse
    from tui.service.library import Library

    paths = from_environment({"BROADSHEET_HOME": str(folder)})
    # Closing saves the index, which a store that was just built lacks.
    library = await Library.open(Settings(backups=0), paths)
    await library.select(parse(""))
    await library.close()
    library = await Library.open(Settings(backups=0), paths)
    start = time.perf_counter()
    selection = await library.select(parse(""))
    load = (time.perf_counter() - start) * 1000
    facets = library.facets(selection)
    tags = sorted(facets.tags, key=lambda name: -facets.tags[name])[:3]
    queries = [parse(text.format(*(f'"{tag}"' for tag in tags))) for text in QUERIES]
    times: list[float] = []
    for number in range(rounds * 3 + 1):
        for query in queries:
            start = time.perf_counter()
            selection = await library.select(query, fold=True)
            library.facets(selection)
            await library.rows([int(one) for one in selection.ids[:40]])
            if number:
                times.append((time.perf_counter() - start) * 1000)
    await library.close()
    return times, load


async def headings(folder: Path, rounds: int) -> tuple[str, dict[str, float]]:
    """The median of each grouping of all articles, and the slowest of them."""
    from tui.config.paths import from_environment
    from tui.config.settings import Settings
    from tui.query import parse
    from tui.service.library import Library

    library = await Library.open(Settings(backups=0), from_environment({"BROADSHEET_HOME": str(folder)}))
    await library.select(parse(""))
    found: dict[str, float] = {}
    for kind in ("day", "feed", "tag", "story"):
        times = []
        for number in range(rounds + 1):
            start = time.perf_counter()
            library.group_unread(await library.select(parse(f"group:{kind}")))
            if number:
                times.append((time.perf_counter() - start) * 1000)
        found[kind] = median(times)
    await library.close()
    return max(found, key=lambda kind: found[kind]), found


def rebuild(folder: Path, rounds: int) -> float:
    """The index from the tables, as when its saved bytes are of no use."""
    from tui.index import Catalog
    from tui.store.columns import columns
    from tui.store.connecting import connect_reader

    times = []
    with closing(connect_reader(folder / "data" / "store.sqlite3")) as connection:
        for _ in range(rounds):
            start = time.process_time()
            Catalog.build(columns(connection), 1)
            times.append(time.process_time() - start)
    return median(times)


def by_sql(store: Path) -> float:
    """ms of the tag counts under one filter, by SQL alone."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            connection.execute(GROUP_BY).fetchall()
            times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return median(times)
