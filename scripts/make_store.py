"""Builds a big store for measurements: same schema, made-up articles, in a minute or two.

    python scripts/make_store.py PATH [--articles N] [--feeds N] [--no-text] [--seed N]

Titles, tags and dates are drawn like those of real news: a few words and tags are common,
most are rare (Zipf). Where the generator of the benchmarks is at hand its vocabularies are
used (``../shared/bench`` beside the repository, or BROADSHEET_BENCH), else simple ones.
Bodies are short and come from a small pool; everything else differs from row to row.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import accumulate, islice
from pathlib import Path

from tui.query.words import index_text
from tui.store.connecting import connect
from tui.store.migrations import migrate
from tui.store.rows import pack_body

ROOT = Path(__file__).resolve().parent.parent
GENERATOR = Path(os.environ.get("BROADSHEET_BENCH", ROOT.parent / "shared" / "bench"))
TAGS, WORDS, BODIES = 300, 20_000, 2_000
SECONDS = 2 * 365 * 86_400
BATCH = 20_000
#: Of so many articles in a row, so many are one piece.
COPIES = (20, 3)
CATEGORIES = ("news", "news/africa", "news/europe", "tech", "tech/programming", "science", "sport", "culture")


class Vocabulary:
    """Words and tags in the order of their frequency."""

    def __init__(self, words: Sequence[str], tags: Sequence[str]) -> None:
        self.words, self.tags = words, tags
        self._word_weights = list(accumulate((rank + 2.7) ** -1.07 for rank in range(len(words))))
        self._tag_weights = list(accumulate((rank + 4.0) ** -0.9 for rank in range(len(tags))))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self._word_weights, k=count)

    def draw_tags(self, chance: random.Random, count: int) -> list[int]:
        numbers = chance.choices(range(1, len(self.tags) + 1), cum_weights=self._tag_weights, k=count)
        return list(dict.fromkeys(numbers))


def vocabulary(chance: random.Random) -> Vocabulary:
    """The generator's words where there are some, else syllables put together."""
    if (GENERATOR / "corpus.py").exists():
        sys.path.insert(0, str(GENERATOR))
        import corpus

        return Vocabulary(corpus.vocabulary("en").words, corpus.tag_names(TAGS))
    syllables = (
        "ba",
        "co",
        "di",
        "fe",
        "gu",
        "ha",
        "ki",
        "lo",
        "mu",
        "ne",
        "po",
        "ra",
        "si",
        "to",
        "vu",
        "ze",
    )
    words = dict.fromkeys(
        "".join(chance.choices(syllables, k=chance.randrange(1, 6))) for _ in range(WORDS * 2)
    )
    return Vocabulary(list(words)[:WORDS], [f"Tag{number}" for number in range(TAGS)])


def feeds(count: int, now: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, count + 1):
        url = f"https://feed{number}.example.org/news.xml"
        category = None if number % 5 == 0 else 1 + number % len(CATEGORIES)
        yield number, url, f"feed{number}.example.org", f"Feed number {number}", category, now - SECONDS


class Maker:
    """Draws the rows of one article after the other."""

    def __init__(self, words: Vocabulary, chance: random.Random, feed_count: int, now: int) -> None:
        self.words, self.chance, self.feed_count, self.now = words, chance, feed_count, now
        texts = [" ".join(words.draw(chance, chance.randrange(25, 80))) for _ in range(BODIES)]
        self.bodies = [(pack_body(text, f"<p>{text}</p>"), index_text(text)) for text in texts]
        first, last = words.draw(chance, 400), words.draw(chance, 400)
        self.authors = [
            f"{one.capitalize()} {two.capitalize()}" for one, two in zip(first, last, strict=True)
        ]

    def article(self, number: int, total: int) -> tuple[object, ...]:
        chance = self.chance
        seen = self.now - SECONDS + SECONDS * number // total
        published = seen - int(chance.expovariate(1 / 20_000))
        length = int(chance.lognormvariate(5.8, 0.8))
        title = " ".join(self.words.draw(chance, chance.randrange(4, 12))).capitalize()
        draw = chance.random()
        return (
            number, 1 + number % self.feed_count, published, seen, int(draw < 0.6), int(draw > 0.98),
            int(draw > 0.99), 1, published, length, 1 + length // 230, "en" if draw < 0.7 else "de", title,
            self.authors[int(draw * len(self.authors))], "", f"https://example.org/{number}",
            number.to_bytes(8, "big"), number.to_bytes(8, "little"), f"urn:article:{number}",
        )  # fmt: skip

    def body(self, number: int) -> tuple[bytes, str]:
        return self.bodies[number % BODIES]


ARTICLE = (
    "id", "feed_id", "sorted_at", "first_seen_at", "read", "starred", "later", "generation", "published_at",
    "words", "minutes", "language", "title", "author", "source", "url", "raw_hash", "fingerprint", "guid",
)  # fmt: skip


def insert(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]
) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def fill(connection: sqlite3.Connection, maker: Maker, total: int, with_text: bool) -> None:
    numbers = iter(range(1, total + 1))
    while batch := list(islice(numbers, BATCH)):
        rows = [maker.article(number, total) for number in batch]
        insert(connection, "article", ARTICLE, rows)
        bodies = [maker.body(number) for number in batch]
        # Bodies are words only: nothing to look for in them later.
        contents = [(n, packed, "[]", "", "", 0) for n, (packed, _) in zip(batch, bodies, strict=True)]
        names = ("article_id", "body", "enclosures", "comments_url", "image_url", "features")
        insert(connection, "article_content", names, contents)
        draw, chance = maker.words.draw_tags, maker.chance
        terms = [(n, at, one) for n in batch for at, one in enumerate(draw(chance, chance.randrange(0, 4)))]
        insert(connection, "article_term", ("article_id", "position", "term_id"), terms)
        tags = [(n, one, "user") for n in batch for one in draw(chance, chance.randrange(0, 3))]
        insert(connection, "article_tag", ("article_id", "tag_id", "origin"), sorted(tags))
        if with_text:
            texts = [(row[0], row[12], row[13], body[1]) for row, body in zip(rows, bodies, strict=True)]
            insert(connection, "article_text", ("rowid", "title", "author", "body"), texts)
        else:
            insert(connection, "unindexed", ("article_id",), [(number,) for number in batch])
        # Some of those that came one behind the other are copies of one piece, in feeds of their own.
        copies = [(n, n - n % COPIES[0]) for n in batch if n % COPIES[0] < COPIES[1] and n >= COPIES[0]]
        insert(connection, "story_member", ("article_id", "story_id"), copies)
        print(f"\r  {batch[-1]:,} of {total:,} articles", end="", file=sys.stderr)
    print(file=sys.stderr)


def build(path: Path, total: int, feed_count: int, with_text: bool, seed: int) -> None:
    chance = random.Random(seed)
    words = vocabulary(chance)
    now = int(datetime.now(UTC).timestamp())
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(connect(path, "rwc")) as connection:
        # A build that is interrupted is begun again, so nothing has to be safe on the way.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        migrate(connection, lambda _version: None)
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        indexes = connection.execute(wanted).fetchall()
        connection.execute("BEGIN")
        for name, _sql in indexes:
            connection.execute(f"DROP INDEX {name}")
        insert(connection, "category", ("path",), [(one,) for one in CATEGORIES])
        insert(connection, "tag", ("name",), [(one,) for one in words.tags])
        insert(connection, "term", ("name",), [(one,) for one in words.tags])
        names = ("id", "feed_url", "host", "publisher_title", "category_id", "added_at")
        insert(connection, "feed", names, list(feeds(feed_count, now)))
        fill(connection, Maker(words, chance, feed_count, now), total, with_text)
        # Rows first, then each index in one go: a third of the time.
        for _name, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA analysis_limit = 400")
        connection.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description="Build a big store for measurements.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--no-text", action="store_true", help="leave the full-text index empty")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.path.exists():
        parser.error(f"{options.path} is there already")
    started = time.perf_counter()
    partial = options.path.with_name(f"{options.path.name}.partial")
    partial.unlink(missing_ok=True)
    build(partial, options.articles, options.feeds, not options.no_text, options.seed)
    partial.replace(options.path)
    print(f"  {options.path}: {time.perf_counter() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
