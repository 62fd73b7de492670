"""Builds the demo's store by the real way: served on loopback, fetched, parsed, stored."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from tests.demo import FEEDS, NOW, atom
from tests.demo_picture import CHART_URL, PHOTO_URL, chart, photo
from tests.server import Server, answer, feed
from tui.config.paths import Paths, from_environment
from tui.config.settings import Settings
from tui.model.feed import Subscription
from tui.model.ids import ArticleId
from tui.model.picture import TakenPicture
from tui.pictures import take
from tui.query import parse
from tui.service.library import Library
from tui.store import pictures

__all__ = ["SETTINGS", "build", "demo_clock", "demo_paths"]

SETTINGS = Settings(
    refresh_on_start=False, refresh_interval_minutes=0, backups=0, per_host=8, full_text="never"
)

READ = (
    "What the new port",
    "Desert solar",
    "A library that lends",
    "Scholarships",
    "Letters",
    "Corrections",
    "A market in",
)
STARRED = ("What the new port", "How the tide gauge")
LATER = ("North African rail", "Notes from a slow")


def demo_clock() -> datetime:
    """The demo's frozen present."""
    return NOW


def demo_paths(folder: Path) -> Paths:
    """Everything under *folder*."""
    return from_environment({"BROADSHEET_HOME": str(folder)})


def build(folder: Path) -> Paths:
    """Fill *folder* with the demo's store and close it again."""
    paths = demo_paths(folder)
    with Server() as server:
        subscriptions = [
            Subscription(server.on(f"/{one.name}.xml", feed(atom(one))), "", "", one.category, one.tags)
            for one in FEEDS
        ]
        broken = server.on("/pipes.xml", answer(status=404))
        subscriptions.append(Subscription(broken, "Broken Pipes", "", "Technology"))
        asyncio.run(_fill(paths, subscriptions))
        _rename_host(paths, server.url(""))
    return paths


def _rename_host(paths: Paths, base: str) -> None:
    """Pictures must not hold the port of the day."""
    with contextlib.closing(sqlite3.connect(paths.store_file)) as store, store:
        store.execute("UPDATE feed SET feed_url = replace(feed_url, ?, 'https://demo.example.org')", (base,))
        store.execute(
            "UPDATE feed SET error = replace(error, '127.0.0.1', 'demo.example.org'), next_check_at = NULL"
        )
        _settle_visits(store)


def _settle_visits(store: sqlite3.Connection) -> None:
    """Nor how long answers took on this machine; and one visit says little."""
    store.execute(
        "UPDATE visit SET place = 2, size = (size + 99) / 100 * 100, milliseconds = 90 + feed_id * 40, "
        "sentence = replace(sentence, '127.0.0.1', 'demo.example.org')"
    )
    for place, hours in enumerate((7, 3)):
        store.execute(
            "INSERT INTO visit (feed_id, place, made_at, status, requests, size, milliseconds) "
            "SELECT feed_id, ?, made_at - ?, iif(kind = '', 304, 200), 1, 400, 60 FROM visit WHERE place = 2",
            (place, hours * 3600),
        )
    store.execute("UPDATE feed SET visits = 3 WHERE id IN (SELECT feed_id FROM visit)")
    store.execute(
        "UPDATE feed SET moved_to = 'https://quiet.example.org/feed.xml', moved_seen = 1 "
        "WHERE title = 'Quiet Engineering'"
    )


async def _fill(paths: Paths, subscriptions: list[Subscription]) -> None:
    library = await Library.open(SETTINGS, paths, clock=demo_clock)
    manual = [one for one in library.feeds() if one.feed_url.startswith("broadsheet:")]
    for one in manual:
        await library.unsubscribe(one.id)
    await library.subscribe(subscriptions)
    async with aclosing(library.refresh(force=True)) as events:
        async for _event in events:
            pass
    selection = await library.select(parse(""))
    rows = await library.rows([int(number) for number in selection.ids])
    by_start = {
        start: [row.id for row in rows if row.title.startswith(start)] for start in {*READ, *STARRED, *LATER}
    }
    await library.set_status([one for start in READ for one in by_start[start]], "read", True)
    await library.set_status([one for start in STARRED for one in by_start[start]], "starred", True)
    await library.set_status([one for start in LATER for one in by_start[start]], "later", True)
    await _put_pictures(library, by_start["Notes from a slow"][0])
    for demo in FEEDS:
        for piece in demo.pieces:
            for tag in piece.tags:
                await library.add_tag([row.id for row in rows if row.title == piece.title], tag)
    await library.close()


async def _put_pictures(library: Library, article_id: ArticleId) -> None:
    """The demo's pictures, as if they had been fetched."""
    taken = {url: TakenPicture(*take(body)) for url, body in ((PHOTO_URL, photo()), (CHART_URL, chart()))}
    await library._memory.write(pictures.put, article_id, taken, NOW)
