"""A cache of newsboat's, as newsboat itself makes it."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["make_cache"]

_SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,
    is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535),
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
    base VARCHAR(128) NOT NULL DEFAULT "");
CREATE INDEX idx_feedurl ON rss_item(feedurl);
CREATE TABLE metadata (db_schema_version_major INTEGER NOT NULL, db_schema_version_minor INTEGER NOT NULL);
INSERT INTO metadata VALUES (2, 11);
"""


def make_cache(path: Path, feeds: Mapping[str, str], items: Sequence[Mapping[str, object]]) -> Path:
    """Write feeds (address to title) and items, whose columns have plain values if not given."""
    first = next(iter(feeds))
    usual = {
        "title": "",
        "author": "",
        "url": "",
        "feedurl": first,
        "pubDate": 1_793_606_400,
        "content": "",
        "unread": 1,
    }
    connection = sqlite3.connect(path)
    connection.executescript(_SCHEMA)
    connection.executemany("INSERT INTO rss_feed (rssurl, url, title) VALUES (?, '', ?)", feeds.items())
    for item in items:
        row = {**usual, **item}
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO rss_item ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    connection.commit()
    connection.close()
    return path
