"""Measures what the store takes: some seconds at a million articles, told as it goes."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tui.model.ids import FeedId
from tui.model.sizes import FeedSize, StoreSizes
from tui.service.memory import Memory
from tui.store import Database, attic, backups, compacting, retention, sizes

__all__ = ["measure"]


async def measure(
    database: Database, memory: Memory, attic_folder: Path, tell: Callable[[int, int], object]
) -> StoreSizes:
    """All sizes; *tell* hears how many articles of how many were measured."""
    pages = await database.read(compacting.pages)
    counted = await database.read(sizes.counted)
    total = sum(counted.articles.values())
    by_feed: Counter[int] = Counter()
    for after in range(0, counted.last, sizes.PART):
        by_feed.update(await database.read(sizes.sizes_from, after))
        tell(min(total, after + sizes.PART), total)
    texts = by_feed.total()
    full = await database.read(sizes.full_texts)
    by_feed.update({feed: size for feed, (_count, size) in full.items()})
    pictures, pictures_size = await database.read(sizes.pictures)
    left = await database.read(retention.feeds_left)
    titles = {feed.id: feed.title for feed in memory.feeds} | {one: title for one, (title, _) in left.items()}
    found = [
        FeedSize(
            FeedId(number),
            titles.get(FeedId(number), ""),
            counted.articles.get(number, 0),
            counted.unread.get(number, 0),
            by_feed[number],
            datetime.fromtimestamp(counted.oldest[number], UTC) if number in counted.oldest else None,
            number in left,
        )
        for number in counted.articles
    ]
    removed, copies = attic.files_in(attic_folder), backups.backups_in(database.backup_dir)
    return StoreSizes(
        file=pages.total * pages.size,
        free=pages.bytes_free,
        log=_size(database.path.with_name(f"{database.path.name}-wal")),
        articles=total,
        unread=sum(counted.unread.values()),
        texts=texts,
        full_texts=sum(count for count, _size in full.values()),
        full_texts_size=sum(size for _count, size in full.values()),
        words=await database.read(sizes.words),
        pictures=pictures,
        pictures_size=pictures_size,
        removed=sum(file.articles for file in removed),
        removed_size=sum(file.size for file in removed),
        backups=len(copies),
        backups_size=sum(_size(path) for path in copies),
        feeds=tuple(sorted(found, key=lambda one: (-one.size, one.title.casefold()))),
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
