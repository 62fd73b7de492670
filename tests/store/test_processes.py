"""Several processes on one store, and processes that are killed while they write."""

import json
import random
import subprocess
import sys
from contextlib import closing

from tests.factories import NOW
from tests.store.opened import entries, opened
from tui.store import listing, maintenance, meta, status
from tui.store.connecting import connect

WRITER = """
import asyncio, json, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tui.model.feed import FeedHealth
from tui.model.ids import FeedId, SafeHtml
from tui.model.ingest import IngestPlan, PreparedEntry
from tui.store import Database, ingest, listing, status

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)

def entry(number):
    mark = number.to_bytes(8, "big")
    return PreparedEntry(f"urn:{number}", "", f"Title {number}", "", NOW, None, SafeHtml(""), f"text {number}", 2, 1,
                         "en", ("term",), (), "", "", "", mark, mark)

async def work(path, feed, first, count):
    database = Database(Path(path))
    await database.open(NOW)
    print(json.dumps(["notices", *database.notices]), flush=True)
    for number in range(first, first + count):
        plan = IngestPlan(FeedId(feed), NOW, FeedHealth(checked_at=NOW), new=(entry(number), entry(number + 1)))
        (changes,) = await database.write(ingest.apply_plans, [plan])
        for new in changes.new:
            await database.write(status.set_status, [new.id], "starred", True, "", NOW)
            # Told only once it is in the store: this must never be lost again.
            print(json.dumps(["starred", new.id]), flush=True)
        await database.write(ingest.index_text, 10)
    await database.close()
    print(json.dumps(["done"]), flush=True)

asyncio.run(work(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
"""


def start(path, feed, first, count):
    arguments = [sys.executable, "-c", WRITER, str(path), str(feed), str(first), str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def told(process):
    return [json.loads(line) for line in process.stdout.read().splitlines() if line.endswith("]")]


def test_two_processes_on_one_store(path):
    """Both write into the same feeds what partly is the same; we look on and write too."""
    with opened(path) as store:
        store.subscribe(1, 2)
        writers = [start(path, feed, first, 15) for feed, first in ((1, 0), (1, 8), (2, 0))]
        generation = store.read(meta.generation)
        known, rounds = {}, 0
        while any(writer.poll() is None for writer in writers) or rounds == 0:
            rounds += 1
            store.write(status.set_status, [1], "later", rounds % 2 == 1, "", NOW)
            changes = store.read(listing.entries_since, generation)
            generation = changes.generation
            known.update({entry.id: entry for entry in changes.updated})
        for writer in writers:
            assert ["done"] in told(writer) and writer.wait() == 0
            writer.stdout.close()
        last = store.read(listing.entries_since, generation)
        known.update({entry.id: entry for entry in last.updated})
        # Followed step by step we know what one who begins now would read.
        assert known == {entry.id: entry for entry in store.entries()}
        assert len(known) == 24 + 16 and all(entry.starred for entry in known.values())
        assert store.write(maintenance.check) == ()


def test_three_processes_make_a_store_at_once(path):
    path.parent.mkdir()
    writers = [start(path, 1, 0, 0) for _ in range(3)]
    for writer in writers:
        assert told(writer) == [["notices"], ["done"]] and writer.wait() == 0
        writer.stdout.close()
    with opened(path) as store:
        assert store.notices == () and store.read(meta.generation) == 1


def test_ten_kills_lose_nothing(path):
    chance = random.Random(20261123)
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries([1]))
    starred = set()
    for turn in range(10):
        writer = start(path, feed, 1000 * turn, 500)
        lines = chance.randrange(1, 60)
        seen = [json.loads(writer.stdout.readline()) for _ in range(lines)]
        writer.kill()
        seen += told(writer)
        writer.wait()
        writer.stdout.close()
        assert seen[0] == ["notices"] and ["done"] not in seen
        starred |= {number for kind, number in seen[1:]}
        with closing(connect(path)) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
            marked = {number for (number,) in plain.execute("SELECT id FROM article WHERE starred")}
            assert starred <= marked
            # At most the one mark that was made but not yet told.
            assert len(marked - starred) <= turn + 1
    with opened(path) as store:
        assert store.notices == () and store.write(maintenance.check) == ()
        guids = store.sql("SELECT feed_id, guid FROM article")
        assert len(guids) == len(set(guids)) > len(starred) > 0
        torn = "SELECT count(*) FROM article WHERE id NOT IN (SELECT article_id FROM article_content)"
        assert store.sql(torn) == [(0,)]
        # The journal tells the same story: undo takes back the last star.
        last = store.write(status.undo, NOW)
        assert last.statuses[0].status == "starred" and not last.statuses[0].value
