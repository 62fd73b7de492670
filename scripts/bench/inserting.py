"""Bulk inserts: our ingest path, and what one would write by hand for the same store.

Both begin with the same prepared entries and end with the same rows, SQL indexes and
full-text index, bodies packed alike (their bytes belong to the schema). By hand there is
no planning, no ChangeSet, no look at what is known, no Core, and one transaction instead of
those of a refresh.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from setting import GENERATOR

from tui.model.entry import Enclosure
from tui.model.feed import FeedHealth, Subscription
from tui.model.ids import FeedId, SafeHtml
from tui.model.ingest import IngestPlan, PreparedEntry
from tui.query.words import index_text
from tui.service.memory import TEXT_BATCH
from tui.store import Database, feeds, ingest, text_index
from tui.store.connecting import connect_writer
from tui.store.migrations import migrate
from tui.store.rows import pack_body

PER_FEED = 30
#: Feeds that one transaction writes, as they come together in a refresh.
FEEDS_AT_ONCE = 8


def prepared(number: int) -> Iterator[tuple[int, tuple[PreparedEntry, ...]]]:
    """Feeds of the generator with their entries, *number* in all."""
    sys.path.insert(0, str(GENERATOR))
    import corpus  # type: ignore[import-not-found]

    news = corpus.Corpus(feeds=-(-number // PER_FEED), entries=PER_FEED)
    for feed in range(news.feeds):
        serials = range(min(PER_FEED, number - feed * PER_FEED))
        yield feed + 1, tuple(entry(news.article(feed, serial)) for serial in serials)


def entry(article: object) -> PreparedEntry:
    """One of its articles as the workers would hand it over."""
    url = f"https://example.org{article.path}"
    own = article.enclosure
    return PreparedEntry(
        guid=article.guid, url=url, title=article.title, author=article.author,
        published_at=article.published, updated_at=None, html=SafeHtml(article.html), text=article.text,
        words=article.text.count(" ") + 1, minutes=1, language=article.language, terms=article.tags,
        enclosures=() if own is None else (Enclosure(own.url, own.media_type, own.length),),
        comments_url="", source="", image_url="",
        raw_hash=blake2b(article.guid.encode(), digest_size=16).digest(),
        fingerprint=blake2b(article.guid.encode(), digest_size=8).digest(),
    )  # fmt: skip


@cache
def material(number: int) -> tuple[tuple[int, tuple[PreparedEntry, ...]], ...]:
    """The same for every round, made once."""
    return tuple(prepared(number))


async def ours(path: Path, number: int, now: datetime) -> float:
    """CPU seconds of the store's own way: plans into rows, texts into the index."""
    documents = material(number)
    database = Database(path)
    await database.open(now)
    await database.write(feeds.subscribe, [Subscription(address(feed)) for feed, _entries in documents], now)
    health = FeedHealth(checked_at=now)
    plans = [IngestPlan(FeedId(feed), now, health, new) for feed, new in documents]
    waiting = iter(plans)
    start = time.process_time()
    while some := list(islice(waiting, FEEDS_AT_ONCE)):
        await database.write(ingest.apply_plans, some)
    while await database.read(text_index.pending):
        await database.write(ingest.index_text, TEXT_BATCH)
    spent = time.process_time() - start
    await database.close()
    return spent


def raw(path: Path, number: int, now: datetime) -> float:
    """CPU seconds of plain sqlite3 and ``executemany``, all in one transaction."""
    documents = material(number)
    seen = int(now.timestamp())
    connection = connect_writer(path)
    migrate(connection, lambda _version: None)
    connection.execute("BEGIN")
    many(
        connection,
        "feed",
        ("id", "feed_url", "host", "added_at"),
        [(f, address(f), "", seen) for f, _ in documents],
    )
    connection.execute("COMMIT")
    start = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    write(connection, [(feed, one) for feed, new in documents for one in new], seen)
    connection.execute("COMMIT")
    spent = time.process_time() - start
    connection.close()
    return spent


def write(connection: sqlite3.Connection, entries: Sequence[tuple[int, PreparedEntry]], seen: int) -> None:
    """All rows by hand."""
    articles, contents, texts, terms = [], [], [], []
    names: dict[str, int] = {}
    for number, (feed, one) in enumerate(entries, start=1):
        published = int(one.published_at.timestamp())
        articles.append(
            (number, feed, min(published, seen), seen, 1, published, one.words, one.minutes, one.language, one.title,
             one.author, "", one.url, one.raw_hash, one.fingerprint, one.guid)
        )  # fmt: skip
        enclosures = json.dumps([[e.url, e.media_type, e.length] for e in one.enclosures])
        contents.append((number, pack_body(one.text, one.html), enclosures, "", ""))
        texts.append((number, index_text(one.title), index_text(one.author), index_text(one.text)))
        for place, name in enumerate(one.terms):
            terms.append((number, place, names.setdefault(name, len(names) + 1)))
    many(connection, "article", ARTICLE, articles)
    many(
        connection,
        "article_content",
        ("article_id", "body", "enclosures", "comments_url", "image_url"),
        contents,
    )
    many(connection, "term", ("name", "id"), list(names.items()))
    many(connection, "article_term", ("article_id", "position", "term_id"), terms)
    many(connection, "article_text", ("rowid", "title", "author", "body"), texts)


ARTICLE = (
    "id", "feed_id", "sorted_at", "first_seen_at", "generation", "published_at", "words", "minutes", "language",
    "title", "author", "source", "url", "raw_hash", "fingerprint", "guid",
)  # fmt: skip


def many(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def address(feed: int) -> str:
    return f"https://feed{feed}.example.org/news.xml"
