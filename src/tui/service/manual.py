"""The manual is a feed: bundled, ingested by the normal path at first start and after upgrades.

Who unsubscribes from it does not get it back.
"""

import logging
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from importlib.resources import files

from tui.model.errors import BroadsheetError
from tui.model.feed import Feed, Subscription
from tui.model.fetching import NO_VALIDATORS, Fetched
from tui.service.memory import Memory
from tui.service.planner import Circumstances, plan_changed
from tui.service.workers import WorkerPool
from tui.store import feeds, meta

__all__ = ["MANUAL_URL", "ensure"]

_log = logging.getLogger(__name__)

MANUAL_URL = "broadsheet:manual"
_META = "manual"
#: Where relative addresses of the manual would lead: nowhere.
_BASE = "https://broadsheet.invalid/"


async def ensure(memory: Memory, workers: WorkerPool, now: datetime) -> None:
    """Bring the manual up to date, if it is not and is still wanted.

    A manual that cannot be stored now is tried again at the next start: nobody shall be
    kept from the news by it.
    """
    body = (files("tui.service") / "bundled" / "manual.xml").read_bytes()
    version = blake2b(body, digest_size=16).hexdigest()
    seen = await memory.read(meta.get_meta, _META)
    if seen == version:
        return
    try:
        if seen is None:
            await memory.write(feeds.subscribe, (Subscription(MANUAL_URL),), now)
        feed = next((feed for feed in memory.feeds if feed.feed_url == MANUAL_URL), None)
        if feed is not None:
            await _ingest(memory, workers, feed, body, bytes.fromhex(version), now)
        await memory.write(meta.set_meta, _META, version)
    except BroadsheetError as error:
        _log.warning("The manual was not stored: %s", error)


async def _ingest(
    memory: Memory, workers: WorkerPool, feed: Feed, body: bytes, body_hash: bytes, now: datetime
) -> None:
    prepared = await workers.prepare(body, "application/atom+xml", _BASE)
    known = await memory.known_entries(feed.id)
    answer = Fetched(MANUAL_URL, MANUAL_URL, MANUAL_URL, 200, body, {}, NO_VALIDATORS)
    plan = plan_changed(feed, answer, prepared, known, body_hash, Circumstances(now))
    await memory.ingest([replace(plan, visit=None, copies="never")])
    await memory.settle()
    await memory.index_texts()
    await workers.rest()
