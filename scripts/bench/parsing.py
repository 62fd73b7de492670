"""Parsing beside plain feedparser, and bulk inserts beside raw sqlite3."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from setting import CACHE, Row, generate, median

FEEDS = 40


def rows(rounds: int) -> Iterator[Row]:
    """All new, and nine tenths known."""
    import feedparser

    from tui.feeds import parse

    folder = generate(CACHE / "feeds-parse", FEEDS, 30, "--mix", "rss=60,atom=30,rdf=10")
    documents = [
        path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in (".rss", ".atom", ".rdf")
    ]
    known = [
        frozenset(
            entry.raw_hash for entry in parse(body, content_type="", url="http://127.0.0.1/").entries[3:]
        )
        for body in documents
    ]
    times: dict[str, list[float]] = {"plain": [], "new": [], "tenth": []}
    for _ in range(rounds):
        start = time.process_time()
        for body in documents:
            feedparser.parse(body)
        times["plain"].append(time.process_time() - start)
        start = time.process_time()
        for body in documents:
            parse(body, content_type="", url="http://127.0.0.1/")
        times["new"].append(time.process_time() - start)
        start = time.process_time()
        for body, seen in zip(documents, known, strict=True):
            parse(body, content_type="", url="http://127.0.0.1/", known=seen)
        times["tenth"].append(time.process_time() - start)
    plain = median(times["plain"])
    yield Row("parsing, all new, beside plain feedparser", median(times["new"]) / plain, "≤ .45", 0.45)
    yield Row(
        "parsing, nine tenths known, beside plain feedparser", median(times["tenth"]) / plain, "≤ .2", 0.2
    )


def insert_rows(rounds: int, articles: int = 10_000) -> Iterator[Row]:
    """Bulk insert beside raw sqlite3 with the same tables, indexes and full-text index."""
    from inserting import ours, raw

    now = datetime.now(UTC)
    times: dict[str, list[float]] = {"ours": [], "raw": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            times["ours"].append(asyncio.run(ours(Path(folder) / "ours.sqlite3", articles, now)))
            times["raw"].append(raw(Path(folder) / "raw.sqlite3", articles, now))
    yield Row(
        "bulk insert beside raw sqlite3",
        median(times["ours"]) / median(times["raw"]),
        "≤ 1.5",
        1.5,
        f"{median(times['ours']):.2f} / {median(times['raw']):.2f} s",
    )
