"""The demo with copies: what one paper prints others print too."""

from datetime import timedelta

from tests.demo import NOW
from tests.demo_store import SETTINGS, demo_clock
from tests.factories import make_prepared
from tui.config.paths import Paths
from tui.model.changes import ChangeSet
from tui.model.feed import FeedHealth
from tui.model.ingest import IngestPlan
from tui.service.library import Library

__all__ = ["CHINESE", "LONG", "RAIL", "add_copies", "with_copies"]

RAIL = "North African rail link moves a step closer after years of surveys, delays and two changes of gauge"
CHINESE = "砂漠の太陽光発電所が出力を倍増"
LONG = (
    "Harbour council, ferry owners and the railway agree in principle, after eleven meetings, four drafts"
    " and one walkout, that the timetable of the evening boats should follow the tide and not the clock"
)

#: Feed, title, minutes ago, and the source that the feed names.
COPIES = (
    ("World Desk", RAIL, 35, "Rabat Courier"),
    ("Example Digest", RAIL, 31, ""),
    ("Kernel Notes", CHINESE, 150, ""),
    ("Rabat Courier", LONG, 600, ""),
    ("Quiet Engineering", LONG, 590, ""),
)


async def add_copies(library: Library) -> list[ChangeSet]:
    """Have the copies arrive, each in its feed."""
    feeds = {feed.title: feed for feed in library.feeds()}
    made = []
    for number, (name, title, minutes, source) in enumerate(COPIES):
        when = NOW - timedelta(minutes=minutes)
        entry = make_prepared(
            9000 + number,
            title=title,
            url=f"https://copies.example.org/{number}",
            published_at=when,
            source=source,
            text=f"{title}. The same piece, in another paper.",
        )
        health = FeedHealth(checked_at=NOW)
        made += await library._memory.ingest([IngestPlan(feeds[name].id, NOW, health, (entry,))])
    await library._memory.index_texts()
    return made


async def with_copies(paths: Paths) -> None:
    """Put the copies into a store of the demo, and close it again."""
    library = await Library.open(SETTINGS, paths, clock=demo_clock, environ={})
    await add_copies(library)
    await library.close()
